"""Real windows on real libraries, offscreen; everything is closed and deleted at the end of its test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from photosim.gui.application import make_window
from photosim.gui.desk import Desk
from photosim.gui.jobs import Jobs
from photosim.gui.main_window import MainWindow
from photosim.gui.theme import Theme, ThemeMode
from tests.helpers.photos import sample_paths

PATIENCE_MS = 90_000
"""How long real work (starting processes, loading the model) may take on a slow machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen screen say what it cannot do: it has no window manager to pass sizes on to."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture
def failures() -> list[Exception]:
    """What `jobs` was not able to hand to anybody."""
    return []


@pytest.fixture
def jobs(qapp: QApplication, failures: list[Exception]) -> Iterator[Jobs]:
    made = Jobs(failures.append)
    yield made
    made.shutdown()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, ThemeMode.LIGHT)


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """Opens the program's window on a library and waits until the library is open."""
    windows: list[MainWindow] = []

    def start(*paths: Path, library: Path | None = None, wait: bool = True) -> MainWindow:
        place = library or tmp_path / "library"
        window = make_window(qapp, [str(path) for path in paths], str(place))
        windows.append(window)
        window.show()
        if wait:
            with qtbot.waitSignal(window.desk.facts, timeout=PATIENCE_MS):
                pass
        return window

    yield start
    for window in windows:
        if window.desk.scan is not None and window.desk.scan.job is not None:
            window.desk.scan.job.cancel()
        close(qtbot, window)
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    """The window on an empty library."""
    return open_window()


@pytest.fixture
def picture() -> Path:
    """A real JPEG that no library holds."""
    return sample_paths()[0]


def close(qtbot: QtBot, window: MainWindow) -> None:
    """Close a window whose scan, if there is one, was told to stop."""
    qtbot.waitUntil(lambda: not window.desk.scanning, timeout=PATIENCE_MS)
    window.close()


def scan_folder(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """Bring a folder into the library of a window, through the wizard."""
    window.scan_folders((str(folder),))
    wizard = window.wizard
    assert wizard is not None
    qtbot.waitUntil(lambda: bool(wizard.folders.roots))
    wizard.next()
    wizard.next()
    qtbot.waitUntil(lambda: not window.desk.scanning, timeout=PATIENCE_MS)
    wizard.accept()


def mime_of(*paths: Path) -> QMimeData:
    """What a file manager drags."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget: QWidget, mime: QMimeData) -> bool:
    """Drag something over a widget and let go; whether the widget wanted it."""
    middle = widget.rect().center()
    action, button, modifier = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(middle), action, mime, button, modifier)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(widget, QDropEvent(QPointF(middle), action, mime, button, modifier))
    return True


def answer_box(qtbot: QtBot, words: str) -> list[str]:
    """Press the button called `words` in the next message box; returns a list that gets its text."""
    from PySide6.QtCore import QTimer

    said: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, look)
            return
        said.append(f"{box.text()} {box.informativeText()}".strip())
        next(button for button in box.buttons() if button.text() == words).click()

    QTimer.singleShot(0, look)
    return said


def visible_box(qtbot: QtBot) -> QMessageBox:
    """The message box that is open, or opens now."""

    def boxes() -> list[QMessageBox]:
        return [
            box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(boxes()))
    return boxes()[0]
