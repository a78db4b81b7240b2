"""What the window works on: the open library, the scan in hand, the demo. No widgets."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import ReportAny, Work
from photosim.gui.kit.theme import Theme
from photosim.gui.library.facts import DEMO_FOLDER, DEMO_LIBRARY, DEMO_PHOTOS, load_facts
from photosim.gui.library.scan_session import ScanOutcome, ScanSession
from photosim.gui.library.session import Session

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

T = TypeVar("T")


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

    outdated = Signal(str)
    """Why photos should be encoded anew, one sentence; "" when all were encoded by the model in use."""

    scan_started = Signal(object)
    """Carries the `ScanSession`."""

    scan_ended = Signal(object)
    """Carries the `ScanSession`; its `outcome` is set."""

    changed = Signal()
    """The library is another one now than before, other than by a scan."""

    demo_ready = Signal()
    """The demo library is filled."""

    def __init__(self, home: str, theme: Theme) -> None:
        super().__init__()
        self.home = home
        self.scan: ScanSession | None = None
        self.failure = ""
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
        self.failure = ""
        self._session = Session(folder, self._theme)
        self._session.opened.connect(self._on_opened)
        self._session.failed.connect(self._on_failed)
        self.opening.emit(self._session)
        self._session.open()

    def when_open(self, then: Callable[[Context], None]) -> None:
        """Call `then` at once, or when the library that is being opened is open; tells when it cannot be."""
        if self.context is not None:
            then(self.context)
        elif self.failure:
            self.failed.emit(self.failure)
        else:
            self._next = then

    def start_scan(
        self, roots: Sequence[Root], settings: ScanSettings, *, remember: bool = False
    ) -> ScanSession:
        """Scan folders into the open library.

        Args:
            roots: the folders.
            settings: what is looked at.
            remember: whether later scans of this library shall begin with these settings.

        Raises:
            RuntimeError: no library is open, it is read-only, or a scan is running.
        """
        if self.context is None or self.scanning or self.read_only_reason:
            raise RuntimeError("A scan needs an open, writable library and no other scan")
        self.scan = ScanSession(self.context, roots, settings, remember=remember)
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

    def continue_scan(self) -> None:
        """Scan the folders again whose last scan did not come to its end, as it was set up."""
        self.when_open(
            lambda context: self._run("Reading the library", partial(_pending, context), self._resume)
        )

    def encode_anew(self) -> None:
        """Scan the library's folders that are there, so that the model in use encodes all of their photos."""
        self.when_open(
            lambda context: self._run("Reading the library", partial(_within_reach, context), self._resume)
        )

    def forget_root(self, path: str) -> None:
        """Take a folder out of the library; its files are not touched. `facts` tells when it is done."""
        self.when_open(
            lambda context: self._run(
                "Taking a folder out",
                lambda _report, _cancel: context.workspace.library.remove_root(path),
                lambda _none: self.tell_changed(),
            )
        )

    def tell_changed(self) -> None:
        """The library was changed other than by a scan: everybody looks at it again."""
        self.changed.emit()
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """Look at the library again; `facts` tells what is in it."""
        if self.context is not None:
            workspace = self.context.workspace
            self._run("Reading the library", lambda _report, _cancel: load_facts(workspace), self.facts.emit)
            self._run("Reading the library", partial(_outdated, workspace), self.outdated.emit)

    def close(self) -> bool:
        """Stop all work and close the library; whether all of it came to an end."""
        session, self._session, self.scan, self._next = self._session, None, None, None
        return session.close() if session else True

    def _run(self, name: str, work: Work[T], done: Callable[[T], None]) -> None:
        if self.context is not None:
            self.context.jobs.start(name, work, done=done, quiet=True)

    def _resume(self, pending: tuple[Sequence[Root], ScanSettings]) -> None:
        roots, settings = pending
        if roots and not self.scanning and not self.read_only_reason:
            self.start_scan(roots, settings)

    def _on_failed(self, sentence: str) -> None:
        self.failure = sentence
        self._next = None
        self.failed.emit(sentence)

    def _on_opened(self, context: Context) -> None:
        then, self._next = self._next, None
        self.opened.emit(context)
        self.refresh_facts()
        if then is not None:
            then(context)

    def _on_scan_ended(self, _outcome: ScanOutcome) -> None:
        if self.context is not None:
            self.context.thumbnails.retry_broken()
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


def _pending(
    context: Context, _report: ReportAny, _cancel: CancelToken
) -> tuple[Sequence[Root], ScanSettings]:
    return context.workspace.library.pending(), context.workspace.library.settings()


def _within_reach(
    context: Context, _report: ReportAny, _cancel: CancelToken
) -> tuple[Sequence[Root], ScanSettings]:
    library = context.workspace.library
    return [root for root in library.roots() if os.path.isdir(root.path)], library.settings()


def _outdated(workspace: Workspace, _report: ReportAny, _cancel: CancelToken) -> str:
    from photosim.app.outdated import outdated  # noqa: PLC0415 - loaded after the window has painted

    words = outdated(workspace).words
    return f"{words}. All that you decided and named stays." if words else ""


def _make_demo(folder: str, report: ReportAny, cancel: CancelToken) -> str:
    from photosim.app.trying.demo import make_demo  # noqa: PLC0415 - brings scikit-learn

    return make_demo(folder, report, cancel)
