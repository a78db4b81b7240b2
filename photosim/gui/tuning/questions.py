"""One question at a time, answered by key or by button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photosim.gui.base.context import Context
from photosim.gui.kit import icons
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.theme import Space, heading, mark
from photosim.gui.tuning.pair import PairView
from photosim.gui.tuning.work import Standing

ROUND = 20
"""Questions after which one may well stop."""


class QuestionPane(QWidget):
    """Asks whether two photos are the same picture: Y, N, S to skip, Backspace to take back.

    While an answer is being taken, keys do nothing: nobody can have seen the next pair yet.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    answered = Signal(bool)
    """Whether they are the same."""
    skipped = Signal()
    taken_back = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pair = PairView(context)
        self.message = EmptyState("similar", "Looking for pairs worth asking about", "")
        self.more = self.message.add_button(f"{ROUND} more questions", self.go_on, primary=True)
        self.more.hide()
        self.different = self._button("Different", "N", "close", lambda: self.answered.emit(False))
        self.same = self._button("Same picture", "Y", "check", lambda: self.answered.emit(True))
        self.skip = self._button("Skip", "S", "next", self.skipped.emit)
        self.back = self._button("Undo", "Backspace", "undo", self.taken_back.emit)
        on_keys(self, QKeySequence.StandardKey.Undo, self.back.click)
        for quiet in (self.skip, self.back):
            mark(quiet, "quiet")
        self.count = QLabel()
        mark(self.count, "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, ROUND)
        self._standing: Standing | None = None
        self._steps = 0
        self._goal = ROUND
        self._begun = 0
        self._stack = QStackedWidget()
        self._lay_out()
        self._enable(asking=False)

    @property
    def is_asking(self) -> bool:
        """Whether a question is waiting for its answer."""
        return self.same.isEnabled()

    def wait(self) -> None:
        """An answer is being taken."""
        self._enable(asking=False)

    def say(self, title: str, text: str) -> None:
        """Show a message in place of a question."""
        self._enable(asking=False)
        self.pair.clear()
        self.message.say(title, text)
        self._stack.setCurrentWidget(self.message)

    def show_progress(self, title: str, text: str) -> None:
        """How far the search for pairs is."""
        self.message.say(title, text)

    def show_standing(self, standing: Standing, *, steps: int) -> None:
        """Ask the next question.

        Args:
            standing: where the questions are.
            steps: how many answers and skips can be taken back.
        """
        if self._standing is None:
            self._begun = standing.answers
        self._standing = standing
        self._steps = steps
        now = standing.answers - self._begun
        self.bar.setValue(ROUND - max(0, min(ROUND, self._goal - now)))
        self.count.setText(f"{now} of {self._goal} answered")
        self.more.setVisible(False)
        if standing.question is None:
            self.say(*_nothing_left(standing.answers))
        elif now >= self._goal:
            self.say(
                "That is enough to go by",
                "At the right is what your answers ask for. More answers make the estimates sharper.",
            )
            self.more.setVisible(True)
        else:
            self.pair.show_question(standing.question, standing.thumbnails)
            self._stack.setCurrentWidget(self.pair)
            self._enable(asking=True)
            return
        self.back.setEnabled(steps > 0)

    def go_on(self) -> None:
        """Ask another round."""
        self._goal += ROUND
        if self._standing is not None:
            self.show_standing(self._standing, steps=self._steps)

    def _enable(self, *, asking: bool) -> None:
        for button in (self.different, self.same, self.skip):
            button.setEnabled(asking)
        self.back.setEnabled(asking and self._steps > 0)

    def _button(self, words: str, key: str, icon: str, call: object) -> QPushButton:
        button = QPushButton(f"{words}  ({key})")
        icons.give(button, icon)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        on_keys(self, key, button.click)
        return button

    def _lay_out(self) -> None:
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.pair)
        answers = QHBoxLayout()
        answers.setSpacing(Space.S)
        answers.addWidget(self.back)
        answers.addStretch(1)
        answers.addWidget(self.different)
        answers.addWidget(self.same)
        answers.addStretch(1)
        answers.addWidget(self.skip)
        head = QHBoxLayout()
        head.addWidget(heading("Is this the same picture?", 2))
        head.addStretch()
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        column.addLayout(answers)


def _nothing_left(answers: int) -> tuple[str, str]:
    if answers:
        return (
            "Nothing more to ask",
            "Every pair of this library that photosim might take for one picture has your answer.",
        )
    return (
        "There is nothing to ask",
        "No two different photos of this library are alike enough to be taken for one picture.",
    )
