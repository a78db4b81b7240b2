"""Real windows on real libraries, offscreen; everything is closed and deleted at the end of its test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from photosim.app.finding.groups import find_groups
from photosim.app.thumbnails import Thumbnails
from photosim.app.workspace import open_workspace
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Relation
from photosim.gui.application import make_window
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Jobs
from photosim.gui.base.thumbnails import PictureSource, ThumbnailLoader
from photosim.gui.kit.theme import Theme, ThemeMode
from photosim.gui.shell.main_window import MainWindow
from tests.gui.making import ContextMaker, Family
from tests.helpers.photos import sample_paths, save_jpeg
from tests.helpers.scanning import fill

PATIENCE_MS = 90_000
"""How long real work (starting processes, loading the model) may take on a slow machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen screen say what it cannot do: it has no window manager."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore(
                    r"does not support (propagateSizeHints\(\)|raise\(\)|grabbing the keyboard)"
                )
            )


class PatientBot(QtBot):
    """Waits long enough for a slow and busy machine, wherever a test does not say how long."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - pytest-qt speaks as Qt does
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:  # noqa: N802 - pytest-qt speaks as Qt does
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:  # noqa: N802 - pytest-qt speaks as Qt does
        return super().waitSignals(signals, timeout=timeout, **how)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802 - pytest-qt speaks as Qt does
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802 - pytest-qt speaks as Qt does
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's own, with more patience."""
    return PatientBot(request)


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
def open_window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, lent_processes: None
) -> Iterator[Callable[..., MainWindow]]:
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


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with five real JPEGs (one of them an exact copy), and a library that holds them."""
    place = tmp_path_factory.mktemp("scanned")
    photos, library = place / "photos", place / "library"
    photos.mkdir()
    for source in sample_paths():
        with Image.open(source) as image:
            image.save(photos / source.name, quality=92)
            image.crop((9, 6, 640, 427)).save(photos / f"{source.stem}-shifted.jpg", quality=92)
    shutil.copy(photos / "flower.jpg", photos / "flower-copy.jpg")
    with open_workspace(str(library)) as workspace:
        fill(workspace, photos)
    return photos, library


@pytest.fixture
def filled_photos(scanned: tuple[Path, Path], tmp_path: Path) -> Path:
    """The folder of five photos; the library of this test's window holds them already."""
    photos, library = scanned
    shutil.copytree(library, tmp_path / "library")
    return photos


@pytest.fixture
def filled_window(open_window: Callable[..., MainWindow], filled_photos: Path) -> MainWindow:
    """The window on a library with five photos."""
    return open_window()


@pytest.fixture
def picture() -> Path:
    """A real JPEG that no library holds."""
    return sample_paths()[0]


@pytest.fixture(scope="session")
def scanned_family(tmp_path_factory: pytest.TempPathFactory) -> Family:
    """Made once: finding the groups looks at the pictures."""
    base = tmp_path_factory.mktemp("family")
    folder = base / "photos"
    folder.mkdir()
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    save_jpeg(china, folder / "china.jpg", "2023:05:01 10:00:00")
    save_jpeg(china.crop((9, 6, 640, 427)), folder / "china-burst.jpg", "2023:05:01 10:00:01")
    save_jpeg(china.resize((320, 214)), folder / "china-small.jpg", "2023:05:01 10:00:00", quality=70)
    save_jpeg(flower, folder / "flower.jpg", "2024:06:02 18:30:00")
    shutil.copy(folder / "flower.jpg", folder / "flower-copy.jpg")
    with open_workspace(str(base / "library")) as workspace:
        fill(workspace, folder)
        find_groups(workspace, Relation.SAME_PICTURE, silent, CancelToken())
    return Family(folder, base / "library")


@pytest.fixture
def family(scanned_family: Family, tmp_path_factory: pytest.TempPathFactory) -> Family:
    """The photos belong to all tests, the library to this one."""
    library = tmp_path_factory.mktemp("family") / "library"
    shutil.copytree(scanned_family.library, library)
    return Family(scanned_family.photos, library)


@pytest.fixture
def make_context(qtbot: QtBot, qapp: QApplication, lent_processes: None) -> Iterator[ContextMaker]:
    """Opens a library for views; everything ends with the test."""
    made: list[Context] = []
    failures: list[Exception] = []

    def make(
        library: Path, source: PictureSource | None = None, mode: ThemeMode = ThemeMode.LIGHT
    ) -> Context:
        workspace = open_workspace(str(library))
        jobs = Jobs(failures.append)
        loader = ThumbnailLoader(source or Thumbnails(workspace), jobs)
        made.append(Context(workspace, jobs, loader, Theme(qapp, mode)))
        return made[-1]

    yield make
    for context in made:
        context.thumbnails.close()
        try:
            qtbot.waitUntil(lambda context=context: not context.jobs.active)  # type: ignore[misc]
        finally:
            # Work that a failed test left paused would keep Python from ever ending.
            stopped = context.jobs.shutdown()
            context.workspace.close()
            context.thumbnails.deleteLater()
            context.jobs.deleteLater()
            context.theme.deleteLater()
        assert stopped
    assert failures == []


@pytest.fixture
def context(make_context: ContextMaker, family: Family) -> Context:
    """The library of five real photos, open."""
    return make_context(family.library)


@pytest.fixture
def empty_context(make_context: ContextMaker, tmp_path: Path) -> Context:
    """A library with nothing in it."""
    return make_context(tmp_path / "empty")


def close(qtbot: QtBot, window: MainWindow) -> None:
    """Close a window whose scan, if there is one, was told to stop."""
    qtbot.waitUntil(lambda: not window.desk.scanning, timeout=PATIENCE_MS)
    window.close()


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
        buttons = {button.text(): button for button in box.buttons()}
        if words not in buttons:
            # Nobody else would ever close it.
            box.reject()
        assert words in buttons
        buttons[words].click()

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
