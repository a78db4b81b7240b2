"""What was done is taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from photosim.domain.actions import Removal
from photosim.domain.journal import Journal
from photosim.domain.progress import CancelToken, Report


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
) -> UndoResult:
    """Put back what a plan removed, the last first.

    Args:
        record: id of the plan's record.
        journal: remembers what was done.
        report: told after each removal.
        cancel: looked at between removals.
        only: numbers of the lines to undo; None: all.

    Raises:
        KeyError: there is no such record.
        LibraryError: the journal cannot be read or written.
    """
    raise NotImplementedError
