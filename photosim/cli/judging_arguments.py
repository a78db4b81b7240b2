"""What may be typed after `photosim judge` and `photosim threshold`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from photosim.domain.strictness import GENEROUS, STEPS, STRICT

_PAIRS = {
    "same": "Say that two photos are one picture.",
    "not-same": "Say that two photos are different pictures; they are never grouped as one again.",
    "keep-both": "Say that of two photos neither is to go on account of the other.",
    "forget": "Take back what was said of two photos.",
}


def add_judging(
    command: Callable[[str, str], argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the commands.

    Args:
        command: makes a command of this name and help.
        common: options that every command takes.
    """
    judge = command("judge", "Say what two photos are to each other, for good.")
    actions = judge.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True)

    def action(name: str, help_text: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=help_text, description=help_text, parents=[common])

    action("list", "List all judgements.")
    for name, help_text in _PAIRS.items():
        pair = action(name, help_text)
        pair.add_argument("first", metavar="A", help="a photo of the library")
        pair.add_argument("second", metavar="B", help="another")
    export = action("export", "Write all judgements into a JSON file.")
    export.add_argument("file", metavar="FILE.json")
    taken = action("import", "Merge the judgements of a JSON file into the library.")
    taken.add_argument("file", metavar="FILE.json")
    taken.add_argument(
        "--replace",
        action="store_true",
        help="take the file's word where the two differ (else: the library's)",
    )

    threshold = command("threshold", "Show, learn or set how alike pictures must be to be called the same.")
    threshold.add_argument(
        "--example", nargs=2, metavar=("A", "B"), help="learn from two photos of the library"
    )
    threshold.add_argument("--should", choices=("match", "not"), help="what the example shows")
    threshold.add_argument(
        "--ask",
        type=_questions,
        metavar="N",
        help="be asked about N pairs at the border (20 is a good number)",
    )
    threshold.add_argument(
        "--set",
        type=_strictness,
        metavar="VALUE",
        help=f"{GENEROUS} to {STRICT}, or " + ", ".join(name.replace(" ", "-") for name in STEPS.values()),
    )
    threshold.add_argument(
        "--apply", action="store_true", help="use the value that answers and examples ask for from now on"
    )


def _questions(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of questions from 1 to 1000")
    return int(text)


def _strictness(text: str) -> int:
    named = {name.replace(" ", "-"): value for value, name in STEPS.items()}
    if text in named:
        return named[text]
    if not text.isdecimal() or int(text) > STRICT:
        raise argparse.ArgumentTypeError(
            f"“{text}” is no strictness: say a whole number from {GENEROUS} to {STRICT} or one of "
            + ", ".join(named)
        )
    return int(text)
