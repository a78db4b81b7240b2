"""`photosim` and `photosim gui`."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from photosim.cli.console import Console
from photosim.cli.contract import Window
from photosim.domain.errors import PhotosimError

_WITHOUT_WINDOW = "Without a window: “photosim scan FOLDER”, then “photosim report -o report.html”."


def run(options: Namespace, console: Console, window: Window) -> int:  # noqa: ARG001 - the contract
    """Open the window.

    Raises:
        PhotosimError: there is no display, or Qt lacks a library of the system.
    """
    if not _has_display():
        raise PhotosimError(
            "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set). "
            + _WITHOUT_WINDOW
        )
    try:
        return window.open([os.path.abspath(folder) for folder in options.folders], options.library)
    except ImportError as error:
        raise PhotosimError(f"The window cannot be opened: {error}. {_WITHOUT_WINDOW}") from error


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
