"""An operating system and a journal that fail at a chosen step, in a chosen way."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

from photosim.actions.system import System
from photosim.catalog.journal import SqliteJournal
from photosim.domain.actions import Outcome, Plan, Removal
from photosim.domain.errors import LibraryError
from photosim.domain.journal import Line, LineState, PlanRecord, Step


class PowerCut(BaseException):
    """The process is gone from here on."""


class Fault(Enum):
    """How a step fails."""

    RAISES = auto()
    """It does nothing and says so."""
    DOES_AND_RAISES = auto()
    """It does its work and says that it failed."""
    LIES = auto()
    """It does nothing and says that it is done."""
    CUT_BEFORE = auto()
    CUT_AFTER = auto()


CHANGING = frozenset(
    {"rename", "link", "symlink", "make_folder", "drop_folder", "drop", "trash", "write", "take_over_status"}
)
"""Calls that change what is on the disk."""
_CALLS = CHANGING | {
    "open", "close", "read", "sync", "status_of", "status", "read_link", "may_write", "free_bytes",
}  # fmt: skip


@dataclass
class Moment:
    """Counts the steps of system and journal together, and strikes at one of them.

    Attributes:
        at: number of the step that fails; None: none.
        among: count only the steps of this name; "": all.
        fault: how.
        number: the error that is raised.
        steps: names of the steps so far.
        then: called right before the step that fails.
    """

    at: int | None = None
    fault: Fault = Fault.RAISES
    number: int = errno.EIO
    steps: list[str] = field(default_factory=list)
    then: Callable[[], None] | None = None
    among: str = ""
    dead: bool = False

    def passing(self, name: str, work: Callable[[], Any], error: Callable[[], Exception]) -> Any:
        """Do a step, or fail."""
        if self.dead:
            if name == "close":
                work()  # the system itself closes what a process leaves open
            raise PowerCut
        here = self.steps.count(name) if self.among else len(self.steps)
        self.steps.append(name)
        if here != self.at or self.among not in ("", name):
            return work()
        if self.then is not None:
            self.then()
            return work()
        return self._failed(name, work, error)

    def _failed(self, name: str, work: Callable[[], Any], error: Callable[[], Exception]) -> Any:
        if name == "may_write":
            return False  # the system's call for it never raises
        if self.fault is Fault.LIES:
            return None if name in CHANGING else work()
        # Whatever a failing close says, the handle is closed; a failing open gives none.
        does = self.fault in (Fault.DOES_AND_RAISES, Fault.CUT_AFTER) and name != "open"
        if does or name == "close":
            work()
        if self.fault in (Fault.RAISES, Fault.DOES_AND_RAISES):
            raise error()
        self.dead = True
        raise PowerCut


class BinSystem(System):
    """The real one, with a trash bin of its own in a folder."""

    def __init__(self, bin_folder: Path) -> None:
        self.bin = bin_folder

    def trash(self, path: str) -> None:
        """Move a file into the bin."""
        self.bin.mkdir(exist_ok=True)
        os.rename(path, self.bin / f"{len(os.listdir(self.bin))}-{os.path.basename(path)}")


class FailingSystem(BinSystem):
    """Every call is a step of a moment."""

    def __init__(self, bin_folder: Path, moment: Moment) -> None:
        super().__init__(bin_folder)
        self.moment = moment
        for name in _CALLS:
            setattr(self, name, self._passing(name))

    def _passing(self, name: str) -> Callable[..., Any]:
        method = getattr(BinSystem, name)

        def call(*arguments: Any, **more: Any) -> Any:
            return self.moment.passing(
                name,
                lambda: method(self, *arguments, **more),
                lambda: OSError(self.moment.number, os.strerror(self.moment.number), arguments[0]),
            )

        return call


class FailingJournal:
    """A journal on the disk; every writing is a step of a moment."""

    def __init__(self, journal: SqliteJournal, moment: Moment) -> None:
        self._journal = journal
        self._moment = moment

    def _passing(self, name: str, work: Callable[[], Any]) -> Any:
        return self._moment.passing(f"journal.{name}", work, lambda: LibraryError("The disk is full."))

    def begin(self, plan: Plan, began_at: str) -> str:
        return str(self._passing("begin", lambda: self._journal.begin(plan, began_at)))

    def end(self, record: str) -> None:
        self._passing("end", lambda: self._journal.end(record))

    def open_line(self, record: str, removal: Removal, steps: Sequence[Step]) -> int:
        return int(self._passing("open_line", lambda: self._journal.open_line(record, removal, steps)))

    def note(self, record: str, outcome: Outcome) -> None:
        self._passing("note", lambda: self._journal.note(record, outcome))

    def mark(self, line: int, state: LineState, words: str = "", steps: Sequence[Step] | None = None) -> None:
        self._passing("mark", lambda: self._journal.mark(line, state, words, steps))

    def records(self) -> list[PlanRecord]:
        return self._journal.records()

    def plan(self, record: str) -> Plan:
        return self._journal.plan(record)

    def lines(self, record: str) -> list[Line]:
        return self._journal.lines(record)

    def open_lines(self) -> list[Line]:
        return self._journal.open_lines()


class OtherVolume(System):
    """A folder lies on another volume: what goes there is copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def rename(self, old: str, new: str, old_at: int | None = None, new_at: int | None = None) -> None:
        here, there = (os.readlink(f"/proc/self/fd/{at}").startswith(self._folder) for at in (old_at, new_at))
        if here != there:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        super().rename(old, new, old_at, new_at)
