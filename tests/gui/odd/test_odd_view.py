"""The page of odd photos on a real library."""

import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from photosim.app.workspace import open_workspace
from photosim.domain.errors import ModelError
from photosim.domain.odd import OddKind
from photosim.domain.progress import Progress
from photosim.gui.base.context import Context
from photosim.gui.base.pages import Page
from photosim.gui.kit.theme import Theme
from photosim.gui.odd import detail
from photosim.gui.odd.histogram import ScoreHistogram
from photosim.gui.odd.progress import OddProgress
from photosim.gui.odd.view import OddView
from photosim.gui.shell.main_window import MainWindow
from tests.gui.making import ContextMaker, settled
from tests.helpers.photos import sample_paths
from tests.helpers.scanning import fill


@pytest.fixture(scope="session")
def odd_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two photos, one blurred, two dark, one of them there twice."""
    place = tmp_path_factory.mktemp("odd-window")
    folder = place / "photos"
    folder.mkdir()
    for path in sample_paths():
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        picture.save(folder / path.name, quality=92)
        picture.point(lambda level: level * 0.15).save(folder / f"{path.stem}-dark.jpg")
    picture.filter(ImageFilter.GaussianBlur(5)).save(folder / "soft.jpg")
    shutil.copy(folder / "china-dark.jpg", folder / "china-night.jpg")
    with open_workspace(str(place / "library")) as workspace:
        fill(workspace, folder)
    return place / "library"


@pytest.fixture
def odd_context(make_context: ContextMaker, odd_library: Path, tmp_path: Path) -> Context:
    shutil.copytree(odd_library, tmp_path / "library")
    return make_context(tmp_path / "library")


@pytest.fixture
def view(odd_context: Context, qtbot: QtBot) -> OddView:
    """The page, seen, with everything found."""
    made = OddView(odd_context)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    qtbot.waitUntil(lambda: not made.busy)
    settled(qtbot, odd_context)
    return made


def _names(view: OddView) -> list[str]:
    return [Path(item.path).name for item in view.model.items]


def test_kinds_are_counted_and_listed(view: OddView, qtbot: QtBot, odd_context: Context) -> None:
    assert view.kinds.count_of(OddKind.DARK) == 2
    assert view.kinds.count_of(OddKind.BLURRED) == 1
    view.kinds.choose(OddKind.DARK)
    assert sorted(_names(view)) == ["china-dark.jpg", "flower-dark.jpg"]
    assert sum(view.histogram.counts) == 5
    view.kinds.choose(OddKind.BRIGHT)
    assert "No photo is above the line" in view.message
    settled(qtbot, odd_context)


def test_the_chosen_photo_is_drawn_again(view: OddView, qtbot: QtBot, odd_context: Context) -> None:
    view.kinds.choose(OddKind.BLURRED)
    assert view.detail.odd is not None
    assert view.detail.odd.photo.path.endswith("soft.jpg")
    assert "finest detail" in view.detail.words
    settled(qtbot, odd_context)
    assert all(picture.has_image for picture in view.detail.pictures)


def test_the_line_can_be_dragged_and_put_back(view: OddView, qtbot: QtBot, odd_context: Context) -> None:
    view.kinds.choose(OddKind.DARK)
    before = view.histogram.threshold
    with qtbot.waitSignal(view.histogram.moved):
        qtbot.mouseClick(view.histogram, Qt.MouseButton.LeftButton, pos=QPoint(12, 30))
    assert view.histogram.threshold < before
    qtbot.waitUntil(lambda: len(_names(view)) == 5)
    assert not view.back_to_default.isHidden()
    view.back_to_default.click()
    assert view.histogram.threshold == before
    assert len(_names(view)) == 2
    assert view.back_to_default.isHidden()
    settled(qtbot, odd_context)


def test_the_line_follows_the_keys(view: OddView, qtbot: QtBot, odd_context: Context) -> None:
    before = view.histogram.threshold
    for key, sign in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_PageDown, -1)):
        start = view.histogram.threshold
        qtbot.keyClick(view.histogram, key)
        assert (view.histogram.threshold - start) * sign > 0
    assert view.histogram.threshold < before
    settled(qtbot, odd_context)


def test_what_is_fine_goes_and_can_come_back(view: OddView, qtbot: QtBot, odd_context: Context) -> None:
    view.kinds.choose(OddKind.DARK)
    view.grid.select_row(0)
    first = _names(view)[0]
    qtbot.keyClick(view.grid, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: len(_names(view)) == 1)
    assert first not in _names(view)
    assert len(odd_context.workspace.library.odd.fine()) == 1
    assert view.grid.current_item() is not None
    view.take_back.click()
    qtbot.waitUntil(lambda: len(_names(view)) == 2)
    assert first in _names(view)
    assert not odd_context.workspace.library.odd.fine()
    settled(qtbot, odd_context)


def test_similar_photos_are_asked_for(view: OddView, qtbot: QtBot, odd_context: Context) -> None:
    view.kinds.choose(OddKind.BLURRED)
    with qtbot.waitSignal(view.find_similar) as asked:
        view.detail.similar.click()
    assert asked.args is not None
    assert asked.args[0].path.endswith("soft.jpg")
    settled(qtbot, odd_context)


def test_an_empty_library_says_so(empty_context: Context, qtbot: QtBot) -> None:
    view = OddView(empty_context)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: not view.busy)
    assert view.message.startswith("No photos yet")


def test_a_stop_says_so_and_can_go_on(odd_context: Context, qtbot: QtBot) -> None:
    view = OddView(odd_context)
    qtbot.addWidget(view)
    view.show()
    view.progress.stop.click()
    qtbot.waitUntil(lambda: not view.busy)
    # Whatever was quicker, the stop or the work, the page says what is the case.
    assert view.message.startswith("Stopped") or view.model.rowCount() or "above the line" in view.message
    view.refresh()
    qtbot.waitUntil(lambda: not view.busy)
    assert view.kinds.count_of(OddKind.DARK) == 2
    settled(qtbot, odd_context)


def test_progress_tells_how_long_it_takes(qtbot: QtBot) -> None:
    progress = OddProgress()
    qtbot.addWidget(progress)
    progress.show_progress(Progress("Measuring photos", 50, 200, 10.0))
    assert progress.words == "Measuring photos: 50 of 200 · 10 a second · about 15 s left"


def test_a_histogram_without_scores_can_be_painted(theme: Theme, qtbot: QtBot) -> None:
    histogram = ScoreHistogram(theme)
    qtbot.addWidget(histogram)
    histogram.show()
    for scores in ([], [0.5], [0.1, 0.9]):
        histogram.show_scores(scores, 0.5, "emptiness")
        assert not histogram.grab().isNull()
        assert sum(histogram.counts) == len(scores)
    qtbot.keyClick(histogram, Qt.Key.Key_A)
    assert histogram.threshold == 0.5


def test_the_page_is_made_when_it_is_seen(filled_window: MainWindow, qtbot: QtBot) -> None:
    views = filled_window.views
    assert views is not None
    assert views.odd.loaded is None
    filled_window.go(Page.ODD)
    view = views.odd.loaded
    assert isinstance(view, OddView)
    qtbot.waitUntil(lambda: not view.busy)


def test_a_model_that_is_gone_is_told_in_the_page(
    view: OddView, qtbot: QtBot, odd_context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_anything: object) -> None:
        raise ModelError("The model file “decoder.onnx” cannot be read")

    monkeypatch.setattr(detail, "draw", fail)
    view.kinds.choose(OddKind.DARK)
    settled(qtbot, odd_context)
    assert not any(picture.has_image for picture in view.detail.pictures)
    assert view.detail.drawing_words == "The model file “decoder.onnx” cannot be read"
