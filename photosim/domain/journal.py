"""The memory of what was done to files of the user: records of plans, and a line for each removal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from photosim.domain.actions import Act, FileProof, Outcome, Plan, Removal


class LineState(StrEnum):
    """Where a removal stands."""

    BEGUN = "begun"
    """Written down before the first file was touched, and not closed yet."""
    DONE = "done"
    NOT_DONE = "not-done"
    """Interrupted, or tried again in another way; everything lies where it lay before."""
    REFUSED = "refused"
    FAILED = "failed"
    """The system did not do it; the words tell what lies where."""
    UNDOING = "undoing"
    """Being put back."""
    UNDONE = "undone"
    EMPTYING = "emptying"
    """On its way from being set aside to the system's trash."""
    EMPTIED = "emptied"
    """In the system's trash."""

    @property
    def is_open(self) -> bool:
        """Whether something was begun of which the end is not known."""
        return self in (LineState.BEGUN, LineState.UNDOING, LineState.EMPTYING)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one file of a removal.

    Attributes:
        file: the file as it was just before the act; its path is where it came from.
        place: where it lies afterwards; None for the system's trash.
        copy: where its verified copy lies, for a move to another volume; else None.
        link: path of the file that a link in the old place leads to; None without a link.
        pointer: what that link holds if it is a symbolic one; None for a hard link.
        back: where undoing puts it, once that has begun; None: nothing was put back.
    """

    file: FileProof
    place: str | None
    copy: str | None = None
    link: str | None = None
    pointer: str | None = None
    back: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One removal as the journal knows it.

    Attributes:
        number: of the line.
        record: of the plan it belongs to.
        act: what was to be done.
        removal: the removal.
        steps: one for each file that goes, in the order in which they are taken; () if refused.
        state: where it stands.
        words: what there is to tell, or "".
    """

    number: int
    record: str
    act: Act
    removal: Removal
    steps: tuple[Step, ...]
    state: LineState
    words: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan that was carried out, in whole or in part.

    Attributes:
        id: names it in the history and in the folder of what was set aside.
        plan: the plan's id; a plan that was undone and carried out again has several records.
        act: what was done.
        target: folder that was moved to, or None.
        began_at: ISO 8601 with time zone.
        finished: whether the end of the plan was reached or the user stopped it; False: it was
            interrupted, or runs now.
        removals: how many the plan had.
        done: removals that are done and neither undone nor emptied.
        refused: removals that were refused.
        failed: removals that failed.
        undone: removals that were taken back.
        emptied: removals that went to the system's trash.
        bytes: size of what is done and not undone.
        aside: of those done, removals of which something lies set aside; of a move what was copied to
            another volume.
    """

    id: str
    plan: str
    act: Act
    target: str | None
    began_at: str
    finished: bool
    removals: int
    done: int
    refused: int
    failed: int
    undone: int
    emptied: int
    bytes: int
    aside: int

    @property
    def can_undo(self) -> bool:
        """Whether something can be put back."""
        return self.done > 0 and self.act is not Act.TRASH

    @property
    def can_empty(self) -> bool:
        """Whether something lies set aside that can go to the system's trash."""
        return self.aside > 0


class Journal(Protocol):
    """Every method that writes returns only when the disk has what was written.

    All of them raise LibraryError when that is impossible.
    """

    def begin(self, plan: Plan, began_at: str) -> str:
        """Note that a plan is being carried out; returns the id of its record."""

    def end(self, record: str) -> None:
        """Note that nothing more of the plan will be tried."""

    def open_line(self, record: str, removal: Removal, steps: Sequence[Step]) -> int:
        """Note what is about to be done (`BEGUN`); returns the number of the line."""

    def note(self, record: str, outcome: Outcome) -> None:
        """Note a removal that was refused before anything was touched."""

    def mark(self, line: int, state: LineState, words: str = "", steps: Sequence[Step] | None = None) -> None:
        """Note where a line stands now, and its steps if they have changed."""

    def records(self) -> list[PlanRecord]:
        """What was done so far, the newest first."""

    def plan(self, record: str) -> Plan:
        """The plan of a record. Raises KeyError if there is no such record."""

    def lines(self, record: str) -> list[Line]:
        """The lines of a record, in the order in which they were begun."""

    def open_lines(self) -> list[Line]:
        """All lines whose state is open, in the order in which they were begun."""
