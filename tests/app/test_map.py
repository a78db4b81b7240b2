"""The map of a real, small library: kept, disposable, and written for others."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photosim.app.exploring.map import MapMethod, map_photos
from photosim.app.exploring.map_cells import alone, middles, representatives
from photosim.app.exploring.map_colours import UNKNOWN, map_colours
from photosim.app.exploring.map_export import write_map
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import Cancelled, PhotosimError
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.similarity import projection_layout
from photosim.similarity.projection_tsne import Stage
from tests.app.conftest import TINY_MODEL
from tests.helpers.noise import Noise
from tests.helpers.photos import sample_paths
from tests.helpers.scanning import fill

COLOURS = [(200, 30, 30), (30, 160, 40), (20, 40, 190), (240, 240, 240), (12, 12, 12)]


@pytest.fixture(autouse=True, scope="module")
def few_steps() -> Iterator[None]:
    """So few pictures find their places in fewer steps than a library needs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection_layout, "FRESH", (Stage(25, 12.0, 0.5), Stage(25, 1.0, 0.8)))
        yield


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five plain pictures, one of them twice, and two real ones."""
    place = tmp_path_factory.mktemp("map")
    photos = place / "photos"
    photos.mkdir()
    for number, colour in enumerate(COLOURS):
        Image.new("RGB", (64, 48), colour).save(photos / f"{number}.png")
    Image.new("RGB", (64, 48), COLOURS[0]).save(photos / "twin.png")
    for source in sample_paths():
        (photos / source.name).write_bytes(source.read_bytes())
    with open_workspace(str(place / "library"), model_folder=TINY_MODEL) as workspace:
        fill(workspace, photos)
    return place / "library"


@pytest.fixture
def opened(library: Path) -> Iterator[Workspace]:
    for left in library.glob("map-*"):
        left.unlink()
    with open_workspace(str(library), model_folder=TINY_MODEL) as workspace:
        yield workspace


def tsne(workspace: Workspace, told: list[Progress]) -> np.ndarray:
    return map_photos(workspace, MapMethod.TSNE, told.append, CancelToken()).places


def test_a_map_is_kept_and_not_made_twice(opened: Workspace, library: Path) -> None:
    told: list[Progress] = []
    first = tsne(opened, told)
    assert told
    assert [path.name for path in library.glob("map-*")] == ["map-photos-tsne.npz"]
    told.clear()
    np.testing.assert_array_equal(tsne(opened, told), first)
    assert told == []


def test_a_damaged_or_foreign_file_is_as_good_as_none(
    opened: Workspace, library: Path, noise_guard: Noise
) -> None:
    noise_guard.expect("is not used")
    first = tsne(opened, [])
    kept = library / "map-photos-tsne.npz"
    whole = kept.read_bytes()
    for spoilt in (b"", b"no archive", whole[: len(whole) // 2]):
        kept.write_bytes(spoilt)
        told: list[Progress] = []
        np.testing.assert_array_equal(tsne(opened, told), first)
        assert told
    np.savez(kept, format=np.array(1), about=np.array("another model"), keys=np.zeros((0, 32), np.uint8),
             rows=np.zeros((0, 2), np.float32))  # fmt: skip
    np.testing.assert_array_equal(tsne(opened, []), first)


def test_what_was_stopped_is_not_kept(opened: Workspace, library: Path) -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        map_photos(opened, MapMethod.TSNE, lambda _progress: cancel.cancel(), cancel)
    assert not list(library.glob("map-*"))


def test_a_library_for_reading_only_keeps_nothing(opened: Workspace, library: Path) -> None:
    with open_workspace(str(library), read_only=True, model_folder=TINY_MODEL) as reader:
        looks = map_photos(reader, MapMethod.TSNE, silent, CancelToken())
        map_colours(reader, looks.contents, silent, CancelToken())
    assert not list(library.glob("map-*"))


def test_each_picture_lies_once_with_all_its_files(opened: Workspace) -> None:
    looks = map_photos(opened, MapMethod.PCA, silent, CancelToken())
    assert len(looks.contents) == len(looks.photos) == len(looks.places) == 7
    assert sum(len(looks.files[content]) for content in looks.contents) == 8


def test_colours_are_those_of_the_pictures_and_kept(
    opened: Workspace, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = map_photos(opened, MapMethod.PCA, silent, CancelToken())
    contents = [*looks.contents, ContentId(b"?" * 32)]
    told: list[Progress] = []
    colours = map_colours(opened, contents, told.append, CancelToken())
    by_name = {Path(photo.path).name: colours[row] for row, photo in enumerate(looks.photos)}
    for number, colour in enumerate(COLOURS):
        assert np.abs(by_name[f"{number}.png"].astype(int) - colour).max() <= 3
    assert tuple(colours[-1]) == UNKNOWN
    assert told[-1].done == 8
    told.clear()
    np.testing.assert_array_equal(
        map_colours(opened, looks.contents, told.append, CancelToken()), colours[:-1]
    )
    assert told == []


def test_colours_that_were_found_before_a_stop_are_kept(opened: Workspace, library: Path) -> None:
    looks = map_photos(opened, MapMethod.PCA, silent, CancelToken())
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        map_colours(opened, looks.contents, silent, cancel)
    assert not list(library.glob("map-colours*"))


def test_the_map_as_places_and_as_a_picture(opened: Workspace, tmp_path: Path) -> None:
    looks = map_photos(opened, MapMethod.PCA, silent, CancelToken())
    write_map(opened, looks, str(tmp_path / "map.json"), silent, CancelToken())
    told = json.loads((tmp_path / "map.json").read_bytes())
    assert list(told) == ["method", "photos"]
    assert len(told["photos"]) == 8
    assert all(list(photo) == ["path", "x", "y"] for photo in told["photos"])
    assert all(0 <= photo[axis] <= 1 for photo in told["photos"] for axis in "xy")
    write_map(opened, looks, str(tmp_path / "map.PNG"), silent, CancelToken())
    with Image.open(BytesIO((tmp_path / "map.PNG").read_bytes())) as picture:
        assert picture.width == picture.height
        shown = {colour for _, colour in picture.getcolors(1 << 20) or ()}
    assert any(max(abs(a - b) for a, b in zip(COLOURS[2], c, strict=True)) <= 4 for c in shown)
    with pytest.raises(PhotosimError, match="must end in"):
        write_map(opened, looks, str(tmp_path / "map.gif"), silent, CancelToken())


def test_one_picture_stands_for_each_square() -> None:
    places = np.array([(0.1, 0.1), (0.4, 0.5), (0.9, 0.9), (5.5, 5.5)], np.float32)
    assert representatives(places, 1.0).tolist() == [1, 3]
    assert representatives(places, 0.01).tolist() == [0, 1, 2, 3]
    assert representatives(places[:0], 1.0).tolist() == []
    assert alone(places, 1.0).tolist() == [False, False, False, True]
    assert alone(places, 0.2).tolist() == [True, True, True, True]
    assert alone(places[:0], 1.0).tolist() == []
    assert middles(places[:1], 1.0).tolist() == [[0.5, 0.5]]
