"""Every call to the system and every line of the journal fails once, in every way it can: nothing is lost.

What holds after each of them, once the program was started again: every file is where it was or where the
journal says, with its bytes, time and permissions; nothing is half-moved; undo brings back the first day.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photosim.actions.empty import empty
from photosim.actions.execute import execute
from photosim.actions.recover import recover
from photosim.actions.undo import undo
from photosim.domain.actions import Act, Plan
from photosim.domain.errors import LibraryError, SafetyError
from photosim.domain.journal import Journal, LineState
from photosim.domain.progress import CancelToken, silent
from tests.actions.world import NOW, World, group
from tests.faults.failing_system import (
    CHANGING,
    BinSystem,
    FailingJournal,
    FailingSystem,
    Fault,
    Moment,
    PowerCut,
)

# The calls that change something all fail, in every way; of those that merely look at something, a part.
# With PHOTOSIM_EVERY_CALL every one of them fails, of all acts.
_THOROUGH = "PHOTOSIM_EVERY_CALL" in os.environ
_EVERY = 1 if _THOROUGH else 12
# A new journal after so many faults: each start reads all that was ever done.
_FRESH = 8
_TIME = 1_500_000_000_123_456_789
_AT_HOME = (LineState.NOT_DONE, LineState.REFUSED, LineState.UNDONE)
Disk = dict[str, tuple[object, ...]]
Work = Callable[[Journal, BinSystem], object]


class _Stage:
    """A world with one unit to be removed, and the bin beside it."""

    def __init__(self, base: Path, act: Act, *, apart: bool = False) -> None:
        self.world = World(base)
        self.act = act
        self.apart = apart
        self.bin = base / "bin"
        self.target = base / "target"
        self.target.mkdir(parents=True)
        self.world.root()
        keeper = self.world.photo("keep/a.jpg", "a|", _TIME)
        victim = self.world.photo("go/a.jpg", "a|", _TIME + 1)
        self.world.write("keep/a.mov", "film", _TIME + 2)
        self.world.write("go/a.mov", "film", _TIME + 3)
        self.world.write("go/a.xmp", "notes", _TIME + 4)
        self.world.write("keep/a.xmp", "other notes", _TIME + 5)
        os.chmod(victim.path, 0o640)
        self.plan = self._plan(group(keeper, victim))
        self.before = self.world.disk()

    def _plan(self, found: object) -> Plan:
        target = str(self.target) if self.act is Act.MOVE else None
        return self.world.plan([found], act=self.act, target=target)  # type: ignore[list-item]

    def system(self, moment: Moment) -> FailingSystem:
        system = FailingSystem(self.bin, moment)
        if self.apart:
            _volumes_apart(system, str(self.target))
        return system

    def run(self, work: Work, moment: Moment) -> None:
        """Work until the moment; whatever was raised there is what the program would have shown."""
        expected = contextlib.suppress(PowerCut, LibraryError, SafetyError)
        with self.world.journal() as journal, expected:
            work(FailingJournal(journal, moment), self.system(moment))

    def removing(self, journal: Journal, system: BinSystem) -> object:
        return execute(self.plan, journal, self.world.ground(), silent, CancelToken(), now=NOW, system=system)

    def undoing(self, journal: Journal, system: BinSystem) -> object:
        records = journal.records()
        if not records:
            return None
        return undo(records[0].id, journal, silent, CancelToken(), system=system)

    def emptying(self, journal: Journal, system: BinSystem) -> object:
        record = journal.records()[0].id
        return empty(record, journal, self.world.ground(), silent, CancelToken(), system=system)

    def start_again(self) -> None:
        """The next start settles everything; then journal and disk agree, and nothing is lost or doubled."""
        with self.world.journal() as journal:
            findings = recover(journal, self.world.ground(), system=self.system(Moment()))
            assert all(finding.settled for finding in findings), findings
            assert journal.open_lines() == []
            lines = [line for record in journal.records()[:1] for line in journal.lines(record.id)]
        places = {
            step.file.path: step.place
            for line in lines
            if line.state is LineState.DONE
            for step in line.steps
        }
        disk = self.world.disk()
        assert not [path for path in disk if path.endswith(".part")]
        binned = [seen for path, seen in disk.items() if path.startswith(str(self.bin))]
        for path, seen in self.before.items():
            at_home = disk.get(path) == seen
            away = disk.get(places.get(path) or "") == seen
            assert at_home + away + (seen in binned) == 1, (path, at_home, away, sorted(disk))
            assert at_home or "/go/" in path

    def is_untouched(self) -> bool:
        """Whether nothing happened that anybody would have to settle."""
        if self.world.disk() != self.before:
            return False
        with self.world.journal() as journal:
            return journal.open_lines() == []

    def is_as_before(self) -> bool:
        """Whether everything is back, apart from copies and links that photosim made and left aside."""
        disk = self.world.disk()
        left = [
            path
            for path in disk
            if path.endswith(".link") or (self.apart and path.startswith(str(self.target)))
        ]
        return {path: seen for path, seen in disk.items() if path not in left} == self.before


def _volumes_apart(system: FailingSystem, target: str) -> None:
    """Make the target another volume, as far as a rename can tell."""
    rename = system.rename

    def over_there(path: str, at: int | None) -> bool:
        where = os.readlink(f"/proc/self/fd/{at}") if at is not None else path
        return where.startswith(target)

    def refusing(old: str, new: str, old_at: int | None = None, new_at: int | None = None) -> None:
        if over_there(old, old_at) != over_there(new, new_at):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), old)
        rename(old, new, old_at, new_at)

    system.rename = refusing  # type: ignore[method-assign]


def _faults(steps: list[str], every: int) -> list[tuple[int, Fault]]:
    """The ways in which each of these steps can fail; of the calls that merely look, each `every`-th."""
    found: list[tuple[int, Fault]] = []
    looks = 0
    for number, name in enumerate(steps):
        changes = name in CHANGING or name.startswith("journal.")
        if not changes and name != "sync":
            looks += 1
            if looks % every == 0:
                found.append((number, Fault.RAISES))
            continue
        found += [(number, Fault.RAISES), (number, Fault.DOES_AND_RAISES)]
        if changes:
            found += [(number, Fault.CUT_BEFORE), (number, Fault.CUT_AFTER)]
        if name in CHANGING and name != "write":
            found.append((number, Fault.LIES))
    return found


def _scenes(*quick: tuple[Act, bool]) -> list[Any]:
    """Acts, and whether their target is another volume; all of them where there is time."""
    thorough = [(act, False) for act in Act] + [(Act.MOVE, True)]
    return [
        pytest.param(act, apart, id=f"{act}-apart" if apart else act.value)
        for act, apart in (thorough if _THOROUGH else quick)
    ]


_REMOVALS = _scenes(
    (Act.SET_ASIDE, False), (Act.TRASH, False), (Act.MOVE, True), (Act.HARD_LINK, False), (Act.SYMLINK, False)
)
_UNDOS = _scenes((Act.SET_ASIDE, False), (Act.MOVE, True), (Act.HARD_LINK, False))


@pytest.mark.parametrize(("act", "apart"), _REMOVALS)
def test_every_step_of_a_removal_fails(tmp_path: Path, act: Act, apart: bool) -> None:
    counting = Moment()
    stage = _Stage(tmp_path / "count", act, apart=apart)
    stage.run(stage.removing, counting)
    assert not stage.is_as_before()
    faults = _faults(counting.steps, _EVERY)
    stage = _Stage(tmp_path / "0", act, apart=apart)
    for case, (number, fault) in enumerate(faults):
        stage.run(stage.removing, Moment(number, fault))
        if stage.is_untouched():
            continue
        stage.start_again()
        if act is not Act.TRASH:
            stage.run(stage.undoing, Moment())
            assert stage.is_as_before(), (number, fault, counting.steps[number])
        if act is Act.TRASH or apart or case % _FRESH == 0:
            stage = _Stage(tmp_path / str(case + 1), act, apart=apart)
    sys.stdout.write(f"{act}: {len(counting.steps)} steps, {len(faults)} faults\n")
    assert len(faults) > 30


@pytest.mark.parametrize(("act", "apart"), _UNDOS)
def test_every_step_of_an_undo_fails(tmp_path: Path, act: Act, apart: bool) -> None:
    if act is Act.TRASH:
        pytest.skip("what is in the trash is not taken out of it")
    stage = _Stage(tmp_path / "count", act, apart=apart)
    counting = Moment()
    stage.run(stage.removing, Moment())
    stage.run(stage.undoing, counting)
    assert stage.is_as_before()
    faults = _faults(counting.steps, _EVERY)
    stage = _Stage(tmp_path / "0", act, apart=apart)
    for case, (number, fault) in enumerate(faults):
        stage.run(stage.removing, Moment())
        stage.run(stage.undoing, Moment(number, fault))
        stage.start_again()
        stage.run(stage.undoing, Moment())
        assert stage.is_as_before(), (number, fault, counting.steps[number])
        if apart or case % _FRESH == 0:
            stage = _Stage(tmp_path / str(case + 1), act, apart=apart)
    sys.stdout.write(f"undo {act}: {len(counting.steps)} steps, {len(faults)} faults\n")
    assert len(faults) > 25


def test_every_step_of_emptying_fails(tmp_path: Path) -> None:
    stage = _Stage(tmp_path / "count", Act.SET_ASIDE)
    counting = Moment()
    stage.run(stage.removing, Moment())
    stage.run(stage.emptying, counting)
    assert len(list(stage.bin.iterdir())) == 3
    faults = _faults(counting.steps, _EVERY)
    for case, (number, fault) in enumerate(faults):
        stage = _Stage(tmp_path / str(case), Act.SET_ASIDE)
        stage.run(stage.removing, Moment())
        stage.run(stage.emptying, Moment(number, fault))
        stage.start_again()
    sys.stdout.write(f"emptying: {len(counting.steps)} steps, {len(faults)} faults\n")
    assert len(faults) > 15
