"""Loads what the pages are made of before they are seen, and never holds up the window."""

from __future__ import annotations

from collections import deque
from importlib import import_module
from pkgutil import iter_modules

from PySide6.QtCore import QObject, QTimer

from photosim.domain.progress import CancelToken
from photosim.gui.base.jobs import Jobs, ReportAny

WITHOUT_QT = (
    "photosim.app.cleaning.planning",
    "photosim.app.cleaning.strays",
    "photosim.app.cleaning.words",
    "photosim.app.exploring.looks",
    "photosim.app.exploring.map_cells",
    "photosim.app.exploring.map_colours",
    "photosim.app.exploring.map_faces",
    "photosim.app.exploring.odd_detail",
    "photosim.app.exploring.odd_words",
    "photosim.app.exploring.pocket_compare",
    "photosim.app.exploring.pocket_file",
    "photosim.app.finding.comparison",
    "photosim.app.judging.judgements",
    "photosim.app.people.looking",
    "photosim.app.people.naming",
    "photosim.app.people.near",
    "photosim.app.reporting.rehearsal",
    "photosim.app.reporting.rehearsal_table",
    "photosim.app.thumbnails",
)
"""What the pages import from outside the window, with all that this brings."""

PACKAGES = ("photos", "compare", "groups", "search", "cleanup", "problems", "people", "map", "looks", "odd")
"""The window's own part, those pages first that most users go to first."""

_PAUSE_MS = 5


class LoadingAhead(QObject):
    """Imports in a worker what knows nothing of Qt, then module by module in the GUI thread what does.

    PySide makes its classes when they are first asked for and is not safe against two threads asking at once:
    a worker that imports a widget while the window makes another one can end the process.

    Args:
        jobs: run the worker's part.
        parent: Qt's owner; no module is imported any more once it is gone.
    """

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._left: deque[str] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._step)
        jobs.start("Loading the pages", _import_without_qt, done=self._go_on, quiet=True).answer_only(self)

    def _go_on(self, _none: None) -> None:
        self._left.extend(modules_with_qt())
        self._timer.start()

    def _step(self) -> None:
        import_module(self._left.popleft())
        if not self._left:
            self._timer.stop()


def modules_with_qt() -> list[str]:
    """Every module of the pages' packages, in the order in which they are loaded."""
    packages = [f"photosim.gui.{package}" for package in PACKAGES]
    return [
        f"{package}.{module.name}"
        for package in packages
        for module in iter_modules(import_module(package).__path__)
    ]


def _import_without_qt(_report: ReportAny, cancel: CancelToken) -> None:
    for name in WITHOUT_QT:
        cancel.checkpoint()
        import_module(name)
