"""The dialog that compares a memory card with what is at home."""

from __future__ import annotations

import os

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QStackedLayout, QWidget

from photosim.app.exploring.pocket_result import Comparison, Standing
from photosim.domain.files import display_path
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.kit.dialogs import show_failure, show_sentence
from photosim.gui.looks import work
from photosim.gui.looks.card_answer import CardAnswer
from photosim.gui.looks.card_question import CardQuestion
from photosim.gui.looks.card_work import CardWork

_LARGEST = QSize(1480, 940)
_SHARE = 0.88


class CardDialog(QDialog):
    """Question, work, answer; deletes itself when it is closed.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare a memory card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._context = context
        self._job: Job | None = None
        self._comparison: Comparison | None = None
        self.question = CardQuestion()
        self.work_page = CardWork(context.jobs)
        self.answer = CardAnswer(context)
        self._stack = QStackedLayout(self)
        for page in (self.question, self.work_page, self.answer):
            self._stack.addWidget(page)
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        self.answer.add_button(close)
        self.question.compare.connect(self._compare)
        self.question.cancelled.connect(self.reject)
        self.answer.copy.connect(self._copy)
        self.answer.export.connect(self._export)
        self.answer.again.connect(self._ask)
        self.resize((self.screen().availableSize() * _SHARE).boundedTo(_LARGEST))

    @property
    def page(self) -> QWidget | None:
        """What is shown now: `question`, `work_page` or `answer`."""
        return self._stack.currentWidget()

    def reject(self) -> None:
        """Close; nobody waits for a comparison any more."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        super().reject()

    def _compare(self) -> None:
        folder = os.path.abspath(os.path.expanduser(self.question.folder.text().strip()))
        by_pocket = self.question.by_pocket.isChecked()
        pocket = os.path.abspath(self.question.pocket.text().strip()) if by_pocket else None
        self._job = self._context.jobs.start(
            "Comparing with what is at home",
            work.comparing(self._context.workspace, folder, pocket),
            done=self._show,
            failed=self._failed,
            cancelled=self._ask,
        )
        self.work_page.follow(self._job)
        self._stack.setCurrentWidget(self.work_page)

    def _show(self, comparison: Comparison) -> None:
        self._job, self._comparison = None, comparison
        self.answer.show_comparison(comparison)
        self._stack.setCurrentWidget(self.answer)
        self.answer.grid.setFocus()

    def _failed(self, error: Exception) -> None:
        self._ask()
        show_failure(error)

    def _ask(self) -> None:
        self._job = None
        self._stack.setCurrentWidget(self.question)

    def _copy(self, standing: Standing) -> None:
        if self._comparison is not None:
            paths = [display_path(photo.path) for photo in self._comparison.standing(standing)]
            QGuiApplication.clipboard().setText("\n".join(paths))
            show_sentence(f"{count_words(len(paths), 'path')} copied, one a line.", self)

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save as a table", "card.csv", "Table (*.csv)")
        if path and self._comparison is not None:
            self._job = self._context.jobs.start(
                "Writing the table", work.saving(self._comparison, path), done=self._saved, quiet=True
            )

    def _saved(self, path: str) -> None:
        self._job = None
        show_sentence(f"The table is written: “{display_path(path)}”.", self)


def export_pocket(context: Context, window: QWidget) -> None:
    """Ask for a file and write the pocket catalogue of the open library into it."""

    def told(words: str) -> None:
        show_sentence(words, window)

    def write(path: str) -> None:
        context.jobs.start("Writing the pocket catalogue", work.exporting(context.workspace, path), done=told)

    dialog = QFileDialog(window, "Write a pocket catalogue")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(["Pocket catalogues (*.pocket)"])
    dialog.setDefaultSuffix("pocket")
    dialog.selectFile("home.pocket")
    dialog.fileSelected.connect(write)
    dialog.open()
