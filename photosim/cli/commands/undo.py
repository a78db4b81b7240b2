"""`photosim undo [PLAN]`."""

from __future__ import annotations

from argparse import Namespace

from photosim.actions.undo import UndoResult, UndoState
from photosim.app.cleaning.cleanup import history, undo
from photosim.app.cleaning.strays import bring_home, homecoming_title, strays_of
from photosim.app.cleaning.words import undo_title
from photosim.app.workspace import Workspace
from photosim.cli.cleaning import find_record, listed
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.errors import PhotosimError
from photosim.domain.files import plain_path
from photosim.domain.journal import PlanRecord

_AS_WANTED = (UndoState.BACK, UndoState.BY_HAND)


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Put back what the plan took away, or what no history knows of."""
    if options.strays:
        return _run_strays(options, console)
    with (
        library(options, existing=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        record = find_record(workspace, options.record) if options.record else _latest(workspace)
        result = undo(workspace, record.id, line.show, cancel)
    console.result(as_json(result), as_text(result))
    if result.cancelled:
        return Exit.STOPPED
    complete = all(outcome.state in _AS_WANTED for outcome in result.outcomes)
    return Exit.DONE if complete else Exit.DONE_WITH_PROBLEMS


def _run_strays(options: Namespace, console: Console) -> Exit:
    if options.record:
        raise PhotosimError("What the history cannot undo (--strays) belongs to no plan of the history.")
    with (
        library(options, existing=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        strays = strays_of(workspace)
        if not strays:
            raise PhotosimError("Nothing lies set aside that the history cannot undo.")
        told = bring_home(workspace, strays, line.show, cancel)
    wanted = sum(len(stray.names) for stray in strays)
    words = [one.words for one in told if one.words]
    console.result(
        {
            "back": sum(one.path is not None for one in told),
            "files": [
                {
                    "place": plain_path(one.place),
                    "path": plain_path(one.path) if one.path is not None else None,
                    "reason": one.words,
                }
                for one in told
            ],
            "left": wanted - len(told),
        },
        "\n".join([f"{homecoming_title(told, wanted)}.", *listed(words, "to know of")]),
    )
    if len(told) < wanted:
        return Exit.STOPPED
    return Exit.DONE_WITH_PROBLEMS if words else Exit.DONE


def as_json(result: UndoResult) -> dict[str, object]:
    """What became of the undo, by its stable names."""
    return {
        "record": result.record,
        "back": sum(outcome.state in _AS_WANTED for outcome in result.outcomes),
        "files": [
            {
                "path": plain_path(outcome.removal.victim.path),
                "state": outcome.state.value,
                "reason": outcome.words,
            }
            for outcome in result.outcomes
        ],
        "left": result.left,
        "cancelled": result.cancelled,
    }


def as_text(result: UndoResult) -> str:
    """What became of the undo, for people."""
    told = [outcome.words for outcome in result.outcomes if outcome.words]
    return "\n".join([f"{undo_title(result)}.", *listed(told, "to know of")])


def _latest(workspace: Workspace) -> PlanRecord:
    for record in history(workspace):
        if record.can_undo:
            return record
    raise PhotosimError("There is nothing to undo.")
