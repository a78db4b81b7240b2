"""Page 4 of the wizard: what the scan did, and where to go from here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photosim.domain.words import duration_words
from photosim.gui.base.context import Context
from photosim.gui.base.pages import Page
from photosim.gui.kit import icons
from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, heading, mark
from photosim.gui.library.scan_session import ScanSession
from photosim.gui.wizard.page import WizardPage
from photosim.gui.wizard.photo_strip import PhotoStrip
from photosim.gui.wizard.words import folders_words, photos_in, real_problems, summary_lines


class SummaryPage(WizardPage):
    """Says in words how a scan ended."""

    page_wanted = Signal(str)
    """The user wishes to see a `Page`."""
    again_wanted = Signal()
    """The user wishes to go back to the folders."""
    demo_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(3, "Done", "", parent)
        self.icon = IconLabel("done", 40, QPalette.ColorRole.Highlight)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(Space.XS)
        self._labels: list[QLabel] = []
        self.groups = self._button("Show groups", "groups", lambda: self.page_wanted.emit(Page.GROUPS))
        self.photos = self._button("Browse photos", "photos", lambda: self.page_wanted.emit(Page.PHOTOS))
        self.problems = self._button("See problems", "problems", lambda: self.page_wanted.emit(Page.PROBLEMS))
        self.again = self._button("Choose other folders", "folder", self.again_wanted.emit)
        self.demo = self._button("Try the demo", "demo", self.demo_wanted.emit)
        self._buttons = {
            self.groups: "groups",
            self.again: "folder",
            self.photos: "photos",
            self.demo: "demo",
            self.problems: "problems",
        }
        self.finds = heading("Newest finds", 3)
        self.strip = PhotoStrip(context.thumbnails)
        head = QHBoxLayout()
        head.setSpacing(Space.L)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(self.lines, 1)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch()
        self.body.addLayout(head)
        self.body.addSpacing(Space.M)
        self.body.addLayout(row)
        self.body.addSpacing(Space.L)
        self.body.addWidget(self.finds)
        self.body.addWidget(self.strip, 1)
        self.body.addStretch()

    @property
    def words(self) -> str:
        """Everything the page says."""
        return " ".join([self.heading_text, *(label.text() for label in self._labels)])

    def show_end(self, scan: ScanSession) -> None:
        """Say how this scan ended; its `outcome` is set."""
        outcome = scan.outcome
        if outcome is None:
            raise ValueError("The scan has not ended")
        summary = outcome.summary
        self.again.setText("Choose other folders" if summary is not None else "Back to the folders")
        self.strip.show_photos(reversed(scan.newest))
        for part in (self.finds, self.strip):
            part.setVisible(bool(scan.newest))
        if summary is None and outcome.failure:
            self._say("failed", "The scan could not go on", [outcome.failure, "What was finished is kept."])
            self._offer(self.again, self.photos)
        elif summary is None:
            self._say("info", "Stopped before anything was read", ["Nothing in the library has changed."])
            self._offer(self.again)
        elif not photos_in(summary) and not summary.cancelled:
            self._say_empty(scan)
        else:
            took = duration_words(summary.seconds)
            lines = summary_lines(summary, scan.copies)
            if summary.cancelled:
                lines.append("The next scan goes on from here.")
                self._say("info", f"Stopped after {took}", lines)
            else:
                self._say("done", f"Done in {took}", lines)
            bad = real_problems(summary)
            self.problems.setText(f"See problems ({bad:,})")
            self._offer(self.groups, self.photos, *([self.problems] if bad else []))

    def _say_empty(self, scan: ScanSession) -> None:
        summary = scan.outcome.summary if scan.outcome else None
        problems = summary.problems if summary else ()
        lines = summary_lines(summary, 0) if summary else []
        if not problems:
            lines.append("There is no file in it that photosim looks at.")
        self._say("empty", f"No pictures in {folders_words(scan.roots)}", lines)
        self.problems.setText("See what was left out")
        self._offer(self.again, self.demo, *([self.problems] if problems else []))

    def _say(self, icon: str, title: str, lines: list[str]) -> None:
        role = QPalette.ColorRole.BrightText if icon == "failed" else QPalette.ColorRole.Highlight
        self.icon.show_icon(icon, role)
        self.say(title, "")
        for old in self._labels:
            self.lines.removeWidget(old)
            old.deleteLater()
        self._labels = [_line(words) for words in lines]
        for label in self._labels:
            self.lines.addWidget(label)

    def _offer(self, *buttons: QPushButton) -> None:
        role = QPalette.ColorRole
        for button, icon in self._buttons.items():
            first = button is buttons[0]
            button.setVisible(button in buttons)
            mark(button, "primary" if first else "")
            icons.give(button, icon, role.HighlightedText if first else role.ButtonText)
            if first:
                button.setFocus()

    def _button(self, words: str, icon: str, call: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        icons.give(button, icon)
        button.clicked.connect(lambda _checked=False: call())
        return button


def _line(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
