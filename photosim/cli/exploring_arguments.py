"""What may be typed after `photosim looks` and `photosim pocket`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_FEWEST_BITS, _MOST_BITS = 4, 16


def add_exploring(
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
    looks = command("looks", "List the photos by how they look, like with like.")
    looks.add_argument(
        "--bits",
        type=_bits,
        metavar="N",
        help=f"how fine, {_FEWEST_BITS} to {_MOST_BITS} (as suits the number of photos)",
    )
    looks.add_argument(
        "--order",
        choices=("size", "alike"),
        default="size",
        help="the largest first, or such that neighbours look alike (size)",
    )
    looks.add_argument("--max", type=positive, metavar="N", help="at most so many rows")

    pocket = command("pocket", "Compare a memory card or another drive with what is at home.")
    actions = pocket.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True)

    def action(name: str, help_text: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=help_text, description=help_text, parents=[common])

    export = action("export", "Write what the library knows of its photos into one small file.")
    export.add_argument("-o", "--output", required=True, metavar="FILE")
    compare = action("compare", "Tell which photos of a folder are not at home yet; nothing is copied.")
    compare.add_argument(
        "file", nargs="?", metavar="FILE", help="a pocket catalogue; without one: the library itself"
    )
    compare.add_argument("folder", metavar="FOLDER", help="of the card or drive")
    compare.add_argument("--csv", metavar="FILE.csv", help="also write the answer as a table")


def _bits(text: str) -> int:
    if not text.isdecimal() or not _FEWEST_BITS <= int(text) <= _MOST_BITS:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a number of bits from {_FEWEST_BITS} to {_MOST_BITS}"
        )
    return int(text)
