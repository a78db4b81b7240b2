"""How far the work on files is, with pause, stop, and the time that is left."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from photosim.domain.progress import Progress
from photosim.gui.base.jobs import Job, Jobs, JobState
from photosim.gui.kit import icons
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading, muted

_WIDTH = 560


class WorkPage(QWidget):
    """Shows one job at a time.

    Args:
        jobs: whose changes are followed.
        parent: Qt's owner.
    """

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.title = heading("", 2)
        self.promise = muted()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.words = QLabel()
        self.words.setAccessibleName("Progress in words")
        self.detail = ElidedLabel()
        self.detail.setProperty("kind", "muted")
        self.pause = QPushButton("Pause")
        self.pause.clicked.connect(self._on_pause)
        self.stop = QPushButton("Stop")
        self.stop.clicked.connect(self._on_stop)
        icons.give(self.stop, "stop")
        for button in (self.pause, self.stop):
            # Else Enter would stay theirs when the dialog goes on to another page.
            button.setAutoDefault(False)
        self._lay_out()
        jobs.changed.connect(self._on_changed)

    def follow(self, job: Job, promise: str) -> None:
        """Show a job from now on; `promise` says what stopping it would mean."""
        self._job = job
        self.title.setText(job.name)
        self.bar.setAccessibleName(job.name)
        self.promise.setText(promise)
        self._show()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addWidget(self.words, 1)
        line.addWidget(self.pause)
        line.addWidget(self.stop)
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addLayout(line)
        column.addWidget(self.detail)
        column.addWidget(self.promise)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def _on_changed(self, job: object) -> None:
        if job is self._job:
            self._show()

    def _show(self) -> None:
        job = self._job
        if job is None:
            return
        progress = job.progress or Progress("", 0)
        paused, stopping = job.state is JobState.PAUSED, job.state is JobState.STOPPING
        fraction = progress.fraction
        self.bar.setRange(0, 0 if fraction is None and not paused else 1000)
        self.bar.setValue(round((fraction or 0.0) * 1000))
        words = progress_words(replace(progress, rate=None) if paused else progress)
        if stopping:
            words = "Stopping after the file in hand…"
        elif paused:
            words = f"Paused at {words}" if words else "Paused"
        self.words.setText(words)
        self.detail.setText(progress.detail or progress.stage)
        self.pause.setText("Continue" if paused else "Pause")
        icons.give(self.pause, "resume" if paused else "pause")
        self.pause.setEnabled(not stopping)
        self.stop.setEnabled(not stopping)

    def _on_pause(self) -> None:
        if self._job is None:
            return
        if self._job.state is JobState.PAUSED:
            self._job.resume()
        else:
            self._job.pause()

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
