"""What was done is taken back: files return to their places with their bytes, times and permissions."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from photosim.actions.files import Files, numbered
from photosim.actions.moving import Found, Mover
from photosim.actions.sentences import quoted
from photosim.actions.system import System
from photosim.actions.verify import reason_of
from photosim.domain.actions import Removal
from photosim.domain.errors import Cancelled
from photosim.domain.files import display_path
from photosim.domain.journal import Journal, Line, LineState, Step
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.words import enumerated

_STAGE: Final = "Putting back"
_MOST: Final = 1000
_UNDOABLE: Final = (LineState.DONE, LineState.EMPTIED)


class UndoState(StrEnum):
    """How the undoing of one removal ended."""

    BACK = "back"
    """Where it was, as it was."""
    BESIDE = "beside"
    """Back in its folder under another name, as the old one is taken."""
    BY_HAND = "by-hand"
    """Somebody put it back before."""
    IN_TRASH = "in-trash"
    """In the system's trash, from where photosim cannot take it."""
    NOT_FOUND = "not-found"
    """Not where it was put."""
    FAILED = "failed"
    """The system did not do it; it lies where it lay."""


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What became of one removal that was to be undone.

    Attributes:
        line: number of the journal's line.
        removal: what had been done.
        state: how it ended.
        words: one sentence that names the paths; "" where it is back as it was.
    """

    line: int
    removal: Removal
    state: UndoState
    words: str = ""


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What became of an undo.

    Attributes:
        record: which plan.
        outcomes: of the removals that were tried, last done first.
        left: how many were not tried, because the user stopped.
        cancelled: whether the user stopped.
    """

    record: str
    outcomes: tuple[UndoOutcome, ...]
    left: int
    cancelled: bool


def undo(
    record: str,
    journal: Journal,
    report: Report,
    cancel: CancelToken,
    *,
    only: Collection[int] | None = None,
    system: System | None = None,
) -> UndoResult:
    """Put back what a plan removed, the last first.

    Nothing that lies in an old place is touched: then what comes back gets another name beside it. What
    was set aside, emptied into the system's trash and restored from there comes back, too.

    Args:
        record: id of the plan's record.
        journal: remembers what was done.
        report: told after each removal.
        cancel: looked at between removals.
        only: numbers of the lines to undo; None: all.
        system: the operating system; tests give one that fails.

    Raises:
        KeyError: there is no such record.
        LibraryError: the journal cannot be read or written.
    """
    journal.plan(record)
    files = Files(system or System())
    undoer = Undoer(journal, files, Mover(files))
    lines = [
        line
        for line in reversed(journal.lines(record))
        if line.state in _UNDOABLE and (only is None or line.number in only)
    ]
    outcomes: list[UndoOutcome] = []
    meter = RateMeter()
    for done, line in enumerate(lines):
        name = display_path(line.removal.victim.path)
        report(Progress(_STAGE, done, len(lines), meter.update(done), name))
        try:
            cancel.checkpoint()
        except Cancelled:
            break
        outcomes.append(undoer.undo(line))
    report(Progress(_STAGE, len(outcomes), len(lines), meter.update(len(outcomes))))
    left = len(lines) - len(outcomes)
    return UndoResult(record, tuple(outcomes), left, cancelled=left > 0)


