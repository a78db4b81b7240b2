"""The library with faces that the page of people is tried on."""

from tests.gui.people.conftest import crowd, crowd_library

__all__ = ["crowd", "crowd_library"]
