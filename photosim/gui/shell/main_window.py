"""The one window: a rail of pages, the page in hand, a status area; takes whatever is dropped or pasted."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from photosim.domain.files import display_path
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.intake import WEB_SENTENCE, Intake, is_welcome, read_mime
from photosim.gui.base.pages import Page
from photosim.gui.base.preferences import Preferences
from photosim.gui.kit import ask, icons
from photosim.gui.kit.dialogs import show_sentence
from photosim.gui.kit.drop_overlay import DropOverlay
from photosim.gui.kit.theme import Theme, ThemeMode
from photosim.gui.kit.words import name_of
from photosim.gui.library.desk import Desk
from photosim.gui.library.facts import LibraryFacts, holds_library, library_name
from photosim.gui.library.scan_session import ScanSession
from photosim.gui.library.session import Session
from photosim.gui.shell.banner import Banner
from photosim.gui.shell.help_menu import show_about, show_shortcuts
from photosim.gui.shell.menus import Menus
from photosim.gui.shell.navigation import Rail
from photosim.gui.shell.start_page import StartPage
from photosim.gui.shell.status_area import StatusArea

if TYPE_CHECKING:
    from photosim.gui.shell.views import Views
    from photosim.gui.wizard import ScanWizard

_SIZE = QSize(1180, 780)
_LEAST = QSize(960, 640)
"""Below it, pages would have to cut off what one can act on."""


class MainWindow(QMainWindow):
    """Joins the pages, the menus and what is on the desk.

    Args:
        desk: opens libraries and scans.
        theme: light or dark.
        preferences: what is remembered.
    """

    closed = Signal(bool)
    """The window is gone and all work has stopped; False when a worker hangs in the system."""

    def __init__(self, desk: Desk, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.desk = desk
        self.theme = theme
        self._preferences = preferences
        self._views: Views | None = None
        self._wizard: ScanWizard | None = None
        self._page = Page.START
        self._restoring = True
        self.setWindowTitle("photosim")
        self.setWindowIcon(icons.app_icon())
        self.setAcceptDrops(True)
        self.rail = Rail()
        self.banner = Banner("lock")
        self.outdated = Banner("refresh", "Encode anew")
        self.stack = QStackedWidget()
        self.start_page = StartPage(desk.home)
        self.stack.addWidget(self.start_page)
        self.status = StatusArea()
        self.menus = Menus(self)
        self.menus.show_theme(theme.mode)
        self._lay_out()
        self.overlay = DropOverlay(self)
        self._connect()
        self._show_recent()
        self.rail.show_page(Page.START)
        self.resize(_SIZE.boundedTo(self.screen().availableGeometry().size()))
        self.setMinimumSize(_LEAST.boundedTo(self.screen().availableGeometry().size()))
        self.restoreGeometry(preferences.geometry)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._page

    @property
    def views(self) -> Views | None:
        """The pages of the open library, None while there is none."""
        return self._views

    @property
    def wizard(self) -> ScanWizard | None:
        """The scan wizard, if it was opened for this library."""
        return self._wizard

    def open_library(self, folder: str) -> None:
        """Close the open library, after asking if a scan runs, and open another one."""
        if folder != self.desk.folder and self._may_stop_scan("open another library"):
            self.desk.open(folder)

    def go(self, page: str, *, by_rail: bool = False) -> None:
        """Show a page; without an open library only the start page can be shown.

        Args:
            page: the `Page`.
            by_rail: whether the keyboard stays where it is, because it walks along the rail.
        """
        self._page = Page(page) if self._views is not None else Page.START
        widget = (
            self._views.widgets[self._page]
            if self._views and self._page is not Page.START
            else self.start_page
        )
        self.stack.setCurrentWidget(widget)
        self.rail.show_page(self._page)
        if not by_rail:
            widget.setFocus()
        if self._views is not None:
            self.status.say(self._views.sentence(self._page))

    def take(self, intake: Intake) -> None:
        """Do what was asked for by dropping, pasting or naming on the command line."""
        if intake.folders:
            self.scan_folders(intake.folders)
        elif intake.files:
            self._with_views(lambda views: views.search_files(intake.files))
        elif intake.data is not None:
            data = intake.data
            self._with_views(lambda views: views.search_bytes(data, "pasted picture"))
        elif intake.web:
            show_sentence(WEB_SENTENCE, self)
        else:
            self.status.say("There is no folder and no picture in it")

    def scan_folders(self, folders: tuple[str, ...] = ()) -> None:
        """Open the scan wizard, with these folders in it; a running scan is shown instead."""
        self.desk.when_open(lambda _context: self._open_wizard(folders))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask when a scan runs; then stop all work before the window dies."""
        if not self._may_stop_scan("close"):
            event.ignore()
            return
        self._preferences.geometry = self.saveGeometry()
        self._preferences.page = self._page
        self._preferences.save()
        self.hide()
        self._drop_views()
        self.closed.emit(self.desk.close())
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what a drop would do."""
        if not is_welcome(event.mimeData()):
            return
        event.acceptProposedAction()
        self.overlay.offer(_offer_words(read_mime(event.mimeData())))

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Nothing was dropped."""
        self.overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped, once the drag is over for its source."""
        self.overlay.hide()
        event.acceptProposedAction()
        intake = read_mime(event.mimeData())
        QTimer.singleShot(0, self, lambda: self.take(intake))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay as large as the window."""
        super().resizeEvent(event)
        self.overlay.resize(self.size())

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.outdated)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        self.rail.chosen.connect(partial(self.go, by_rail=True))
        self.status.details.connect(self.scan_folders)
        for source in (self.menus, self.start_page):
            source.scan_wanted.connect(self.scan_folders)
            source.picture_wanted.connect(self._choose_picture)
            source.demo_wanted.connect(self._start_demo)
            source.library_wanted.connect(self._choose_library)
            source.page_wanted.connect(self.go)
        self.start_page.forget_wanted.connect(self._forget_root)
        self.start_page.continue_wanted.connect(self._continue_scan)
        self.menus.paste_wanted.connect(self._paste)
        self.menus.removal_wanted.connect(lambda: self._with_views(lambda views: views.clean_up()))
        self.menus.tool_wanted.connect(lambda tool: self._with_views(lambda views: views.tools.open(tool)))
        self.menus.theme_wanted.connect(self._set_theme)
        self.menus.shortcuts_wanted.connect(lambda: show_shortcuts(self, self.menus.actions))
        self.menus.about_wanted.connect(lambda: show_about(self, self.desk))
        self.desk.opening.connect(self._on_opening)
        self.desk.opened.connect(self._on_opened)
        self.desk.failed.connect(self._on_failed)
        self.desk.facts.connect(self._on_facts)
        self.desk.outdated.connect(self._on_outdated)
        self.outdated.wanted.connect(self.desk.encode_anew)
        self.desk.scan_started.connect(self._on_scan_started)
        self.desk.scan_ended.connect(self._on_scan_ended)
        self.desk.changed.connect(self._on_library_changed)
        self.desk.demo_ready.connect(lambda: self.go(Page.GROUPS))

    def _on_opening(self, session: Session) -> None:
        self._drop_views()
        self.go(Page.START)
        self.banner.say("")
        self.outdated.say("")
        self.status.watch(session.jobs)
        self.start_page.show_opening(session.folder)
        self.setWindowTitle(f"{library_name(session.folder, self.desk.home)} - photosim")

    def _on_opened(self, context: Context) -> None:
        self._preferences.remember_library(self.desk.folder)
        self._show_recent()
        from photosim.gui.shell.views import Views  # noqa: PLC0415 - brings numpy, which the first paint can do without

        self._views = Views(context, self)
        for widget in self._views.widgets.values():
            self.stack.addWidget(widget)
        self._views.page_wanted.connect(self.go)
        self._views.status.connect(self.status.say)
        self._views.scan_wanted.connect(self.scan_folders)
        self._views.changed.connect(self.desk.tell_changed)
        told = (self.desk.read_only_reason, *context.workspace.recovery.sentences)
        self.banner.say(" ".join(filter(None, told)))
        self.menus.scan.setEnabled(not self.desk.read_only_reason)

    def _on_failed(self, sentence: str) -> None:
        self.start_page.show_failed(sentence)
        self._preferences.forget_library(self.desk.folder)
        self._show_recent()

    def _on_facts(self, facts: LibraryFacts) -> None:
        self.start_page.show_facts(facts, read_only=bool(self.desk.read_only_reason))
        if self._restoring:
            self._restoring = False
            if facts.photos and self._page is Page.START and self._preferences.page in set(Page):
                self.go(self._preferences.page)

    def _on_outdated(self, sentence: str) -> None:
        # A scan that runs mends it already, or cannot; then it is told again.
        self.outdated.say("" if self.desk.scanning else sentence, can_act=not self.desk.read_only_reason)

    def _on_library_changed(self) -> None:
        if self._views is not None:
            self._views.library_changed()

    def _on_scan_started(self, scan: ScanSession) -> None:
        if self._views is not None:
            scan.progressed.connect(self._views.on_scan)
        self.outdated.say("")
        self.status.offer_details(True)

    def _on_scan_ended(self, scan: ScanSession) -> None:
        self.status.offer_details(False)
        if self._views is not None:
            self._views.library_changed()
        summary = scan.outcome.summary if scan.outcome else None
        if summary is not None:
            anew = f", {summary.reencoded:,} encoded anew" if summary.reencoded else ""
            self.status.say(f"Scanned: {count_words(summary.added, 'new photo', 'new photos')}{anew}")
            if summary.photos_read >= 100:
                self._preferences.photos_per_second = summary.photos_per_second

    def _open_wizard(self, folders: tuple[str, ...]) -> None:
        context = self.desk.context
        if context is None:
            return
        if self.desk.read_only_reason:
            show_sentence(f"Nothing can be scanned here. {self.desk.read_only_reason}", self)
            return
        if self._wizard is None or self._wizard.over:
            if self._wizard is not None:
                self._wizard.deleteLater()
            from photosim.gui.wizard import ScanWizard  # noqa: PLC0415 - not needed for the first paint

            self._wizard = ScanWizard(self.desk, context, self._preferences, self)
            self._wizard.page_wanted.connect(self.go)
            self._wizard.demo_wanted.connect(self._start_demo)
        self._wizard.add_folders(folders)
        self._wizard.show()
        self._wizard.raise_()
        self._wizard.activateWindow()

    def _choose_picture(self) -> None:
        path = ask.picture(self)
        if path:
            self._with_views(lambda views: views.search_file(path))

    def _choose_library(self, folder: str) -> None:
        chosen = folder or ask.library(self)
        if not chosen:
            return
        if holds_library(chosen) or (not folder and ask.new_library(self, display_path(chosen))):
            self.open_library(os.path.abspath(chosen))
        elif folder:
            self._preferences.forget_library(folder)
            self._show_recent()
            show_sentence(f"There is no library in “{display_path(folder)}” now (an unplugged drive?).", self)

    def _paste(self) -> None:
        intake = read_mime(QGuiApplication.clipboard().mimeData())
        if intake.empty:
            self.status.say("There is no picture on the clipboard")
        else:
            self.take(intake)

    def _start_demo(self) -> None:
        if self._may_stop_scan("open the demo"):
            self.desk.start_demo()

    def _forget_root(self, path: str) -> None:
        if ask.forget_root(self, display_path(path)):
            self.desk.forget_root(path)

    def _continue_scan(self) -> None:
        self.desk.continue_scan()

    def _set_theme(self, mode: str) -> None:
        self.theme.set_mode(ThemeMode(mode))
        self._preferences.theme = ThemeMode(mode)

    def _with_views(self, then: Callable[[Views], None]) -> None:
        self.desk.when_open(lambda _context: then(self._views) if self._views is not None else None)

    def _may_stop_scan(self, purpose: str) -> bool:
        return not self.desk.scanning or ask.stop_scan(self, purpose)

    def _show_recent(self) -> None:
        others = [folder for folder in self._preferences.recent_libraries if folder != self.desk.folder]
        self.start_page.show_recent(others)
        self.menus.show_recent(
            [(library_name(folder, self.desk.home), display_path(folder)) for folder in others]
        )

    def _drop_views(self) -> None:
        if self._wizard is not None:
            self._wizard.deleteLater()
            self._wizard = None
        if self._views is None:
            return
        for widget in self._views.widgets.values():
            self.stack.removeWidget(widget)
            widget.deleteLater()
        self._views.deleteLater()
        self._views = None


def _offer_words(intake: Intake) -> str:
    if intake.folders:
        what = (
            f"“{name_of(intake.folders[0])}”"
            if len(intake.folders) == 1
            else f"{len(intake.folders)} folders"
        )
        return f"Drop to scan {what}"
    if intake.files:
        if len(intake.files) > 1:
            return f"Drop to search for pictures like these {len(intake.files)}"
        return f"Drop to search for pictures like “{name_of(intake.files[0])}”"
    return (
        "Drop to search for pictures like this one"
        if intake.data is not None
        else "Web addresses are not fetched"
    )
