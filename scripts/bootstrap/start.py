"""The command `run.py`: set up, then open the window, or do the same job in the terminal."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from bootstrap import environment, libraries
from bootstrap.checkout import Checkout, this_checkout
from bootstrap.headless import NoWindowJob
from bootstrap.telling import SetupError, say

_STOPPED = 130


def main(arguments: Sequence[str]) -> int:
    """Run the command.

    Returns:
        The exit code: that of photosim, 2 for wrong usage, 1 when the set-up failed, 130 when it was stopped.
    """
    options = _parser().parse_args(arguments)
    # Not every shell of Windows knows what ~ means.
    options.folders = [os.path.expanduser(folder) for folder in options.folders]
    wrong = [folder for folder in options.folders if not os.path.isdir(folder)]
    if wrong:
        say(f"There is no folder {wrong[0]!r}.")
        return 2
    checkout = this_checkout()
    try:
        environment.ensure(checkout, "run")
        line = libraries.provide(checkout)
        if options.no_window or not has_display(os.environ, sys.platform):
            if not options.no_window:
                say("There is no display here, so photosim does the same job in the terminal.")
            if line:
                say(f"For the window, later, on a machine with a display:\n\n    {line}\n")
            return NoWindowJob(checkout, options.library).run(options.folders)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The next start continues.")
        return _STOPPED
    if line:
        say(f"The window needs libraries of the system. Type this line and start again:\n\n    {line}\n")
        return 1
    return _open_window(checkout, options)


def has_display(environ: Mapping[str, str], platform: str) -> bool:
    """Whether somebody could see a window."""
    # These two of Qt's platforms draw into memory only, whatever the system has.
    if environ.get("QT_QPA_PLATFORM", "").split(":")[0] in {"offscreen", "minimal"}:
        return False
    if not platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description="Set up photosim here and start it.")
    parser.add_argument("folders", metavar="FOLDER", nargs="*", help="photos; none: the start page")
    parser.add_argument("--library", metavar="DIR", help="keep what is found in DIR")
    parser.add_argument("--no-window", action="store_true", help="do the job in the terminal")
    return parser


def _open_window(checkout: Checkout, options: argparse.Namespace) -> int:
    command = [str(checkout.tool("photosim")), "gui", *options.folders]
    if options.library:
        command += ["--library", options.library]
    if not checkout.windows:
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - our own program, and no shell is wanted
    # Windows has no real exec: the shell would come back before the program ends.
    return subprocess.run(command, check=False).returncode
