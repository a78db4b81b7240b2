"""What tests of removals share."""

from pathlib import Path

import pytest

from tests.actions.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A library with one folder and nothing in it."""
    made = World(tmp_path)
    made.root()
    return made
