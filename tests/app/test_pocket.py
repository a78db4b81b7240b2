"""The photos of one library by looks; the pocket catalogue: written, read, and held against a card."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photosim.app.exploring.looks import LooksOrder, find_looks
from photosim.app.exploring.pocket import Pocket, lies_below, pocket_of, with_thumbnails
from photosim.app.exploring.pocket_compare import compare_folder
from photosim.app.exploring.pocket_file import read_pocket, write_pocket
from photosim.app.exploring.pocket_result import Comparison, Standing, as_csv, summary_words
from photosim.app.workspace import Workspace
from photosim.domain.errors import Cancelled, FileError, PhotosimError
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.similarity import Relation
from tests.app.family import NOT_UTF8, family_library
from tests.helpers.photos import sample_paths
from tests.helpers.scanning import fill

pytestmark = pytest.mark.usefixtures("lent_processes")

NOW = "2026-05-01T10:00:00+00:00"


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with family_library(tmp_path_factory.mktemp("pocket")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def pocket(family: Workspace) -> Pocket:
    return with_thumbnails(family, pocket_of(family, NOW), silent, CancelToken())


def own_path(workspace: Workspace, name: str) -> str:
    return next(photo.path for photo in workspace.photos() if photo.path.endswith(os.sep + name))


@pytest.fixture(scope="module")
def card(family: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A card with a copy, a copy saved again, a turned view of nothing known, a note and a broken picture."""
    folder = tmp_path_factory.mktemp("card") / "DCIM"
    folder.mkdir()
    shutil.copy(own_path(family, "flower.jpg"), folder / "IMG_1.jpg")
    with Image.open(sample_paths()[0]) as china:
        china.convert("RGB").resize((500, 334)).save(folder / "IMG_2.webp", quality=60)
    stripes = np.zeros((200, 300, 3), np.uint8)
    stripes[:, ::7] = (250, 40, 10)
    Image.fromarray(stripes).save(folder / "IMG_3.png")
    (folder / "note.txt").write_text("milk")
    (folder / "IMG_4.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    return folder.parent


def compare(family: Workspace, pocket: Pocket, card: Path, *, laid: bool = False) -> Comparison:
    library = family.library if laid else None
    return compare_folder(family.encoder, pocket, str(card), silent, CancelToken(), library)


@pytest.fixture(scope="module")
def told(family: Workspace, pocket: Pocket, card: Path) -> Comparison:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in card.rglob("*.*")}
    comparison = compare(family, pocket, card)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in card.rglob("*.*")} == before
    return comparison


def test_every_photo_is_in_one_row_or_alone(family: Workspace) -> None:
    for bits in (4, 9, 16):
        looks = find_looks(family, bits=bits)
        paths = [photo.path for look in looks.looks for photo in look.photos]
        paths += [photo.path for photo in looks.alone]
        assert sorted(paths) == sorted(photo.path for photo in family.photos())
        assert looks.bits == bits


def test_identical_files_share_a_row_and_the_largest_row_comes_first(family: Workspace) -> None:
    looks = find_looks(family, bits=16).looks
    sizes = [len(look.photos) for look in looks]
    assert sizes == sorted(sizes, reverse=True)
    names = [{os.path.basename(photo.path) for photo in look.photos} for look in looks]
    assert any({"china.jpg", "china copy.jpg", "china stripped.jpg"} <= row for row in names)
    assert len(looks[0].name) == 4


def test_both_orders_have_the_same_rows(family: Workspace) -> None:
    by_size, alike = (find_looks(family, order, 6).looks for order in LooksOrder)
    assert {look.bucket: look.photos for look in by_size} == {look.bucket: look.photos for look in alike}
    assert by_size[0] == alike[0]


def test_what_is_written_is_read_again(pocket: Pocket, tmp_path: Path) -> None:
    path = tmp_path / "home.pocket"
    size = write_pocket(pocket, str(path))
    assert size == path.stat().st_size
    again = read_pocket(str(path))
    assert (again.model_id, again.made_at, again.name) == (pocket.model_id, NOW, pocket.name)
    assert [entry.content for entry in again.entries] == [entry.content for entry in pocket.entries]
    assert [entry.paths for entry in again.entries] == [entry.paths for entry in pocket.entries]
    assert [entry.facts.taken_at for entry in again.entries] == [
        entry.facts.taken_at for entry in pocket.entries
    ]
    assert any(NOT_UTF8 in entry.paths[0] for entry in again.entries)
    assert np.array_equal(again.bits, pocket.bits)
    assert np.linalg.norm(again.code - pocket.code, axis=1).max() < 0.03
    assert np.linalg.norm(again.code, axis=1) == pytest.approx(1.0, abs=1e-6)
    for entry in again.entries:
        with Image.open(io.BytesIO(entry.thumbnail)) as picture:
            assert max(picture.size) == 48


