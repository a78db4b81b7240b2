"""The second step: what was set aside goes to the system's trash."""

from __future__ import annotations

from photosim.actions import sentences
from photosim.actions.execute import each, result_of
from photosim.actions.files import Files
from photosim.actions.moving import Mover
from photosim.actions.sentences import with_paths
from photosim.actions.system import System
from photosim.actions.territory import Territory, lies_aside
from photosim.actions.verify import Checks, RefusedError, reason_of
from photosim.domain.actions import FileProof, Ground, Outcome, OutcomeState, RefusalKind, Removal, Result
from photosim.domain.journal import Journal, Line, LineState
from photosim.domain.progress import CancelToken, Report

_STAGE = "Moving to the trash"


def empty(
    record: str,
    journal: Journal,
    ground: Ground,
    report: Report,
    cancel: CancelToken,
    *,
    system: System | None = None,
) -> Result:
    """Give what a plan set aside to the system's trash, after verifying every keeper once more.

    Args:
        record: id of the plan's record.
        journal: remembers what is done.
        ground: what the library knows by itself.
        report: told after each removal.
        cancel: looked at between removals.
        system: the operating system; tests give one that fails.

    Raises:
        KeyError: there is no such record.
        LibraryError: the journal cannot be read or written.
    """
    plan = journal.plan(record)
    files = Files(system or System())
    territory = Territory(files, ground.roots, plan.protected)
    checks = Checks(files, territory, ground, plan)
    lines = {line.removal.victim.path: line for line in journal.lines(record) if _is_aside(line)}
    emptier = _Emptier(journal, checks, Mover(files), lines)
    removals = tuple(line.removal for line in lines.values())
    outcomes = each(removals, emptier.empty, _STAGE, report, cancel)
    return result_of(record, outcomes, len(removals))


def _is_aside(line: Line) -> bool:
    return line.state is LineState.DONE and all(
        step.place is not None and lies_aside(step.place) for step in line.steps
    )


class _Emptier:
    def __init__(self, journal: Journal, checks: Checks, mover: Mover, lines: dict[str, Line]) -> None:
        self._journal = journal
        self._checks = checks
        self._mover = mover
        self._lines = lines

    def empty(self, removal: Removal) -> Outcome:
        """Verify what stays and what is set aside, and give the latter to the trash."""
        line = self._lines[removal.victim.path]
        try:
            staying = self._checks.check_staying(removal)
            self._check_aside(line, staying)
            self._checks.check_still(removal, staying)
        except RefusedError as refusal:
            return Outcome(removal, OutcomeState.REFUSED, refusal.kind, refusal.words)
        self._journal.mark(line.number, LineState.EMPTYING)
        for done, step in enumerate(line.steps):
            try:
                self._mover.trash(step)
            except OSError as error:
                words = with_paths(
                    sentences.NOT_EMPTIED,
                    removal.victim.path,
                    removal.keeper.path,
                    step.place or "",
                    reason_of(error),
                )
                self._journal.mark(line.number, LineState.DONE, words if done else "")
                return Outcome(removal, OutcomeState.FAILED, words=words)
        self._journal.mark(line.number, LineState.EMPTIED)
        return Outcome(removal, OutcomeState.DONE)

    def _check_aside(self, line: Line, staying: tuple[FileProof, ...]) -> None:
        removal = line.removal
        kept = {(file.stamp.device, file.stamp.inode) for file in staying}
        for step in line.steps:
            where = step.place or ""
            try:
                good = self._mover.found(where, step.file).is_good
                copied = step.copy is None or self._mover.holds_copy(step)
            except OSError as error:
                words = with_paths(
                    sentences.UNREADABLE, removal.victim.path, removal.keeper.path, where, reason_of(error)
                )
                raise RefusedError(RefusalKind.UNREADABLE, words) from error
            if not good or not copied:
                words = with_paths(sentences.GONE, removal.victim.path, removal.keeper.path, where)
                raise RefusedError(RefusalKind.MISSING, words)
            if (step.file.stamp.device, step.file.stamp.inode) in kept:
                words = with_paths(sentences.SAME_FILE, removal.victim.path, removal.keeper.path)
                raise RefusedError(RefusalKind.SAME_FILE, words)
