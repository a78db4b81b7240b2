"""Tests live in a home of their own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import platformdirs
from PIL import Image

from tests.helpers.isolation import session_temp


def test_home_is_not_the_developers() -> None:
    home = Path(os.environ["HOME"])
    assert home.name.startswith("photosim-tests-")
    assert Path.home() == home
    for folder in (platformdirs.user_data_dir("photosim"), platformdirs.user_cache_dir("photosim")):
        assert Path(folder).is_relative_to(home)
    assert Path(tempfile.gettempdir()) == session_temp()


def test_tmp_path_outlives_the_session(tmp_path: Path) -> None:
    assert not tmp_path.is_relative_to(os.environ["HOME"])


def test_children_inherit_the_home() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", "import pathlib; print(pathlib.Path.home())"], capture_output=True, check=True
    )
    assert os.fsdecode(asked.stdout).strip() == os.environ["HOME"]


def test_sample_photos_are_photos(sample_photos: Path) -> None:
    taken = {}
    for path in sorted(sample_photos.iterdir()):
        with Image.open(path) as image:
            image.load()
            taken[path.name] = image.getexif().get_ifd(0x8769)[0x9003]
    assert taken == {
        "china.jpg": "2023:05:01 10:00:00",
        "china-burst.jpg": "2023:05:01 10:00:01",
        "china-small.jpg": "2023:05:01 10:00:00",
        "flower.jpg": "2024:06:02 18:30:00",
        "flower-copy.jpg": "2024:06:02 18:30:00",
    }
