"""The matches, and below them the chosen one beside the query."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from photosim.gui.base.context import Context
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.photos.facts import Facts
from photosim.gui.photos.model import PhotoItem, PhotoModel
from photosim.gui.photos.pair_panel import ComparePanel
from photosim.gui.search.grid import MatchGrid
from photosim.gui.search.words import caption_of


class FoundPane(QuietSplitter):
    """A grid of matches over a panel that opens with a click on one of them.

    Args:
        context: pictures and colours.
        facts: those of the query, asked for when a match is held against it.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, facts: Callable[[], Facts], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._facts = facts
        self.model = PhotoModel(self)
        self.grid = MatchGrid(context, self.model, "Closest matches", caption_of, lines=2)
        self.compare = ComparePanel(context, "Query")
        self.compare.hide()
        self.addWidget(self.grid)
        self.addWidget(self.compare)
        self.setStretchFactor(0, 1)
        self._keep_in_view = QTimer(self)
        self._keep_in_view.setSingleShot(True)
        self._keep_in_view.setInterval(50)
        self._keep_in_view.timeout.connect(self._show_current)
        self.grid.clicked.connect(self._on_clicked)
        self.grid.chosen.connect(self._open)
        self.grid.current.connect(self._follow)
        self.compare.closed.connect(self.close_compare)
        on_keys(self, Qt.Key.Key_Escape, self.close_compare)

    def show_items(self, items: Iterable[PhotoItem], *, anew: bool) -> None:
        """Show these matches; unless they are `anew`, what the user looks at stays chosen."""
        current = None if anew else self.grid.current_item()
        self.model.set_items(items)
        row = self.model.row_of(current.path) if current is not None else None
        if row is not None:
            self.grid.select_row(row)
        else:
            self.grid.scrollToTop()

    def close_compare(self) -> None:
        """Show only the matches."""
        focus = QApplication.focusWidget()
        had_keyboard = focus is not None and self.compare.isAncestorOf(focus)
        self.compare.hide()
        self.compare.clear()
        if had_keyboard:
            self.grid.setFocus()

    def _on_clicked(self, _index: object) -> None:
        item = self.grid.current_item()
        if item is not None:
            self._open(item)

    def _open(self, item: PhotoItem) -> None:
        self.compare.show()
        self.compare.compare(self._facts(), item)
        self._keep_in_view.start()

    def _follow(self, item: PhotoItem | None) -> None:
        if item is not None and self.compare.isVisible():
            self.compare.compare(self._facts(), item)

    def _show_current(self) -> None:
        index = self.grid.currentIndex()
        if index.isValid():
            self.grid.scrollTo(index)
