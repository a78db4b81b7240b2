"""A library with the tiny model: everything real, nothing slow."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photosim.app.workspace import Workspace, open_workspace

TINY_MODEL = Path(__file__).resolve().parent.parent / "encoding" / "tiny"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty library in a folder of its own."""
    with open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as opened:
        yield opened
