"""The looking for faces: what it would give, how far it is, how it ended."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.extras import PACKAGED_WORDS, can_add
from photosim.domain.words import count_words, duration_words
from photosim.encoding.face_finder import INSTALL_LINE
from photosim.gui.kit import icons
from photosim.gui.kit.compound import Compound
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, mark, muted
from photosim.gui.people import work
from photosim.gui.people.desk import PeopleDesk

_ABSENT = "Finding people needs one more part"
_PROMISE = (
    "photosim can find the faces in your photos, put those of one person together, and let you name "
    "them. Everything happens on this computer; no picture and no name ever leaves it."
)


class FindingStrip(QFrame):
    """One line over the people: how far the looking is, or that there are photos left to look at."""

    def __init__(self, desk: PeopleDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(200)
        self._bar.setAccessibleName("Progress of the looking for faces")
        self.find_button = QPushButton("Find faces")
        self.pause = QPushButton()
        self.stop = QPushButton("Stop")
        self.find_button.clicked.connect(lambda _checked=False: desk.find())
        self.pause.clicked.connect(lambda _checked=False: desk.toggle_pause())
        self.stop.clicked.connect(lambda _checked=False: desk.stop())
        icons.give(self.stop, "stop")
        mark(self, "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._said, 1)
        for widget in (self._bar, self.find_button, self.pause, self.stop):
            row.addWidget(widget)

    @property
    def said(self) -> str:
        """What the line says."""
        return self._said.text()

    def update_words(self) -> None:
        """Say what is the case now."""
        everybody, looking = self._desk.everybody, self._desk.looking
        waiting = everybody.waiting if everybody is not None else 0
        able = everybody is not None and not everybody.unavailable and not self._desk.read_only
        self.setVisible(looking or bool(self._desk.trouble) or (waiting > 0 and able))
        for widget in (self._bar, self.pause, self.stop):
            widget.setVisible(looking)
        self.find_button.setVisible(not looking and able and waiting > 0)
        if looking:
            self._show_progress()
        elif self._desk.trouble:
            self._said.setText(self._desk.trouble)
        else:
            pictures = count_words(waiting, "picture was", "pictures were")
            self._said.setText(f"{pictures} not looked at yet.")

    def _show_progress(self) -> None:
        job = self._desk.finding
        assert job is not None
        paused = job.token.paused
        self.pause.setText("Continue" if paused else "Pause")
        icons.give(self.pause, "resume" if paused else "pause")
        self._said.setText(looking_words(self._desk))
        show_progress(self._bar, self._desk)


class FindingPane(Compound):
    """Fills the page while there is nobody to show: why that is, and the way on.

    Args:
        desk: looks for faces.
        parent: Qt's owner.
    """

    scan_wanted = Signal()
    """The user wants to choose folders to scan."""

    def __init__(self, desk: PeopleDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._plain = EmptyState("people", "", "")
        self.find_button = self._plain.add_button("Find faces", desk.find, primary=True)
        self._scan_button = self._plain.add_button(
            "Choose folders to scan", self.scan_wanted.emit, primary=True
        )
        # Until it is known whether there is anything to find or to scan.
        self.find_button.hide()
        self._scan_button.hide()
        self._busy = _Busy(desk)
        self._absent = _Absent()
        self._stack = QStackedWidget(self)
        for page in (self._plain, self._busy, self._absent):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.lead_to(self._plain, self._busy, self._absent)

    @property
    def text(self) -> str:
        """What is said, as a screen reader would say it."""
        page = self._stack.currentWidget()
        assert isinstance(page, EmptyState | _Busy | _Absent)
        return page.text

    def update_words(self) -> None:
        """Say what is the case now."""
        everybody = self._desk.everybody
        if self._desk.looking:
            self._busy.update_words()
            self._stack.setCurrentWidget(self._busy)
        elif everybody is not None and everybody.unavailable and not everybody.looked:
            self._stack.setCurrentWidget(self._absent)
        else:
            self._say(everybody)
            self._stack.setCurrentWidget(self._plain)

    def _say(self, everybody: work.Everybody | None) -> None:
        say = self._plain.say
        self.find_button.setVisible(
            everybody is not None and everybody.waiting > 0 and not self._desk.read_only
        )
        empty = everybody is not None and not everybody.looked and not everybody.waiting
        self._scan_button.setVisible(empty and not self._desk.read_only)
        if everybody is None:
            say("Reading who is in the photos…", "", "people")
        elif self._desk.trouble:
            say("Looking for faces did not work", self._desk.trouble, "failed")
        elif empty:
            say("No photos yet", "Choose the folders that hold your photos.", "photos")
        elif everybody.waiting and self._desk.stopped:
            say(
                "Stopped",
                f"{count_words(everybody.looked, 'picture was', 'pictures were')} looked at, "
                f"{everybody.waiting:,} are left. What was found is kept.",
                "stop",
            )
        elif everybody.waiting and not everybody.looked:
            say("Who is in your photos?", f"{_PROMISE} {_span_words(everybody)}", "people")
        elif everybody.waiting:
            pictures = count_words(everybody.waiting, "picture is", "pictures are")
            say("No face so far", f"{pictures} not looked at yet. {_span_words(everybody)}", "people")
        else:
            looked = count_words(everybody.looked, "picture was", "pictures were")
            say("No faces in these photos", f"{looked} looked at; none shows a face.", "people")
        if everybody is not None and self._desk.read_only:
            say("Nobody was looked for yet", self._desk.read_only, "lock")


class _Busy(QWidget):
    """The looking, large, while nothing is found yet."""

    def __init__(self, desk: PeopleDesk) -> None:
        super().__init__()
        self._desk = desk
        self._state = EmptyState("people", "Looking for faces…", "")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(360)
        self._bar.setAccessibleName("Progress of the looking for faces")
        self._pause = self._state.add_button("Pause", desk.toggle_pause)
        self._state.add_button("Stop", desk.stop)
        self._state.add_below(self._bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._state)

    @property
    def text(self) -> str:
        return self._state.text

    def update_words(self) -> None:
        job = self._desk.finding
        paused = job is not None and job.token.paused
        self._pause.setText("Continue" if paused else "Pause")
        self._state.say("Looking for faces…", looking_words(self._desk))
        show_progress(self._bar, self._desk)


class _Absent(QWidget):
    """The extra is not installed: what it would give, and the line to type."""

    def __init__(self) -> None:
        super().__init__()
        self._state = EmptyState("people", _ABSENT, _PROMISE)
        if can_add():
            self._state.add_below(_line_to_type())
            words = "Type this in a terminal, then start photosim again."
        else:
            words = f"It is called dlib: {PACKAGED_WORDS}."
        after = muted(words)
        after.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state.add_below(after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._state)

    @property
    def text(self) -> str:
        return self._state.text


def _line_to_type() -> QWidget:
    line = QLineEdit(INSTALL_LINE)
    line.setReadOnly(True)
    line.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    line.setAccessibleName("The line to type")
    line.setFixedWidth(420)
    copy = QPushButton("Copy")
    icons.give(copy, "copy")
    copy.setToolTip("Put the line on the clipboard")
    copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(INSTALL_LINE))
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    row.addWidget(line)
    row.addWidget(copy)
    return both


def looking_words(desk: PeopleDesk) -> str:
    """How far the looking is, in words."""
    job = desk.finding
    if job is None:
        return ""
    if job.token.cancelled:
        return "Stopping… what was found is kept."
    progress = job.progress
    how_far = progress_words(progress) if progress is not None else "Starting…"
    return f"Paused. {how_far}" if job.token.paused else how_far


def show_progress(bar: QProgressBar, desk: PeopleDesk) -> None:
    """Let a bar show how far the looking is."""
    progress = desk.finding.progress if desk.finding is not None else None
    fraction = progress.fraction if progress is not None else None
    bar.setRange(0, 0 if fraction is None else 1000)
    bar.setValue(round((fraction or 0.0) * 1000))


def _span_words(everybody: work.Everybody) -> str:
    seconds = everybody.waiting * work.SECONDS_A_PICTURE
    pictures = count_words(everybody.waiting, "picture", "pictures")
    minutes = math.ceil(seconds / 60)
    span = "less than a minute" if minutes < 2 else f"about {duration_words(60 * minutes)}"
    return f"Looking at {pictures} takes {span}; you can go on meanwhile."
