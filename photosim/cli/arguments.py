"""What may be typed after `photosim`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import IO, NoReturn

from photosim import __version__
from photosim.cli.cleanup_arguments import add_cleaning_up
from photosim.cli.console import harmless, print_to
from photosim.cli.exploring_arguments import add_exploring
from photosim.cli.judging_arguments import add_judging
from photosim.cli.map_arguments import add_map
from photosim.cli.odd_arguments import add_odd
from photosim.cli.people_arguments import add_people
from photosim.cli.rules_arguments import add_rules

_EPILOG = """\
exit codes:
  0  done
  1  done, and some files could not be read; they are listed
  2  could not be done: wrong usage, or what was asked for is not there
  3  refused for safety
  70 a mistake in photosim itself
  130 stopped by you
"""

# An empty name takes the name of a person away.
_MAY_BE_EMPTY = ("name",)
RELATIONS = ("same-picture", "same-moment", "same-place")

Command = Callable[[str, str], argparse.ArgumentParser]
"""Makes a command of this name and help."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; without a command it means `gui`.

    Raises:
        SystemExit: help was asked for (0) or the usage is wrong (2).
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    _check_filled(parser, options)
    if options.command is None:
        options.command = "gui"
        options.folders = []
    return options


class _Parser(argparse.ArgumentParser):
    """Repeats what was typed as signs that no terminal obeys: a shell may have put names of files there."""

    def error(self, message: str) -> NoReturn:
        super().error(harmless(message))

    def _print_message(self, message: str, file: IO[str] | None = None) -> None:  # type: ignore[override]
        # By itself argparse keeps quiet about what could not be printed.
        print_to(file or sys.stderr, message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="photosim",
        description="Find the same picture, the same moment and the same place among too many photos. "
        "Without a command the window opens.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"photosim {__version__}")
    _add_common(parser, library=None, model=None, format="text", debug=False)
    common = _Parser(add_help=False)
    # A default here would overwrite what was given before the command.
    _add_common(common, **dict.fromkeys(("library", "model", "format", "debug"), argparse.SUPPRESS))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_text, description=help_text, parents=[common])

    gui = command("gui", "Open the window.")
    gui.add_argument("folders", nargs="*", metavar="FOLDER", help="offered for scanning at once")

    _add_scan(command)
    _add_query(command)

    groups = command("groups", "List the photos that belong together, with the one to keep.")
    groups.add_argument("--relation", choices=RELATIONS, default=RELATIONS[0])

    pairs = command("pairs", "List pairs of photos, closest first.")
    pairs.add_argument("--max", type=_positive, metavar="N", help="at most so many pairs")

    add_cleaning_up(command)

    embed = command("embed", "Write the codes of pictures into a file for numpy.")
    embed.add_argument("folders", nargs="+", metavar="FOLDER")
    embed.add_argument("-o", "--output", required=True, metavar="FILE.npz")

    report = command("report", "Write the groups as one HTML page.")
    report.add_argument("--relation", choices=RELATIONS, default=RELATIONS[0])
    report.add_argument("-o", "--output", required=True, metavar="FILE.html")

    add_judging(command, common)
    add_rules(command, common, _positive)
    add_odd(command)
    add_people(command, common, _positive)
    add_exploring(command, common, _positive)
    add_map(command)

    demo = command("demo", "Make a small folder of photos to try photosim on.")
    demo.add_argument("folder", nargs="?", metavar="DIR", help="a new or empty folder")

    self_test = command("self-test", "Check that everything photosim needs works here.")
    self_test.add_argument("--only", choices=("window",), help=argparse.SUPPRESS)
    return parser


def _add_scan(command: Command) -> None:
    scan = command("scan", "Read the photos of folders into the library.")
    scan.add_argument("folders", nargs="*", metavar="FOLDER")
    scan.add_argument(
        "--protect",
        action="append",
        default=[],
        metavar="FOLDER",
        help="compared with, but nothing in it is ever proposed for removal (may be repeated)",
    )
    scan.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help='leave out files and folders of this name or path, as "*.gif" (may be repeated)',
    )
    scan.add_argument("--hidden", action="store_true", help="look into hidden folders and files, too")
    scan.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="let the workers of a Dask cluster read the photos, as tcp://host:8786; the folders lie under "
        "the same paths on all of them, and whoever reaches the scheduler can run programs there",
    )
    scan.add_argument("--faces", action="store_true", help="then look for faces, too: who is on the photos")


def _add_query(command: Command) -> None:
    query = command("query", "Find the photos of the library that are closest to a picture.")
    query.add_argument(
        "images",
        nargs="*",
        metavar="IMAGE",
        help='a picture, in the library or not; "-": standard input; several: more like these',
    )
    query.add_argument(
        "--less", action="append", default=[], metavar="IMAGE", help="less like this one (may be repeated)"
    )
    query.add_argument(
        "--sketch",
        metavar="FILE",
        help="colours where they should be, a PNG; what is transparent may be anything",
    )
    query.add_argument("-k", type=_positive, default=20, metavar="N", help="how many to find (20)")
    query.add_argument(
        "--region",
        type=_region,
        metavar="X,Y,W,H",
        help="look for this part only, in pixels of the upright picture",
    )


def _check_filled(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Nothing may be named by an empty text, which stands for this folder, for the latest, or for all."""
    for name, value in vars(options).items():
        if name not in _MAY_BE_EMPTY and "" in (value if isinstance(value, list) else [value]):
            parser.error(f"an empty text names nothing ({name}): is a variable of the shell not set?")


def _add_common(parser: argparse.ArgumentParser, **defaults: object) -> None:
    parser.add_argument(
        "--library", metavar="DIR", default=defaults["library"], help="keep everything known in this folder"
    )
    parser.add_argument(
        "--model",
        metavar="DIR",
        default=defaults["model"],
        help="use the model in this folder",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default=defaults["format"],
        help="how results are printed (text)",
    )
    parser.add_argument(
        "--debug", action="store_true", default=defaults["debug"], help="show tracebacks with errors"
    )


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above zero")
    return number


def _region(text: str) -> tuple[int, int, int, int]:
    parts = text.split(",")
    try:
        x, y, width, height = (int(part) for part in parts)
    except ValueError:
        x, y, width, height = -1, -1, 0, 0
    if min(x, y) < 0 or min(width, height) < 1:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a region: four whole numbers x,y,width,height are needed, as 100,50,400,300"
        )
    return x, y, width, height
