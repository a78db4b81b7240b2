"""`photosim plan -o PLAN.json`."""

from __future__ import annotations

import os
from argparse import Namespace

from photosim.app.atomic import write_atomically
from photosim.app.cleaning.planning import make_plan, waiting
from photosim.app.cleaning.words import kept_words, origin_words, plan_title
from photosim.app.finding.groups import find_groups
from photosim.app.tuning.rules import read_rules
from photosim.cli.cleaning import listed, refusal_json
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.output import output_path
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.actions import Act, Plan, Removal
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.planfile import plan_to_json
from photosim.domain.similarity import Relation
from photosim.domain.words import count_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Write the plan."""
    act, target = Act(options.act), _target(options)
    rules = read_rules(options.rules) if options.rules else None
    output = output_path(options.output)
    with (
        library(options, existing=True, compares=True) as workspace,
        stoppable() as cancel,
        progress_line(console) as line,
    ):
        groups = find_groups(workspace, Relation.SAME_PICTURE, line.show, cancel, rules)
        marks = workspace.library.marks()
        plan = make_plan(
            workspace,
            groups,
            line.show,
            cancel,
            act=act,
            target=target,
            marks=marks,
            include=[Relation(name) for name in options.include],
        )
        open_groups = waiting(groups, marks)
        write_atomically(output, plan_to_json(plan).encode("ascii"))
    console.result(as_json(plan, output, open_groups), as_text(plan, output, open_groups))
    return Exit.DONE_WITH_PROBLEMS if plan.refused else Exit.DONE


def as_json(plan: Plan, path: str, open_groups: int) -> dict[str, object]:
    """The plan by its stable names."""
    return {
        "plan": plain_path(path),
        "id": plan.id,
        "act": plan.act.value,
        "target": plain_path(plan.target) if plan.target is not None else None,
        "files": plan.files,
        "bytes": plan.bytes,
        "removals": [_removal(removal) for removal in plan.removals],
        "refused": [refusal_json(refusal) for refusal in plan.refused],
        "waiting": open_groups,
    }


def as_text(plan: Plan, path: str, open_groups: int) -> str:
    """The plan for people."""
    shown = display_path(path)
    lines = [f"{plan_title(plan)}; the plan is in “{shown}”."]
    if plan.removals:
        lines[0] = f"{plan_title(plan)}, would go ({origin_words(plan)}); {kept_words(plan)}."
        lines.append(
            f"Nothing was touched. The plan is in “{shown}”. To see it in pictures, every file verified:"
        )
        lines.append(f'  photosim apply "{shown}" --rehearse --report rehearsal.html')
    if open_groups:
        wait = "waits" if open_groups == 1 else "wait"
        lines.append(f"{count_words(open_groups, 'group')} {wait}: only a part of the files is decided.")
    return "\n".join([*lines, *listed([refusal.reason for refusal in plan.refused], "left alone")])


def _removal(removal: Removal) -> dict[str, object]:
    return {
        "victim": plain_path(removal.victim.path),
        "keeper": plain_path(removal.keeper.path),
        "companions": [plain_path(companion.file.path) for companion in removal.companions],
        "relation": removal.relation.value,
        "words": removal.words,
        "decided": removal.decided,
        "group": removal.group,
        "bytes": removal.bytes,
    }


def _target(options: Namespace) -> str | None:
    if (options.act == Act.MOVE) != (options.target is not None):
        raise PhotosimError(
            "A folder to move to (--target DIR) belongs to “--act move”, and to nothing else."
        )
    return os.path.abspath(options.target) if options.target is not None else None
