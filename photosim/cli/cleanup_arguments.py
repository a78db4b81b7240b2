"""What may be typed after `photosim plan`, `apply`, `undo`, `history` and `empty`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from photosim.domain.actions import Act
from photosim.domain.similarity import Relation

_PLAN_HELP = """\
Write down what could go, and touch nothing. What was decided while reviewing groups in the window counts.
Of all other groups only files are chosen that are identical to one that stays, byte for byte or pixel for
pixel; --include asks for more.
"""

_RECORD = "id of a plan from “photosim history”, or the file of the plan"


def add_cleaning_up(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the commands; `command` makes one of this name and help."""
    plan = command("plan", "Write a plan of what could go; nothing is touched.")
    plan.description = _PLAN_HELP
    plan.add_argument("-o", "--output", required=True, metavar="PLAN.json")
    plan.add_argument(
        "--act",
        choices=[act.value for act in Act],
        default=Act.SET_ASIDE.value,
        help="what is to become of the files that go (set-aside: renamed on their own drive, to be undone at "
        "any time)",
    )
    plan.add_argument("--target", metavar="DIR", help="the folder to move to, with --act move")
    plan.add_argument(
        "--include",
        nargs="+",
        action="extend",
        default=[],
        choices=[one.value for one in Relation if one.is_same_picture and not one.is_identical],
        metavar="RELATION",
        help="also choose files that are this to the one that stays: they are not identical to it, so look "
        "at the rehearsal first (%(choices)s). What has more pixels, shows more or has colours that the one "
        "that stays lacks is never chosen, nor is camera raw for the sake of another format.",
    )
    plan.add_argument(
        "--rules", metavar="FILE.json", help="choose what stays by these rules instead of the library's own"
    )

    apply = command("apply", "Carry out a plan; every file is verified right before.")
    apply.add_argument("plan", metavar="PLAN.json")
    apply.add_argument("--rehearse", action="store_true", help="make every check and touch nothing")
    apply.add_argument(
        "--report",
        metavar="FILE",
        action="append",
        default=[],
        help="with --rehearse: write what would be done, with pictures (.html) or as a table (.csv)",
    )

    undo = command("undo", "Put back what a plan took away, exactly as it was.")
    undo.add_argument("record", nargs="?", metavar="PLAN", help=f"{_RECORD} (the latest that can be undone)")
    undo.add_argument(
        "--strays",
        action="store_true",
        help="put back what lies set aside and the history cannot undo: of a library that was lost, or in a "
        "folder that was renamed since",
    )

    history = command("history", "List what was done to files, newest first.")
    history.add_argument("record", nargs="?", metavar="PLAN", help=f"tell of this one in full: {_RECORD}")

    empty = command("empty", "Give what a plan set aside to the system's trash. This cannot be undone here.")
    empty.add_argument("record", metavar="PLAN", help=_RECORD)
