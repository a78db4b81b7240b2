"""What the window works on: the open library, the scan in hand, the demo. No widgets."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.gui.context import Context
from photosim.gui.jobs import ReportAny
from photosim.gui.library_facts import DEMO_FOLDER, DEMO_LIBRARY, DEMO_PHOTOS, load_facts
from photosim.gui.scan_session import ScanOutcome, ScanSession
from photosim.gui.session import Session
from photosim.gui.theme import Theme


class Desk(QObject):
    """Opens libraries one after the other, runs one scan at a time, makes the demo.

    Args:
        home: folder of the library the program was started with; the demo lies in it.
        theme: for the views.
    """

    opening = Signal(object)
    """Another library is being opened; carries its `Session`, whose jobs can be watched."""

    opened = Signal(object)
    """It is open; carries its `Context`."""

    failed = Signal(str)
    """It could not be opened; carries the sentence for the user."""

    facts = Signal(object)
    """What is in the library now: `LibraryFacts`."""

    scan_started = Signal(object)
    """Carries the `ScanSession`."""

    scan_ended = Signal(object)
    """Carries the `ScanSession`; its `outcome` is set."""

    demo_ready = Signal()
    """The demo library is filled."""

    def __init__(self, home: str, theme: Theme) -> None:
        super().__init__()
        self.home = home
        self.scan: ScanSession | None = None
        self._theme = theme
        self._session: Session | None = None
        self._next: Callable[[Context], None] | None = None

    @property
    def context(self) -> Context | None:
        """Of the open library, None while there is none."""
        return self._session.context if self._session else None

    @property
    def folder(self) -> str:
        """The library that is open or being opened, or ""."""
        return self._session.folder if self._session else ""

    @property
    def read_only_reason(self) -> str:
        """Why nothing can be changed in this library, or ""."""
        return self._session.read_only_reason if self._session else ""

    @property
    def scanning(self) -> bool:
        """Whether a scan is running."""
        return self.scan is not None and self.scan.running

    def open(self, folder: str, then: Callable[[Context], None] | None = None) -> None:
        """Close the open library and open another one.

        Args:
            folder: the other library, absolute; made if it is not there.
            then: called once it is open.
        """
        self.close()
        self._next = then
        self._session = Session(folder, self._theme)
        self._session.opened.connect(self._on_opened)
        self._session.failed.connect(self.failed)
        self.opening.emit(self._session)
        self._session.open()

    def when_open(self, then: Callable[[Context], None]) -> None:
        """Call `then` at once, or when the library that is being opened is open."""
        if self.context is not None:
            then(self.context)
        else:
            self._next = then

    def start_scan(self, roots: Sequence[Root], settings: ScanSettings) -> ScanSession:
        """Scan folders into the open library.

        Raises:
            RuntimeError: no library is open, it is read-only, or a scan is running.
        """
        if self.context is None or self.scanning or self.read_only_reason:
            raise RuntimeError("A scan needs an open, writable library and no other scan")
        self.scan = ScanSession(self.context, roots, settings)
        self.scan.ended.connect(self._on_scan_ended)
        self.scan.start()
        self.scan_started.emit(self.scan)
        return self.scan

    def start_demo(self) -> None:
        """Open the demo library, make its photos and scan them; `demo_ready` tells the end."""
        place = os.path.join(self.home, DEMO_FOLDER)
        self.open(
            os.path.join(place, DEMO_LIBRARY), partial(self._fill_demo, os.path.join(place, DEMO_PHOTOS))
        )

    def refresh_facts(self) -> None:
        """Look at the library again; `facts` tells what is in it."""
        if self.context is not None:
            workspace = self.context.workspace
            self.context.jobs.start(
                "Looking into the library",
                lambda _report, _cancel: load_facts(workspace),
                done=self.facts.emit,
                quiet=True,
            )

    def close(self) -> bool:
        """Stop all work and close the library; whether all of it came to an end."""
        session, self._session, self.scan, self._next = self._session, None, None, None
        return session.close() if session else True

    def _on_opened(self, context: Context) -> None:
        then, self._next = self._next, None
        self.opened.emit(context)
        self.refresh_facts()
        if then is not None:
            then(context)

    def _on_scan_ended(self, _outcome: ScanOutcome) -> None:
        self.scan_ended.emit(self.scan)
        self.refresh_facts()

    def _fill_demo(self, photos: str, context: Context) -> None:
        if self.read_only_reason:
            self.demo_ready.emit()
            return
        context.jobs.start("Making the demo photos", partial(_make_demo, photos), done=self._scan_demo)

    def _scan_demo(self, photos: str) -> None:
        self.start_scan([Root(photos)], ScanSettings()).ended.connect(self._on_demo_scanned)

    def _on_demo_scanned(self, outcome: ScanOutcome) -> None:
        if outcome.summary is not None and not outcome.summary.cancelled:
            self.demo_ready.emit()


def _make_demo(folder: str, report: ReportAny, cancel: CancelToken) -> str:
    from photosim.app.demo import make_demo  # noqa: PLC0415 - brings scikit-learn

    return make_demo(folder, report, cancel)
