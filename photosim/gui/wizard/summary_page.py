"""Page 4 of the wizard: what the scan did, and where to go from here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget, QWizardPage

from photosim.gui import icons
from photosim.gui.icon_label import IconLabel
from photosim.gui.navigation import Page
from photosim.gui.progress_words import duration_words
from photosim.gui.scan_session import ScanSession
from photosim.gui.theme import Space, heading, mark, muted
from photosim.gui.wizard.words import folders_words, photos_in, real_problems, summary_lines


class SummaryPage(QWizardPage):
    """Says in words how a scan ended."""

    page_wanted = Signal(str)
    """The user wishes to see a `Page`."""
    again_wanted = Signal()
    """The user wishes to go back to the folders."""
    demo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle("Done")
        self.icon = IconLabel("done", 48, QPalette.ColorRole.Highlight)
        self.headline = heading("", 2)
        self.headline.setWordWrap(True)
        self.lines = muted()
        self.groups = self._button("Show groups", "groups", lambda: self.page_wanted.emit(Page.GROUPS))
        self.photos = self._button("Browse photos", "photos", lambda: self.page_wanted.emit(Page.PHOTOS))
        self.problems = self._button("See problems", "problems", lambda: self.page_wanted.emit(Page.PROBLEMS))
        self.again = self._button("Choose other folders", "folder", self.again_wanted.emit)
        self.demo = self._button("Try the demo", "demo", self.demo_wanted.emit)
        words = QVBoxLayout()
        words.setSpacing(Space.S)
        words.addWidget(self.headline)
        words.addWidget(self.lines)
        head = QHBoxLayout()
        head.setSpacing(Space.L)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for button in (self.groups, self.photos, self.problems, self.again, self.demo):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.L, Space.M, Space.M)
        column.setSpacing(Space.XL)
        column.addLayout(head)
        column.addLayout(row)
        column.addStretch()

    def show_end(self, scan: ScanSession) -> None:
        """Say how this scan ended; its `outcome` is set."""
        outcome = scan.outcome
        if outcome is None:
            raise ValueError("The scan has not ended")
        summary = outcome.summary
        if summary is None and outcome.failure:
            self._say("failed", "The scan could not go on", [outcome.failure, "What was finished is kept."])
            self._offer(self.again, self.photos)
        elif summary is None:
            self._say("info", "Stopped before anything was read", [])
            self._offer(self.again)
        elif not photos_in(summary) and not summary.cancelled:
            self._say_empty(scan)
        else:
            took = duration_words(summary.seconds)
            title = f"Stopped after {took}" if summary.cancelled else f"Finished in {took}"
            lines = summary_lines(summary)
            if scan.copies:
                lines.insert(0, f"{scan.copies:,} exact {'copy' if scan.copies == 1 else 'copies'} found.")
            if summary.cancelled:
                lines.append("The next scan goes on from here.")
            self._say("info" if summary.cancelled else "done", title, lines)
            bad = real_problems(summary)
            self.problems.setText(f"See problems ({bad:,})")
            self._offer(self.groups, self.photos, *([self.problems] if bad else []))

    def _say_empty(self, scan: ScanSession) -> None:
        summary = scan.outcome.summary if scan.outcome else None
        problems = summary.problems if summary else ()
        lines = summary_lines(summary) if summary else []
        if not problems:
            lines.append("There is no file at all.")
        self._say("empty", f"No pictures in {folders_words(scan.roots)}", lines)
        self.problems.setText("See what was left out")
        self._offer(self.again, self.demo, *([self.problems] if problems else []))

    def _say(self, icon: str, title: str, lines: list[str]) -> None:
        self.setTitle({"done": "Done", "failed": "Not done", "empty": "Nothing found"}.get(icon, "Stopped"))
        role = QPalette.ColorRole.BrightText if icon == "failed" else QPalette.ColorRole.Highlight
        self.icon.show_icon(icon, role)
        self.headline.setText(title)
        self.lines.setText("\n".join(lines))

    def _offer(self, *buttons: QPushButton) -> None:
        for button in (self.groups, self.photos, self.problems, self.again, self.demo):
            button.setVisible(button in buttons)
            mark(button, "primary" if button is buttons[0] else "")
        for name, button in (("groups", self.groups), ("folder", self.again)):
            first = button is buttons[0]
            icons.give(
                button, name, QPalette.ColorRole.HighlightedText if first else QPalette.ColorRole.ButtonText
            )

    def _button(self, words: str, icon: str, call: object) -> QPushButton:
        button = QPushButton(words)
        icons.give(button, icon)
        button.setIconSize(QSize(18, 18))
        button.clicked.connect(call)
        return button
