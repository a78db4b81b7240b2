"""Cleaning up: plans are rehearsed, carried out, taken back, and remembered."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from photosim.actions import empty as emptying
from photosim.actions import execute as executing
from photosim.actions import recover as recovering
from photosim.actions import undo as undoing
from photosim.app.cleaning.ground import ground_of
from photosim.app.cleaning.sync import catch_up
from photosim.catalog.journal import JOURNAL_NAME, SqliteJournal
from photosim.domain.actions import Plan, Result
from photosim.domain.errors import LibraryError, LibraryReadOnlyError
from photosim.domain.journal import Line, PlanRecord

if TYPE_CHECKING:
    from photosim.actions.recover import Finding
    from photosim.actions.undo import UndoResult
    from photosim.app.workspace import Workspace
    from photosim.domain.progress import CancelToken, Report


def rehearse(workspace: Workspace, plan: Plan, report: Report, cancel: CancelToken) -> Result:
    """Make every check that comes before the act, on every file of a plan, and touch nothing.

    Raises:
        SafetyError: the plan as a whole could not be carried out.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's card is missing or malformed.
    """
    with reading_journal(workspace) as journal:
        return executing.rehearse(plan, ground_of(workspace, journal), report, cancel)


def apply(workspace: Workspace, plan: Plan, report: Report, cancel: CancelToken) -> Result:
    """Carry out a plan; what cannot be done safely is refused, and the rest goes on.

    The library knows at once what is gone. Stopping is told by `Result.cancelled`; what was done before
    stays done and can be undone.

    Args:
        workspace: the library.
        plan: made by `cleaning.planning.make_plan`, perhaps long ago: all of it is verified anew.
        report: told after each removal.
        cancel: pauses or stops between two removals.

    Raises:
        LibraryReadOnlyError: the library can only be looked at; nothing was touched.
        SafetyError: the plan as a whole cannot be carried out; nothing was touched.
        LibraryError: the journal or the catalogue cannot be written; the files are as the journal says.
        ModelError: the model's card is missing or malformed.
    """
    with _writing(workspace) as journal:
        before = {record.id for record in journal.records()}
        try:
            return executing.execute(plan, journal, ground_of(workspace, journal), report, cancel, now=_now())
        finally:
            new = [record.id for record in journal.records() if record.id not in before]
            _catch_up(workspace, journal, new)


def undo(
    workspace: Workspace,
    record: str,
    report: Report,
    cancel: CancelToken,
    *,
    only: Collection[int] | None = None,
) -> UndoResult:
    """Put back what a plan took away, the last first, with its bytes, times and permissions.

    What was decided of the files that come back is forgotten: it was undone, and is to be decided anew.

    Args:
        workspace: the library.
        record: id of the plan's record, from `history`.
        report: told after each removal.
        cancel: pauses or stops between two removals.
        only: numbers of the lines to undo; None: all.

    Raises:
        KeyError: there is no such record.
        LibraryReadOnlyError: the library can only be looked at; nothing was touched.
        LibraryError: the journal or the catalogue cannot be written; the files are as the journal says.
    """
    with _writing(workspace) as journal:
        try:
            result = undoing.undo(record, journal, report, cancel, only=only)
        finally:
            _catch_up(workspace, journal, [record])
    back = [outcome.removal.victim.path for outcome in result.outcomes]
    workspace.library.set_marks(dict.fromkeys(back))
    return result


def empty(workspace: Workspace, record: str, report: Report, cancel: CancelToken) -> Result:
    """Give what a plan set aside to the system's trash; every keeper is verified once more before.

    Raises:
        KeyError: there is no such record.
        LibraryReadOnlyError: the library can only be looked at; nothing was touched.
        LibraryError: the journal cannot be written; the files are as the journal says.
        ModelError: the model's card is missing or malformed.
    """
    with _writing(workspace) as journal:
        return emptying.empty(record, journal, ground_of(workspace, journal), report, cancel)


def history(workspace: Workspace) -> list[PlanRecord]:
    """What was done so far, the newest first; also in a library that can only be looked at.

    Raises:
        LibraryError: the journal cannot be read.
    """
    with reading_journal(workspace) as journal:
        return journal.records()


def lines(workspace: Workspace, record: str) -> list[Line]:
    """The removals of a record, in the order in which they were begun.

    Raises:
        LibraryError: the journal cannot be read.
    """
    with reading_journal(workspace) as journal:
        return journal.lines(record)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found of work that was interrupted, when the library was opened.

    Attributes:
        findings: of the removals whose end was not known.
        problem: why nothing could be looked after, in a sentence; "" where all went well.
    """

    findings: tuple[Finding, ...] = ()
    problem: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What there is to tell the user."""
        return (*(finding.words for finding in self.findings), *([self.problem] if self.problem else []))


def recover(workspace: Workspace) -> Recovery:
    """Settle what an interruption left unfinished, and bring the catalogue up to date with it.

    A journal that cannot be used keeps nobody from looking at photos: that is told, not raised. A library
    that can only be looked at is left to whoever may change it.
    """
    library = workspace.library
    if library.read_only or not os.path.exists(os.path.join(library.folder, JOURNAL_NAME)):
        return Recovery()
    try:
        return Recovery(_recovered(workspace))
    except LibraryError as error:
        return Recovery(problem=str(error))


def _recovered(workspace: Workspace) -> tuple[Finding, ...]:
    with _writing(workspace) as journal:
        interrupted = [record.id for record in journal.records() if not record.finished]
        touched = {line.record for line in journal.open_lines()}
        if not interrupted and not touched:
            return ()
        findings = recovering.recover(journal, ground_of(workspace, journal))
        _catch_up(workspace, journal, {*interrupted, *touched})
        for record in interrupted:
            journal.end(record)
        return findings


@contextmanager
def reading_journal(workspace: Workspace) -> Iterator[SqliteJournal]:
    """The library's journal, to be looked at only.

    Raises:
        LibraryError: it cannot be read.
    """
    with closing(SqliteJournal.open(workspace.library.folder, read_only=True)) as journal:
        yield journal


@contextmanager
def _writing(workspace: Workspace) -> Iterator[SqliteJournal]:
    library = workspace.library
    if library.read_only:
        raise LibraryReadOnlyError(library.read_only_reason)
    with closing(SqliteJournal.open(library.folder)) as journal:
        yield journal


def _catch_up(workspace: Workspace, journal: SqliteJournal, records: Collection[str]) -> None:
    catch_up(workspace.library, [line for record in records for line in journal.lines(record)])


def _now() -> datetime:
    return datetime.now().astimezone()
