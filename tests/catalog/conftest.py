from collections.abc import Iterator
from pathlib import Path

import pytest

from photosim.catalog.library import Library
from tests.catalog.builders import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder for photos."""
    return Folder(tmp_path / "photos")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(str(tmp_path / "library")) as opened:
        yield opened
