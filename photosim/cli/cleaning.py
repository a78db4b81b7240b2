"""What the commands that touch files have in common: which plan is meant, and how its end is told."""

from __future__ import annotations

import os

from photosim.app.atomic import read_named
from photosim.app.cleaning.cleanup import history
from photosim.app.cleaning.words import problem_words, result_title
from photosim.app.workspace import Workspace
from photosim.cli.contract import Exit
from photosim.domain.actions import Act, Outcome, OutcomeState, Plan, Refusal, Result
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.journal import PlanRecord
from photosim.domain.planfile import plan_from_json
from photosim.domain.words import count_words

_SHOWN = 50
# A plan to remove a million photos has about as much.
_LARGEST_PLAN = 1024**3


def read_plan(path: str) -> Plan:
    """The plan in a file.

    Raises:
        FileError: the file cannot be read.
        PlanFileError: it holds no plan.
    """
    return plan_from_json(read_named("read the plan", path, _LARGEST_PLAN))


def find_record(workspace: Workspace, name: str) -> PlanRecord:
    """The record that is meant by an id of the history, a beginning of one, or the file of a plan.

    Raises:
        PhotosimError: there is none, or more than one.
        LibraryError: the journal cannot be read.
    """
    records = history(workspace)
    wanted = read_plan(name).id if os.path.isfile(name) else name
    same = [record for record in records if wanted in (record.id, record.plan)]
    found = same or [record for record in records if record.id.startswith(wanted)]
    if not found:
        raise PhotosimError(
            f"The history knows no plan “{display_path(name)}”; “photosim history” lists all."
        )
    if len(found) > 1 and not same:
        raise PhotosimError(f"More than one plan in the history begins with “{display_path(name)}”.")
    # A plan that was carried out twice: the latest is meant.
    return found[0]


def ending(result: Result) -> Exit:
    """How the process is to end after this."""
    if result.cancelled:
        return Exit.STOPPED
    if result.counted(OutcomeState.REFUSED):
        return Exit.REFUSED
    return Exit.DONE_WITH_PROBLEMS if result.counted(OutcomeState.FAILED) else Exit.DONE


def result_json(result: Result) -> dict[str, object]:
    """What became of a plan, by its stable names."""
    return {
        "record": result.record,
        "done": result.counted(OutcomeState.DONE),
        "ready": result.counted(OutcomeState.READY),
        "bytes": result.bytes,
        "refused": [_outcome(one) for one in result.outcomes if one.state is OutcomeState.REFUSED],
        "failed": [_outcome(one) for one in result.outcomes if one.state is OutcomeState.FAILED],
        "left": result.left,
        "cancelled": result.cancelled,
    }


def result_text(result: Result, act: Act) -> str:
    """What became of a plan, for people."""
    return "\n".join([f"{result_title(result, act)}.", *listed(problem_words(result), "left alone")])


def listed(sentences: list[str], what: str) -> list[str]:
    """Lines with the first of some sentences, under a line that counts them; none for none."""
    if not sentences:
        return []
    lines = [f"{count_words(len(sentences), 'file')} {what}:", *(f"  {one}" for one in sentences[:_SHOWN])]
    if len(sentences) > _SHOWN:
        lines.append(f"  … and {len(sentences) - _SHOWN:,} more; “--format json” lists them all.")
    return lines


def refusal_json(refusal: Refusal) -> dict[str, object]:
    """Why something stays, by its stable names."""
    return {
        "victim": plain_path(refusal.victim),
        "keeper": plain_path(refusal.keeper) or None,
        "kind": refusal.kind.value,
        "reason": refusal.reason,
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "victim": plain_path(outcome.removal.victim.path),
        "keeper": plain_path(outcome.removal.keeper.path),
        "kind": outcome.kind.value if outcome.kind is not None else None,
        "reason": outcome.words,
    }
