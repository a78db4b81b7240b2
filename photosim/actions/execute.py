"""A plan is carried out: verified, written down, done, looked at, and closed, removal by removal."""

from __future__ import annotations

from datetime import datetime

from photosim.domain.actions import Ground, Plan, Result
from photosim.domain.journal import Journal
from photosim.domain.progress import CancelToken, Report


def execute(
    plan: Plan, journal: Journal, ground: Ground, report: Report, cancel: CancelToken, *, now: datetime
) -> Result:
    """Carry out a plan; what cannot be done safely is refused, and the rest goes on.

    Args:
        plan: what to do; nothing it says of files is believed.
        journal: remembers what is done.
        ground: what the library knows by itself.
        report: told after each removal.
        cancel: looked at between removals.
        now: with time zone.

    Raises:
        SafetyError: the plan as a whole cannot be carried out (no room in the target, for example);
            nothing was touched.
        LibraryError: the journal cannot be written; the removal in hand was put back, the plan ended.
    """
    raise NotImplementedError


def rehearse(plan: Plan, ground: Ground, report: Report, cancel: CancelToken) -> Result:
    """Make all checks of `execute` and touch nothing.

    Raises:
        SafetyError: the plan as a whole could not be carried out.
    """
    raise NotImplementedError
