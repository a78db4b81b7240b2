"""Small pictures of faces: from thumbnails where these are fine enough, else from the files."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from photosim.app.people.crops import CROP_SIDE, face_crop, square_around
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.people import FaceBox
from photosim.domain.photo import ContentId
from tests.helpers.photos import sample_paths
from tests.helpers.scanning import fill


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (FaceBox(0.45, 0.4, 0.1, 0.2), (83, 33, 34, 34)),
        (FaceBox(0.0, 0.0, 0.1, 0.2), (0, 0, 34, 34)),
        (FaceBox(0.95, 0.9, 0.05, 0.1), (183, 83, 17, 17)),
        (FaceBox(0.1, 0.0, 0.5, 1.0), (0, 0, 170, 100)),
    ],
)
def test_the_cut_is_a_square_inside_of_the_picture(box: FaceBox, expected: tuple[int, int, int, int]) -> None:
    assert square_around(box, 200, 100) == expected


def test_small_faces_come_from_the_file_and_from_the_thumbnail_when_it_is_gone(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    with Image.open(sample_paths()[0]) as image:
        image.resize((1920, 1281)).save(photos / "china.jpg", quality=90)
    with open_workspace(str(tmp_path / "library")) as workspace:
        fill(workspace, photos)
        content = workspace.photos()[0].content
        large, small = FaceBox(0.2, 0.1, 0.3, 0.45), FaceBox(0.4, 0.4, 0.05, 0.07)
        assert 128 <= min(size_of(workspace, content, large)) <= 320, "the thumbnail is fine enough"
        assert min(size_of(workspace, content, small)) > 128, "cut out of the file"
        assert max(size_of(workspace, content, small)) <= CROP_SIDE
        (photos / "china.jpg").unlink()
        assert max(size_of(workspace, content, small)) < 40, "only the thumbnail is left"
        assert face_crop(workspace, ContentId(bytes(32)), small) is None


def size_of(workspace: Workspace, content: ContentId, box: FaceBox) -> tuple[int, int]:
    data = face_crop(workspace, content, box)
    assert data is not None
    with Image.open(BytesIO(data)) as image:
        assert image.format == "JPEG"
        return image.size