def test_a_library_of_nothing_makes_a_pocket_of_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "empty.pocket"
    write_pocket(pocket_of(workspace, NOW), str(path))
    assert read_pocket(str(path)).entries == ()


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_cut_off_file_is_told_as_such(pocket: Pocket, tmp_path: Path, kept: float) -> None:
    path = tmp_path / "cut.pocket"
    write_pocket(pocket, str(path))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(FileError, match="cut off or damaged; export it again") as error:
        read_pocket(str(path))
    assert str(path) in str(error.value)


def test_a_changed_byte_is_noticed(pocket: Pocket, tmp_path: Path) -> None:
    path = tmp_path / "changed.pocket"
    write_pocket(pocket, str(path))
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    path.write_bytes(whole)
    with pytest.raises(FileError, match="damaged"):
        read_pocket(str(path))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xd8\xff\xe0 a picture", b"x" * 5000])
def test_a_foreign_file_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign.pocket"
    path.write_bytes(content)
    with pytest.raises(FileError, match="no pocket catalogue of photosim"):
        read_pocket(str(path))
    with pytest.raises(FileError, match="nowhere"):
        read_pocket(str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"version": 2, "photos": []}, "newer photosim; update this one"),
        ({"version": 1}, "damaged"),
        ({"version": 1, "photos": [{}]}, "damaged"),
        ([], "damaged"),
    ],
)
def test_other_headers_are_refused(tmp_path: Path, header: object, words: str) -> None:
    path = tmp_path / "other.pocket"
    with path.open("wb") as file:
        np.savez(file, photosim_pocket=np.frombuffer(json.dumps(header).encode(), np.uint8))
    with pytest.raises(FileError, match=words):
        read_pocket(str(path))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("code", np.zeros((1, 4), np.int8)),
        ("code", np.ones((1, 4), np.float32)),
        ("bits", np.zeros((2, 8), np.uint8)),
        ("thumbnail_ends", np.array([99])),
        ("photosim_pocket", b'{"paths":[]}'),
    ],
)
def test_parts_that_do_not_fit_are_refused(
    pocket: Pocket, tmp_path: Path, name: str, array: np.ndarray | bytes
) -> None:
    path = tmp_path / "odd.pocket"
    one = replace(pocket, entries=pocket.entries[:1], code=pocket.code[:1], bits=pocket.bits[:1])
    write_pocket(one, str(path))
    with np.load(path) as arrays:
        parts = dict(arrays)
    if isinstance(array, bytes):
        header = json.loads(parts[name].tobytes())
        header["photos"][0] |= json.loads(array)
        array = np.frombuffer(json.dumps(header).encode(), np.uint8)
    parts[name] = array
    with path.open("wb") as file:
        np.savez(file, **parts)
    with pytest.raises(FileError, match="damaged"):
        read_pocket(str(path))


def test_a_card_beside_a_pocket_catalogue(told: Comparison) -> None:
    names = {os.path.basename(photo.path): photo for photo in told.photos}
    assert set(names) == {"IMG_1.jpg", "IMG_2.webp", "IMG_3.png"}
    copy, again, fresh = (names[name] for name in sorted(names))
    assert (copy.standing, copy.relation) == (Standing.AT_HOME, Relation.IDENTICAL_BYTES)
    assert copy.home is not None
    assert os.path.basename(copy.home) == "flower.jpg"
    assert again.standing is Standing.PROBABLY
    assert 0.5 < again.probability < 1.0
    assert again.home is not None
    assert "china" in again.home or "script" in again.home or "small" in again.home or "backup" in again.home
    assert (fresh.standing, fresh.home) == (Standing.NEW, None)
    assert {os.path.basename(problem.path) for problem in told.problems} == {"IMG_4.jpg", "note.txt"}
    assert summary_words(told) == "3 photos: 1 not at home yet, 1 probably at home, 1 at home"


