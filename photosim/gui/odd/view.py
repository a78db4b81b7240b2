"""Photos that stand out: kinds at the left, the threshold above, the photos, and one of them in full."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from photosim.app.exploring.odd_words import KIND_WORDS, SCORE_WORDS
from photosim.domain.odd import DEFAULT_K, LIBRARY_KINDS, OddKind, OddPhoto
from photosim.domain.photo import ContentId, Photo
from photosim.domain.progress import Progress
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.base.view import View
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.kit.theme import Space, heading, muted
from photosim.gui.odd.detail import OddDetail
from photosim.gui.odd.grid import OddGrid
from photosim.gui.odd.histogram import ScoreHistogram
from photosim.gui.odd.kinds import KindList
from photosim.gui.odd.progress import OddProgress
from photosim.gui.odd.work import call_fine, find
from photosim.gui.photos.model import PhotoItem, PhotoModel, item_of
from photosim.gui.photos.viewer import Viewer
from photosim.gui.photos.zoom import ZoomSlider

if TYPE_CHECKING:
    from photosim.app.exploring.odd import OddReport

_REST_MS = 60
"""While the line is dragged, the photos follow when it rests for so long."""


class OddView(View):
    """Lists photos of one kind at a time; they are measured in the background, when the view is seen.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._job: Job | None = None
        self._report: OddReport | None = None
        self._outdated = True
        self._moved: dict[OddKind, float] = {}
        self._odd: dict[str, tuple[OddPhoto, int]] = {}
        self._undo: tuple[Photo, ...] = ()
        self._model = PhotoModel(self)
        self.kinds = KindList(context.theme)
        self.histogram = ScoreHistogram(context.theme)
        self.grid = OddGrid(context, self._model, self._caption)
        self.detail = OddDetail(context)
        self.progress = OddProgress()
        self._viewer = Viewer(context, self)
        self._summary = QLabel()
        self._about = muted()
        self._pages = QStackedWidget(self)
        self._photos = QStackedWidget(self)
        self._nothing = EmptyState("done", "Nothing stands out here", "")
        self._no_photos = EmptyState("photos", "No photos yet", "Choose the folders that hold your photos.")
        self._trouble = EmptyState("failed", "The odd photos could not be found", "")
        self._stopped = EmptyState("stop", "Stopped", "What was measured so far is kept.")
        self.back_to_default = QPushButton("Usual threshold")
        self.take_back = QPushButton("Undo “fine”")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._lay_out()
        self._connect()

    @property
    def model(self) -> PhotoModel:
        """The photos of the kind that is looked at."""
        return self._model

    @property
    def message(self) -> str:
        """What the view says instead of photos, "" while it shows photos."""
        page = self._pages.currentWidget()
        if page is self._work:
            page = self._photos.currentWidget()
        return page.text if isinstance(page, EmptyState) else ""

    @property
    def busy(self) -> bool:
        """Whether photos are being measured."""
        return self._job is not None and not self._job.ended

    def refresh(self) -> None:
        """The library has changed: look again, at once or when the view is next seen."""
        self._outdated = True
        if self.isVisible():
            self._find()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks for odd photos when they are first wanted."""
        super().showEvent(event)
        if self._outdated and not self.busy:
            self._find()

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen need not be drawn."""
        super().hideEvent(event)
        self.detail.drop()

    def _find(self) -> None:
        if self._job is not None and not self._job.ended:
            self._job.drop()
        self._outdated = False
        self.progress.start()
        if self._pages.currentWidget() is not self._work:
            self._pages.setCurrentWidget(self.progress)
        self._job = self._context.jobs.start(
            "Looking for odd photos",
            partial(find, self._context.workspace),
            done=self._on_found,
            failed=self._on_failed,
            cancelled=self._on_stopped,
            progress=self._on_progress,
        )

    def _on_found(self, report: OddReport) -> None:
        self._report = report
        if not report.photos:
            self._pages.setCurrentWidget(self._no_photos)
            self.status.emit("No photos yet")
            return
        self._pages.setCurrentWidget(self._work)
        self._show_kind()

    def _on_failed(self, error: Exception) -> None:
        self._outdated = True
        self._trouble.say("The odd photos could not be found", told_failure(error))
        self._pages.setCurrentWidget(self._trouble)

    def _on_stopped(self) -> None:
        self._outdated = True
        if self._pages.currentWidget() is self.progress:
            self._pages.setCurrentWidget(self._stopped)

    def _on_progress(self, progress: object) -> None:
        if isinstance(progress, Progress):
            self.progress.show_progress(progress)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _thresholds(self) -> dict[OddKind, float]:
        assert self._report is not None
        return self._report.thresholds(DEFAULT_K, self._moved)

    def _show_kind(self) -> None:
        """Another kind, or other scores: histogram and photos."""
        if self._report is None or not self._report.photos:
            return
        kind, thresholds = self.kinds.kind, self._thresholds()
        scores = self._report.scores[kind].tolist()
        self.histogram.show_scores(scores, thresholds[kind], SCORE_WORDS[kind])
        self._about.setText(KIND_WORDS[kind][1])
        self._list()
        if self._model.rowCount() and not self.grid.currentIndex().isValid():
            self.grid.select_row(0)

    def _list(self) -> None:
        """The photos above the threshold, and the counts of all kinds."""
        report = self._report
        if report is None or not report.photos:
            return
        kind, thresholds = self.kinds.kind, self._thresholds()
        current = self.grid.current_item()
        rows = report.rows(kind, thresholds)
        odd = [(report.photo(row, kind, thresholds[kind]), row) for row in rows]
        self._odd = {one.photo.path: (one, row) for one, row in odd}
        self._model.set_items(item_of(one.photo) for one, _row in odd)
        counts = {
            other: len(rows) if other is kind else len(report.rows(other, thresholds)) for other in OddKind
        }
        self.kinds.show_counts(counts)
        self._say(kind, len(rows))
        again = self._model.row_of(current.path) if current is not None else None
        if again is not None:
            self.grid.select_row(again)
        elif not rows:
            self._show_photo(None)

    def _say(self, kind: OddKind, number: int) -> None:
        assert self._report is not None
        of_all = f"{number:,} of {count_words(len(self._report.photos), 'picture')}"
        k = ""
        if kind in LIBRARY_KINDS:
            scores = self._report.scores[kind]
            spread = float(scores.std()) or 1.0
            deviations = (self.histogram.threshold - float(scores.mean())) / spread
            k = f", above the mean + {deviations:.1f} standard deviations"
        aside = int(self._report.fine.sum())
        parts = [f"{of_all}{k}", f"{aside:,} called fine" if aside else ""]
        if self._report.unmeasured:
            parts.append(f"{self._report.unmeasured:,} could not be measured")
        self._summary.setText(" · ".join(part for part in parts if part))
        self.back_to_default.setVisible(kind in self._moved)
        self._nothing.say("Nothing stands out here", f"No photo is above the line. {KIND_WORDS[kind][1]}")
        self._photos.setCurrentWidget(self.grid if number else self._nothing)
        self.status.emit(f"{KIND_WORDS[kind][0]}: {of_all}")

    def _on_moved(self, threshold: float) -> None:
        self._moved[self.kinds.kind] = threshold
        self._rest.start()

    def _reset(self) -> None:
        self._moved.pop(self.kinds.kind, None)
        self.histogram.set_threshold(self._thresholds()[self.kinds.kind])
        self._list()

    def _on_current(self, item: PhotoItem | None) -> None:
        self._show_photo(item)

    def _show_photo(self, item: PhotoItem | None) -> None:
        found = self._odd.get(item.path) if item is not None else None
        if found is None or self._report is None:
            self.detail.show_photo(None)
        elif self.detail.odd != found[0]:
            self.detail.show_photo(found[0], self._report.photos[found[1]])

    def _call_fine(self, photos: tuple[Photo, ...], *, fine: bool) -> None:
        self._context.jobs.start(
            "Remembering what is fine",
            partial(call_fine, self._context.workspace, photos, fine),
            done=partial(self._on_fine, photos, fine),
            quiet=True,
        )

    def _on_fine(self, photos: tuple[Photo, ...], fine: bool, contents: frozenset[ContentId]) -> None:
        if self._report is None:
            return
        current = self.grid.currentIndex().row()
        self._report = self._report.with_fine(contents)
        self._undo = photos if fine else ()
        self.take_back.setVisible(bool(self._undo))
        self._list()
        if self._model.rowCount() and not self.grid.currentIndex().isValid():
            self.grid.select_row(max(0, min(current, self._model.rowCount() - 1)))

    def _take_back(self) -> None:
        if self._undo:
            self._call_fine(self._undo, fine=False)

    def _enlarge(self, item: PhotoItem) -> None:
        row = self._model.row_of(item.path)
        if row is not None:
            self._viewer.show_items(self._model.items, row)

    def _follow_viewer(self, item: PhotoItem) -> None:
        row = self._model.row_of(item.path)
        if row is not None:
            self.grid.select_row(row)

    def _caption(self, item: PhotoItem) -> str:
        found = self._odd.get(item.path)
        return f"{found[0].score:.2f}" if found is not None else ""

    def _lay_out(self) -> None:
        self._photos.addWidget(self.grid)
        self._photos.addWidget(self._nothing)
        self._summary.setProperty("kind", "muted")
        bar = QHBoxLayout()
        bar.setSpacing(Space.M)
        bar.addWidget(heading("Odd ones"))
        bar.addWidget(self._summary, 1)
        bar.addWidget(self.take_back)
        bar.addWidget(self.back_to_default)
        bar.addWidget(ZoomSlider(self.grid))
        for button in (self.take_back, self.back_to_default):
            button.hide()
        body = QuietSplitter(Qt.Orientation.Vertical)
        body.addWidget(self._photos)
        body.addWidget(self.detail)
        body.setStretchFactor(0, 3)
        body.setStretchFactor(1, 2)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self._about)
        right.addWidget(self.histogram)
        right.addWidget(body, 1)
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.kinds)
        row.addLayout(right, 1)
        pages: tuple[QWidget, ...] = (
            self.progress,
            self._work,
            self._no_photos,
            self._trouble,
            self._stopped,
        )
        for page in pages:
            self._pages.addWidget(page)
        self._no_photos.add_button("Choose folders to scan", self.scan_requested.emit, primary=True)
        self._trouble.add_button("Try again", self._find)
        self._stopped.add_button("Go on", self._find, primary=True)
        column = self._framed()
        column.addLayout(bar)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.progress.stopped.connect(self._stop)
        self.kinds.chosen.connect(lambda _kind: self._show_kind())
        self.histogram.moved.connect(self._on_moved)
        self._rest.timeout.connect(self._list)
        self.back_to_default.clicked.connect(self._reset)
        self.take_back.clicked.connect(self._take_back)
        self.grid.current.connect(self._on_current)
        self.grid.enlarge.connect(self._enlarge)
        self.grid.chosen.connect(self._enlarge)
        self.grid.find_similar.connect(self.find_similar)
        self.grid.fine.connect(lambda photo: self._call_fine((photo,), fine=True))
        self.detail.find_similar.connect(self.find_similar)
        self.detail.fine.connect(lambda photo: self._call_fine((photo,), fine=True))
        self._viewer.moved.connect(self._follow_viewer)
        on_keys(self, Qt.Key.Key_U, self._take_back)
        self.lead_to(self.grid, self._no_photos, self._trouble, self._stopped)
