"""The self-check on real photos: what it makes, finds, says, and leaves behind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from photosim.app.trying.edits import Save, as_taken, encode
from photosim.app.tuning import selfcheck
from photosim.app.tuning.selfcheck import SelfCheck, choose_photos, self_check, temporary_folder
from photosim.app.tuning.selfcheck_edits import TRIAL_EDITS, TrialEdit
from photosim.app.tuning.selfcheck_words import found_words, mistaken_words
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import Cancelled, PhotosimError, SafetyError
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.similarity import Relation
from tests.helpers.photos import sample_paths, save_jpeg
from tests.helpers.scanning import fill

pytestmark = pytest.mark.usefixtures("lent_processes")

EDITS = tuple(edit for edit in TRIAL_EDITS if edit.name in {"messenger", "mirrored", "framed", "grey"})


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in this test."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


@pytest.fixture
def owned(tmp_path: Path) -> Iterator[Workspace]:
    """Two photos, one of them twice, and one that cannot be opened any more."""
    photos = tmp_path / "photos"
    photos.mkdir()
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    save_jpeg(china, photos / "china.jpg", "2023:05:01 10:00:00")
    save_jpeg(flower, photos / "flower.JPG", "2023:05:02 10:00:00")
    (photos / "flower copy.jpg").write_bytes((photos / "flower.JPG").read_bytes())
    china.rotate(180).save(photos / "gone.jpg")
    with open_workspace(str(tmp_path / "library")) as workspace:
        fill(workspace, photos)
        os.unlink(photos / "gone.jpg")
        yield workspace


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_edited_copies_are_found_and_nothing_is_left_behind(
    owned: Workspace, tmp_path: Path, places: Path
) -> None:
    before = bytes_of(tmp_path / "photos")
    told: list[Progress] = []
    check = self_check(owned, told.append, CancelToken(), photos=10, edits=EDITS)
    assert [os.path.basename(path) for path in check.photos] == ["china.jpg", "flower copy.jpg"]
    assert [os.path.basename(path) for path in check.unreadable] == ["gone.jpg"]
    assert {result.edit.name: (result.found, result.made) for result in check.results} == {
        edit.name: (2, 2) for edit in EDITS
    }
    called = {result.edit.name: set(result.relations) for result in check.results}
    assert called["mirrored"] == {Relation.TURNED}
    assert called["framed"] == {Relation.FRAMED}
    assert all(not result.missed for result in check.results)
    assert check.joined == check.strays == ()
    assert (check.found, check.made) == (8, 8)
    assert found_words(check) == "8 of 8 edited copies of 2 photos were found (100 %)."
    assert mistaken_words(check) == "No two of your photos were taken for the same picture (1 pair compared)."
    assert bytes_of(tmp_path / "photos") == before
    assert list(places.iterdir()) == []
    assert told[0].stage == selfcheck.STAGE
    assert {"Reading photos", "Verifying"} <= {progress.stage for progress in told}


def test_what_is_not_found_is_named(owned: Workspace, places: Path) -> None:
    def nothing(picture: Image.Image) -> Image.Image:
        return Image.effect_noise(picture.size, 90).convert("RGB")

    lost = TrialEdit("lost", "Lost", nothing, Save())
    check = self_check(owned, silent, CancelToken(), photos=1, edits=(lost, *EDITS[:1]))
    assert [result.found for result in check.results] == [0, 1]
    assert check.results[0].missed == check.photos
    assert found_words(check) == "1 of 2 edited copies of 1 photo were found (50 %)."


def test_photos_of_the_user_that_come_together_are_told(
    owned: Workspace, tmp_path: Path, places: Path
) -> None:
    """A smaller copy among the user's own photos is a copy, or a mistake: the user is asked to look."""
    china = Image.open(tmp_path / "photos" / "china.jpg")
    china.resize((500, 334)).save(tmp_path / "photos" / "small.jpg", quality=90)
    fill(owned, *owned.library.roots())
    check = self_check(owned, silent, CancelToken(), photos=10, edits=EDITS[:1])
    assert [tuple(map(os.path.basename, pair)) for pair in check.joined] == [("china.jpg", "small.jpg")]
    assert mistaken_words(check) == (
        "1 pair of your own photos was called the same picture: please look whether they are."
    )


