"""What the parts of the command line agree on: exit codes, commands, the window."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from photosim.cli.console import Console

if TYPE_CHECKING:
    from photosim.app.trying.checks import Check


class Exit(IntEnum):
    """How the process ends."""

    DONE = 0
    DONE_WITH_PROBLEMS = 1
    NOT_DONE = 2
    """Wrong usage, or what was asked for is not there."""
    REFUSED = 3
    """Files of the user could have come to harm."""
    OUR_MISTAKE = 70
    STOPPED = 130
    NOBODY_READS = 141
    """Whoever read the output has gone (`| head`)."""


@dataclass(frozen=True, slots=True)
class Window:
    """What the command line needs of the window, which it must not import.

    Attributes:
        open: opens it with folders and a library's folder and stays until it is closed; an exit code.
        check: tries in this process whether a window can be made.
    """

    open: Callable[[list[str], str | None], int]
    check: Callable[[], Sequence[Check]]


class Command(Protocol):
    """A module of `photosim.cli.commands`."""

    def run(self, options: Namespace, console: Console, window: Window) -> Exit:
        """Do it; returns how the process is to end."""
