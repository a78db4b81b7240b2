"""A number that is worth a frame."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from photosim.gui.kit.theme import Space, muted, scaled_font


class Counter(QFrame):
    """A number with what it counts."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.number = QLabel("0")
        self.number.setFont(scaled_font(1.6))
        self.words = muted(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.setSpacing(0)
        column.addWidget(self.number)
        column.addWidget(self.words)
        self.show_number(0)

    def show_number(self, number: int) -> None:
        """Show this number."""
        self.number.setText(f"{number:,}")
        self.number.setAccessibleName(f"{number:,} {self.words.text()}")
