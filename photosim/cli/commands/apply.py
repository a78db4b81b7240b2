"""`photosim apply PLAN.json [--rehearse]`."""

from __future__ import annotations

from argparse import Namespace

from photosim.app.cleaning.cleanup import apply, rehearse
from photosim.app.reporting.rehearsal import write_rehearsal
from photosim.app.reporting.rehearsal_table import write_table
from photosim.app.workspace import Workspace
from photosim.cli.cleaning import ending, listed, read_plan, result_json, result_text
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.output import output_path
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.actions import OutcomeState, Plan, Result
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Carry the plan out, or rehearse it."""
    plan = read_plan(options.plan)
    _check_reports(options.report, rehearse=options.rehearse)
    reports = [output_path(path) for path in options.report]
    with (
        library(options, existing=True, read_only=options.rehearse) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        do = rehearse if options.rehearse else apply
        result = do(workspace, plan, line.show, cancel)
        for path in reports:
            _write(workspace, plan, result, path)
    console.result(
        {
            **result_json(result),
            "rehearsed": options.rehearse,
            "reports": [plain_path(path) for path in reports],
        },
        as_text(plan, result, reports),
    )
    return ending(result)


def as_text(plan: Plan, result: Result, reports: list[str]) -> str:
    """What became of the plan, for people."""
    lines = [result_text(result, plan.act)]
    if result.counted(OutcomeState.DONE):
        lines.append(f"To take it back: photosim undo {result.record}")
    lines += [f"The rehearsal is in “{display_path(path)}”." for path in reports]
    return "\n".join(
        [*lines, *listed([refusal.reason for refusal in plan.refused], "never part of the plan")]
    )


def _check_reports(reports: list[str], *, rehearse: bool) -> None:
    if reports and not rehearse:
        raise PhotosimError("A report (--report FILE) belongs to a rehearsal (--rehearse).")
    for path in reports:
        if not path.lower().endswith((".html", ".htm", ".csv")):
            raise PhotosimError(f"“{display_path(path)}”: the name of a report ends in .html or .csv.")


def _write(workspace: Workspace, plan: Plan, result: Result, path: str) -> None:
    if path.lower().endswith(".csv"):
        write_table(plan, result, path)
    else:
        write_rehearsal(workspace, plan, result, path)
