"""The second step: what was set aside goes to the system's trash."""

from __future__ import annotations

from photosim.domain.actions import Ground, Result
from photosim.domain.journal import Journal
from photosim.domain.progress import CancelToken, Report


def empty(record: str, journal: Journal, ground: Ground, report: Report, cancel: CancelToken) -> Result:
    """Give what a plan set aside to the system's trash, after verifying every keeper once more.

    Args:
        record: id of the plan's record.
        journal: remembers what is done.
        ground: what the library knows by itself.
        report: told after each removal.
        cancel: looked at between removals.

    Raises:
        KeyError: there is no such record.
        LibraryError: the journal cannot be read or written.
    """
    raise NotImplementedError
