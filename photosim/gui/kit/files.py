"""What a user can do with a file outside of photosim: open it, show it, copy its name. Nothing is changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from urllib.parse import quote_from_bytes

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from photosim.domain.errors import FileError
from photosim.domain.files import display_path
from photosim.gui.kit.dialogs import show_failure

Action = Callable[[str], None]
"""Does something with a file; raises `FileError` with the reason."""


def url_of(path: str) -> QUrl:
    """The URL of a file, with every byte of its name kept, also those that are not UTF-8."""
    if os.name == "nt":
        return QUrl.fromLocalFile(path)
    return QUrl.fromEncoded(b"file://" + quote_from_bytes(os.fsencode(path)).encode("ascii"))


def open_file(path: str) -> None:
    """Open a file with the program that the system has for it.

    Raises:
        FileError: the file is not there, or the system has no program for it.
    """
    _must_exist(path, "open")
    if not QDesktopServices.openUrl(url_of(path)):
        raise FileError("open", display_path(path), "the system has no program for it")


def show_in_folder(path: str) -> None:
    """Show a file in the system's file manager, selected where the system can.

    Raises:
        FileError: the file is not there, or there is no file manager.
    """
    _must_exist(path, "show")
    if sys.platform == "darwin":
        started = QProcess.startDetached("open", ["-R", path])[0]
    elif os.name == "nt":
        started = QProcess.startDetached("explorer", ["/select,", os.path.normpath(path)])[0]
    else:
        started = QDesktopServices.openUrl(url_of(os.path.dirname(path)))
    if not started:
        raise FileError("show", display_path(path), "the system has no file manager for it")


def copy_path(path: str) -> None:
    """Put the whole path on the clipboard."""
    QGuiApplication.clipboard().setText(display_path(path))


def attempt(action: Action, path: str) -> None:
    """Do it, and tell the user when it fails."""
    try:
        action(path)
    except FileError as error:
        show_failure(error)


def _must_exist(path: str, action: str) -> None:
    if not os.path.exists(path):
        raise FileError(action, display_path(path), "it is not there (a removed file, or an unplugged drive)")
