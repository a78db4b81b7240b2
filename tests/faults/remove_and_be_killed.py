"""A process that carries out plans and takes them back, over and over, until it is killed.

    python remove_and_be_killed.py BASE ACT

Settles first what an earlier one left open. Says "open" when it begins and "done" after each plan.
"""

import os
import sys
from pathlib import Path

from photosim.actions.execute import execute
from photosim.actions.recover import recover
from photosim.actions.undo import undo
from photosim.catalog.journal import SqliteJournal
from photosim.domain.actions import Act
from photosim.domain.progress import CancelToken, silent
from tests.actions.world import NOW, World, group
from tests.faults.failing_system import BinSystem

PAIRS = 12


def built(base: Path) -> World:
    """The world that the process works in; nothing is written that is there already."""
    world = World(base)
    world.root()
    (base / "target").mkdir(exist_ok=True)
    for number in range(PAIRS):
        for place, time in (("keep", 1), ("go", 2)):
            for name, data in ((f"{number}.jpg", f"{number}|"), (f"{number}.mov", f"film {number}")):
                path = world.folder / place / name
                if not (base / "library" / "built").exists():
                    world.write(f"{place}/{name}", data, 10**18 + number * 10 + time)
                elif place == "go" and not os.path.lexists(path):
                    continue
                if name.endswith(".jpg"):
                    world.learn(str(path))
    Path(world.library, "built").touch()
    return world


def main(base: str, act: Act) -> None:
    """Remove and take back until the end of days."""
    world = built(Path(base))
    pairs = [
        (world.photos[str(world.folder / "keep" / f"{number}.jpg")], world.photos[str(path)])
        for number in range(PAIRS)
        if (path := world.folder / "go" / f"{number}.jpg").exists()
    ]
    groups = [group(*pair, name=str(number)) for number, pair in enumerate(pairs)]
    system = BinSystem(Path(base) / "bin")
    target = str(Path(base) / "target") if act is Act.MOVE else None
    with SqliteJournal.open(world.library) as journal:
        recover(journal, world.ground(), system=system)
        _say("open")
        while True:
            plan = world.plan(groups, act=act, target=target)
            done = execute(plan, journal, world.ground(), silent, CancelToken(), now=NOW, system=system)
            _say("done")
            if act is Act.TRASH:
                return
            undo(done.record, journal, silent, CancelToken(), system=system)
            _say("done")


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], Act(sys.argv[2]))