class Undoer:
    """Takes back single lines."""

    def __init__(self, journal: Journal, files: Files, mover: Mover) -> None:
        self._journal = journal
        self._files = files
        self._mover = mover

    def undo(self, line: Line) -> UndoOutcome:
        """Put back all files of a line that lie where they were put, or none of them."""
        try:
            away, home = self.sorted_out(line.steps)
            if not away:
                return self._nothing_to_move(line, home)
            steps = self._with_names(away)
        except OSError as error:
            return self._failed(line, error)
        self._journal.mark(line.number, LineState.UNDOING, line.words, _updated(line.steps, steps))
        for done, step in enumerate(steps):
            try:
                self._mover.back(step)
            except OSError as error:
                if self._are_forth(steps[: done + 1]):
                    self._journal.mark(line.number, line.state, line.words, line.steps)
                return self._failed(line, error)
        gone = [step for step in line.steps if step not in away and step not in home]
        beside = [step.back for step in steps if step.back and step.back != step.file.path]
        withdrawn = self._withdrawn(_updated(line.steps, steps))
        words = _told(line.removal, beside, withdrawn, gone, self._copies(line.steps))
        self._journal.mark(line.number, LineState.UNDONE, words)
        state = UndoState.BESIDE if beside else UndoState.BACK
        return UndoOutcome(line.number, line.removal, state, words)

    def sorted_out(self, steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
        """The steps whose files lie where they were put, and those whose files are back already."""
        away: list[Step] = []
        home: list[Step] = []
        for step in steps:
            if step.place is not None and self._mover.found(step.place, step.file) is not Found.NOTHING:
                away.append(step)
            elif self._is_home(step):
                home.append(step)
        return away, home

    def _is_home(self, step: Step) -> bool:
        if step.back is not None and self._mover.found(step.back, step.file).is_good:
            return True
        return self._mover.found(step.file.path, step.file).is_good and not self._mover.holds_link(step)

    def _nothing_to_move(self, line: Line, home: Sequence[Step]) -> UndoOutcome:
        if len(home) == len(line.steps):
            by_hand = not any(step.back for step in line.steps)
            said = [f"{quoted(line.removal.victim.path)} was put back by hand before."] if by_hand else []
            withdrawn = self._withdrawn(line.steps)
            told = _told(line.removal, (), withdrawn, (), self._copies(line.steps))
            words = " ".join([*said, *([told] if told else [])])
            self._journal.mark(line.number, LineState.UNDONE, words, line.steps)
            state = UndoState.BY_HAND if by_hand else UndoState.BACK
            return UndoOutcome(line.number, line.removal, state, words)
        gone = [step for step in line.steps if step not in home]
        emptied = line.state is LineState.EMPTIED
        state = UndoState.IN_TRASH if emptied else UndoState.NOT_FOUND
        words = _in_trash(gone) if emptied else _not_found(gone)
        copies = self._copies(gone)
        if copies:
            words += f" {_copied(copies)}"
        return UndoOutcome(line.number, line.removal, state, words)

    def _with_names(self, away: Sequence[Step]) -> tuple[Step, ...]:
        """Where each file goes: to its old name, or all of them to names with one and the same number."""
        folders = [os.path.dirname(step.file.path) for step in away]
        names = [os.path.basename(step.file.path) for step in away]
        for number in range(1, _MOST):
            tried = names if number == 1 else numbered(names, number)
            paths = [os.path.join(folder, name) for folder, name in zip(folders, tried, strict=True)]
            if all(self._is_free(path, step) for path, step in zip(paths, away, strict=True)):
                return tuple(replace(step, back=path) for path, step in zip(paths, away, strict=True))
        raise FileExistsError(errno.EEXIST, "there are too many files of that name")

    def _is_free(self, path: str, step: Step) -> bool:
        if path == step.file.path and self._mover.holds_link(step):
            return True
        try:
            with self._files.parent(path) as folder:
                return self._files.status(folder, os.path.basename(path)) is None
        except (FileNotFoundError, NotADirectoryError):
            return True

    def _withdrawn(self, steps: Sequence[Step]) -> list[str]:
        """Set aside the copies that are not needed any more; one that stays does no harm."""
        withdrawn: list[str] = []
        for step in steps:
            with suppress(OSError):
                where = self._mover.withdraw(step)
                withdrawn += [where] if where is not None else []
        return withdrawn

    def _copies(self, steps: Sequence[Step]) -> list[str]:
        """The copies that a move to another volume made of these files, as far as they are there."""
        found: list[str] = []
        for step in steps:
            with suppress(OSError):
                found += [step.copy] if step.copy is not None and self._mover.holds_copy(step) else []
        return found

    def _are_forth(self, steps: Sequence[Step]) -> bool:
        """Put files into their places again that have left them; False if one could not be."""
        try:
            for step in reversed(steps):
                self._mover.forth(step)
        except OSError:
            return False
        return True

    def _failed(self, line: Line, error: OSError) -> UndoOutcome:
        victim = quoted(line.removal.victim.path)
        words = f"{victim} could not be put back ({reason_of(error)}); look for it in {_places(line.steps)}."
        return UndoOutcome(line.number, line.removal, UndoState.FAILED, words)


def _updated(steps: Sequence[Step], moved: Sequence[Step]) -> list[Step]:
    news = {step.file.path: step for step in moved}
    return [news.get(step.file.path, step) for step in steps]


def _places(steps: Sequence[Step]) -> str:
    return enumerated([quoted(step.place or step.file.path) for step in steps])


def _names(steps: Sequence[Step]) -> str:
    return enumerated([quoted(step.file.path) for step in steps])


def _in_trash(gone: Sequence[Step]) -> str:
    aside = [step for step in gone if step.place is not None]
    again = f" to {_places(aside)}, and undo once more" if aside else ""
    return f"{_names(gone)} went to the system's trash: open the trash and restore from there{again}."


def _not_found(gone: Sequence[Step]) -> str:
    return (
        f"{_names(gone)} was not found in {_places(gone)}: connect the drive and undo again, or look in the "
        "system's trash."
    )


def _copied(copies: Sequence[str]) -> str:
    return f"What was copied lies in {enumerated([quoted(path) for path in copies])}, and stays there."


def _told(
    removal: Removal,
    beside: Sequence[str],
    withdrawn: Sequence[str],
    gone: Sequence[Step],
    copies: Sequence[str],
) -> str:
    victim = quoted(removal.victim.path)
    told: list[str] = []
    if beside:
        names = enumerated([quoted(path) for path in beside])
        told.append(f"The place of {victim} is taken, so it came back as {names}.")
    if withdrawn:
        names = enumerated([quoted(path) for path in withdrawn])
        told.append(f"What had been copied was set aside: {names}.")
    if gone:
        told.append(f"Of what belongs to {victim}, {_names(gone)} was not found where it was put.")
    if copies:
        told.append(_copied(copies))
    return " ".join(told)
