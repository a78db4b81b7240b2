"""What may be typed after `photosim rules` and `photosim self-check`."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def add_rules(
    command: Callable[[str, str], argparse.ArgumentParser],
    common: argparse.ArgumentParser,
    positive: Callable[[str], int],
) -> None:
    """Add the commands.

    Args:
        command: makes a command of this name and help.
        common: options that every command takes.
        positive: reads a whole number above zero.
    """
    rules = command("rules", "By which rules the photo to keep is chosen.")
    actions = rules.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True)

    def action(name: str, help_text: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=help_text, description=help_text, parents=[common])

    action("show", "Show the rules of the library, in their order.")
    export = action("export", "Write the rules of the library into a JSON file, to change or to share it.")
    export.add_argument("file", metavar="FILE.json")
    taken = action("import", "Choose by the rules in a JSON file from now on.")
    taken.add_argument("file", metavar="FILE.json")
    action("reset", "Choose by the rules that photosim comes with again.")

    check = command(
        "self-check",
        "Edit copies of some of your photos in a temporary folder, and tell which of them are found with the "
        "present settings. Your photos are only read.",
    )
    check.add_argument(
        "--photos", type=positive, default=25, metavar="N", help="how many of your photos to try (25)"
    )
