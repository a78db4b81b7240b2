"""Removing and undoing may be killed at any moment: nothing is lost, and nothing stays half-moved.

PHOTOSIM_KILLS tells how often it is killed (6 times without it).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from photosim.actions.recover import recover
from photosim.actions.undo import undo
from photosim.domain.actions import Act
from photosim.domain.journal import LineState
from photosim.domain.progress import CancelToken, silent
from tests.actions.world import World
from tests.faults import remove_and_be_killed as child
from tests.faults.failing_system import BinSystem

_KILLS = int(os.environ.get("PHOTOSIM_KILLS", "6"))
_ACTS = (Act.SET_ASIDE, Act.HARD_LINK, Act.MOVE, Act.SYMLINK, Act.SET_ASIDE, Act.TRASH)

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 on this system"),
    pytest.mark.timeout(120 + 20 * _KILLS),
]


def _work_until_killed(base: Path, act: Act, moment: random.Random) -> bool:
    """Let the process work and kill it at a random moment; returns whether it had begun."""
    command = [sys.executable, child.__file__, str(base), act.value]
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        time.sleep(moment.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.stdout.read()
        code = process.wait()
    assert code == -signal.SIGKILL or act is Act.TRASH, code
    return said == b"open\n"


def _settle(world: World, system: BinSystem) -> int:
    """The next start; returns how many removals had been interrupted."""
    with world.journal() as journal:
        findings = recover(journal, world.ground(), system=system)
        assert all(finding.settled for finding in findings), findings
        assert journal.open_lines() == []
        assert recover(journal, world.ground(), system=system) == ()
    return len(findings)


def _check(world: World, before: dict[str, tuple[object, ...]], system: BinSystem) -> None:
    """Every file is whole: where it was, where the journal says, or in the trash; units are together."""
    with world.journal() as journal:
        lines = [line for record in journal.records() for line in journal.lines(record.id)]
    places = {
        step.file.path: step.place for line in lines if line.state is LineState.DONE for step in line.steps
    }
    disk = world.disk()
    binned = [seen for path, seen in disk.items() if path.startswith(str(system.bin))]
    away: dict[str, list[bool]] = {}
    for path, seen in before.items():
        at_home = disk.get(path) == seen
        placed = disk.get(places.get(path) or "") == seen
        assert at_home + placed + (seen in binned) == 1, (path, at_home, placed)
        assert at_home or "/go/" in path
        away.setdefault(os.path.splitext(path)[0], []).append(not at_home)
    if not system.bin.exists():
        assert all(len(set(unit)) == 1 for unit in away.values()), away


def test_killed_removals_lose_nothing(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    sys.stdout.write(f"seed {seed}\n")  # shown when the test fails
    moment = random.Random(seed)
    begun = interrupted = 0
    for number in range(_KILLS):
        act = _ACTS[number % len(_ACTS)]
        base = tmp_path / str(number)
        base.mkdir()
        world = child.built(base)
        before = world.disk()
        system = BinSystem(base / "bin")
        # Twice in one place: the second finds what the first one left.
        for _ in range(2 if number % 4 == 3 and act is not Act.TRASH else 1):
            begun += _work_until_killed(base, act, moment)
        interrupted += _settle(world, system)
        _check(world, before, system)
        if act is not Act.TRASH:
            with world.journal() as journal:
                for record in journal.records():
                    undo(record.id, journal, silent, CancelToken(), system=system)
            assert world.disk() == before
    sys.stdout.write(f"{begun} begun, {interrupted} removals met in the middle\n")
    assert begun >= _KILLS // 2
