"""The overlay that lists what the keyboard can do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from photosim.gui.kit.theme import Space, heading, mark

_IN_VIEWS = (
    ("Arrow keys", "Move between photos"),
    ("Space", "See the photo large; in groups: remove it or not"),
    ("Enter", "Open the photo; in groups: accept and go on"),
    ("?", "In groups: a card with all keys of the review"),
    ("C", "Lay photos on each other: query and match, or those of a group"),
    ("F", "Find photos similar to this one"),
    ("M, L", "In search: more like this photo, less like it"),
    ("Ctrl+F", "Filter by name or folder"),
    ("Ctrl+Plus, Ctrl+Minus", "Larger or smaller thumbnails"),
    ("Ctrl+C", "Copy the path of the photo, or the chosen problems"),
    ("Esc", "Close what is on top"),
)


class ShortcutsDialog(QDialog):
    """Lists the shortcuts of the menus' actions and those of the views."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        everywhere = [
            (action.shortcut().toString(), action.text().replace("&", "").rstrip("…"))
            for action in actions
            if not action.shortcut().isEmpty()
        ]
        beside = QHBoxLayout()
        beside.setSpacing(2 * Space.XL)
        for title, rows in (("Everywhere", everywhere), ("In the views", _IN_VIEWS)):
            beside.addLayout(_table(title, rows))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading("Keyboard shortcuts", 2))
        column.addLayout(beside)
        column.addStretch()
        column.addWidget(buttons)


def _table(title: str, rows: Sequence[tuple[str, str]]) -> QGridLayout:
    """Keys and what they do, one a line."""
    table = QGridLayout()
    table.setHorizontalSpacing(Space.L)
    table.setVerticalSpacing(Space.S)
    table.addWidget(heading(title, 3), 0, 0, 1, 2)
    for line, (keys, meaning) in enumerate(rows, start=1):
        key = QLabel(keys)
        mark(key, "key")
        table.addWidget(key, line, 0, Qt.AlignmentFlag.AlignLeft)
        table.addWidget(QLabel(meaning), line, 1)
    table.setRowStretch(len(rows) + 1, 1)
    table.setColumnStretch(1, 1)
    return table
