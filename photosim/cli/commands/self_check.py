"""`photosim self-check`."""

from __future__ import annotations

from argparse import Namespace

from photosim.app.tuning.selfcheck import SelfCheck, self_check
from photosim.app.tuning.selfcheck_words import found_words, mistaken_words
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.files import display_path, plain_path
from photosim.domain.words import count_words, duration_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Try on edited copies of the user's photos what the present settings find."""
    with (
        library(options, read_only=True, compares=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        check = self_check(workspace, line.show, cancel, options.photos)
    console.result(as_json(check), as_text(check))
    return Exit.DONE_WITH_PROBLEMS if check.unreadable else Exit.DONE


def as_json(check: SelfCheck) -> dict[str, object]:
    """The findings by their stable names."""
    return {
        "photos": [plain_path(path) for path in check.photos],
        "unreadable": [plain_path(path) for path in check.unreadable],
        "strictness": check.strictness,
        "made": check.made,
        "found": check.found,
        "edits": [
            {
                "edit": result.edit.name,
                "made": result.made,
                "found": result.found,
                "relations": {
                    relation.value: number for relation, number in sorted(result.relations.items())
                },
                "missed": [plain_path(path) for path in result.missed],
            }
            for result in check.results
        ],
        "joined": [[plain_path(path) for path in pair] for pair in check.joined],
        "strays": [[plain_path(path) for path in pair] for pair in check.strays],
        "seconds": round(check.seconds, 3),
    }


def as_text(check: SelfCheck) -> str:
    """The findings for people."""
    lines = [found_words(check), mistaken_words(check), ""]
    lines += [
        f"  {result.edit.words:<26} {result.found:>5,} of {result.made:,}"
        + ("" if result.found == result.made else f"   {result.made - result.found:,} missed")
        for result in check.results
    ]
    for heading, pairs in (("Called the same picture", check.joined), ("Came together", check.strays)):
        lines += [f"  {heading}: “{display_path(one)}” and “{display_path(two)}”" for one, two in pairs]
    if check.unreadable:
        lines += ["", f"{count_words(len(check.unreadable), 'photo')} could not be read:"]
        lines += [f"  {display_path(path)}" for path in check.unreadable]
    return "\n".join([*lines, "", f"It took {duration_words(check.seconds)}; nothing was left behind."])
