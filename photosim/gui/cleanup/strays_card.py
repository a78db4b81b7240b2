"""What lies set aside and no history can undo: told in a sentence, and a way home."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photosim.actions.strays import Stray
from photosim.app.cleaning.strays import strays_words
from photosim.gui.cleanup.places import show_place
from photosim.gui.kit import icons
from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, mark


class StraysCard(QFrame):
    """Hidden as long as there is nothing to tell.

    Args:
        parent: Qt's owner.
    """

    put_back = Signal()
    """The user wants the files back where they came from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._strays: tuple[Stray, ...] = ()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAccessibleName("What is set aside and cannot be undone from this history")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back = QPushButton("Put back…")
        icons.give(self.back, "undo")
        self.back.setAccessibleName("Put back what this history cannot undo")
        self.back.clicked.connect(self.put_back)
        self.place = QPushButton("Show the folder")
        icons.give(self.place, "folder")
        self.place.setAccessibleName("Show the folder of what this history cannot undo")
        self.place.clicked.connect(self._show_place)
        self._lay_out()
        self.hide()

    @property
    def strays(self) -> tuple[Stray, ...]:
        """What is told."""
        return self._strays

    def show_strays(self, strays: Sequence[Stray], forbidden: str) -> None:
        """Tell of others.

        Args:
            strays: what was found.
            forbidden: why they cannot be put back here, a sentence; "" when they can.
        """
        self._strays = tuple(strays)
        self.words.setText(strays_words(strays))
        self.back.setEnabled(not forbidden)
        self.back.setToolTip(forbidden)
        self.setVisible(bool(strays))

    def _show_place(self) -> None:
        show_place(self._strays[0].folder)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.back)
        buttons.addWidget(self.place)
        buttons.addStretch()
        column = QVBoxLayout()
        column.setSpacing(Space.M)
        column.addWidget(self.words)
        column.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.setSpacing(Space.M)
        row.addWidget(IconLabel("info", 22), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
