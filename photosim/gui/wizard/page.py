"""What the four pages of the wizard share: where one is, a heading, a sentence, and a body."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget, QWizardPage

from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, heading, mark, muted, scaled_font

STEPS = ("Folders", "What to look at", "Scan", "Summary")


class WizardPage(QWizardPage):
    """A page with its own heading, because those of Qt's styles do not go with the rest of the window.

    Args:
        step: number of the page, from 0.
        title: what the page asks.
        sentence: what helps to answer.
        parent: Qt's owner.
    """

    def __init__(self, step: int, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = heading("")
        self._sentence = muted()
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.S)
        head = QVBoxLayout()
        head.setSpacing(Space.XS)
        head.addLayout(_trail(step))
        head.addSpacing(Space.S)
        head.addWidget(self._title)
        head.addWidget(self._sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.M)
        column.setSpacing(Space.L)
        column.addLayout(head)
        column.addLayout(self.body, 1)
        self.say(title, sentence)

    @property
    def heading_text(self) -> str:
        """What the heading says."""
        return self._title.text()

    def say(self, title: str, sentence: str) -> None:
        """Change heading and sentence."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(title)


def _trail(current: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    for number, words in enumerate(STEPS):
        if number:
            row.addWidget(IconLabel("next", 12, QPalette.ColorRole.PlaceholderText))
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if number == current:
            font = scaled_font(1.0)
            font.setBold(True)
            label.setFont(font)
            mark(label, "accent")
            label.setAccessibleName(f"Step {number + 1} of {len(STEPS)}: {words}")
        else:
            mark(label, "muted")
        row.addWidget(label)
    row.addStretch()
    return row
