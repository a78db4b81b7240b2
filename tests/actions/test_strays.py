"""What no journal knows of comes home all the same."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from photosim.actions.strays import find_strays, put_back
from photosim.actions.system import System
from photosim.domain.errors import FileError
from tests.actions.world import World, group


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.root()
    made.root("elsewhere")
    return made


def _removed(world: World) -> dict[str, tuple[object, ...]]:
    keeper, victim = world.photo("keep/a.jpg"), world.photo("go/deep/a.jpg")
    world.write("go/deep/a.xmp", "notes")
    world.write("keep/a.xmp", "notes")
    before = world.disk()
    world.execute(world.plan([group(keeper, victim)]))
    return before


def test_a_library_that_was_lost(world: World) -> None:
    before = _removed(world)
    with world.journal() as journal:
        assert find_strays(world.roots, journal) == ()
    shutil.rmtree(world.library)
    with world.journal() as journal:
        (stray,) = find_strays(world.roots, journal)
        assert (stray.base, stray.names, stray.bytes) == (
            str(world.folder),
            ("go/deep/a.jpg", "go/deep/a.xmp"),
            7,
        )
        homes = put_back(stray)
        assert homes == tuple(str(world.folder / name) for name in stray.names)
        assert find_strays(world.roots, journal) == ()
    assert world.disk() == before


def test_a_taken_place_is_left_alone(world: World) -> None:
    _removed(world)
    shutil.rmtree(world.library)
    world.write("go/deep/a.jpg", "new|")
    with world.journal() as journal:
        (stray,) = find_strays(world.roots, journal)
    assert put_back(stray)[0] == str(world.folder / "go" / "deep" / "a (2).jpg")
    assert (world.folder / "go" / "deep" / "a.jpg").read_bytes() == b"new|"


def test_a_refusal_of_the_system_is_told(world: World) -> None:
    before = _removed(world)
    shutil.rmtree(world.library)

    class Refusing(System):
        def rename(self, *arguments: object) -> None:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with world.journal() as journal:
        (stray,) = find_strays(world.roots, journal)
        with pytest.raises(FileError, match="Read-only file system"):
            put_back(stray, system=Refusing())
        put_back(*find_strays(world.roots, journal))
    assert world.disk() == before
