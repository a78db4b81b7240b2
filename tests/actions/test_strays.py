"""What no journal knows of comes home all the same."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from photosim.actions import strays
from photosim.actions.strays import Homecoming, Stray, find_strays, put_back
from photosim.actions.system import System
from photosim.domain.actions import SET_ASIDE_FOLDER
from photosim.domain.files import Root
from photosim.domain.journal import LineState
from photosim.domain.progress import CancelToken, silent
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


def _found(world: World, *more: str) -> tuple[Stray, ...]:
    with world.journal() as journal:
        return find_strays([*(root.path for root in world.roots), *more], journal)


def _back(world: World, system: System | None = None) -> tuple[Homecoming, ...]:
    return put_back(_found(world), silent, CancelToken(), system=system)


def test_a_library_that_was_lost(world: World) -> None:
    before = _removed(world)
    assert _found(world) == ()
    shutil.rmtree(world.library)
    (stray,) = _found(world)
    assert (stray.base, stray.names, stray.bytes) == (
        str(world.folder),
        ("go/deep/a.jpg", "go/deep/a.xmp"),
        7,
    )
    assert [(one.path, one.words) for one in _back(world)] == [
        (str(world.folder / name), "") for name in stray.names
    ]
    assert _found(world) == ()
    assert world.disk() == before
    assert not (world.folder / SET_ASIDE_FOLDER).exists()


def test_a_folder_that_was_renamed_since(world: World) -> None:
    before = _removed(world)
    os.rename(world.folder, world.base / "renamed")
    world.roots[0] = Root(str(world.base / "renamed"))
    with world.journal() as journal:
        (record,) = journal.records()
    (outcome,) = world.undo(record.id).outcomes
    assert outcome.state.value == "not-found"
    assert [one.path for one in _back(world)] == [
        str(world.base / "renamed" / "go" / "deep" / name) for name in ("a.jpg", "a.xmp")
    ]
    os.rename(world.base / "renamed", world.folder)
    assert world.disk() == before
    (outcome,) = world.undo(record.id).outcomes
    assert outcome.state.value == "by-hand"


def test_what_the_journal_gave_up_and_what_it_cares_for(world: World) -> None:
    _removed(world)
    with world.journal() as journal:
        (record,) = journal.records()
        (line,) = journal.lines(record.id)
        for state in LineState:
            journal.mark(line.number, state)
            cared = state.is_open or state in (LineState.DONE, LineState.EMPTIED)
            assert bool(_found(world)) != cared, state


def test_drafts_and_withdrawn_copies_are_no_strays(world: World) -> None:
    aside = world.folder / SET_ASIDE_FOLDER
    world.write(f"{aside}/withdrawn/a.jpg")
    world.write(f"{aside}/123/.photosim-0123.part")
    assert _found(world) == ()


def test_a_folder_inside_is_looked_at_when_it_is_named(world: World) -> None:
    _removed(world)
    inside = world.write(f"go/{SET_ASIDE_FOLDER}/123/b.jpg")
    assert _found(world) == ()
    (stray,) = _found(world, str(world.folder / "go"))
    assert os.path.join(stray.folder, *stray.names) == inside


def test_a_taken_place_is_left_alone_and_a_unit_stays_one(world: World) -> None:
    _removed(world)
    shutil.rmtree(world.library)
    world.write("go/deep/a.jpg", "new|")
    folder = world.folder / "go" / "deep"
    told = _back(world)
    assert [one.path for one in told] == [str(folder / "a (2).jpg"), str(folder / "a (2).xmp")]
    assert told[0].words == (
        f"The place of “{folder}/a.jpg” is taken, so it came back as “{folder}/a (2).jpg”."
    )
    assert (folder / "a.jpg").read_bytes() == b"new|"


@pytest.mark.parametrize("call", ["rename", "make_folder"])
def test_a_refusal_of_the_system_is_told(world: World, call: str) -> None:
    before = _removed(world)
    shutil.rmtree(world.library)
    os.rmdir(world.folder / "go" / "deep")

    class Refusing(System):
        """Read-only."""

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    refusing = Refusing()
    setattr(refusing, call, refuse)
    told = _back(world, refusing)
    assert [one.path for one in told] == [None, None]
    assert "could not be put back (Read-only file system)." in told[0].words
    assert all(one.path for one in _back(world))
    assert world.disk() == before


def test_too_many_of_a_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _removed(world)
    shutil.rmtree(world.library)
    world.write("go/deep/a.jpg", "new|")
    monkeypatch.setattr(strays, "_MOST", 2)
    assert "too many" in _back(world)[0].words


def test_a_stop_leaves_the_rest_for_the_next_time(world: World) -> None:
    _removed(world)
    shutil.rmtree(world.library)
    cancel = CancelToken()
    cancel.cancel()
    assert put_back(_found(world), silent, cancel) == ()
    assert len(_found(world)[0].names) == 2
