"""How far a comparison is, with pause and stop."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from photosim.domain.progress import Progress
from photosim.gui.base.jobs import Job, Jobs, JobState
from photosim.gui.kit import icons
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading, muted

_WIDTH = 560


class CardWork(QWidget):
    """Shows one comparison at a time.

    Args:
        jobs: whose changes are followed.
        parent: Qt's owner.
    """

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the comparison")
        self.words = QLabel()
        self.words.setAccessibleName("Progress in words")
        self.stop = QPushButton("Stop")
        self.stop.clicked.connect(self._on_stop)
        icons.give(self.stop, "stop")
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.stop)
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(heading("Comparing with what is at home", 2))
        column.addWidget(self.bar)
        column.addLayout(line)
        column.addWidget(muted("Nothing is touched by this; stop it at any time."))
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        jobs.changed.connect(self._on_changed)

    def follow(self, job: Job) -> None:
        """Show a job from now on."""
        self._job = job
        self._show()

    def _on_changed(self, job: object) -> None:
        if job is self._job:
            self._show()

    def _show(self) -> None:
        if self._job is None:
            return
        progress = self._job.progress or Progress("Looking for photos", 0)
        fraction = progress.fraction
        self.bar.setRange(0, 0 if fraction is None else 1000)
        self.bar.setValue(round((fraction or 0.0) * 1000))
        stopping = self._job.state is JobState.STOPPING
        self.words.setText("Stopping after the photo in hand…" if stopping else progress_words(progress))
        self.stop.setEnabled(not stopping)

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
