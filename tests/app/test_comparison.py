"""Photos of a library are laid on each other exactly, be it known how they lie or not."""

from pathlib import Path

import pytest
from PIL import Image

from photosim.app.finding.comparison import Comparer
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import Cancelled, FileError
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken
from photosim.domain.similarity import Transform
from tests.helpers.photos import sample_paths, save_jpeg
from tests.helpers.scanning import fill

pytestmark = pytest.mark.usefixtures("lent_processes")

TAKEN = "2023:05:01 10:00:00"
QUARTER: Transform = (2.0, 0.0, -0.5, 0.0, 2.0, -0.5, 0.0, 0.0, 1.0)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "photos"
    folder.mkdir()
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    china = china.resize((1280, 856), Image.Resampling.LANCZOS)
    save_jpeg(china, folder / "china.jpg", TAKEN)
    save_jpeg(china.crop((320, 214, 960, 642)), folder / "crop.jpg", TAKEN, quality=80)
    save_jpeg(flower, folder / "flower.jpg", TAKEN)
    made = open_workspace(str(tmp_path / "library"))
    fill(made, folder)
    return made


def photo(workspace: Workspace, name: str) -> Photo:
    return next(one for one in workspace.photos() if one.path.endswith(name))


def test_a_crop_is_laid_on_its_original_with_and_without_a_hint(workspace: Workspace) -> None:
    with workspace:
        china, crop = photo(workspace, "china.jpg"), photo(workspace, "crop.jpg")
        comparer = Comparer(workspace)
        rough: Transform = (2.02, 0.0, -0.505, 0.0, 1.98, -0.49, 0.0, 0.0, 1.0)
        for hint in (None, rough):
            assert comparer.align(china, crop, hint, CancelToken()) == pytest.approx(QUARTER, abs=1e-9)
        found = comparer.differ(china, crop, QUARTER, CancelToken())
        assert found.spots == ()
        assert found.overlap == pytest.approx(0.25, abs=0.01)


def test_different_pictures_are_not_laid_on_each_other(workspace: Workspace) -> None:
    with workspace:
        pair = photo(workspace, "china.jpg"), photo(workspace, "flower.jpg")
        assert Comparer(workspace).align(*pair, None, CancelToken()) is None


def test_what_was_decoded_last_is_not_decoded_again(workspace: Workspace) -> None:
    with workspace:
        china, crop = photo(workspace, "china.jpg"), photo(workspace, "crop.jpg")
        comparer = Comparer(workspace)
        comparer.align(china, crop, QUARTER, CancelToken())
        for path in (china.path, crop.path):
            Path(path).unlink()
        assert comparer.differ(china, crop, QUARTER, CancelToken()).spots == ()
        with pytest.raises(FileError, match=r"china\.jpg"):
            Comparer(workspace).align(china, crop, QUARTER, CancelToken())


def test_nobody_waits_for_what_was_cancelled(workspace: Workspace) -> None:
    with workspace:
        cancel = CancelToken()
        cancel.cancel()
        pair = photo(workspace, "china.jpg"), photo(workspace, "crop.jpg")
        with pytest.raises(Cancelled):
            Comparer(workspace).align(*pair, QUARTER, cancel)
