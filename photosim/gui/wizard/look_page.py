"""Page 2 of the wizard: what to look at, with a live count of what that would be."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, ReportAny
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.wizard.page import WizardPage
from photosim.gui.wizard.words import estimate_words, folders_words

if TYPE_CHECKING:
    from photosim.app.scanning.estimate import Estimate
    from photosim.app.workspace import Workspace

_CALM_MS = 400


class LookPage(WizardPage):
    """What to leave out; counts in the background what is left.

    Args:
        context: the library the scan would fill.
        photos_per_second: how fast the last scan was, None when there was none.
    """

    def __init__(
        self, context: Context, photos_per_second: float | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            1,
            "What should be looked at?",
            "Usually everything. Photos are counted while you choose; you need not wait for it.",
            parent,
        )
        self.setCommitPage(True)
        self._context = context
        self._rate = photos_per_second
        self._roots: tuple[Root, ...] = ()
        self._settings = ScanSettings()
        self._job: Job | None = None
        self.estimate: Estimate | None = None
        self.exclude = QLineEdit()
        self.exclude.setAccessibleName("Names to leave out")
        self.exclude.setPlaceholderText("for example  *.png; Screenshots; */cache/*")
        self.hidden = QCheckBox("Also look into hidden folders and files")
        self.count = heading("", 2)
        self.count.setAccessibleName("Photos counted so far")
        self.words = muted()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Counting")
        self.stop = QPushButton("Stop counting")
        mark(self.stop, "quiet")
        self.stop.clicked.connect(self._on_stop)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._count)
        self.exclude.textChanged.connect(lambda _text: self._calm.start())
        self.hidden.toggled.connect(lambda _checked: self._calm.start())
        self._lay_out()

    @property
    def settings(self) -> ScanSettings:
        """What was chosen."""
        patterns = tuple(part.strip() for part in self.exclude.text().split(";") if part.strip())
        return ScanSettings(patterns, self.hidden.isChecked(), self._settings.limits)

    def show_settings(self, settings: ScanSettings) -> None:
        """Begin with what the library's last scan looked at."""
        self._settings = settings
        self.exclude.setText("; ".join(settings.exclude))
        self.hidden.setChecked(settings.include_hidden)

    def begin(self, roots: tuple[Root, ...]) -> None:
        """The page is shown for these folders: count."""
        self._roots = roots
        self._count()

    def end(self) -> None:
        """The page is left: count no more."""
        self._calm.stop()
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _lay_out(self) -> None:
        card = QFrame()
        mark(card, "card")
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(self.stop)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        inner.setSpacing(Space.S)
        inner.addLayout(line)
        inner.addWidget(self.words)
        inner.addWidget(self.busy)
        self.body.addWidget(heading("Leave out", 3))
        self.body.addWidget(self.exclude)
        self.body.addWidget(
            muted(
                "Names or whole paths, with * for anything, separated by semicolons. "
                "Trash folders and the thumbnail stores of other programs are always left out."
            )
        )
        self.body.addSpacing(Space.S)
        self.body.addWidget(self.hidden)
        self.body.addSpacing(Space.L)
        self.body.addWidget(card)
        self.body.addStretch()

    def _count(self) -> None:
        self.end()
        self.estimate = None
        self.busy.show()
        self.stop.setText("Stop counting")
        self.count.setText("Counting…")
        self.words.setText("")
        self._job = self._context.jobs.start(
            "Counting photos",
            partial(_estimate, self._context.workspace, self._roots, self.settings),
            progress=self._show,
            done=self._show,
            cancelled=self._on_stopped,
            quiet=True,
        )

    def _show(self, estimate: Estimate) -> None:
        self.estimate = estimate
        if estimate.complete and not estimate.photos:
            self.count.setText("No pictures found")
            kinds = count_words(estimate.files, "file of another kind", "files of other kinds")
            others = f" It holds {kinds}." if estimate.files else ""
            self.words.setText(
                f"Nothing in {folders_words(self._roots)} is named like a picture.{others} Go back to choose "
                "another folder, or scan anyway: photosim looks at the content, not only at the name."
            )
        else:
            so_far = "" if estimate.complete else " so far"
            self.count.setText(f"{estimate.photos:,} {'photo' if estimate.photos == 1 else 'photos'}{so_far}")
            self.words.setText(estimate_words(estimate, self._rate, os.cpu_count() or 1))
        if estimate.complete:
            self.busy.hide()
            self.stop.setText("Count again")

    def _on_stop(self) -> None:
        if self._job is not None and not self._job.ended:
            self._job.cancel()
        else:
            self._count()

    def _on_stopped(self) -> None:
        self.busy.hide()
        self.stop.setText("Count again")
        if self.estimate is None:
            self.count.setText("Not counted")


def _estimate(
    workspace: Workspace,
    roots: tuple[Root, ...],
    settings: ScanSettings,
    report: ReportAny,
    cancel: CancelToken,
) -> Estimate:
    from photosim.app.scanning.estimate import estimate  # noqa: PLC0415 - loaded after the window has painted

    return estimate(workspace, roots, settings, report, cancel)
