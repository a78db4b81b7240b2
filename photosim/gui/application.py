"""The process with the window: from its arguments to its exit code."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from types import TracebackType

import platformdirs
from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from photosim.gui.base.intake import local_path, sort_paths
from photosim.gui.base.preferences import Preferences, preferences_path
from photosim.gui.kit import icons
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.theme import Theme
from photosim.gui.library.desk import Desk
from photosim.gui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)


class Application(QApplication):
    """The program as the desktop sees it: macOS tells by events what is to be opened, also at the start."""

    opening_wanted = Signal(object)
    """Paths to open, as a tuple of str; told once `serve` was called."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[str] = []
        self._served = False

    def event(self, event: QEvent) -> bool:
        """Take down what is to be opened: several files come as several events."""
        if isinstance(event, QFileOpenEvent):
            path = local_path(event.url())
            if path is not None:
                self._waiting.append(path)
                QTimer.singleShot(0, self._tell)
            return True
        return super().event(event)

    def serve(self) -> None:
        """There is a window now that opens things."""
        self._served = True
        self._tell()

    def _tell(self) -> None:
        if self._served and self._waiting:
            paths, self._waiting = tuple(self._waiting), []
            self.opening_wanted.emit(paths)


def run_gui(folders: list[str], library: str | None) -> int:
    """Open the window and stay until it is closed.

    Args:
        folders: offered for scanning at once; a picture among them is searched for instead.
        library: the library's folder, None: the default place. With a folder, nothing is written elsewhere.

    Returns:
        0.
    """
    app = make_application()
    sys.excepthook = on_mistake
    try:
        _run(app, folders, library)
    finally:
        sys.excepthook = sys.__excepthook__
    return 0


def make_application() -> QApplication:
    """The one `QApplication`, named and with its icon; an `Application`, unless there was another one."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else Application(sys.argv[:1])
    app.setApplicationName("photosim")
    app.setApplicationDisplayName("photosim")
    app.setDesktopFileName("photosim")
    app.setWindowIcon(icons.app_icon())
    return app


def home_library(library: str | None) -> str:
    """Folder of the library that the window opens with."""
    if library is not None:
        return os.path.abspath(library)
    return os.path.join(platformdirs.user_data_dir("photosim", appauthor=False), "library")


def make_window(app: QApplication, folders: Sequence[str], library: str | None) -> MainWindow:
    """A window that is not shown yet, with its library being opened."""
    preferences = Preferences(preferences_path(library))
    theme = Theme(app, preferences.theme)
    home = home_library(library)
    window = MainWindow(Desk(home, theme), theme, preferences)
    window.open_library(home)
    if folders:
        window.take(sort_paths(folders))
    return window


def _run(app: QApplication, folders: Sequence[str], library: str | None) -> None:
    window = make_window(app, folders, library)
    ends: list[bool] = []
    window.closed.connect(ends.append)
    window.show()
    if isinstance(app, Application):
        app.opening_wanted.connect(partial(_open_in, window))
        app.serve()
    app.exec()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not all(ends):
        # A worker hangs in a call to the system (a dead network drive). Waiting for it could take for ever,
        # and whatever was finished is stored.
        _log.warning("left with a worker that did not come back")
        logging.shutdown()
        os._exit(0)


def _open_in(window: MainWindow, paths: Sequence[str]) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
    window.take(sort_paths(paths))


def on_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The window's `sys.excepthook`: a mistake is logged and shown; Ctrl+C in the terminal quits."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    _log.critical("a mistake in photosim", exc_info=(kind, error, trace))
    show_failure(error)
