"""A sentence across the top of the window that stays as long as it is true."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, mark


class Banner(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "banner")
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAccessibleName("Notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(IconLabel(icon, 18))
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show the sentence; "" hides the banner."""
        self.words.setText(sentence)
        self.setVisible(bool(sentence))
