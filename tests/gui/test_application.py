import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photosim.app.workspace import default_library_folder
from photosim.gui import application
from photosim.gui.base.pages import Page
from photosim.gui.kit.dialogs import CrashDialog
from photosim.gui.shell.main_window import MainWindow
from tests.gui.conftest import PATIENCE_MS
from tests.helpers.noise import Noise

RUN = """
import sys
from photosim.gui import application
make = application.make_window
def make_and_close(*arguments):
    window = make(*arguments)
    window.desk.facts.connect(lambda facts: window.close())
    return window
application.make_window = make_and_close
sys.exit(application.run_gui([], sys.argv[1]))
"""

# As macOS does it: one event a file, the first ones before there is a window.
OPENED = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from photosim.gui import application
library, *paths = sys.argv[1:]
app = application.make_application()
def send(paths):
    for path in paths:
        QCoreApplication.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(path)))
send(paths[:2])
make = application.make_window
taken = []
def make_and_note(*arguments):
    window = make(*arguments)
    def take(intake):
        taken.append(intake)
        if len(taken) == 1:
            QTimer.singleShot(0, lambda: send(paths[2:]))
        else:
            window.close()
    window.take = take
    return window
application.make_window = make_and_note
application.run_gui([], library)
for intake in taken:
    print(len(intake.files), len(intake.folders), *intake.files, *intake.folders)
"""

IMPORTED = """
import sys
import photosim.gui.application
heavy = {"numpy", "PIL", "onnxruntime", "sklearn", "sqlite3", "rawpy", "pi_heif", "blake3"}
print(" ".join(sorted(heavy & set(sys.modules))))
"""


def python(code: str, *arguments: str, home: Path | None = None) -> "subprocess.CompletedProcess[str]":
    environment = dict(os.environ)
    if home is not None:
        environment |= {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_STATE_HOME": str(home / ".local/state"),
        }
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=100,
        check=False,
    )


def test_the_window_paints_without_anything_heavy() -> None:
    done = python(IMPORTED)
    assert (done.returncode, done.stdout.strip()) == (0, "")


def test_with_a_named_library_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    home, library = tmp_path / "home", tmp_path / "library"
    home.mkdir()
    done = python(RUN, str(library), home=home)
    assert (done.returncode, done.stdout) == (0, "")
    assert [str(path) for path in home.rglob("*") if path.is_file()] == []
    assert (library / "window.ini").is_file()
    assert (library / "catalog.sqlite").is_file()


def test_what_the_desktop_asks_for_is_opened(tmp_path: Path, picture: Path) -> None:
    other = tmp_path / "\uac00 100%.jpg"
    other.write_bytes(picture.read_bytes())
    done = python(OPENED, str(tmp_path / "library"), str(picture), str(other), str(tmp_path))
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert done.stdout.splitlines() == [f"2 0 {picture} {other}", f"0 1 {tmp_path}"]


def test_without_a_library_the_platforms_folders_are_used() -> None:
    assert application.home_library(None) == default_library_folder()
    assert application.home_library("here") == os.path.abspath("here")


def test_a_picture_named_at_the_start_is_searched_for(
    qtbot: QtBot, filled_photos: Path, picture: Path, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(picture)
    assert window.page is Page.SEARCH
    assert window.views is not None
    qtbot.waitUntil(lambda: bool(window.views.sentence(Page.SEARCH)), timeout=PATIENCE_MS)


def test_a_mistake_anywhere_opens_the_crash_dialog(qtbot: QtBot, noise_guard: Noise) -> None:
    noise_guard.expect("a mistake in photosim")
    error = KeyError("missing")
    application.on_mistake(KeyError, error, None)
    dialogs = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashDialog)]
    assert len(dialogs) == 1
    assert dialogs[0].isVisible()
    dialogs[0].reject()


def test_ctrl_c_in_the_terminal_is_no_mistake(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: asked.append(True))
    application.on_mistake(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert asked == [True]
