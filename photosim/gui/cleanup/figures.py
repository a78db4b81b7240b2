"""A few numbers side by side, each with the word that it counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from photosim.gui.kit.theme import Space, mark, muted, scaled_font


class Figures(QFrame):
    """A card with numbers.

    Args:
        words: under each number, in their order.
        parent: Qt's owner.
    """

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._words = [muted(word) for word in words]
        self._numbers = [QLabel() for _ in words]
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.setSpacing(Space.XL)
        for number, word in zip(self._numbers, self._words, strict=True):
            number.setFont(scaled_font(1.5, QFont.Weight.DemiBold))
            number.setTextFormat(Qt.TextFormat.PlainText)
            word.setWordWrap(False)
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(number)
            cell.addWidget(word)
            row.addLayout(cell)
        row.addStretch()

    @property
    def text(self) -> str:
        """All of it, as a screen reader would say it."""
        cells = zip(self._numbers, self._words, strict=True)
        return ", ".join(f"{number.text()} {word.text()}" for number, word in cells)

    def show_figures(self, figures: Sequence[str]) -> None:
        """Show other numbers, as many as there are words."""
        for number, figure in zip(self._numbers, figures, strict=True):
            number.setText(figure)
        self.setAccessibleName(self.text)
