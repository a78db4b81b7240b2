"""What was found by trying to lose a photo: each of these once hid one, or ended in an error of ours."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photosim.actions.empty import empty
from photosim.actions.moving import draft_of
from photosim.actions.undo import UndoState
from photosim.domain.actions import SET_ASIDE_FOLDER, Act, OutcomeState, RefusalKind, Result
from photosim.domain.journal import LineState, Step
from photosim.domain.photo import Photo
from photosim.domain.planfile import plan_from_json, plan_to_json
from photosim.domain.progress import CancelToken, silent
from tests.actions.world import NOW, World, group, proof
from tests.faults.failing_system import OtherVolume


def _pair(world: World) -> tuple[Photo, Photo]:
    return world.photo("keep/a.jpg"), world.photo("go/a.jpg")


def _moved(world: World) -> tuple[Path, Result]:
    """A photo and its film, moved to another volume."""
    keeper, victim = _pair(world)
    for place in ("keep", "go"):
        world.write(f"{place}/a.mov", "film")
    target = world.base / "target"
    target.mkdir()
    plan = world.plan([group(keeper, victim)], act=Act.MOVE, target=str(target))
    return target, world.execute(plan, OtherVolume(target))


def _aside(world: World, result: Result) -> Path:
    return world.folder / "go" / SET_ASIDE_FOLDER / result.record


def _throw_away(path: Path) -> None:
    """As a person does who finds a hidden folder that takes room."""
    path.unlink()


def test_the_last_copy_is_not_hidden_when_a_part_was_thrown_away(world: World) -> None:
    target, result = _moved(world)
    _throw_away(_aside(world, result) / "a.mov")
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.state is UndoState.BACK
    assert (world.folder / "go" / "a.jpg").read_bytes() == b"a|"
    assert (target / "go" / "a.mov").read_bytes() == b"film"
    assert not (target / "go" / "a.jpg").exists()
    assert outcome.words.endswith(f"What was copied lies in “{target}/go/a.mov”, and stays there.")


def test_where_the_copy_lies_is_told_when_all_was_thrown_away(world: World) -> None:
    target, result = _moved(world)
    for name in ("a.jpg", "a.mov"):
        _throw_away(_aside(world, result) / name)
    before = world.disk()
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.state is UndoState.NOT_FOUND
    assert outcome.words.endswith(
        f"What was copied lies in “{target}/go/a.jpg” and “{target}/go/a.mov”, and stays there."
    )
    assert world.disk() == before


def test_a_copy_beside_what_was_changed_while_set_aside_stays(world: World) -> None:
    target, result = _moved(world)
    (_aside(world, result) / "a.jpg").write_bytes(b"changed|")
    (outcome,) = world.undo(result.record).outcomes
    assert (world.folder / "go" / "a.jpg").read_bytes() == b"changed|"
    assert (target / "go" / "a.jpg").read_bytes() == b"a|"
    assert f"What was copied lies in “{target}/go/a.jpg”, and stays there." in outcome.words


@pytest.mark.parametrize("drafted", [True, False])
def test_an_interrupted_move_keeps_the_last_copy(world: World, *, drafted: bool) -> None:
    """Killed after the file was set aside; then somebody threw that away, and photosim starts again."""
    keeper, victim = _pair(world)
    target = world.base / "target"
    plan = world.plan([group(keeper, victim)], act=Act.MOVE, target=str(target))
    with world.journal() as journal:
        record = journal.begin(plan, NOW.isoformat())
        place = str(world.folder / SET_ASIDE_FOLDER / record / "go" / "a.jpg")
        copy = str(target / "go" / "a.jpg")
        (removal,) = plan.removals
        journal.open_line(record, removal, [Step(proof(victim.path), place, copy)])
    (target / "go").mkdir(parents=True)
    last = Path(draft_of(copy) if drafted else copy)
    os.rename(victim.path, last)
    (finding,) = world.recover()
    assert finding.settled
    assert finding.line.state is LineState.FAILED
    assert last.read_bytes() == b"a|"
    assert (f"What was copied lies in “{copy}”" in finding.words) != drafted


def test_what_would_be_moved_to_where_it_lies_stays(world: World) -> None:
    """The folder of the library as target: nothing is renamed for nothing."""
    keeper, victim = _pair(world)
    other = world.root("second")
    (other / "b.jpg").write_bytes(b"a|")
    far = world.learn(str(other / "b.jpg"))
    before = world.disk()
    plan = world.plan([group(keeper, victim, far)], act=Act.MOVE, target=str(world.folder))
    here, there = sorted(world.execute(plan).outcomes, key=lambda one: "second" in one.removal.victim.path)
    assert (here.state, here.kind) == (OutcomeState.REFUSED, RefusalKind.OCCUPIED)
    assert "it lies already where it would be moved to" in here.words
    assert there.state is OutcomeState.DONE
    after = world.disk()
    assert after.pop(str(world.folder / "b.jpg")) == before.pop(str(other / "b.jpg"))
    assert after == before


@pytest.mark.skipif(sys.platform != "linux", reason="the length that is reached is that of Linux")
@pytest.mark.parametrize("act", [Act.SET_ASIDE, Act.MOVE])
def test_no_place_is_chosen_that_cannot_be_found_again(world: World, act: Act) -> None:
    """One folder more, and the path is longer than any system call takes."""
    keeper = world.photo("keep/a.jpg")
    room = os.pathconf("/", "PC_PATH_MAX") - len(f"{world.folder}/go//a.jpg") - 1
    many, rest = divmod(room, 101)
    deep = "/".join([*["d" * 100] * (many - 1), "d" * (100 + rest)])
    victim = world.photo(f"go/{deep}/a.jpg")
    target = world.base / ("t" * 100) / ("t" * 100)
    target.mkdir(parents=True)
    before = world.disk()
    plan = world.plan([group(keeper, victim)], act=act, target=str(target) if act is Act.MOVE else None)
    (outcome,) = world.execute(plan).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.FORBIDDEN)
    assert "longer than the system allows" in outcome.words or "too long" in outcome.words
    assert world.disk() == before
    assert world.recover() == ()


def test_emptying_after_the_folder_was_taken_out_of_the_library(world: World) -> None:
    keeper, victim = _pair(world)
    result = world.execute(world.plan([group(keeper, victim)]))
    world.roots.clear()
    before = world.disk()
    with world.journal() as journal:
        (outcome,) = empty(result.record, journal, world.ground(), silent, CancelToken()).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.OUTSIDE)
    assert world.disk() == before


def test_a_removal_is_taken_back_when_its_folder_is_no_part_of_the_library_any_more(world: World) -> None:
    keeper, victim = _pair(world)
    before = world.disk()
    plan = world.plan([group(keeper, victim)])
    with world.journal() as journal:
        record = journal.begin(plan, NOW.isoformat())
        place = world.folder / SET_ASIDE_FOLDER / record / "go" / "a.jpg"
        (removal,) = plan.removals
        journal.open_line(record, removal, [Step(proof(victim.path), str(place))])
    place.parent.mkdir(parents=True)
    os.rename(victim.path, place)
    world.roots.clear()
    (finding,) = world.recover()
    assert (finding.settled, finding.line.state) == (True, LineState.NOT_DONE)
    assert world.disk() == before


@settings(max_examples=25)
@given(size=st.integers(), mtime=st.integers(), device=st.integers(), inode=st.integers())
def test_numbers_that_a_plan_makes_up_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, size: int, mtime: int, device: int, inode: int
) -> None:
    world = World(tmp_path_factory.mktemp("world"))
    world.root()
    keeper, victim = _pair(world)
    before = world.disk()
    fields = json.loads(plan_to_json(world.plan([group(keeper, victim)])))
    for file in ("victim", "keeper"):
        fields["removals"][0][file]["stamp"] = [size, mtime, device, inode]
    result = world.execute(plan_from_json(json.dumps(fields)))
    assert [outcome.state for outcome in result.outcomes] == [OutcomeState.DONE]
    with world.journal() as journal:
        (record,) = journal.records()
    assert record.bytes == victim.stamp.size
    world.undo(result.record)
    assert world.disk() == before
