"""Page 3 of the wizard: how far the scan is, and what it found."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from photosim.gui.base.context import Context
from photosim.gui.base.jobs import JobState
from photosim.gui.kit import icons
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading
from photosim.gui.library.scan_session import ScanOutcome, ScanSession
from photosim.gui.wizard.counter import Counter
from photosim.gui.wizard.page import WizardPage
from photosim.gui.wizard.photo_strip import PhotoStrip

_SENTENCE = "You need not wait: photos and searches can be used while the scan goes on in the background."


class ProgressPage(WizardPage):
    """Shows a `ScanSession` while it runs."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(2, "Scanning", _SENTENCE, parent)
        self._scan: ScanSession | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the scan")
        self.words = QLabel()
        self.words.setAccessibleName("Progress in words")
        self.detail = ElidedLabel()
        self.detail.setProperty("kind", "muted")
        self.photos = Counter("photos taken in")
        self.copies = Counter("exact copies found")
        self.problems = Counter("left out")
        self.strip = PhotoStrip(context.thumbnails)
        self.pause = QPushButton("Pause")
        self.pause.clicked.connect(self._on_pause)
        self.stop = QPushButton("Stop")
        self.stop.setToolTip("What is finished is kept; the next scan goes on from there")
        self.stop.clicked.connect(self._on_stop)
        icons.give(self.stop, "stop")
        self._lay_out()
        context.jobs.changed.connect(self._on_job)

    @property
    def over(self) -> bool:
        """Whether there is a scan here and it has come to its end."""
        return self._scan is not None and self._scan.outcome is not None

    def follow(self, scan: ScanSession) -> None:
        """Show this scan."""
        self._scan = scan
        self.say(scan.name, _SENTENCE)
        scan.progressed.connect(self._refresh)
        scan.ended.connect(self._on_ended)
        self._refresh()

    def isComplete(self) -> bool:
        """Whether one can go on to the summary."""
        return self.over

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addWidget(self.words, 1)
        line.addWidget(self.pause)
        line.addWidget(self.stop)
        counters = QHBoxLayout()
        counters.setSpacing(Space.S)
        for counter in (self.photos, self.copies, self.problems):
            counters.addWidget(counter, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.detail)
        self.body.addSpacing(Space.S)
        self.body.addLayout(counters)
        self.body.addSpacing(Space.S)
        self.body.addWidget(heading("Newest finds", 3))
        self.body.addWidget(self.strip, 1)

    def _refresh(self) -> None:
        scan = self._scan
        if scan is None or scan.job is None:
            return
        progress, state = scan.progress, scan.job.state
        paused, stopping = state is JobState.PAUSED, state is JobState.STOPPING
        fraction = progress.fraction if scan.discovered else None
        # Until the walk has ended the total still grows, and a bar that runs backwards helps nobody.
        self.bar.setRange(0, 0 if fraction is None and not paused else 1000)
        self.bar.setValue(round((fraction or 0.0) * 1000))
        words = progress_words(replace(progress, rate=None) if paused else progress)
        if not scan.discovered and progress.total:
            words = f"{progress.done:,} done, {progress.total:,} files found so far"
        self.words.setText(
            "Stopping: storing what is finished…" if stopping else f"Paused at {words}" if paused else words
        )
        self.detail.setText(progress.detail or progress.stage)
        self.photos.show_number(scan.stored)
        self.copies.show_number(scan.copies)
        self.problems.show_number(scan.problems)
        self.strip.show_photos(reversed(scan.newest))
        self.pause.setText("Continue" if paused else "Pause")
        icons.give(self.pause, "resume" if paused else "pause")
        self.pause.setEnabled(not stopping)
        self.stop.setEnabled(not stopping)

    def _on_job(self, job: object) -> None:
        if self._scan is not None and job is self._scan.job and not self.over:
            self._refresh()

    def _on_pause(self) -> None:
        job = self._scan.job if self._scan else None
        if job is not None:
            if job.state is JobState.PAUSED:
                job.resume()
            else:
                job.pause()

    def _on_stop(self) -> None:
        if self._scan is not None and self._scan.job is not None:
            self._scan.job.cancel()

    def _on_ended(self, _outcome: ScanOutcome) -> None:
        self.completeChanged.emit()
