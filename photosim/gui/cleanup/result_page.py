"""What became of a plan, what did not go well, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from photosim.gui.cleanup.sentences import Sentences
from photosim.gui.kit import icons
from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, heading, mark, muted

_TEXT_WIDTH = 640


class ResultPage(QWidget):
    """One line of what was done, a sentence on what that means, and every problem in full."""

    undo = Signal()
    """The user wants all of it taken back."""
    show_place = Signal()
    """The user wants to see where the files lie now."""
    close_wish = Signal()
    """The user has seen enough."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon = IconLabel("done", 48, QPalette.ColorRole.Highlight)
        self.title = heading("", 2)
        self.title.setWordWrap(True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.meaning = muted()
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problems = Sentences("What did not go as planned")
        self.undo_button = QPushButton("Undo all of it")
        icons.give(self.undo_button, "undo")
        self.undo_button.clicked.connect(self.undo)
        self.place = QPushButton("Show the folder")
        icons.give(self.place, "folder")
        self.place.clicked.connect(self.show_place)
        self.close_button = QPushButton("Close")
        mark(self.close_button, "primary")
        self.close_button.clicked.connect(self.close_wish)
        self._lay_out()

    def show_end(
        self, title: str, meaning: str, problems: Sequence[str], *, can_undo: bool, has_place: bool
    ) -> None:
        """Show how it ended.

        Args:
            title: what was done, in a line.
            meaning: where the files are now, and what can be done next.
            problems: a sentence for each file that did not go as planned.
            can_undo: whether something can be put back.
            has_place: whether there is a folder to look into.
        """
        self.icon.show_icon("problems" if problems else "done")
        self.title.setText(title)
        self.meaning.setText(meaning)
        self.meaning.setVisible(bool(meaning))
        self.problems.show_sentences(problems)
        self.problems.setVisible(bool(problems))
        self.undo_button.setVisible(can_undo)
        self.place.setVisible(has_place)
        self.close_button.setFocus()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.undo_button)
        buttons.addWidget(self.place)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        words = QWidget()
        words.setFixedWidth(_TEXT_WIDTH)
        text = QVBoxLayout(words)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(Space.M)
        for widget in (self.title, self.meaning):
            text.addWidget(widget)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(words)
        middle.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addStretch(1)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(middle)
        column.addWidget(self.problems, 4)
        column.addStretch(1)
        column.addLayout(buttons)
