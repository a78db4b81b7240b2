"""A picture finds its like."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from photosim.app.finding.search import SearchResult, search_bytes, search_file, search_photo
from photosim.app.workspace import Workspace
from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.photo import Photo
from photosim.domain.similarity import Relation
from tests.app.family import family_library
from tests.helpers.photos import sample_paths

pytestmark = pytest.mark.usefixtures("lent_processes")


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with family_library(tmp_path_factory.mktemp("search")) as workspace:
        # The reading processes start now and belong to all tests, so that none of them seems to leak.
        workspace.reader.read(workspace.photos()[0].path)
        yield workspace


def names(result: SearchResult) -> list[str]:
    return [os.path.basename(match.photo.path) for match in result.matches]


def photo_named(workspace: Workspace, name: str) -> Photo:
    return next(photo for photo in workspace.photos() if photo.path.endswith(os.sep + name))


def recoded() -> bytes:
    out = io.BytesIO()
    with Image.open(sample_paths()[0]) as china:
        china.convert("RGB").resize((500, 334)).save(out, "WEBP", quality=60)
    return out.getvalue()


def test_a_file_that_is_not_in_the_library(family: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "dropped.webp"
    path.write_bytes(recoded())
    result = search_file(family, str(path), 6)
    assert (result.query.name, result.query.path) == ("dropped.webp", str(path))
    assert (result.query.width, result.query.height) == (500, 334)
    with Image.open(io.BytesIO(result.query.thumbnail)) as thumbnail:
        assert (thumbnail.format, max(thumbnail.size)) == ("JPEG", 320)
    assert len(result.matches) == 6
    assert "lonely.png" not in names(result)
    distances = [match.distance for match in result.matches]
    assert distances == sorted(distances)
    best = result.matches[0]
    assert best.relation.is_same_picture
    assert 0.999 < best.probability < 1.0


def test_a_file_of_the_library_finds_itself_and_its_copies_first(family: Workspace) -> None:
    path = photo_named(family, "china.jpg").path
    result = search_file(family, path, 4)
    assert names(result)[:2] == ["china copy.jpg", "china.jpg"]
    assert [m.relation for m in result.matches[:3]] == [
        Relation.IDENTICAL_BYTES,
        Relation.IDENTICAL_BYTES,
        Relation.IDENTICAL_PIXELS,
    ]
    assert [m.distance for m in result.matches[:2]] == [0.0, 0.0]
    assert [m.probability for m in result.matches[:2]] == [1.0, 1.0]


def test_bytes_without_a_file(family: Workspace) -> None:
    result = search_bytes(family, recoded(), "from the clipboard", 3)
    assert result.query.name == "from the clipboard"
    assert result.query.path is None
    assert result.query.content is not None
    assert len(result.matches) == 3
    assert result.matches[0].relation.is_same_picture


def test_a_part_of_a_picture_is_not_taken_for_its_file(family: Workspace) -> None:
    path = photo_named(family, "china.jpg").path
    result = search_file(family, path, 20, region=(100, 100, 200, 150))
    assert (result.query.width, result.query.height) == (200, 150)
    assert result.query.content is None
    assert len(result.matches) == len(family.photos())
    assert {m.relation for m in result.matches}.isdisjoint(
        {Relation.IDENTICAL_BYTES, Relation.IDENTICAL_PIXELS}
    )


def test_the_whole_picture_as_a_region_is_the_picture(family: Workspace) -> None:
    path = photo_named(family, "china.jpg").path
    result = search_file(family, path, 3, region=(0, 0, 640, 427))
    assert {m.relation for m in result.matches} == {Relation.IDENTICAL_PIXELS}


def test_a_photo_of_the_library_leaves_itself_out_and_not_its_copy(family: Workspace) -> None:
    photo = photo_named(family, "china.jpg")
    result = search_photo(family, photo, 3)
    assert names(result)[:2] == ["china copy.jpg", "china stripped.jpg"]
    assert photo.path not in [match.photo.path for match in result.matches]
    assert len(result.matches) == 3
    assert result.query.content == photo.content
    assert result.query.thumbnail == family.library.thumbnail(photo.content)


def test_no_more_than_there_are(family: Workspace) -> None:
    everything = len(family.photos())
    photo = photo_named(family, "flower.jpg")
    assert len(search_photo(family, photo, 1000).matches) == everything - 1
    assert len(search_file(family, photo.path, 1000).matches) == everything


def test_a_stored_code_is_as_good_as_a_fresh_one(family: Workspace) -> None:
    photo = photo_named(family, "burst.jpg")
    fresh = {m.photo.path: m.distance for m in search_file(family, photo.path, 100).matches}
    for match in search_photo(family, photo, 100).matches:
        assert match.distance == pytest.approx(fresh[match.photo.path], abs=5e-3)


def test_what_is_no_picture_is_told_with_its_path(family: Workspace, tmp_path: Path) -> None:
    note = tmp_path / "note.jpg"
    note.write_text("no picture")
    with pytest.raises(FileError) as error:
        search_file(family, str(note), 5)
    assert str(note) in str(error.value)
    with pytest.raises(FileError, match="pasted"):
        search_bytes(family, b"no picture", "pasted", 5)
    with pytest.raises(FileError):
        search_file(family, str(tmp_path / "missing.jpg"), 5)


def test_a_region_beside_the_picture_is_refused(family: Workspace) -> None:
    with pytest.raises(FileError):
        search_file(family, photo_named(family, "china.jpg").path, 5, region=(700, 500, 100, 100))


def test_a_photo_that_was_never_encoded_is_told_so(family: Workspace, workspace: Workspace) -> None:
    with pytest.raises(PhotosimError, match=r"china\.jpg.*scanned again"):
        search_photo(workspace, photo_named(family, "china.jpg"), 5)


def test_an_empty_library_has_no_match(workspace: Workspace) -> None:
    assert search_bytes(workspace, recoded(), "pasted", 5).matches == ()


def test_a_collage_finds_each_of_its_photos(family: Workspace) -> None:
    collage = Image.new("RGB", (800, 600), "white")
    for place, path in enumerate(sample_paths()):
        with Image.open(path) as opened:
            collage.paste(ImageOps.fit(opened.convert("RGB"), (400, 300)), (400 * place, 300 * place))
    out = io.BytesIO()
    collage.save(out, "JPEG", quality=85)
    result = search_bytes(family, out.getvalue(), "collage", 10)
    near = {
        os.path.basename(match.photo.path)
        for match in result.matches
        if match.distance < family.encoder.thresholds.similar
    }
    assert {"china.jpg", "flower.jpg"} <= near


def test_a_turned_copy_is_as_near_as_an_upright_one(family: Workspace) -> None:
    out = io.BytesIO()
    with Image.open(sample_paths()[0]) as china:
        china.convert("RGB").transpose(Image.Transpose.ROTATE_90).save(out, "PNG")
    best = search_bytes(family, out.getvalue(), "turned", 1).matches[0]
    assert best.relation.is_same_picture
    assert best.distance < 0.2