def test_beside_the_open_library_pictures_are_laid_on_each_other(family: Workspace, card: Path) -> None:
    told = compare(family, pocket_of(family, NOW), card, laid=True)
    (again,) = told.standing(Standing.PROBABLY)
    assert os.path.basename(again.path) == "IMG_2.webp"
    assert again.words.startswith("same picture, ")
    assert "looks alone" not in again.words


def test_a_folder_of_the_library_is_not_at_home_by_itself(family: Workspace) -> None:
    backup = os.path.dirname(own_path(family, "china copy.jpg"))
    told = compare_folder(
        family.encoder, pocket_of(family, NOW, outside=backup), backup, silent, CancelToken(), family.library
    )
    assert all(photo.home is None or not lies_below(photo.home, backup) for photo in told.photos)
    names = {os.path.basename(photo.path): photo.standing for photo in told.photos}
    assert names["china copy.jpg"] is Standing.AT_HOME
    assert names["small.jpg"] is Standing.PROBABLY


def test_what_is_lost_at_home_is_not_taken_for_safe(workspace: Workspace, sample_photos: Path) -> None:
    def again() -> Pocket:
        fill(workspace, sample_photos)
        return pocket_of(workspace, NOW)

    pocket = again()
    card = sample_photos.with_name("card")
    shutil.copytree(sample_photos, card)
    (sample_photos / "flower.jpg").rename(sample_photos / "moved.jpg")
    (sample_photos / "china.jpg").write_bytes(b"overwritten")
    told = compare_folder(workspace.encoder, pocket, str(card), silent, CancelToken(), workspace.library)
    standings = {os.path.basename(photo.path): photo for photo in told.photos}
    assert standings["flower.jpg"].home == str(sample_photos / "flower-copy.jpg")
    assert (standings["china.jpg"].standing, standings["china.jpg"].home) == (Standing.NEW, None)
    assert "gone or has changed" in standings["china.jpg"].words
    shutil.copy(card / "china.jpg", sample_photos / "china.jpg")
    (sample_photos / "moved.jpg").rename(sample_photos / "flower.jpg")
    again()
    (sample_photos / "china.jpg").unlink()
    (sample_photos / "flower-copy.jpg").unlink()
    pocket = again()
    assert pocket.left_out == 2
    kept = sorted(os.path.basename(path) for entry in pocket.entries for path in entry.paths)
    assert kept == ["china-burst.jpg", "china-small.jpg", "flower.jpg"]


def test_another_model_is_refused_in_words(family: Workspace, pocket: Pocket, card: Path) -> None:
    with pytest.raises(PhotosimError, match="Export it again"):
        compare(family, replace(pocket, model_id="other"), card)


def test_a_folder_that_is_not_there(family: Workspace, pocket: Pocket, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="nowhere"):
        compare(family, pocket, tmp_path / "nowhere")


def test_stopping_ends_it(family: Workspace, pocket: Pocket, card: Path) -> None:
    cancel = CancelToken()
    told: list[Progress] = []

    def report(progress: Progress) -> None:
        told.append(progress)
        cancel.cancel()

    with pytest.raises(Cancelled):
        compare_folder(family.encoder, pocket, str(card), report, cancel)
    assert told[0].total == 5
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        with_thumbnails(family, pocket, silent, cancel)


def test_the_table_tells_everything_new_photos_first(told: Comparison) -> None:
    lines = as_csv(told).splitlines()
    assert lines[0] == "path,standing,home,probability,words"
    assert [line.split(",")[1] for line in lines[1:]] == ["new", "probably-at-home", "at-home"]


def test_a_damaged_thumbnail_is_none(workspace: Workspace, sample_photos: Path) -> None:
    fill(workspace, sample_photos)
    first, second, *_ = [photo.content for photo in workspace.photos()]
    workspace.library.save_thumbnails({first: b"no picture", second: b""})
    made = with_thumbnails(workspace, pocket_of(workspace, NOW), silent, CancelToken())
    tiny = {entry.content: entry.thumbnail for entry in made.entries}
    assert (tiny[first], tiny[second]) == (b"", b"")
    assert sum(bool(thumbnail) for thumbnail in tiny.values()) == len(tiny) - 2
