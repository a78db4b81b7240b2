"""Tries on copies of the user's own photos what the present settings find."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photosim.app.tuning.selfcheck import DEFAULT_PHOTOS, SelfCheck, self_check
from photosim.app.tuning.selfcheck_words import found_words, mistaken_words
from photosim.domain.files import display_path
from photosim.domain.progress import CancelToken, Progress
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, ReportAny
from photosim.gui.kit import icons
from photosim.gui.kit.choice_box import ChoiceBox
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.rules.findings import Findings

_WIDTH, _HEIGHT = 860, 660
_NUMBERS = (10, DEFAULT_PHOTOS, 50, 100, 250)
_NAMED = 3


class SelfCheckDialog(QDialog):
    """Starts the check, follows it, shows what it found; deletes itself when closed.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check on my photos")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._context = context
        self._job: Job | None = None
        self.check: SelfCheck | None = None
        """What was found; None before the first check has come to its end."""
        self.photos = ChoiceBox(
            "How many photos to try", [(number, f"{number:,} photos") for number in _NUMBERS]
        )
        self.photos.choose(DEFAULT_PHOTOS)
        self.start_button = QPushButton("Start")
        self.start_button.clicked.connect(self._on_button)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the check")
        self.words = muted()
        self.found = heading("", 3)
        self.found.setWordWrap(True)
        self.mistaken = QLabel()
        self.mistaken.setWordWrap(True)
        self.mistaken.setTextFormat(Qt.TextFormat.PlainText)
        self.findings = Findings()
        self.detail = muted()
        self.findings.told.connect(self.detail.setText)
        self._lay_out()
        self._show_idle()
        self.resize(_WIDTH, _HEIGHT)

    def start(self) -> None:
        """Begin to check."""
        workspace, number = self._context.workspace, self.photos.chosen

        def work(report: ReportAny, cancel: CancelToken) -> SelfCheck:
            return self_check(workspace, report, cancel, number)

        self._job = self._context.jobs.start(
            "Checking on your photos",
            work,
            done=self._on_done,
            failed=self._on_failed,
            progress=self._on_progress,
            cancelled=self._on_stopped,
        )
        mark(self.start_button, "")
        self.start_button.setText("Stop")
        icons.give(self.start_button, "stop")
        self.photos.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.words.setText("Looking for photos to try…")

    def done(self, result: int) -> None:
        """Close; a running check is stopped."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        super().done(result)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(QLabel("Try"))
        row.addWidget(self.photos)
        row.addWidget(self.start_button)
        row.addWidget(self.words, 1)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.addWidget(self.detail, 1)
        bottom.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading("What is found of my photos?", 2))
        column.addWidget(
            muted(
                "Copies of some of your photos are cropped, turned, framed, sent by messenger and so on, in "
                "a temporary folder. Then you see which of them are found with the present settings. Your "
                "photos are only read, and the copies are removed at the end."
            )
        )
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.found)
        column.addWidget(self.mistaken)
        column.addWidget(self.findings, 100)
        # Takes the room while there is no table yet.
        column.addStretch(1)
        column.addLayout(bottom)

    def _on_button(self) -> None:
        if self._job is None:
            self.start()
        else:
            self._job.cancel()
            self.words.setText("Stopping…")

    def _on_progress(self, told: Progress) -> None:
        self.bar.setRange(0, 0 if told.fraction is None else 1000)
        self.bar.setValue(round((told.fraction or 0.0) * 1000))
        words = progress_words(told)
        self.words.setText(f"{told.stage}: {words}" if words else told.stage)

    def _on_done(self, check: SelfCheck) -> None:
        self.check = check
        self._show_idle()
        self.found.setText(found_words(check))
        self.mistaken.setText("\n".join([mistaken_words(check), *_unread(check)]))
        mark(self.mistaken, "warning" if check.joined or check.strays else "good")
        self.findings.show_check(check)
        self.detail.setText("Choose a row to see which copies were missed.")
        for part in (self.found, self.mistaken, self.findings):
            part.show()

    def _on_failed(self, error: Exception) -> None:
        self._show_idle()
        show_failure(error)

    def _on_stopped(self) -> None:
        self._show_idle()
        self.words.setText("Stopped; the copies are removed.")

    def _show_idle(self) -> None:
        self._job = None
        self.start_button.setText("Start" if self.check is None else "Check again")
        icons.give(self.start_button, "resume")
        mark(self.start_button, "primary" if self.check is None else "")
        self.photos.setEnabled(True)
        self.words.setText("")
        self.bar.hide()
        if self.check is None:
            for part in (self.found, self.mistaken, self.findings):
                part.hide()


def _unread(check: SelfCheck) -> list[str]:
    if not check.unreadable:
        return []
    names = ", ".join(f"“{display_path(path)}”" for path in check.unreadable[:_NAMED])
    return [f"Could not be read, and were left out: {names}{', …' * (len(check.unreadable) > _NAMED)}."]
