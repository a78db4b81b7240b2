"""`photosim report -o FILE.html`."""

from __future__ import annotations

from argparse import Namespace

from photosim.app.finding.groups import find_groups
from photosim.app.reporting.report import write_report
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.output import output_path
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.files import display_path, plain_path
from photosim.domain.similarity import Relation
from photosim.domain.words import count_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Write the groups as one HTML page."""
    target = output_path(options.output)
    with (
        library(options, existing=True, compares=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        groups = find_groups(workspace, Relation(options.relation), line.show, cancel)
        write_report(workspace, groups, target)
    shown = display_path(target)
    console.result(
        {"report": plain_path(target), "groups": len(groups)},
        f"{count_words(len(groups), 'group')} written to “{shown}”.",
    )
    return Exit.DONE
