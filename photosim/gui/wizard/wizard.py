"""The wizard itself: four pages, and the wish to go on in the background."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget, QWizard

from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.gui.base.context import Context
from photosim.gui.base.intake import read_mime
from photosim.gui.base.jobs import ReportAny
from photosim.gui.base.pages import Page
from photosim.gui.base.preferences import Preferences
from photosim.gui.kit.dialogs import show_sentence
from photosim.gui.kit.theme import mark
from photosim.gui.library.desk import Desk
from photosim.gui.library.scan_session import ScanSession
from photosim.gui.wizard.folders_page import FoldersPage
from photosim.gui.wizard.look_page import LookPage
from photosim.gui.wizard.progress_page import ProgressPage
from photosim.gui.wizard.summary_page import SummaryPage


class Step(IntEnum):
    """The pages."""

    FOLDERS = 0
    LOOK = 1
    PROGRESS = 2
    SUMMARY = 3


_BUTTON = QWizard.WizardButton
_BUTTONS = {
    Step.FOLDERS: [_BUTTON.Stretch, _BUTTON.CancelButton, _BUTTON.NextButton],
    Step.LOOK: [_BUTTON.BackButton, _BUTTON.Stretch, _BUTTON.CancelButton, _BUTTON.CommitButton],
    Step.PROGRESS: [_BUTTON.Stretch, _BUTTON.CustomButton1],
    Step.SUMMARY: [_BUTTON.Stretch, _BUTTON.FinishButton],
}


class ScanWizard(QWizard):
    """Leads from folders to photos; hiding it while a scan runs lets the scan go on.

    Args:
        desk: starts the scan; a scan that runs already is shown at once.
        context: the library to fill.
        preferences: remembers how fast scans are.
        parent: the window.
    """

    page_wanted = Signal(str)
    """The user wishes to see a `Page`; the wizard has closed."""
    demo_wanted = Signal()

    def __init__(
        self, desk: Desk, context: Context, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._context = context
        self.setWindowTitle("Scan folders")
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setAcceptDrops(True)
        self.folders = FoldersPage()
        self.look = LookPage(context, preferences.photos_per_second)
        self.progress = ProgressPage(context)
        self.summary = SummaryPage(context)
        for step, page in zip(Step, (self.folders, self.look, self.progress, self.summary), strict=True):
            self.setPage(step, page)
        self.setButtonText(_BUTTON.CommitButton, "Start the scan")
        self.setButtonText(_BUTTON.NextButton, "Next")
        self.setButtonText(_BUTTON.BackButton, "Back")
        self.setButtonText(_BUTTON.FinishButton, "Close")
        self.setButtonText(_BUTTON.CustomButton1, "Go on in the background")
        for primary in (_BUTTON.NextButton, _BUTTON.CommitButton):
            mark(self.button(primary), "primary")
        self.customButtonClicked.connect(self.reject)
        self.currentIdChanged.connect(self._on_step)
        self.folders.completeChanged.connect(self._lead_on)
        self.summary.page_wanted.connect(self._leave_for)
        self.summary.again_wanted.connect(self._start_over)
        self.summary.demo_wanted.connect(self._on_demo)
        self.resize(800, 640)
        self._read_library()
        if desk.scan is not None and desk.scanning:
            self.setStartId(Step.PROGRESS)
            self._follow(desk.scan)

    @property
    def over(self) -> bool:
        """Whether it was closed and shows no scan that runs."""
        return self.isHidden() and not self._desk.scanning

    def add_folders(self, folders: Sequence[str]) -> None:
        """List more folders; while a scan runs the user is asked to wait."""
        if not folders:
            return
        if self.currentId() in (Step.PROGRESS, Step.SUMMARY) and self._desk.scanning:
            show_sentence("A scan is running. Drop the folder again when it is done.", self)
            return
        if self.currentId() == Step.SUMMARY:
            self.restart()
        self.folders.add([Root(os.path.abspath(folder)) for folder in folders])

    def reject(self) -> None:
        """Close; a running scan goes on in the background."""
        self.look.end()
        if self._desk.scanning:
            self.hide()
        else:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local folders and files."""
        intake = read_mime(event.mimeData())
        if intake.folders or intake.files:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """List what was dropped; a file stands for its folder."""
        event.acceptProposedAction()
        intake = read_mime(event.mimeData())
        folders = dict.fromkeys([*intake.folders, *(os.path.dirname(path) for path in intake.files)])
        QTimer.singleShot(0, self, lambda: self.add_folders(list(folders)))

    def _read_library(self) -> None:
        def work(_report: ReportAny, _cancel: CancelToken) -> tuple[list[Root], ScanSettings]:
            library = self._context.workspace.library
            return library.roots(), library.settings()

        self._context.jobs.start("Reading the library", work, done=self._on_library, quiet=True).answer_only(
            self
        )

    def _on_library(self, known: tuple[list[Root], ScanSettings]) -> None:
        roots, settings = known
        roles = {root.path: root.role for root in roots}
        listed = self.folders.roots
        if listed:
            self.folders.rows.set_roles(roles)
        else:
            self.folders.add(roots)
        self.look.show_settings(settings)

    def _lead_on(self) -> None:
        """With a folder in the list the Enter key goes on, and does not ask for another one."""
        if self.focusWidget() is self.folders.add_button and self.folders.isComplete():
            self.button(_BUTTON.NextButton).setFocus()

    def _on_step(self, step: int) -> None:
        if step < 0:
            return
        self.setButtonLayout(_BUTTONS[Step(step)])
        if step == Step.LOOK:
            self.look.begin(self.folders.roots)
        elif step == Step.PROGRESS and not self._desk.scanning and not self.progress.over:
            self._start()

    def _start(self) -> None:
        self.look.end()
        roots, settings = self.folders.roots, self.look.settings
        self._follow(self._desk.start_scan(roots, settings, remember=True))

    def _follow(self, scan: ScanSession) -> None:
        self.progress.follow(scan)
        scan.ended.connect(lambda _outcome: self._on_ended(scan))

    def _on_ended(self, scan: ScanSession) -> None:
        self.summary.show_end(scan)
        if self.currentId() == Step.PROGRESS:
            self.next()

    def _leave_for(self, page: Page) -> None:
        self.accept()
        self.page_wanted.emit(page)

    def _start_over(self) -> None:
        self.restart()

    def _on_demo(self) -> None:
        self.accept()
        self.demo_wanted.emit()
