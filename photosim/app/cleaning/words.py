"""What a plan would do and what became of it, in sentences: one voice for window, command line and report."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from photosim.actions.undo import UndoState
from photosim.domain.actions import Act, OutcomeState, Plan, Result
from photosim.domain.files import display_path
from photosim.domain.journal import Line, LineState, PlanRecord
from photosim.domain.words import count_words, enumerated, size_words

if TYPE_CHECKING:
    from photosim.actions.undo import UndoResult

ACTS = {
    Act.SET_ASIDE: "Set aside",
    Act.TRASH: "Put into the system's trash",
    Act.MOVE: "Move to a folder",
    Act.HARD_LINK: "Replace by hard links",
    Act.SYMLINK: "Replace by symbolic links",
}
"""What can be done, as a choice."""

DONE_ACTS = {
    Act.SET_ASIDE: "set aside",
    Act.TRASH: "put into the system's trash",
    Act.MOVE: "moved",
    Act.HARD_LINK: "replaced by hard links",
    Act.SYMLINK: "replaced by symbolic links",
}
"""What was done."""

_LINES = {
    LineState.BEGUN: "interrupted",
    LineState.NOT_DONE: "not done",
    LineState.REFUSED: "refused",
    LineState.FAILED: "failed",
    LineState.UNDOING: "interrupted",
    LineState.UNDONE: "undone",
    LineState.EMPTYING: "interrupted",
    LineState.EMPTIED: "in the trash",
}

_UNDONE = {
    UndoState.BACK: ("is back as it was", "are back as they were"),
    UndoState.BESIDE: ("is back under another name", "are back under other names"),
    UndoState.BY_HAND: ("was put back before", "were put back before"),
    UndoState.IN_TRASH: ("is in the system's trash", "are in the system's trash"),
    UndoState.NOT_FOUND: ("was not found", "were not found"),
    UndoState.FAILED: ("could not be put back", "could not be put back"),
}

_WAYS_BACK = {
    Act.SET_ASIDE: "Every file is renamed into a folder called “.photosim-set-aside” at the top of its "
    "library folder, on the same drive. Nothing is deleted: undo puts each back exactly as it was, today or "
    "next year. The space becomes free when you put them into the system's trash, as a step of its own.",
    Act.TRASH: "Every file goes to the trash of the system. Only there can it be brought back; photosim "
    "cannot undo this.",
    Act.HARD_LINK: "Every file is set aside, and a second name of the kept file takes its place: programs "
    "find the photo where it was, and its bytes are stored once. Editing one then changes both. Undo puts "
    "each back exactly as it was.",
    Act.SYMLINK: "Every file is set aside, and a pointer to the kept file takes its place: programs find the "
    "photo where it was, as long as the kept file stays where it is. Undo puts each back exactly as it was.",
}

CHECKS = (
    "Right before each step both files are read again: the kept one must be there, hold the bytes that were "
    "compared, and decode as a whole; the other must be unchanged. What does not pass stays, and is told."
)
"""What makes a plan safe, for whoever is about to carry it out."""


def act_way(act: Act, target: str | None = None) -> str:
    """Where files go by an act, and how they come back."""
    if act is Act.MOVE:
        folder = f"“{display_path(target)}”" if target else "the folder of your choice"
        return (
            f"Every file is moved to {folder}, below the folders it lies in now; onto another drive it is "
            "copied and compared, and what was copied is set aside where it was, until you empty it into the "
            "system's trash. Nothing is overwritten. Undo moves each back exactly as it was."
        )
    return _WAYS_BACK[act]


def plan_title(plan: Plan) -> str:
    """The plan in one line: "1,204 photos and 12 files that belong to them, 3.2 GB"."""
    if not plan.removals:
        return "Nothing is to go"
    beside = plan.files - len(plan.removals)
    what = count_words(len(plan.removals), "photo")
    if beside:
        what += f" and {count_words(beside, 'file that belongs', 'files that belong')} to " + (
            "it" if len(plan.removals) == 1 else "them"
        )
    return f"{what}, {size_words(plan.bytes)}"


def kept_words(plan: Plan) -> str:
    """For how many photos that stay the others go."""
    keepers = len({removal.keeper.path for removal in plan.removals})
    return f"{count_words(keepers, 'photo stays', 'photos stay')} for {'it' if plan.files == 1 else 'them'}"


def origin_words(plan: Plan) -> str:
    """Who chose what goes: identity alone, or the user."""
    decided = sum(removal.decided for removal in plan.removals)
    found = len(plan.removals) - decided
    parts = [
        *([f"{found:,} identical to one that stays"] if found else []),
        *([f"{decided:,} by your decisions"] if decided else []),
    ]
    return ", ".join(parts)


def result_title(result: Result, act: Act) -> str:
    """What became of a plan in one line, problems left aside."""
    done, ready = result.counted(OutcomeState.DONE), result.counted(OutcomeState.READY)
    stopped = f"; stopped before {count_words(result.left, 'more photo')}" if result.cancelled else ""
    if ready:
        return f"{count_words(ready, 'photo')}, {size_words(result.bytes)}, passed every check{stopped}"
    if not done:
        return f"Nothing was {DONE_ACTS[act]}{stopped}"
    verb = "was" if done == 1 else "were"
    return f"{count_words(done, 'photo')}, {size_words(result.bytes)}, {verb} {DONE_ACTS[act]}{stopped}"


def problem_words(result: Result) -> list[str]:
    """A sentence for each removal that was refused or failed."""
    bad = (OutcomeState.REFUSED, OutcomeState.FAILED)
    return [outcome.words for outcome in result.outcomes if outcome.state in bad]


def record_title(record: PlanRecord) -> str:
    """An entry of the history in one line."""
    done = record.done + record.undone + record.emptied
    told = [f"{count_words(done, 'photo')} {DONE_ACTS[record.act]}"]
    if record.undone:
        told.append("all undone" if record.undone == done else f"{record.undone:,} undone")
    if record.emptied:
        told.append("in the trash" if record.emptied == done else f"{record.emptied:,} in the trash")
    if record.refused:
        told.append(f"{record.refused:,} refused")
    if record.failed:
        told.append(f"{record.failed:,} failed")
    return ", ".join(told)


def line_words(line: Line) -> str:
    """Where a removal of the history stands."""
    return _LINES.get(line.state, DONE_ACTS[line.act])


def began_words(record: PlanRecord) -> str:
    """When a plan was carried out, by the clock of whoever reads it."""
    return f"{datetime.fromisoformat(record.began_at).astimezone():%Y-%m-%d %H:%M}"


def undo_title(result: UndoResult) -> str:
    """What became of an undo in one line."""
    counted = {state: sum(one.state is state for one in result.outcomes) for state in UndoState}
    parts = [
        f"{count_words(number, 'photo')} {_UNDONE[state][number != 1]}"
        for state, number in counted.items()
        if number
    ]
    stopped = f"; stopped before {count_words(result.left, 'more photo')}" if result.cancelled else ""
    return f"{enumerated(parts) or 'Nothing was to be put back'}{stopped}"
