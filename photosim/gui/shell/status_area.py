"""The bottom of the window: what was just done, what is being done, how to pause or stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from photosim.gui.base.jobs import Job, Jobs, JobState
from photosim.gui.kit import icons
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, mark

_PATIENCE_MS = 300
"""Work that is done sooner is not worth a flicker in the status area."""


class StatusArea(QFrame):
    """One message at the left, the running job at the right."""

    details = Signal()
    """The user wishes to see more of the running scan."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "status")
        self.setAccessibleName("Status")
        self._job: Job | None = None
        self._jobs: Jobs | None = None
        self._has_details = False
        self.message = ElidedLabel("", self)
        self.message.setAccessibleName("Message")
        self.panel = QWidget(self)
        self.name = QLabel(self.panel)
        self.words = QLabel(self.panel)
        self.words.setProperty("kind", "muted")
        self.bar = QProgressBar(self.panel)
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the running work")
        self.show_details = QPushButton("Show", self.panel)
        mark(self.show_details, "link")
        self.show_details.setAccessibleName("Show the running scan")
        self.show_details.clicked.connect(self.details)
        self.pause = _icon_button("Pause", self.panel)
        self.pause.clicked.connect(self._on_pause)
        self.cancel = _icon_button("Stop", self.panel)
        self.cancel.clicked.connect(self._on_cancel)
        icons.give(self.cancel, "stop")
        row = QHBoxLayout(self.panel)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for widget in (self.name, self.bar, self.words, self.show_details, self.pause, self.cancel):
            row.addWidget(widget)
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, Space.XS, Space.S, Space.XS)
        line.setSpacing(Space.L)
        line.addWidget(self.message, 1)
        line.addWidget(self.panel)
        # As high without work as with it: the page above does not move.
        self.setMinimumHeight(self.pause.sizeHint().height() + 2 * Space.XS + 1)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_job)
        self.panel.hide()

    def watch(self, jobs: Jobs) -> None:
        """Show the jobs of another `Jobs` from now on."""
        self._jobs = jobs
        self._job = None
        self._show_job()
        jobs.changed.connect(self._on_changed)

    def say(self, sentence: str) -> None:
        """Show a message until the next one."""
        self.message.setText(sentence)

    def offer_details(self, offered: bool) -> None:
        """Whether there is a running scan to be shown."""
        self._has_details = offered
        self._show_job()

    def _on_changed(self, job: Job) -> None:
        if job.quiet:
            return
        if self._job is None or self._job.ended:
            waiting = [other for other in self._jobs.active if not other.quiet] if self._jobs else []
            self._job = waiting[0] if waiting else None
            self.words.setMinimumWidth(0)
            if self._job is not None and not self.panel.isVisible():
                self._patience.start()
                return
        if not self._patience.isActive():
            self._show_job()

    def _show_job(self) -> None:
        job = self._job
        self.panel.setVisible(job is not None)
        if job is None:
            return
        paused, stopping = job.state is JobState.PAUSED, job.state is JobState.STOPPING
        self.name.setText(job.name)
        words = progress_words(job.progress) if job.progress else ""
        self.words.setText("stopping…" if stopping else "paused" if paused else words)
        # The bar stays where it is while the numbers beside it change.
        self.words.setMinimumWidth(max(self.words.minimumWidth(), self.words.sizeHint().width()))
        fraction = job.progress.fraction if job.progress else None
        self.bar.setRange(0, 0 if fraction is None else 1000)
        self.bar.setValue(round((fraction or 0.0) * 1000))
        self.show_details.setVisible(self._has_details)
        self.pause.setEnabled(not stopping)
        self.cancel.setEnabled(not stopping)
        label = "Continue" if paused else "Pause"
        if self.pause.accessibleName() != f"{label} the running work":
            icons.give(self.pause, "resume" if paused else "pause")
            _name(self.pause, label)

    def _on_pause(self) -> None:
        if self._job is not None:
            if self._job.state is JobState.PAUSED:
                self._job.resume()
            else:
                self._job.pause()

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _icon_button(label: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setProperty("kind", "icon")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    icons.give(button, label.lower())
    _name(button, label)
    return button


def _name(button: QToolButton, label: str) -> None:
    button.setAccessibleName(f"{label} the running work")
    button.setToolTip(label)
