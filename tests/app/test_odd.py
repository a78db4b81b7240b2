"""Odd photos of a real library."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from photosim.app.exploring.odd import OddReport, call_fine, find_odd, odd_photos
from photosim.app.exploring.odd_detail import FULL_HEAT, HEAT, heat_of, redrawn
from photosim.app.exploring.odd_measures import METHOD
from photosim.app.exploring.odd_words import KIND_WORDS, SCORE_WORDS
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import Cancelled
from photosim.domain.odd import NAMED_KINDS, OddKind, OddPhoto
from photosim.domain.progress import CancelToken, Progress, silent
from tests.app.conftest import TINY_MODEL
from tests.helpers.photos import sample_paths
from tests.helpers.scanning import fill

pytestmark = pytest.mark.usefixtures("lent_processes")


def _fill(folder: Path) -> None:
    folder.mkdir()
    for path in sample_paths():
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        picture.save(folder / path.name, quality=92)
        picture.filter(ImageFilter.GaussianBlur(5)).save(folder / f"{path.stem}-blurred.jpg")
    picture.point(lambda level: level * 0.08).save(folder / "dark.jpg")
    half = picture.copy()
    half.paste("#808080", (0, 200, picture.width, picture.height))
    half.save(folder / "half.jpg")
    Image.new("RGB", (400, 300), "#557799").save(folder / "wall.jpg")
    shutil.copy(folder / "wall.jpg", folder / "wall-copy.jpg")


def _scan(workspace: Workspace, folder: Path) -> None:
    fill(workspace, folder)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with odd and normal photos, and a library that holds them."""
    place = tmp_path_factory.mktemp("odd")
    _fill(place / "photos")
    with open_workspace(str(place / "library"), model_folder=TINY_MODEL) as workspace:
        _scan(workspace, place / "photos")
    return place / "photos", place / "library"


@pytest.fixture
def odd_workspace(filled: tuple[Path, Path], tmp_path: Path) -> Iterator[Workspace]:
    """That library, for one test."""
    shutil.copytree(filled[1], tmp_path / "odd-library")
    with open_workspace(str(tmp_path / "odd-library"), model_folder=TINY_MODEL) as workspace:
        yield workspace


def _names(report: OddReport, kind: OddKind) -> list[str]:
    return [Path(one.photo.path).name for one in report.odd(kind, report.thresholds())]


def test_each_odd_photo_is_called_what_it_is(odd_workspace: Workspace) -> None:
    report = find_odd(odd_workspace, silent, CancelToken())
    assert sorted(_names(report, OddKind.BLURRED)) == ["china-blurred.jpg", "flower-blurred.jpg"]
    assert _names(report, OddKind.DARK) == ["dark.jpg"]
    assert _names(report, OddKind.DAMAGED) == ["half.jpg"]
    assert _names(report, OddKind.EMPTY)[0] == "wall-copy.jpg"
    assert report.unmeasured == 0
    for kind in OddKind:
        for one in report.odd(kind, report.thresholds(moved={kind: -10.0})):
            assert one.score > one.threshold
            assert one.words.endswith(".")
            assert "{" not in one.words
        assert KIND_WORDS[kind]
        assert SCORE_WORDS[kind]


def test_photos_are_measured_once_and_go_on_after_a_stop(odd_workspace: Workspace) -> None:
    cancel = CancelToken()
    told: list[Progress] = []

    def stop(progress: Progress) -> None:
        told.append(progress)
        cancel.cancel()

    with pytest.raises(Cancelled):
        find_odd(odd_workspace, stop, cancel)
    assert told[0].stage == "Measuring photos"
    assert (told[0].done, told[0].total) == (7, 7)
    kept = odd_workspace.library.odd.measures(odd_workspace.encoder.model_id, METHOD)
    assert len(kept) == 7
    told.clear()
    find_odd(odd_workspace, told.append, CancelToken())
    assert {progress.stage for progress in told} == {"Comparing photos"}


