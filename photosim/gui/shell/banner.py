"""A sentence across the top of the window that stays as long as it is true."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, mark


class Banner(QFrame):
    """Hidden until there is something to say.

    Args:
        icon: stands before the sentence.
        action: what the button after it does, in words; "" for a sentence without a button.
        parent: Qt's owner.
    """

    wanted = Signal()
    """The user wishes what the button says."""

    def __init__(self, icon: str, action: str = "", parent: QWidget | None = None) -> None:
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
        self.button = QPushButton(action, self) if action else None
        if self.button is not None:
            self.button.clicked.connect(self.wanted)
            row.addWidget(self.button)
        self.hide()

    def say(self, sentence: str, *, can_act: bool = True) -> None:
        """Show the sentence, with its button if anything can be done; "" hides the banner."""
        self.words.setText(sentence)
        if self.button is not None:
            self.button.setVisible(can_act)
        self.setVisible(bool(sentence))
