"""One scan, as everything in the window sees it: the wizard, the photos, the status area."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from photosim.domain.files import Root
from photosim.domain.photo import ContentId, Photo
from photosim.domain.progress import CancelToken, Progress
from photosim.domain.scanning import ScanProgress, ScanSettings, ScanSummary
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, ReportAny
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.kit.words import name_of

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_NEWEST = 60


@dataclass(frozen=True, slots=True)
class ScanNews:
    """What one report of the scan says, with what was counted along the way.

    Attributes:
        scan: the report.
        copies: photos so far whose bytes are those of another photo of the library.
    """

    scan: ScanProgress
    copies: int

    @property
    def progress(self) -> Progress:
        """For the status area."""
        return self.scan.progress


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """How a scan ended: with a summary, or with the sentence of what ended it."""

    summary: ScanSummary | None
    failure: str


class ScanSession(QObject):
    """Runs one scan and remembers what it told so far.

    Args:
        context: the library to fill.
        roots: the folders.
        settings: what is looked at.
        remember: whether later scans of this library shall begin with these settings.
    """

    progressed = Signal(object)
    """There is news; carries the `ScanProgress`."""

    ended = Signal(object)
    """The scan is over; carries the `ScanOutcome`."""

    def __init__(
        self, context: Context, roots: Sequence[Root], settings: ScanSettings, *, remember: bool = False
    ) -> None:
        super().__init__()
        self.roots = tuple(roots)
        self.settings = settings
        self.stored = 0
        self.copies = 0
        self.problems = 0
        self.newest: deque[Photo] = deque(maxlen=_NEWEST)
        self.progress = Progress("Looking into the folders", 0)
        self.discovered = False
        self.outcome: ScanOutcome | None = None
        self.job: Job | None = None
        self._context = context
        self._remember = remember

    @property
    def name(self) -> str:
        """What is being scanned, in words."""
        if len(self.roots) == 1:
            return f"Scanning “{name_of(self.roots[0].path) or self.roots[0].path}”"
        return f"Scanning {count_words(len(self.roots), 'folder', 'folders')}"

    @property
    def running(self) -> bool:
        """Whether the scan was started and is not over."""
        return self.job is not None and self.outcome is None

    def start(self) -> None:
        """Begin."""
        self.job = self._context.jobs.start(
            self.name,
            partial(_scan, self._context.workspace, self.roots, self.settings, self._remember),
            progress=self._on_news,
            done=lambda summary: self._end(ScanOutcome(summary, "")),
            failed=self._on_failed,
            cancelled=lambda: self._end(ScanOutcome(None, "")),
        )

    def _on_news(self, news: ScanNews) -> None:
        self.progress = news.scan.progress
        self.discovered = news.scan.discovered
        self.copies = news.copies
        self.stored += len(news.scan.stored)
        self.problems += len(news.scan.problems)
        self.newest.extend(news.scan.stored)
        self.progressed.emit(news.scan)

    def _on_failed(self, error: Exception) -> None:
        self._end(ScanOutcome(None, told_failure(error)))

    def _end(self, outcome: ScanOutcome) -> None:
        self.outcome = outcome
        self.ended.emit(outcome)


class _CopyCounter:
    """Counts photos whose bytes were seen under another path."""

    def __init__(self, known: Sequence[Photo]) -> None:
        self._first: dict[ContentId, str] = {}
        for photo in known:
            self._first.setdefault(photo.content, photo.path)
        self.copies = 0

    def add(self, photos: Sequence[Photo]) -> None:
        for photo in photos:
            if self._first.setdefault(photo.content, photo.path) != photo.path:
                self.copies += 1


def _scan(
    workspace: Workspace,
    roots: Sequence[Root],
    settings: ScanSettings,
    remember: bool,
    report: ReportAny,
    cancel: CancelToken,
) -> ScanSummary:
    from photosim.app.scanning.scan import scan  # noqa: PLC0415 - loaded after the window has painted

    if remember:
        workspace.library.save_settings(settings)
    counter = _CopyCounter(workspace.photos())

    def tell(progress: ScanProgress) -> None:
        counter.add(progress.stored)
        report(ScanNews(progress, counter.copies))

    return scan(workspace, roots, settings, tell, cancel)
