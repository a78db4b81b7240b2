"""Carrying out and taking back, over random libraries on a real disk: nothing is ever lost."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as some

from photosim.domain.actions import Act, Decision, OutcomeState
from photosim.domain.files import Role
from photosim.domain.photo import Photo
from photosim.domain.similarity import Group
from tests.actions.world import World, content_of, decision, group
from tests.faults.failing_system import BinSystem

Disk = dict[str, tuple[object, ...]]
_PLACES = ("one", "two", "two/inner", "safe")
_FILES = some.lists(
    some.tuples(
        some.sampled_from(_PLACES), some.sampled_from("ab"), some.sampled_from(("jpg", "cr2", "mov", "xmp"))
    ),
    min_size=2,
    max_size=9,
    unique=True,
)


@some.composite
def _libraries(draw: some.DrawFn) -> list[tuple[str, str, str]]:
    """Names, bytes, and whether a file is a hard link to the one before it."""
    made = []
    for place, stem, end in draw(_FILES):
        look = draw(some.sampled_from("xyz"))
        tags = draw(some.sampled_from(("", "", "tags")))
        kind = draw(some.sampled_from(("file", "file", "file", "file", "link")))
        made.append((f"{place}/{stem}.{end}", f"{look}|{tags}", kind))
    return made


def _build(world: World, files: list[tuple[str, str, str]]) -> list[Photo]:
    world.root()
    world.root("photos/safe", Role.PROTECTED)
    (world.base / "target").mkdir()
    last = ""
    for number, (name, data, kind) in enumerate(files):
        if kind == "link" and last:
            path = os.path.join(world.folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.link(last, path)
        else:
            last = world.write(name, data, 10**18 + number)
    return [world.learn(str(world.folder / name)) for name, _, _ in files if name.endswith(("jpg", "cr2"))]


@settings(max_examples=int(os.environ.get("PHOTOSIM_EXAMPLES", "60")), deadline=None)
@given(_libraries(), some.data(), some.sampled_from(Act))
def test_there_and_back_again(files: list[tuple[str, str, str]], data: some.DataObject, act: Act) -> None:
    base = tempfile.mkdtemp()
    try:
        world = World(Path(base))
        photos = _build(world, files)
        groups, decisions = _wishes(photos, data)
        before = world.disk()
        target = str(world.base / "target") if act is Act.MOVE else None
        plan = world.plan(groups, decisions, act=act, target=target)
        result = world.execute(plan, BinSystem(world.base / "bin"))
        after = world.disk()
        event(f"{act}: {min(3, result.counted(OutcomeState.DONE))} done")
        assert result.counted(OutcomeState.FAILED) == 0
        for outcome in result.outcomes:
            assert (outcome.state is OutcomeState.REFUSED) == bool(outcome.words)
        _check(world, before, after, [outcome.removal.keeper.path for outcome in result.outcomes])
        # Doing it again does nothing.
        again = world.execute(plan, BinSystem(world.base / "bin"))
        assert again.counted(OutcomeState.DONE) == 0
        assert world.recover() == ()
        if act is not Act.TRASH:
            world.undo(again.record)
            world.undo(result.record)
            assert world.disk() == before
    finally:
        shutil.rmtree(base)


def _wishes(photos: list[Photo], data: some.DataObject) -> tuple[list[Group], list[Decision]]:
    groups: list[Group] = []
    decisions: list[Decision] = []
    if len(photos) < 2:
        return groups, decisions
    for number in range(data.draw(some.integers(1, 2))):
        members = data.draw(some.lists(some.sampled_from(photos), min_size=2, unique_by=lambda one: one.path))
        groups.append(group(*members, name=str(number)))
        if data.draw(some.booleans()):
            kept = data.draw(some.integers(1, len(members) - 1))
            decisions.append(decision(members[:kept], members[kept:], str(number)))
    return groups, decisions


def _check(world: World, before: Disk, after: Disk, keepers: list[str]) -> None:
    assert {data for data, _, _ in before.values()} <= {data for data, _, _ in after.values()}
    for path, seen in before.items():
        # What went lies elsewhere as it was, with its time and permissions.
        assert after.get(path) == seen or seen in after.values()
        if "/safe/" in path or path in keepers:
            assert after.get(path) == seen
    for path in keepers:
        assert content_of(Path(path).read_bytes()) == world.photos[path].content
