"""What the compare view shows and says of real photos, and what it costs."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from photosim.app.workspace import open_workspace
from photosim.gui.base.context import Context
from photosim.gui.compare import levels
from photosim.gui.compare.facts import weighed
from photosim.gui.compare.geometry import whole
from photosim.gui.compare.pictures import Pictures
from photosim.gui.compare.view import CompareView
from photosim.gui.photos.facts import Standing
from tests.gui.compare.relatives import Relatives, group_of, photo_of
from tests.gui.making import ContextMaker
from tests.helpers.photos import sample_paths
from tests.helpers.scanning import fill


def settled(qtbot: QtBot, view: CompareView) -> None:
    qtbot.waitUntil(lambda: view.stage.settled and "Looking" not in view.said)


def test_a_stamp_is_found_and_framed(qtbot: QtBot, view: CompareView, relatives_context: Context) -> None:
    view.show_group(group_of(relatives_context, "original", "stamped"))
    settled(qtbot, view)
    assert "% of the area: lower right" in view.said
    qtbot.keyClick(view, Qt.Key.Key_D)
    (pane,) = view.stage.panes
    assert pane.content is not None
    assert pane.content.overlay is not None
    (box,) = pane.content.spots
    assert box.left == pytest.approx(1150, abs=25)
    assert box.bottom == pytest.approx(1010, abs=35)
    seen = pane.grab().toImage()
    assert pink_pixels(seen) > 100


@pytest.mark.parametrize("copy", ["again", "half", "turned", "crop"])
def test_a_mere_copy_differs_nowhere(
    qtbot: QtBot, view: CompareView, relatives_context: Context, copy: str
) -> None:
    view.show_group(group_of(relatives_context, "original", copy))
    qtbot.keyClick(view, Qt.Key.Key_D)
    settled(qtbot, view)
    assert "No difference beyond what saving again changes." in view.said
    (pane,) = view.stage.panes
    assert pane.content is not None
    assert pane.content.overlay is None
    assert pane.content.spots == ()


def pink_pixels(image: QImage) -> int:
    pixels = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(pixels.constBits(), np.uint8).reshape(pixels.height(), pixels.bytesPerLine())
    rgb = rows[:, : 3 * pixels.width()].reshape(-1, 3).astype(np.int16)
    return int((np.abs(rgb - (255, 79, 163)).max(axis=1) < 30).sum())


def test_facts_tell_the_better_one(qtbot: QtBot, view: CompareView, relatives_context: Context) -> None:
    view.show_group(group_of(relatives_context, "original", "half"))
    rows = {row.label: row for row in view.facts.rows}
    assert rows["Pixels"].standings == (Standing.BETTER, Standing.WORSE)
    assert rows["JPEG quality"].standings == (Standing.BETTER, Standing.WORSE)
    # A smaller picture takes fewer bytes, which makes it neither better nor worse.
    assert rows["File size"].standings == ()
    assert rows["File size"].differs
    assert "Camera" not in rows
    qtbot.mouseClick(view.facts.fold, Qt.MouseButton.LeftButton)
    assert "Camera" in {row.label for row in view.facts.rows}


def test_of_two_files_of_one_size_the_larger_one_is_better(relatives_context: Context) -> None:
    rows = {
        row.label: row for row in weighed([photo_of(relatives_context, n) for n in ("original", "again")])
    }
    assert rows["File size"].standings == (Standing.BETTER, Standing.WORSE)
    assert not rows["Pixels"].differs
    assert not rows["Sharpness"].differs


def test_on_a_wide_screen_all_photos_are_in_the_table(
    open_view: Callable[..., CompareView], relatives_context: Context
) -> None:
    group = group_of(relatives_context, "original", "half", "crop", "again")
    narrow, wide = open_view(1200, 700), open_view(2560, 1400)
    for view in (narrow, wide):
        view.show_group(group, start=group.members[2].photo)
    assert narrow.facts.heads == ("1  original.jpg", "3  crop.jpg")
    assert wide.facts.heads == ("1  original.jpg", "2  half.jpg", "3  crop.jpg", "4  again.jpg")


def test_a_file_that_was_damaged_since_says_so_and_the_others_are_shown(
    qtbot: QtBot, make_context: ContextMaker, relatives: Relatives, tmp_path: Path
) -> None:
    photos, library = tmp_path / "photos", tmp_path / "library"
    photos.mkdir()
    for name in ("original", "half"):
        shutil.copy(relatives.photos / f"{name}.jpg", photos)
    with open_workspace(str(library)) as workspace:
        fill(workspace, photos)
    context = make_context(library)
    group = group_of(context, "original", "half")
    (photos / "half.jpg").write_bytes(b"no picture any more")
    view = CompareView(context)
    qtbot.addWidget(view)
    view.show()
    view.show_group(group)
    settled(qtbot, view)
    first, second = view.stage.pictures
    qtbot.waitUntil(lambda: first.is_sharp and bool(second.trouble))
    assert list(second.layers())
    view.stage.panes[1].grab()
    view.clear()


@pytest.mark.parametrize("order", [(400, 1600), (1600, 400)])
def test_what_comes_late_and_shows_less_is_not_painted(
    relatives_context: Context, order: tuple[int, int]
) -> None:
    photo = photo_of(relatives_context, "original")
    pictures = Pictures(relatives_context, photo, levels.SHARP_PIXELS)
    size = (photo.facts.width, photo.facts.height)
    for width in order:
        cut = levels.Cut(whole(size), width / size[0], size)
        pictures._on_decoded(cut, QImage(width, width, QImage.Format.Format_RGB888))
    *_, (finest, _) = pictures.layers()
    assert finest.width() == 1600
    pictures.drop()
    pictures.deleteLater()


def test_leaving_gives_everything_back(qtbot: QtBot, view: CompareView, relatives_context: Context) -> None:
    view.show_group(group_of(relatives_context, "original", "crop", "turned", "half"))
    view.clear()
    qtbot.waitUntil(lambda: not relatives_context.jobs.active)
    assert view.stage.photos == []
    assert view.stage.panes == []
    assert view.current is None
    qtbot.keyClick(view, Qt.Key.Key_Space)
    view.show_group(group_of(relatives_context, "original", "half"))
    settled(qtbot, view)
    assert len(view.stage.panes) == 2


def test_a_large_file_is_kept_in_part_only(qtbot: QtBot, make_context: ContextMaker, tmp_path: Path) -> None:
    photos, library = tmp_path / "photos", tmp_path / "library"
    photos.mkdir()
    with Image.open(sample_paths()[0]) as image:
        large = image.convert("RGB").resize((6400, 4270), Image.Resampling.BILINEAR)
    large.save(photos / "large.jpg", quality=85)
    large.save(photos / "again.jpg", quality=70)
    with open_workspace(str(library)) as workspace:
        fill(workspace, photos)
    context = make_context(library)
    view = CompareView(context)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    view.show_group(group_of(context, "large", "again"))
    qtbot.keyClick(view, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: view.stage.settled and all(p.is_sharp for p in view.stage.pictures))
    assert view.stage.zoom == 1
    for pictures in view.stage.pictures:
        *_, (image, box) = pictures.layers()
        assert image.width() == pytest.approx(box.width, abs=1)
        assert box.width < 6400
        kept = 4 * (levels.BASE_PIXELS + levels.SHARP_PIXELS // 2)
        assert pictures.kept_bytes < kept * 1.05 < 4 * 6400 * 4270
    # Beyond what is kept it is decoded anew, and only then.
    before = [list(pictures.layers())[-1][1] for pictures in view.stage.pictures]
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert all(pictures.is_sharp for pictures in view.stage.pictures)
    view.stage.look_at((6200.0, 4100.0), 1.0)
    assert not any(pictures.is_sharp for pictures in view.stage.pictures)
    qtbot.waitUntil(lambda: view.stage.settled and all(p.is_sharp for p in view.stage.pictures))
    after = [list(pictures.layers())[-1][1] for pictures in view.stage.pictures]
    assert all(one.right < other.right for one, other in zip(before, after, strict=True))
    view.clear()
