"""Tells that only groups of photos chosen elsewhere are listed, and lets all be listed again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from photosim.gui.groups.filter import Among
from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, muted


class AmongChip(QWidget):
    """A line with a chip; takes no room while nothing was chosen elsewhere."""

    cleared = Signal()
    """The user wants the other groups, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.among: Among | None = None
        self.button = QPushButton()
        self.button.setAccessibleName("List all groups again")
        icons.give(self.button, "close")
        # The cross stands behind the words, as on every chip.
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.button.setToolTip("List all groups again")
        self.button.clicked.connect(lambda _checked=False: self.cleared.emit())
        said = muted("Groups with one of")
        said.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(said)
        row.addWidget(self.button)
        row.addStretch(1)
        self.hide()

    def show_among(self, among: Among | None) -> None:
        """Tell of these photos; None: nothing was chosen elsewhere."""
        self.among = among
        self.button.setText(among.words if among is not None else "")
        self.setVisible(among is not None)
