"""All photos of the library; grows while a scan runs."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QWidget

from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanProgress
from photosim.domain.words import count_words, dimension_words, size_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, ReportAny
from photosim.gui.base.view import View
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.theme import Space, heading
from photosim.gui.photos.grid import PhotoGrid
from photosim.gui.photos.model import Listing, PhotoItem, PhotoModel, PhotoOrder, Row, cell_of, listing
from photosim.gui.photos.viewer import Viewer
from photosim.gui.photos.zoom import ZoomSlider
from photosim.imaging.formats import format_by_suffix

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_ORDERS = (
    (PhotoOrder.NEWEST, "Newest first"),
    (PhotoOrder.OLDEST, "Oldest first"),
    (PhotoOrder.NAME, "Name"),
    (PhotoOrder.FOLDER, "Folder"),
    (PhotoOrder.LARGEST, "Largest file first"),
)
_FLUSH_MS = 300
_FLUSH_SHARE = 15
"""Taking in new photos may fill one part in so many of the GUI thread's time."""
MOST_AT_ONCE = 1000
"""So many finds of a scan are taken in before the window is let go on, about 3 ms of work."""


class PhotosView(View):
    """Every photo of the library in a grid, with order, filter and zoom.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._job: Job | None = None
        self._news: dict[str, Row | None] = {}
        self._model = PhotoModel(self)
        self._grid = PhotoGrid(context, self._model, "All photos", _caption)
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._filter = QLineEdit()
        self._order = QComboBox()
        self._pages = QStackedWidget()
        self._nothing = EmptyState("photos", "No photos yet", "Choose the folders that hold your photos.")
        self._no_hit = EmptyState("filter", "No photo fits", "No name or folder holds these words.")
        self._viewer = Viewer(context, self)
        self._flush_timer = QTimer(self)
        self._flush_timer.setSingleShot(True)
        self._flush_timer.timeout.connect(self._flush)
        self._set_up_controls()
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def grid(self) -> PhotoGrid:
        """The grid."""
        return self._grid

    @property
    def model(self) -> PhotoModel:
        """The photos."""
        return self._model

    @property
    def count_line(self) -> str:
        """What is in the library, in words."""
        return self._count.text()

    def refresh(self) -> None:
        """Read the library anew, as after a scan; what is shown stays until the answer is here."""
        if self._job is not None and not self._job.ended:
            self._job.drop()
        self._job = self._context.jobs.start(
            "Reading the library",
            partial(_load, self._context.workspace, self._model.order),
            done=self._on_loaded,
            quiet=True,
        ).answer_only(self)

    def on_scan(self, news: ScanProgress) -> None:
        """Take in what a running scan found, stored and left out."""
        for found in news.found:
            if format_by_suffix(found.path) is not None:
                self._news.setdefault(found.path, PhotoItem(found.path, found.stamp))
        for photo in news.stored:
            self._news[photo.path] = photo
        for problem in news.problems:
            self._news[problem.path] = None
        if self._news and not self._flush_timer.isActive():
            self._flush_timer.start(0 if self._model.total == 0 else _FLUSH_MS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the filter room where there is some."""
        super().resizeEvent(event)
        self._filter.setMaximumWidth(max(160, self.width() // 4))

    def _flush(self) -> None:
        if self._job is not None and not self._job.ended:
            # What is being read may be older than the news, and comes in their place.
            self._flush_timer.start(_FLUSH_MS)
            return
        clock = QElapsedTimer()
        clock.start()
        news = dict(islice(self._news.items(), MOST_AT_ONCE))
        for path in news:
            del self._news[path]
        self._model.remove_paths([path for path, row in news.items() if row is None])
        self._model.add_items([row for row in news.values() if row is not None and self._is_news(row)])
        self._update_words()
        pause = clock.elapsed() * _FLUSH_SHARE
        if self._news:
            self._flush_timer.start(pause)
        else:
            self._flush_timer.setInterval(max(_FLUSH_MS, pause))

    def _is_news(self, row: Row) -> bool:
        item = cell_of(row)
        known = self._model.find(item.path)
        if known is None:
            return True
        if item.photo is None:
            # A file that the library knows keeps its photo until the scan has a newer one.
            return False
        if known.content is not None and known.content != item.content:
            self._context.thumbnails.forget(item.path)
        return True

    def _on_loaded(self, listed: Listing) -> None:
        current = self._grid.current_item()
        offset = self._grid.verticalScrollBar().value()
        self._model.take(listed)
        row = self._model.row_of(current.path) if current is not None else None
        if row is not None:
            self._grid.setCurrentIndex(self._model.index(row))
        self._grid.verticalScrollBar().setValue(offset)
        self._update_words()

    def _update_words(self) -> None:
        model = self._model
        shown, total = model.rowCount(), model.total
        parts = [count_words(total, "photo", "photos"), size_words(model.total_bytes)]
        if model.missing:
            parts.append(f"{model.missing:,} missing")
        line = ", ".join(parts)
        self._count.setText(line if shown == total else f"{shown:,} of {line}")
        page: QWidget = self._grid
        if total == 0:
            page = self._nothing
        elif shown == 0:
            page = self._no_hit
        self._pages.setCurrentWidget(page)
        for control in (self._filter, self._order, self._zoom):
            control.setEnabled(total > 0)
        self.status.emit(self._count.text())

    def _narrow(self) -> None:
        self._model.narrow(self._filter.text())
        self._update_words()

    def _clear_filter(self) -> None:
        self._filter.clear()
        self._narrow()
        self._filter.setFocus()

    def _sort(self, _index: int) -> None:
        self._model.sort_by(self._order.currentData())
        current = self._grid.currentIndex()
        if current.isValid():
            self._grid.scrollTo(current)
        else:
            self._grid.scrollToTop()

    def _enlarge(self, item: PhotoItem) -> None:
        row = self._model.row_of(item.path)
        if row is not None:
            self._viewer.show_items(self._model.items, row)

    def _follow_viewer(self, item: PhotoItem) -> None:
        row = self._model.row_of(item.path)
        if row is not None:
            self._grid.select_row(row)

    def _set_up_controls(self) -> None:
        self._filter.setPlaceholderText("Filter by name or folder")
        self._filter.setAccessibleName("Filter by name or folder")
        self._filter.setClearButtonEnabled(True)
        self._filter.setToolTip("Show only photos whose path holds these words (Ctrl+F)")
        for order, text in _ORDERS:
            self._order.addItem(text, order)
        self._order.setAccessibleName("Order of the photos")
        self._order.setToolTip("Order of the photos")
        self._order.setMinimumHeight(self._filter.sizeHint().height())
        self._zoom = ZoomSlider(self._grid)
        self._nothing.add_button("Choose folders to scan", self.scan_requested.emit, primary=True)
        self._no_hit.add_button("Show all photos", self._clear_filter)
        self._filter_timer = QTimer(self)
        self._filter_timer.setSingleShot(True)
        self._filter_timer.setInterval(150)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.M)
        bar.addWidget(heading("All photos"))
        bar.addWidget(self._count, 1)
        bar.addWidget(self._filter, 1)
        bar.addWidget(self._order)
        bar.addWidget(self._zoom)
        self._count.setProperty("kind", "muted")
        for page in (self._nothing, self._no_hit, self._grid):
            self._pages.addWidget(page)
        column = self._framed()
        column.addLayout(bar)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self._model.sort_by(self._order.currentData())
        self._order.currentIndexChanged.connect(self._sort)
        self._filter_timer.timeout.connect(self._narrow)
        self._filter.textChanged.connect(lambda _text: self._filter_timer.start())
        self._filter.returnPressed.connect(self._grid.setFocus)
        self._grid.find_similar.connect(self.find_similar)
        self._grid.find_people.connect(self.find_people)
        self._grid.enlarge.connect(self._enlarge)
        self._grid.chosen.connect(self._enlarge)
        self._viewer.moved.connect(self._follow_viewer)
        on_keys(self, QKeySequence.StandardKey.Find, self._filter.setFocus)
        self.lead_to(self._grid, self._nothing, self._no_hit)


def _load(workspace: Workspace, order: PhotoOrder, _report: ReportAny, cancel: CancelToken) -> Listing:
    photos = workspace.photos()
    cancel.checkpoint()
    return listing(photos, order)


def _caption(item: PhotoItem) -> str:
    if item.photo is None:
        return "not read yet"
    taken = item.photo.facts.taken_at
    return (
        taken.strftime("%Y-%m-%d")
        if taken is not None
        else dimension_words(item.photo.facts.width, item.photo.facts.height)
    )