def test_copies_that_came_to_another_photo_are_told() -> None:
    check = SelfCheck(("/a", "/b", "/c"), (), (), (("/a", "/b"), ("/a", "/c")), (("/a", "/b"),), 50, 1.0)
    assert mistaken_words(check) == (
        "2 pairs of your own photos were called the same picture: please look whether they are. "
        "1 copy of one photo came into the group of another one."
    )
    assert found_words(check) == "No copy of 3 photos could be made."


def test_a_copy_in_the_group_of_another_photo_is_a_stray(owned: Workspace, places: Path) -> None:
    """Two photos whose edited copies are the same picture: only one of them can have made it."""
    real = Image.open(sample_paths()[0]).convert("RGB")
    swapped = TrialEdit("swapped", "Swapped", lambda _picture: real, Save())
    check = self_check(owned, silent, CancelToken(), photos=10, edits=(swapped,))
    assert [tuple(map(os.path.basename, pair)) for pair in check.strays] == [("flower copy.jpg", "china.jpg")]
    assert [os.path.basename(path) for path in check.results[0].missed] == ["flower copy.jpg"]


def test_stopping_leaves_nothing_behind(owned: Workspace, places: Path) -> None:
    for stage in (selfcheck.STAGE, "Reading photos"):
        cancel = CancelToken()

        def stop(told: Progress, stage: str = stage, cancel: CancelToken = cancel) -> None:
            if told.stage == stage:
                cancel.cancel()

        with pytest.raises(Cancelled):
            self_check(owned, stop, cancel, photos=2, edits=EDITS)
        assert list(places.iterdir()) == []


def test_nothing_is_written_into_folders_of_the_user(
    owned: Workspace, tmp_path: Path, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "photos"))
    with temporary_folder(owned) as folder:
        # The library's own folder, which no scan looks into.
        assert os.path.dirname(folder) == owned.library.folder
    assert not os.path.exists(folder)
    owned.library.add_roots([Root(str(tmp_path))])
    with pytest.raises(SafetyError, match="TMPDIR"), temporary_folder(owned):
        pass


def test_a_full_disk_and_an_empty_library_are_said(
    owned: Workspace, tmp_path: Path, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selfcheck, "_MARGIN_BYTES", 10**18)
    with pytest.raises(PhotosimError, match="too little room"):
        self_check(owned, silent, CancelToken())
    with (
        open_workspace(str(tmp_path / "other")) as empty,
        pytest.raises(PhotosimError, match="no photo to try"),
    ):
        self_check(empty, silent, CancelToken())


def test_photos_are_spread_over_the_library(owned: Workspace) -> None:
    photos = owned.photos()
    assert [os.path.basename(photo.path) for photo in choose_photos(photos, 2)] == [
        "china.jpg",
        "flower copy.jpg",
    ]
    assert len(choose_photos(photos, 50)) == 3
    assert choose_photos([], 5) == []


@pytest.mark.parametrize("edit", TRIAL_EDITS, ids=lambda edit: edit.name)
def test_every_edit_makes_a_picture(edit: TrialEdit) -> None:
    """Of wide and high, large and tiny pictures."""
    import io

    for size in ((640, 427), (300, 500), (9, 7)):
        picture = Image.open(sample_paths()[0]).convert("RGB").resize(size)
        made = Image.open(io.BytesIO(edit.made_of(picture, None, "")))
        made.load()
        assert made.format == edit.save.format


def test_turned_pictures_are_upright_by_exif() -> None:
    import io

    from PIL import ImageOps

    picture = Image.open(sample_paths()[0]).convert("RGB")
    stored = Image.open(io.BytesIO(encode(as_taken(picture), Save(quality=95, turned=True))))
    assert stored.size == picture.size[::-1]
    assert ImageOps.exif_transpose(stored).size == picture.size
