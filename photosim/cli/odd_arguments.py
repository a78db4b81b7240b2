"""What may be typed after `photosim odd`."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable

from photosim.domain.odd import DEFAULT_K, OddKind


def add_odd(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the command; `command` makes one of a name and a help."""
    odd = command("odd", "List photos that stand out: damaged, empty, blurred, pages and screens, unusual.")
    odd.add_argument(
        "--kind",
        action="append",
        choices=[kind.value for kind in OddKind],
        help="only this kind; may be given several times. badly-redrawn, the plain reconstruction error, "
        "is listed only when it is asked for",
    )
    odd.add_argument(
        "--k",
        type=_deviations,
        default=DEFAULT_K,
        metavar="K",
        help="how far above the library's mean the unusual and the badly redrawn begin, in standard "
        f"deviations ({DEFAULT_K:g})",
    )
    which = odd.add_mutually_exclusive_group()
    which.add_argument("--fine", nargs="+", metavar="PHOTO", help="these are fine: never list them again")
    which.add_argument("--not-fine", nargs="+", metavar="PHOTO", help="take that back")


def _deviations(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 10:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of standard deviations from 0 to 10")
    return number