def test_what_is_fine_never_comes_back(odd_workspace: Workspace, filled: tuple[Path, Path]) -> None:
    report = find_odd(odd_workspace, silent, CancelToken())
    (dark,) = report.odd(OddKind.DARK, report.thresholds())
    contents = call_fine(odd_workspace, [dark.photo])
    assert contents == {dark.photo.content}
    assert _names(report.with_fine(contents), OddKind.DARK) == []
    assert OddKind.DARK not in {one.kind for one in _found(odd_workspace)}
    _scan(odd_workspace, filled[0])
    assert OddKind.DARK not in {one.kind for one in _found(odd_workspace)}
    assert call_fine(odd_workspace, [dark.photo], fine=False) == frozenset()
    assert OddKind.DARK in {one.kind for one in _found(odd_workspace)}


def _found(workspace: Workspace, *kinds: OddKind) -> list[OddPhoto]:
    return odd_photos(workspace, kinds or NAMED_KINDS, report=silent, cancel=CancelToken())


def test_lost_thumbnails_are_made_again_and_what_cannot_be_seen_is_counted(
    odd_workspace: Workspace, filled: tuple[Path, Path]
) -> None:
    place = odd_workspace.library.folder
    odd_workspace.close()
    for path in Path(place).glob("thumbnails.sqlite*"):
        path.unlink()
    gone, aside = filled[0] / "half.jpg", filled[0].parent / "half.jpg"
    gone.rename(aside)
    try:
        with open_workspace(place, model_folder=TINY_MODEL) as again:
            report = find_odd(again, silent, CancelToken())
            assert (len(report.photos), report.unmeasured) == (6, 1)
            assert _names(report, OddKind.DARK) == ["dark.jpg"]
            assert redrawn(again, report.photos[0]) is not None
            (lost,) = [photo for photo in again.photos() if photo.path == str(gone)]
            assert redrawn(again, [lost]) is None
    finally:
        aside.rename(gone)


def test_a_library_to_look_at_is_measured_and_not_changed(odd_workspace: Workspace) -> None:
    place = odd_workspace.library.folder
    odd_workspace.close()
    with open_workspace(place, read_only=True, model_folder=TINY_MODEL) as reader:
        assert _names(find_odd(reader, silent, CancelToken()), OddKind.DARK) == ["dark.jpg"]
        assert reader.library.odd.measures(reader.encoder.model_id, METHOD) == {}


def test_an_empty_library_has_no_odd_ones(workspace: Workspace) -> None:
    report = find_odd(workspace, silent, CancelToken())
    assert report.photos == ()
    assert report.usual == (0.0, 0.0)
    assert odd_photos(workspace, list(OddKind), report=silent, cancel=CancelToken()) == []


def test_a_photo_is_drawn_again_with_its_differences(odd_workspace: Workspace) -> None:
    report = find_odd(odd_workspace, silent, CancelToken())
    row = next(row for row, photos in enumerate(report.photos) if photos[0].path.endswith("china.jpg"))
    found = redrawn(odd_workspace, report.photos[row])
    assert found is not None
    side = odd_workspace.encoder.input_spec.size
    for raster in (found.seen, found.drawn, found.heat):
        assert (raster.width, raster.height, len(raster.rgb)) == (side, side, side * side * 3)
    assert found.error == pytest.approx(float(report.scores[OddKind.REDRAWN][row]), abs=1e-5)
    seen, drawn = (np.frombuffer(raster.rgb, np.uint8).astype(float) for raster in (found.seen, found.drawn))
    away = np.abs(seen - drawn).reshape(-1, 3).mean(axis=1).max() / 255
    assert found.largest == pytest.approx(away)


def test_heat_goes_from_the_first_colour_to_the_last() -> None:
    found = heat_of(np.array([[0, FULL_HEAT / 5, FULL_HEAT, 1]], np.float32))
    assert [tuple(colour) for colour in found[0].tolist()] == [HEAT[0], HEAT[1], HEAT[-1], HEAT[-1]]
