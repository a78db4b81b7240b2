"""journal.sqlite: what was done to files of the user, on the disk before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from photosim.domain.actions import Outcome, Plan, Removal
from photosim.domain.journal import Line, LineState, PlanRecord, Step

JOURNAL_NAME = "journal.sqlite"


class SqliteJournal:
    """The journal of a library; see `domain.journal.Journal`. Any thread may call any method."""

    @classmethod
    def open(cls, folder: str, *, read_only: bool = False) -> Self:
        """Open the journal in a library's folder; it is made when there is none.

        Args:
            folder: of the library; whoever writes must hold the library open for writing.
            read_only: do not change anything; without a journal its history is empty.

        Raises:
            LibraryError: it is damaged, from a newer photosim, or the disk refused it.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Close the file. May be called twice."""
        raise NotImplementedError

    def begin(self, plan: Plan, began_at: str) -> str:
        """See `Journal`."""
        raise NotImplementedError

    def end(self, record: str) -> None:
        """See `Journal`."""
        raise NotImplementedError

    def open_line(self, record: str, removal: Removal, steps: Sequence[Step]) -> int:
        """See `Journal`."""
        raise NotImplementedError

    def note(self, record: str, outcome: Outcome) -> None:
        """See `Journal`."""
        raise NotImplementedError

    def mark(self, line: int, state: LineState, words: str = "", steps: Sequence[Step] | None = None) -> None:
        """See `Journal`."""
        raise NotImplementedError

    def records(self) -> list[PlanRecord]:
        """See `Journal`."""
        raise NotImplementedError

    def plan(self, record: str) -> Plan:
        """See `Journal`."""
        raise NotImplementedError

    def lines(self, record: str) -> list[Line]:
        """See `Journal`."""
        raise NotImplementedError

    def open_lines(self) -> list[Line]:
        """See `Journal`."""
        raise NotImplementedError
