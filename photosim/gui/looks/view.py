"""The photos of the library by how they look: a row for each look, like with like."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from photosim.app.exploring.looks import Look, Looks, LooksOrder, find_looks
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, ReportAny
from photosim.gui.base.view import View
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, heading, mark
from photosim.gui.looks.model import LooksModel
from photosim.gui.looks.rows import LooksList
from photosim.gui.photos.grid import PhotoGrid
from photosim.gui.photos.model import PhotoItem, PhotoModel, item_of
from photosim.gui.photos.viewer import Viewer
from photosim.gui.photos.zoom import ZoomSlider

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_FINENESS = (("As suits the library", None), ("Coarse", 5), ("Medium", 8), ("Fine", 12), ("Finest", 16))
_ORDERS = (("Largest first", LooksOrder.SIZE), ("Like beside like", LooksOrder.ALIKE))


class LooksView(View):
    """Rows of photos that look alike; one of them opens as a grid.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._job: Job | None = None
        self._rows = LooksModel(self)
        self.rows = LooksList(context, self._rows)
        self._photos = PhotoModel(self)
        self.grid = PhotoGrid(context, self._photos, "Photos of one look")
        self._viewer = Viewer(context, self)
        self._summary = ElidedLabel()
        self._title = heading("", 2)
        self.fineness = QComboBox()
        self.order = QComboBox()
        self._pages = QStackedWidget(self)
        self._answers = QStackedWidget(self)
        self._working = EmptyState("looks", "Sorting…", "Putting photos that look alike beside each other.")
        self._trouble = EmptyState("failed", "The photos could not be sorted", "")
        self._nothing = EmptyState("photos", "No photos yet", "Choose the folders that hold your photos.")
        self._all_alone = EmptyState(
            "looks", "Every photo has a look of its own", "Choose a coarser sorting to see what comes close."
        )
        self._set_up_controls()
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def summary(self) -> str:
        """What there is, in words."""
        return self._summary.text()

    @property
    def message(self) -> str:
        """What the view says instead of rows, "" while it shows some."""
        page = self._answers.currentWidget()
        return page.text if isinstance(page, EmptyState) else ""

    @property
    def busy(self) -> bool:
        """Whether the photos are being sorted."""
        return self._job is not None and not self._job.ended

    @property
    def opened(self) -> bool:
        """Whether one look is shown as a grid."""
        return self._pages.currentWidget() is self._one

    def refresh(self) -> None:
        """Sort the library anew; what is shown stays until the answer is here."""
        if self._job is not None:
            self._job.drop()
        if not self._rows.looks:
            self._answers.setCurrentWidget(self._working)
        self._job = self._context.jobs.start(
            "Sorting photos by looks",
            partial(_find, self._context.workspace, self.order.currentData(), self.fineness.currentData()),
            done=self._show,
            failed=self._on_failed,
            quiet=True,
        )

    def open_look(self, look: Look) -> None:
        """Show all photos of a look as a grid."""
        self._photos.set_items([item_of(photo) for photo in look.photos])
        self._title.setText(count_words(len(look.photos), "photo that looks alike", "photos that look alike"))
        self._pages.setCurrentWidget(self._one)
        self.grid.scrollToTop()
        self.grid.select_row(0)
        self.grid.setFocus()
        self.status.emit(self._title.text())

    def close_look(self) -> None:
        """Back to the rows."""
        self._pages.setCurrentWidget(self._all)
        self.rows.setFocus()
        self.status.emit(self.summary)

    def _show(self, looks: Looks) -> None:
        self._rows.set_looks(looks.looks)
        inside = sum(len(look.photos) for look in looks.looks)
        if looks.looks:
            page: QWidget = self.rows
            self.rows.setCurrentIndex(self._rows.index(0))
        else:
            page = self._all_alone if looks.alone else self._nothing
        self._answers.setCurrentWidget(page)
        words = f"{count_words(inside, 'photo')} in {count_words(len(looks.looks), 'row')}"
        if looks.alone:
            words += f", {len(looks.alone):,} alone"
        self._summary.setText(words if looks.looks or looks.alone else "")
        for control in (self.fineness, self.order):
            control.setEnabled(bool(looks.looks or looks.alone))
        if not self.opened:
            self.status.emit(self.summary)

    def _on_failed(self, error: Exception) -> None:
        self._rows.set_looks(())
        self._summary.setText("")
        self._trouble.say("The photos could not be sorted", told_failure(error))
        self._answers.setCurrentWidget(self._trouble)

    def _enlarge(self, photo: Photo) -> None:
        look = self.rows.current_look
        if look is not None:
            self._viewer.show_items([item_of(one) for one in look.photos], look.photos.index(photo))

    def _enlarge_item(self, item: PhotoItem) -> None:
        row = self._photos.row_of(item.path)
        if row is not None:
            self._viewer.show_items(self._photos.items, row)

    def _follow_viewer(self, item: PhotoItem) -> None:
        row = self._photos.row_of(item.path)
        if self.opened and row is not None:
            self.grid.select_row(row)

    def _set_up_controls(self) -> None:
        mark(self._summary, "muted")
        for text, bits in _FINENESS:
            self.fineness.addItem(text, bits)
        self.fineness.setAccessibleName("How alike the photos of a row are")
        self.fineness.setToolTip(
            "How alike the photos of a row are: the finer, the more alike, and the more are alone"
        )
        for text, order in _ORDERS:
            self.order.addItem(text, order)
        self.order.setAccessibleName("Order of the rows")
        self.order.setToolTip("Order of the rows")
        self._nothing.add_button("Choose folders to scan", self.scan_requested.emit, primary=True)
        self._trouble.add_button("Try again", self.refresh)
        self._all_alone.add_button("Coarser", lambda: self.fineness.setCurrentIndex(1), primary=True)

    def _lay_out(self) -> None:
        self._all, self._one = QWidget(), QWidget()
        bar = QHBoxLayout()
        bar.setSpacing(Space.M)
        bar.addWidget(heading("Looks"))
        bar.addWidget(self._summary, 1)
        bar.addWidget(self.fineness)
        bar.addWidget(self.order)
        answers: tuple[QWidget, ...] = (
            self.rows,
            self._working,
            self._nothing,
            self._all_alone,
            self._trouble,
        )
        for page in answers:
            self._answers.addWidget(page)
        column = QVBoxLayout(self._all)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(bar)
        column.addWidget(self._answers, 1)
        bar = QHBoxLayout()
        bar.setSpacing(Space.M)
        bar.addWidget(icon_button("back", "Back to all looks (Esc)", self.close_look))
        bar.addWidget(self._title, 1)
        bar.addWidget(ZoomSlider(self.grid))
        column = QVBoxLayout(self._one)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(bar)
        column.addWidget(self.grid, 1)
        for page in (self._all, self._one):
            self._pages.addWidget(page)
        self._framed().addWidget(self._pages)

    def _connect(self) -> None:
        self.rows.opened.connect(self.open_look)
        self.rows.enlarge.connect(self._enlarge)
        self.grid.enlarge.connect(self._enlarge_item)
        self.grid.chosen.connect(self._enlarge_item)
        self._viewer.moved.connect(self._follow_viewer)
        for source in (self.rows, self.grid):
            source.find_similar.connect(self.find_similar)
        self.fineness.currentIndexChanged.connect(lambda _index: self.refresh())
        self.order.currentIndexChanged.connect(lambda _index: self.refresh())
        on_keys(self._one, Qt.Key.Key_Escape, self.close_look)
        self.lead_to(self.rows, self.grid)


def _find(
    workspace: Workspace, order: LooksOrder, bits: int | None, _report: ReportAny, cancel: CancelToken
) -> Looks:
    cancel.checkpoint()
    return find_looks(workspace, order, bits)
