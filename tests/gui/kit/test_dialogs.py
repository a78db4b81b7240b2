from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from photosim.domain.errors import FileError
from photosim.gui.kit import ask
from photosim.gui.kit.dialogs import CrashDialog, show_failure
from tests.gui.conftest import answer_box, visible_box


def test_what_the_user_can_act_on_is_one_sentence(qtbot: QtBot) -> None:
    show_failure(FileError("open", "/photos/a.jpg", "it is not there"))
    box = visible_box(qtbot)
    assert box.text() == "Could not open “/photos/a.jpg”: it is not there"
    assert "Traceback" not in box.text()
    box.accept()


def test_what_is_being_said_is_not_said_twice(qtbot: QtBot) -> None:
    def boxes() -> list[str]:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
        return sorted(box.text() for box in shown)

    for name in ("a", "b", "a"):
        show_failure(FileError("open", f"/photos/{name}.jpg", "it is not there"))
    assert boxes() == [f"Could not open “/photos/{name}.jpg”: it is not there" for name in "ab"]
    visible_box(qtbot).accept()
    visible_box(qtbot).accept()


def test_a_bug_is_shown_in_full_and_can_be_copied(qtbot: QtBot) -> None:
    try:
        {}["missing"]
    except KeyError as error:
        show_failure(error)

    def crash_dialogs() -> list[CrashDialog]:
        return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashDialog)]

    qtbot.waitUntil(lambda: bool(crash_dialogs()) and crash_dialogs()[0].isVisible())
    dialog = crash_dialogs()[0]
    text = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "KeyError: 'missing'" in text
    assert "test_dialogs.py" in text
    copy = next(button for button in dialog.findChildren(QPushButton) if "Copy" in button.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == text
    dialog.reject()


def test_a_box_names_the_wish_and_says_that_nothing_is_lost(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    said = answer_box(qtbot, "Keep scanning")
    assert not ask.stop_scan(parent, "close")
    assert "What is finished is kept" in said[0]
    answer_box(qtbot, "Stop and close")
    assert ask.stop_scan(parent, "close")


def test_escape_is_the_careful_answer(qtbot: QtBot) -> None:
    from PySide6.QtCore import QTimer

    parent = QWidget()
    qtbot.addWidget(parent)

    def escape() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            box.reject()
        else:
            QTimer.singleShot(20, escape)

    QTimer.singleShot(0, escape)
    assert not ask.forget_root(parent, "/photos")
