"""Of what a picture is like, the same picture comes first, however far its code."""

import io
import os
from collections.abc import Iterator

import pytest
from PIL import Image, ImageEnhance, ImageOps

from photosim.app.finding.search import LOOKED_AT, Looking, search_bytes, search_photo
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import Root, ScanSettings
from tests.app.conftest import TINY_MODEL
from tests.helpers.photos import sample_paths

pytestmark = pytest.mark.usefixtures("lent_processes")

_OTHERS = 60


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A photo among many that are like it, in a library whose codes tell little."""
    base = tmp_path_factory.mktemp("looking")
    photos = base / "photos"
    photos.mkdir()
    china, flower = (ImageOps.exif_transpose(Image.open(path)).convert("RGB") for path in sample_paths())
    china.save(photos / "original.jpg", quality=90)
    for number in range(_OTHERS):
        left, top = 23 * number % 340, 11 * number % 190
        brightness = 0.6 + 0.8 * number / _OTHERS
        part = flower.crop((left, top, left + 300, top + 230))
        ImageEnhance.Brightness(part).enhance(brightness).save(photos / f"other-{number:02}.jpg", quality=85)
    with open_workspace(str(base / "library"), model_folder=TINY_MODEL) as workspace:
        scan(workspace, [Root(str(photos))], ScanSettings(), lambda _told: None, CancelToken())
        # The reading processes and the thumbnails belong to both tests, so that neither seems to leak them.
        search_photo(workspace, workspace.photos()[0], 1)
        workspace.reader.read(workspace.photos()[0].path)
        yield workspace


def beyond_recognition() -> bytes:
    """Half of the photo, dark and without colour, in the corner of a large page."""
    page = Image.new("RGB", (900, 900), (240, 235, 220))
    with Image.open(sample_paths()[0]) as opened:
        part = ImageOps.grayscale(opened.convert("RGB").crop((150, 80, 520, 400)))
    page.paste(ImageEnhance.Brightness(part).enhance(0.6), (40, 500))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=60)
    return out.getvalue()


def test_the_same_picture_comes_before_what_is_nearer_by_its_code(crowd: Workspace) -> None:
    told: list[Looking] = []
    result = search_bytes(crowd, beyond_recognition(), "page", 10, report=told.append)
    first, *others = result.matches
    assert os.path.basename(first.photo.path) == "original.jpg"
    assert first.relation.is_same_picture
    assert first.evidence is not None
    assert first.distance > others[-1].distance
    assert [match.distance for match in others] == sorted(match.distance for match in others)
    assert not any(match.relation.is_same_picture for match in others)
    assert len(result.matches) == 10
    assert [looking.progress.done for looking in told] == list(range(20, min(LOOKED_AT, _OTHERS) + 1, 20))
    assert {looking.progress.total for looking in told} == {_OTHERS + 1}
    assert all(len(looking.result.matches) == 10 for looking in told)


def test_looking_can_be_stopped(crowd: Workspace) -> None:
    cancel, told = CancelToken(), []

    def stop(looking: Looking) -> None:
        told.append(looking)
        cancel.cancel()

    with pytest.raises(Cancelled):
        search_photo(crowd, crowd.photos()[0], 5, stop, cancel)
    assert len(told) == 1
