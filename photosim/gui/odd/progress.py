"""How far the measuring is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from photosim.domain.progress import Progress
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading, muted


class OddProgress(QWidget):
    """What is being done, a bar, how long it takes, and a stop button."""

    stopped = Signal()
    """The user wants it to stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = heading("Looking for odd photos", 2)
        self._detail = muted()
        self._detail.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Looking for odd photos")
        self._bar.setFixedWidth(360)
        self._note = muted("Each photo is measured once; what is measured is kept when you stop.")
        self._note.setWordWrap(False)
        self.stop = QPushButton("Stop")
        self.stop.clicked.connect(self.stopped)
        column = QVBoxLayout(self)
        column.setSpacing(Space.M)
        column.addStretch(2)
        for widget in (self._stage, self._bar, self._detail, self._note, self.stop):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def words(self) -> str:
        """How far it is, in words."""
        return self._detail.text()

    def start(self) -> None:
        """Nothing is known yet."""
        self._bar.setRange(0, 0)
        self._detail.setText("Reading the library…")

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        fraction = progress.fraction
        self._bar.setRange(0, 0 if fraction is None else 1000)
        if fraction is not None:
            self._bar.setValue(round(fraction * 1000))
        self._detail.setText(f"{progress.stage}: {progress_words(progress)}")
