"""`photosim empty PLAN`."""

from __future__ import annotations

from argparse import Namespace

from photosim.app.cleaning.cleanup import empty
from photosim.cli.cleaning import ending, find_record, result_json, result_text
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.actions import Act
from photosim.domain.errors import PhotosimError


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Give what was set aside to the system's trash."""
    with (
        library(options, existing=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        record = find_record(workspace, options.record)
        if not record.can_empty:
            raise PhotosimError(f"Nothing of the plan “{record.id}” is set aside.")
        result = empty(workspace, record.id, line.show, cancel)
    console.result(result_json(result), result_text(result, Act.TRASH))
    return ending(result)
