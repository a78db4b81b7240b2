"""Twenty questions at the border, and how strict to be after them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from photosim.app.tuning.threshold_effects import Effect
from photosim.domain.progress import Progress
from photosim.domain.strictness import NORMAL, strictness_words
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, Work
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.tuning import work
from photosim.gui.tuning.choices import StrictnessChoices
from photosim.gui.tuning.questions import QuestionPane
from photosim.gui.tuning.work import Standing
from photosim.similarity.threshold import ENOUGH_ANSWERS

if TYPE_CHECKING:
    from photosim.app.tuning.threshold import Tuning

T = TypeVar("T")
_WIDTH, _HEIGHT = 1180, 680
_CHOICES_WIDTH = 370
_TRYING = "Counting groups"
_PAUSE_MS = 1200


class TuningDialog(QDialog):
    """Asks about pairs and sets the strictness of the library; deletes itself when closed.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    saved = Signal(object)
    """Another strictness holds from now on; carries it."""
    judged = Signal()
    """Answers were given or taken back: groups may differ even if the strictness stays."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("How alike is the same?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._context = context
        self._tuning: Tuning | None = None
        self._standing: Standing | None = None
        self._steps = 0
        self._changed = False
        self._jobs: list[Job] = []
        # Whoever answers quickly need not have the groups counted after each answer.
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(_PAUSE_MS)
        self._recount.timeout.connect(self._try_unknown)
        self.questions = QuestionPane(context)
        self.choices = StrictnessChoices()
        self.notice = muted(context.workspace.library.read_only_reason)
        self.hint = muted(_hint(0))
        self.use = QPushButton("Use it")
        self.reset = QPushButton("Back to normal")
        self._lay_out()
        self._connect()
        room = parent.window().size() if parent is not None else None
        self.resize(
            max(_WIDTH, round(room.width() * 0.85)) if room else _WIDTH,
            max(_HEIGHT, round(room.height() * 0.85)) if room else _HEIGHT,
        )
        self._start(
            "Looking for questions",
            work.preparing(context.workspace),
            done=self._on_prepared,
            progress=self._on_preparing,
        )

    def done(self, result: int) -> None:
        """Close; what is in hand is dropped, answers are kept."""
        self._recount.stop()
        for job in self._jobs:
            if not job.ended:
                job.drop()
        self.questions.pair.clear()
        if self._changed:
            self.judged.emit()
        super().done(result)

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidget(self.choices)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = QVBoxLayout()
        side.setSpacing(Space.S)
        side.addWidget(heading("How strict to be", 2))
        side.addWidget(self.hint)
        side.addWidget(scroll, 1)
        holder = QWidget()
        holder.setFixedWidth(_CHOICES_WIDTH)
        side.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(side)
        body = QHBoxLayout()
        body.setSpacing(Space.XL)
        body.addWidget(self.questions, 1)
        body.addWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(body, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        mark(self.reset, "quiet")
        self.reset.setAutoDefault(False)
        self.reset.setToolTip("Choose how photosim compares when nothing is set")
        row.addWidget(self.reset)
        row.addWidget(self.notice, 1)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        mark(self.use, "primary")
        self.use.setAutoDefault(False)
        self.use.setEnabled(False)
        row.addWidget(self.use)
        return row

    def _connect(self) -> None:
        self.questions.answered.connect(self._on_answer)
        self.questions.skipped.connect(self._on_skip)
        self.questions.taken_back.connect(self._on_take_back)
        self.choices.chosen.connect(lambda _value: self._show_use())
        self.reset.clicked.connect(lambda: self.choices.choose(NORMAL))
        self.use.clicked.connect(self._save)

    def _on_preparing(self, told: object) -> None:
        if isinstance(told, Progress):
            self.questions.show_progress("Looking for pairs worth asking about", progress_words(told))

    def _on_prepared(self, answer: tuple[Tuning, Standing]) -> None:
        self._tuning, standing = answer
        if not self._tuning.is_kept:
            reason = self._context.workspace.library.read_only_reason
            self.notice.setText(f"{reason} Your answers are not kept.")
        self._show(standing)
        self.choices.choose(standing.present)
        self.questions.setFocus()
        self._try_unknown()

    def _on_answer(self, same: bool) -> None:
        def take(tuning: Tuning, standing: Standing) -> None:
            if standing.question is not None:
                tuning.answer(standing.question, same=same)

        self._step(take, 1)

    def _on_skip(self) -> None:
        def leave(tuning: Tuning, standing: Standing) -> None:
            if standing.question is not None:
                tuning.skip(standing.question)

        self._step(leave, 1)

    def _on_take_back(self) -> None:
        self._step(lambda tuning, _standing: tuning.take_back(), -1)

    def _step(self, step: Callable[[Tuning, Standing], object], count: int) -> None:
        tuning, standing = self._tuning, self._standing
        if tuning is None or standing is None:
            return
        self.questions.wait()
        self._changed = True

        def on_done(after: Standing) -> None:
            self._steps += count
            self._show(after)
            # Answers are judgements: they change the groups themselves.
            self._drop_trying()
            self.choices.recount()
            self._recount.start()

        def on_failed(error: Exception) -> None:
            self._show(standing)
            show_failure(error)

        stepping = work.stepping(self._context.workspace, tuning, lambda: step(tuning, standing))
        self._start("Taking an answer", stepping, done=on_done, failed=on_failed)

    def _show(self, standing: Standing) -> None:
        follow = self._standing is not None and self.choices.value == self._standing.recommended
        self._standing = standing
        self.choices.show_standing(standing)
        self.hint.setText(_hint(standing.answers))
        # Who has chosen nothing else goes along with the answers.
        if follow:
            self.choices.choose(standing.recommended)
        self.questions.show_standing(standing, steps=self._steps)
        if standing.notes:
            self.notice.setText(" ".join(standing.notes))
        self._show_use()

    def _show_use(self) -> None:
        value = self.choices.value
        if value is None or self._standing is None:
            return
        self.use.setText(f"Use “{strictness_words(value)}”")
        writable = not self._context.workspace.library.read_only
        self.use.setEnabled(writable and value != self._standing.present)

    def _try_unknown(self) -> None:
        unknown = self.choices.unknown
        if unknown:
            trying = work.trying(self._context.workspace, unknown)
            self._start(_TRYING, trying, done=lambda _none: None, progress=self._on_tried)

    def _drop_trying(self) -> None:
        for job in self._jobs:
            if job.name == _TRYING and not job.ended:
                job.drop()

    def _on_tried(self, told: object) -> None:
        if isinstance(told, Effect):
            self.choices.show_effect(told)

    def _save(self) -> None:
        value = self.choices.value
        if value is not None:
            saving = work.saving(self._context.workspace, value)
            self._start("Saving the strictness", saving, done=self._on_saved)

    def _on_saved(self, strictness: int) -> None:
        self.saved.emit(strictness)
        self.accept()

    def _start(
        self,
        name: str,
        doing: Work[T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[object], None] | None = None,
    ) -> None:
        self._jobs = [job for job in self._jobs if not job.ended]
        self._jobs.append(
            self._context.jobs.start(name, doing, done=done, failed=failed, progress=progress, quiet=True)
        )


def _hint(answers: int) -> str:
    if answers >= ENOUGH_ANSWERS:
        return "How often each is right is an estimate from your answers; the truth lies within the range."
    more = count_words(ENOUGH_ANSWERS - answers, "more answer", "more answers")
    return (
        f"How alike two pictures must be to be called the same. {more}, and you see how often each is right."
    )
