from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from photosim.app.thumbnails import Thumbnails
from photosim.app.workspace import Workspace
from photosim.domain.errors import FileError
from photosim.domain.photo import ContentId
from tests.helpers.scanning import fill


def test_a_scanned_photo_has_a_stored_thumbnail(workspace: Workspace, sample_photos: Path) -> None:
    fill(workspace, sample_photos)
    photo = workspace.library.photo(str(sample_photos / "china.jpg"))
    assert photo is not None
    stored = Thumbnails(workspace).stored(photo.content)
    assert stored is not None
    with Image.open(BytesIO(stored)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (320, 214))


def test_an_unknown_content_has_none(workspace: Workspace) -> None:
    assert Thumbnails(workspace).stored(ContentId(bytes(32))) is None


def test_a_photo_without_an_inner_thumbnail_is_painted_all_the_same(
    workspace: Workspace, sample_photos: Path
) -> None:
    painted = Thumbnails(workspace).first_paint(str(sample_photos / "flower.jpg"))
    assert painted is not None
    with Image.open(BytesIO(painted)) as picture:
        assert max(picture.size) <= 320


def test_what_is_no_picture_is_not_painted(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("milk")
    thumbnails = Thumbnails(workspace)
    assert thumbnails.first_paint(str(tmp_path / "notes.txt")) is None
    assert thumbnails.first_paint(str(tmp_path / "nowhere.jpg")) is None
    with pytest.raises(FileError):
        thumbnails.large(str(tmp_path / "notes.txt"), 500)


def test_the_large_view(workspace: Workspace, sample_photos: Path) -> None:
    raster = Thumbnails(workspace).large(str(sample_photos / "china.jpg"), 500)
    assert (raster.width, raster.height) == (500, 334)
    assert len(raster.rgb) == 500 * 334 * 3
