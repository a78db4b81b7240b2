"""`photosim rules`."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Sequence

from photosim.app.tuning.rules import read_rules, write_rules
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.output import output_path
from photosim.cli.work import library
from photosim.domain.files import display_path, plain_path
from photosim.domain.names import COPY_NAMES
from photosim.domain.rule_words import RULE_WORDS
from photosim.domain.rules import RuleSet, RuleUse


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Show, export, import or reset the rules."""
    match options.action:
        case "show":
            with library(options, read_only=True) as workspace:
                _show(workspace.library.rules(), console, "")
        case "export":
            path = output_path(options.file)
            with library(options, read_only=True) as workspace:
                write_rules(workspace.library.rules(), path)
            shown = display_path(path)
            console.result({"path": plain_path(path)}, f"Wrote the rules to “{shown}”.")
        case "import":
            rules = read_rules(os.path.abspath(options.file))
            with library(options) as workspace:
                workspace.library.save_rules(rules)
            _show(rules, console, "Keepers are chosen by these rules from now on.")
        case "reset":
            with library(options) as workspace:
                workspace.library.save_rules(None)
            _show(RuleSet(), console, "Keepers are chosen by the rules that photosim comes with.")
    return Exit.DONE


def _show(rules: RuleSet, console: Console, heading: str) -> None:
    lines = [
        *([heading, ""] if heading else []),
        "Copies of one picture:",
        *_lines(rules.copies),
        "",
        "Different shots of one moment or place:",
        *_lines(rules.shots),
    ]
    if rules.folders:
        lines += ["", "Preferred folders, best first:"]
        lines += [f"  {display_path(folder)}" for folder in rules.folders]
    if rules.copy_names != COPY_NAMES:
        lines += ["", f"Names of copies: {', '.join(rules.copy_names) or 'none'}"]
    console.result(json.loads(rules.to_json()), "\n".join(lines))


def _lines(uses: Sequence[RuleUse]) -> list[str]:
    asked = [use for use in uses if use.on]
    lines = [
        f"{number:>3}. {use.name.value:<18} {RULE_WORDS[use.name].title}"
        for number, use in enumerate(asked, start=1)
    ]
    off = [use.name.value for use in uses if not use.on]
    return [*lines, *([f"     not asked: {', '.join(off)}"] if off else [])]
