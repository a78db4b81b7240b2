"""Small pictures that the library has lost: the next scan makes them again, and nothing else."""

import os
from pathlib import Path

import pytest

from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.catalog.library import Library
from photosim.domain.files import Root
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings, ScanSummary
from tests.helpers.models import TINY_MODEL

pytestmark = pytest.mark.usefixtures("lent_processes")


@pytest.fixture
def library(tmp_path: Path, sample_photos: Path) -> str:
    """The folder of a library of five photos."""
    folder = str(tmp_path / "library")
    with open_workspace(folder, model_folder=TINY_MODEL) as workspace:
        _scan(workspace, sample_photos)
    return folder


def _scan(workspace: Workspace, folder: Path) -> ScanSummary:
    return scan(workspace, [Root(str(folder))], ScanSettings(), lambda _: None, CancelToken())


def _thumbnails(library: Library) -> dict[ContentId, bytes]:
    return library.thumbnails(photo.content for photo in library.photos())


def test_lost_thumbnails_are_made_again_by_the_next_scan(library: str, sample_photos: Path) -> None:
    with open_workspace(library, model_folder=TINY_MODEL) as workspace:
        before = _thumbnails(workspace.library)
        known = {photo.path: photo for photo in workspace.library.photos()}
        assert before
    for suffix in ("", "-wal", "-shm"):
        Path(library, f"thumbnails.sqlite{suffix}").unlink(missing_ok=True)
    with open_workspace(library, model_folder=TINY_MODEL) as workspace:
        assert not _thumbnails(workspace.library)
        summary = _scan(workspace, sample_photos)
        assert summary.photos_read == len(known)
        assert (summary.unchanged, summary.added, summary.changed) == (len(known), 0, 0)
        assert _thumbnails(workspace.library) == before
        assert {photo.path: photo for photo in workspace.library.photos()} == known
        assert _scan(workspace, sample_photos).photos_read == 0


def test_only_what_is_lost_is_read_again(library: str, sample_photos: Path) -> None:
    with open_workspace(library, model_folder=TINY_MODEL) as workspace:
        before = _thumbnails(workspace.library)
        photos = workspace.library.photos()
    lost = photos[0].content
    os.unlink(Path(library, "thumbnails.sqlite"))
    with open_workspace(library, model_folder=TINY_MODEL) as workspace:
        workspace.library.save_thumbnails({content: before[content] for content in before if content != lost})
        summary = _scan(workspace, sample_photos)
        assert summary.photos_read == sum(photo.content == lost for photo in photos)
        assert _thumbnails(workspace.library) == before
