"""A plan as a table for a spreadsheet: a row for everything that would go, and for everything that stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from photosim.app.atomic import write_atomically
from photosim.domain.actions import Outcome, OutcomeState, Plan, Removal, Result
from photosim.domain.files import display_path

COLUMNS = (
    "state", "act", "file", "bytes", "relation", "because", "kept", "belongs_to", "group", "chosen_by",
    "reason",
)  # fmt: skip


def write_table(plan: Plan, result: Result | None, path: str) -> None:
    """Write a plan, and what a rehearsal found, as CSV (UTF-8 with a mark that spreadsheets understand).

    Args:
        plan: what would be done.
        result: of its rehearsal, or of carrying it out; None: only what the plan says.
        path: an existing file is replaced.

    Raises:
        FileError: the file cannot be written; an existing one is as it was.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows(map(_safe, row) for row in _rows(plan, result))
    write_atomically(path, text.getvalue().encode("utf-8-sig"))


def _rows(plan: Plan, result: Result | None) -> Iterator[tuple[str, ...]]:
    outcomes = {outcome.removal.victim.path: outcome for outcome in result.outcomes} if result else {}
    for removal in plan.removals:
        yield from _of_removal(plan, removal, outcomes.get(removal.victim.path))
    for refusal in plan.refused:
        kept = display_path(refusal.keeper)
        yield (
            "refused",
            plan.act.value,
            display_path(refusal.victim),
            "",
            "",
            "",
            kept,
            "",
            "",
            "",
            refusal.reason,
        )


def _of_removal(plan: Plan, removal: Removal, outcome: Outcome | None) -> Iterator[tuple[str, ...]]:
    state = "planned" if outcome is None else outcome.state.value
    reason = outcome.words if outcome is not None else ""
    for file in removal.going():
        is_victim = file is removal.victim
        yield (
            state,
            plan.act.value if outcome is None or outcome.state is not OutcomeState.REFUSED else "",
            display_path(file.path),
            str(file.stamp.size),
            removal.relation.value if is_victim else "",
            removal.words if is_victim else "belongs to the photo",
            display_path(removal.keeper.path),
            "" if is_victim else display_path(removal.victim.path),
            removal.group,
            "decision" if removal.decided else "identity",
            reason,
        )


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that keeps to its line."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in cell)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown
