"""From arguments to an exit code."""

from __future__ import annotations

import importlib
import logging
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from typing import cast

from photosim.cli.arguments import parse
from photosim.cli.console import Console, ReaderGone, give_up_stdout, prepare_streams
from photosim.cli.contract import Command, Exit, Window
from photosim.domain.errors import Cancelled, PhotosimError, SafetyError

_log = logging.getLogger(__name__)


def run(arguments: Sequence[str], window: Window) -> int:
    """Run one command.

    Args:
        arguments: what follows the program's name.
        window: opens the window when it is asked for.

    Returns:
        The exit code, see `Exit`; errors were told on stderr in a sentence.
    """
    prepare_streams()
    try:
        options = parse(arguments)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else Exit.NOT_DONE
    console = Console(as_json=options.format == "json", out=sys.stdout, err=sys.stderr)
    # Without a handler Python prints the warnings of libraries on the user's terminal.
    logging.getLogger("photosim").addHandler(logging.NullHandler())
    logging.captureWarnings(capture=True)
    return _guarded(options, console, window)


def _guarded(options: Namespace, console: Console, window: Window) -> int:
    try:
        return _command(options.command).run(options, console, window)
    except (KeyboardInterrupt, Cancelled):
        console.say("photosim: stopped.")
        return Exit.STOPPED
    except ReaderGone:
        give_up_stdout()
        return Exit.NOBODY_READS
    except PhotosimError as error:
        if options.debug:
            traceback.print_exc()
        console.say(f"photosim: {error}")
        return Exit.REFUSED if isinstance(error, SafetyError) else Exit.NOT_DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug is told as a bug
        _log.critical("a mistake in photosim", exc_info=error)
        if options.debug:
            traceback.print_exc()
        hint = "" if options.debug else " (--debug shows where)"
        console.say(
            "photosim: this is a mistake in photosim itself, please report it: "
            f"{type(error).__name__}: {error}{hint}"
        )
        return Exit.OUR_MISTAKE


def _command(name: str) -> Command:
    return cast("Command", importlib.import_module(f"photosim.cli.commands.{name.replace('-', '_')}"))
