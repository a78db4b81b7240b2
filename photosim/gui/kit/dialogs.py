"""How the window speaks of failures: the user's in one sentence, ours with all that helps to mend it."""

from __future__ import annotations

import traceback

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.errors import PhotosimError
from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, heading, muted


def show_failure(error: BaseException) -> None:
    """Open the message box of a `PhotosimError`, or the crash dialog of anything else; does not block.

    What is already being said is not said twice: one vanished drive ends many jobs.
    """
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    parent = QApplication.activeWindow() or next(iter(windows), None)
    if isinstance(error, PhotosimError):
        said = [window.text() for window in windows if isinstance(window, QMessageBox)]
        if str(error) not in said:
            show_sentence(str(error), parent)
    else:
        _open(CrashDialog(error, parent))


def told_failure(error: Exception) -> str:
    """What a page says of a failure; a mistake of ours opens the crash dialog besides."""
    if isinstance(error, PhotosimError):
        return str(error)
    show_failure(error)
    return "Something went wrong inside photosim."


def show_sentence(sentence: str, parent: QWidget | None) -> QMessageBox:
    """Open a box that says one sentence to the user; does not block."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "photosim", sentence, QMessageBox.StandardButton.Ok, parent)
    accent = box.palette().color(QPalette.ColorRole.Highlight)
    box.setIconPixmap(icons.pixmap("info", accent, 40, box.devicePixelRatioF()))
    box.setTextFormat(Qt.TextFormat.PlainText)
    _open(box)
    return box


def _open(dialog: QDialog) -> None:
    # The connection keeps a dialog without a parent alive until it is closed.
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()


class CrashDialog(QDialog):
    """Tells of a bug: what it was, in full, and how to pass it on."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("photosim: something went wrong")
        self._report = "".join(traceback.format_exception(error))
        text = muted(
            "This is a mistake in photosim, not yours. No photo is lost by it: photosim deletes none, and "
            "whatever it did to files is in the history, with the way back. The text below helps to mend it."
        )
        details = QPlainTextEdit(self._report)
        details.setReadOnly(True)
        details.setAccessibleName("Details of the mistake")
        details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton("Copy the text")
        icons.give(copy, "copy")
        copy.clicked.connect(self.copy_report)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading("Something went wrong", 2))
        column.addWidget(text)
        column.addWidget(details)
        column.addWidget(buttons)
        self.resize(720, 420)

    def copy_report(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
