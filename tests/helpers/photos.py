"""Photos for tests: a few real ones that are always there, and a big folder where somebody has one."""

import importlib.util
import os
from pathlib import Path

import pytest
from PIL import Image


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command line name a folder of photos."""
    parser.addoption("--photos", metavar="DIR", help="a folder of real photos, for the tests that want some")


@pytest.fixture(scope="session")
def photos(request: pytest.FixtureRequest) -> Path:
    """A folder of real photos: --photos DIR, or the variable PHOTOSIM_PHOTOS; skips without one."""
    named = request.config.getoption("--photos") or os.environ.get("PHOTOSIM_PHOTOS")
    if not named:
        pytest.skip("no folder of real photos: name one with --photos DIR or PHOTOSIM_PHOTOS")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"there is no folder of photos at {folder}")
    return folder


@pytest.fixture
def sample_photos(tmp_path: Path) -> Path:
    """A folder with five real JPEGs of two scenes, taken in two moments a year apart.

    `china.jpg` and `flower.jpg` are the originals (640x427); `china-burst.jpg` shows the first scene a
    second later, shifted by a few pixels; `china-small.jpg` is a re-encoded half-size copy;
    `flower-copy.jpg` has the very bytes of `flower.jpg`.
    """
    folder = tmp_path / "photos"
    folder.mkdir()
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    save_jpeg(china, folder / "china.jpg", "2023:05:01 10:00:00")
    save_jpeg(china.crop((9, 6, 640, 427)), folder / "china-burst.jpg", "2023:05:01 10:00:01")
    save_jpeg(china.resize((320, 214)), folder / "china-small.jpg", "2023:05:01 10:00:00", quality=70)
    save_jpeg(flower, folder / "flower.jpg", "2024:06:02 18:30:00")
    (folder / "flower-copy.jpg").write_bytes((folder / "flower.jpg").read_bytes())
    return folder


def sample_paths() -> tuple[Path, Path]:
    """The two photos that `sklearn.datasets.load_sample_images` loads, without importing scikit-learn."""
    spec = importlib.util.find_spec("sklearn")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "datasets" / "images"
    return folder / "china.jpg", folder / "flower.jpg"


def save_jpeg(image: Image.Image, path: Path, taken: str, quality: int = 92) -> None:
    """Write a JPEG as a camera does; `taken` is its time in EXIF's form, "2023:05:01 10:00:00"."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "photosim", "Test camera"  # make, model
    exif[0x0112], exif[0x0132] = 1, taken  # orientation, time of the file
    exif.get_ifd(0x8769)[0x9003] = taken  # time of the shot
    image.save(path, quality=quality, exif=exif)
