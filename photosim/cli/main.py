"""From arguments to an exit code."""

from __future__ import annotations

import importlib
import logging
import sys
import traceback
from collections.abc import Sequence
from typing import cast

from photosim.cli.arguments import parse
from photosim.cli.console import Console, ReaderGone, give_up_streams, prepare_streams
from photosim.cli.contract import Command, Exit, Window
from photosim.domain.errors import Cancelled, PhotosimError, SafetyError


def run(arguments: Sequence[str], window: Window) -> int:
    """Run one command.

    Args:
        arguments: what follows the program's name.
        window: opens the window when it is asked for.

    Returns:
        The exit code, see `Exit`; errors were told on stderr in a sentence.
    """
    prepare_streams()
    console = Console(out=sys.stdout, err=sys.stderr)
    try:
        return _run(arguments, console, window)
    except ReaderGone:
        give_up_streams()
        return Exit.NOBODY_READS
    except PhotosimError:
        # That something went wrong could not be told either.
        give_up_streams()
        return Exit.NOT_DONE


def _run(arguments: Sequence[str], console: Console, window: Window) -> int:
    try:
        options = parse(arguments)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else Exit.NOT_DONE
    except PhotosimError as error:
        return _told(error, console)
    console.as_json = options.format == "json"
    # Without a handler Python prints the warnings of libraries on the user's terminal.
    logging.getLogger("photosim").addHandler(logging.NullHandler())
    logging.captureWarnings(capture=True)
    try:
        return _command(options.command).run(options, console, window)
    except (ReaderGone, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence, where bugs are told as bugs
        if options.debug:
            traceback.print_exc()
        return _told(error, console)


def _told(error: Exception, console: Console) -> Exit:
    match error:
        case Cancelled():
            console.say("photosim: stopped.")
            return Exit.STOPPED
        case SafetyError():
            console.say(f"photosim: {error}")
            return Exit.REFUSED
        case PhotosimError():
            console.say(f"photosim: {error}")
            return Exit.NOT_DONE
        case _:
            console.say(
                "photosim: this is a mistake in photosim itself, please report it "
                f"(--debug shows more): {type(error).__name__}: {error}"
            )
            return Exit.OUR_MISTAKE


def _command(name: str) -> Command:
    return cast("Command", importlib.import_module(f"photosim.cli.commands.{name.replace('-', '_')}"))
