"""What the window asks of the user, one question at a time."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from photosim.gui.kit import icons
from photosim.imaging.formats import dialog_patterns


def picture(parent: QWidget) -> str:
    """Which picture to search for; "" when the user changed their mind."""
    lower = " ".join(dialog_patterns())
    return QFileDialog.getOpenFileName(
        parent, "Search with a picture", filter=f"Pictures ({lower} {lower.upper()});;All files (*)"
    )[0]


def folder(parent: QWidget) -> str:
    """Which folder to scan; "" when the user changed their mind."""
    return QFileDialog.getExistingDirectory(parent, "Add a folder to scan")


def library(parent: QWidget) -> str:
    """Which folder holds the library, or shall hold a new one; "" when the user changed their mind."""
    return QFileDialog.getExistingDirectory(parent, "Open a library, or choose an empty folder for a new one")


def new_library(parent: QWidget, place: str) -> bool:
    """Whether to make a library in a folder that holds none."""
    return _choose(
        parent,
        f"There is no library in “{place}” yet.",
        "photosim would write its own files into this folder; your photos stay where they are.",
        yes="Make a library here",
        no="Cancel",
    )


def stop_scan(parent: QWidget, purpose: str) -> bool:
    """Whether to stop the running scan in order to `purpose` ("close")."""
    return _choose(
        parent,
        "A scan is running.",
        "What is finished is kept either way, and the next scan goes on from there.",
        yes=f"Stop and {purpose}",
        no="Keep scanning",
    )


def forget_root(parent: QWidget, place: str) -> bool:
    """Whether to take a folder out of the library."""
    return _choose(
        parent,
        f"Take “{place}” out of this library?",
        "Its photos are no longer listed. The files themselves stay where they are, untouched.",
        yes="Take it out",
        no="Keep it",
    )


def _choose(parent: QWidget, question: str, explained: str, *, yes: str, no: str) -> bool:
    box = QMessageBox(QMessageBox.Icon.NoIcon, "photosim", question, parent=parent)
    accent = box.palette().color(QPalette.ColorRole.Highlight)
    box.setIconPixmap(icons.pixmap("info", accent, 40, parent.devicePixelRatioF()))
    box.setInformativeText(explained)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    declined = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(declined)
    box.setEscapeButton(declined)
    box.exec()
    return box.clickedButton() is agreed
