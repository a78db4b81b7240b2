"""The query and one of its matches laid on each other, over the whole page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from photosim.domain.photo import Photo
from photosim.gui.base.context import Context
from photosim.gui.compare.view import CompareView


class SearchComparison(QObject):
    """Lays a `CompareView` over a page, and takes it away again.

    Args:
        context: the open library.
        page: what it lies over; gets a layout with `front` in it.
        front: all that the page shows otherwise.
    """

    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""

    def __init__(self, context: Context, page: QWidget, front: QWidget) -> None:
        super().__init__(page)
        self._front = front
        self._return_to: QWidget | None = None
        self.view = CompareView(context, page)
        self._layers = QStackedLayout(page)
        self._layers.addWidget(front)
        self._layers.addWidget(self.view)
        self.view.closed.connect(self.close)
        self.view.find_similar.connect(self._on_similar)

    def open(self, query: Photo, match: Photo, return_to: QWidget) -> None:
        """Compare two photos; the keyboard goes to `return_to` afterwards."""
        self._return_to = return_to
        self.view.show_photos([query, match])
        self._layers.setCurrentWidget(self.view)

    def close(self) -> None:
        """Back to the page."""
        self.view.clear()
        self._layers.setCurrentWidget(self._front)
        if self._return_to is not None:
            self._return_to.setFocus()

    def _on_similar(self, photo: Photo) -> None:
        self.close()
        self.find_similar.emit(photo)
