"""The overlay that lists what the keyboard can do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from photosim.gui.kit.theme import Space, heading, mark

_IN_VIEWS = (
    ("Arrow keys", "Move between photos"),
    ("Space", "See the photo large; in groups: remove it, or let it stay"),
    ("Enter", "Open the photo, or compare it with the query; in groups: accept and go on"),
    ("?", "In groups and comparisons: the card with all keys of the review"),
    ("F", "Find photos similar to this one"),
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
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnMinimumWidth(0, 120)
        for title, rows in (("Everywhere", everywhere), ("In the views", _IN_VIEWS)):
            grid.addWidget(heading(title, 3), grid.rowCount(), 0, 1, 2)
            for keys, meaning in rows:
                row = grid.rowCount()
                key = QLabel(keys)
                mark(key, "key")
                grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(QLabel(meaning), row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading("Keyboard shortcuts", 2))
        column.addLayout(grid)
        column.addStretch()
        column.addWidget(buttons)
