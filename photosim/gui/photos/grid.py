"""The virtual grid of photos: only what is visible is drawn, laid out, or loaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMetaMethod, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMenu, QWidget

from photosim.gui.base.cell_grid import ENTER, CellGrid
from photosim.gui.base.context import Context
from photosim.gui.base.thumbnails import PictureKey
from photosim.gui.base.visible import VisiblePictures
from photosim.gui.kit import files
from photosim.gui.photos.delegate import Caption, PhotoDelegate, no_caption
from photosim.gui.photos.model import Index, PhotoItem, PhotoModel

SIDES = (96, 120, 144, 176, 208, 248, 296, 352)
"""The sizes of the pictures that the zoom steps through, in device-independent pixels."""

DEFAULT_STEP = 3
"""The zoom step of a grid that does not ask for another."""

_MOST_GROWTH = 1.15
"""Pictures grow at most so much over their step to fill the row, less than to the next step."""


class PhotoGrid(CellGrid):
    """A grid over a `PhotoModel` with zoom, keyboard and context menu.

    Enter chooses a photo, Space or a double click enlarges it, F finds similar ones,
    Ctrl+C copies the path, Ctrl with + - 0 or the wheel zooms.

    Args:
        context: pictures and colours.
        model: what is shown.
        name: what a screen reader calls the grid.
        caption: what stands under each photo's name.
        step: zoom step to begin with.
        parent: Qt's owner.
        lines: how many lines a caption may have.
    """

    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""
    find_people = Signal(object)
    """The user wants to know who is on this `Photo`; offered where somebody listens."""
    chosen = Signal(object)
    """Enter on a `PhotoItem`."""
    enlarge = Signal(object)
    """The user wants to see this `PhotoItem` large."""
    current = Signal(object)
    """The current `PhotoItem` is another now, or None."""

    enlarge_key = "Space"
    """What the menu says of it."""

    def __init__(
        self,
        context: Context,
        model: PhotoModel,
        name: str,
        caption: Caption = no_caption,
        step: int = DEFAULT_STEP,
        parent: QWidget | None = None,
        lines: int = 1,
    ) -> None:
        super().__init__(context.theme, name, len(SIDES), step, parent)
        self._photos = model
        self._cells = PhotoDelegate(context.thumbnails, context.theme, caption, lines, self)
        self.setItemDelegate(self._cells)
        self.setModel(model)
        self.doubleClicked.connect(self._on_double_click)
        self._begin(
            VisiblePictures(
                self,
                context.thumbnails,
                self.visible_rows,
                self._keys_of,
                lambda row: self.update(self._photos.index(row)),
            )
        )

    @property
    def photos(self) -> PhotoModel:
        """What is shown."""
        return self._photos

    @property
    def columns(self) -> int:
        """How many photos stand in a row."""
        around = self._cells.cell_size().width() - self._cells.side
        return max(1, self._usable_width() // (SIDES[self._step] + around))

    def current_item(self) -> PhotoItem | None:
        """The item that keys act on."""
        index = self.currentIndex()
        return self._photos.item(index.row()) if index.isValid() else None

    def select_row(self, row: int) -> None:
        """Make a row the current one and bring it into view."""
        index = self._photos.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def largest_step(self, count: int, least: int) -> int:
        """The largest zoom step, not below `least`, at which so many photos can be seen without scrolling."""
        size = self._cells.cell_size()
        beside, below = size.width() - self._cells.side, size.height() - self._cells.side
        for step in range(len(SIDES) - 1, least, -1):
            columns = max(1, self._usable_width() // (SIDES[step] + beside))
            height = round(SIDES[step] * _MOST_GROWTH) + below
            if -(-count // columns) * height <= self.maximumViewportSize().height():
                return step
        return least

    def visible_rows(self) -> range:
        """The rows whose cells can be seen."""
        height = max(1, self.gridSize().height())
        first = self.verticalOffset() // height * self.columns
        count = (self.viewport().height() // height + 2) * self.columns
        return range(min(first, self._photos.rowCount()), min(first + count, self._photos.rowCount()))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt's notice that the keyboard or the mouse went to another cell."""
        super().currentChanged(current, previous)
        self.current.emit(self._photos.item(current.row()) if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that act on the current photo or zoom; the others move as in any list."""
        item = self.current_item()
        if item is not None and not event.modifiers() and event.key() == Qt.Key.Key_F:
            self._find_similar(item)
        elif item is not None and event.key() in ENTER:
            self.chosen.emit(item)
        elif item is not None and event.key() == Qt.Key.Key_Space:
            self.enlarge.emit(item)
        elif item is not None and event.matches(QKeySequence.StandardKey.Copy):
            files.copy_path(item.path)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Opens the menu of the photo under the pointer, or of the current one when asked by key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        menu = self.menu_of(self._photos.item(index.row()))
        where = self.visualRect(index).center() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(where))

    def menu_of(self, item: PhotoItem) -> QMenu:
        """The context menu of a photo; it deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        similar = menu_entry(menu, "Find similar photos", "F", partial(self._find_similar, item))
        similar.setEnabled(item.photo is not None)
        if self.isSignalConnected(QMetaMethod.fromSignal(self.find_people)) and item.photo is not None:
            menu_entry(menu, "Who is in this photo?", "", partial(self.find_people.emit, item.photo))
        menu_entry(menu, "Enlarge", self.enlarge_key, partial(self.enlarge.emit, item))
        menu.addSeparator()
        opened = menu_entry(
            menu, "Open in another program", "", partial(files.attempt, files.open_file, item.path)
        )
        shown = menu_entry(
            menu, "Show in folder", "", partial(files.attempt, files.show_in_folder, item.path)
        )
        for action in (opened, shown):
            action.setEnabled(not item.missing)
        menu_entry(menu, "Copy path", "Ctrl+C", partial(files.copy_path, item.path))
        return menu

    def _fit_columns(self) -> None:
        side = SIDES[self._step]
        around = self._cells.cell_size().width() - self._cells.side
        width = max(side + around, self._usable_width() // self.columns)
        self._cells.set_side(min(width - around, round(side * _MOST_GROWTH)))
        size = self._cells.cell_size()
        self._fit(QSize(max(size.width(), width), size.height()))

    def _on_double_click(self, index: Index) -> None:
        self.enlarge.emit(self._photos.item(index.row()))

    def _keys_of(self, row: int) -> set[PictureKey]:
        item = self._photos.item(row)
        return {item.path, item.content or item.path}

    def _find_similar(self, item: PhotoItem) -> None:
        if item.photo is not None:
            self.find_similar.emit(item.photo)


def menu_entry(menu: QMenu, text: str, key: str, call: Callable[[], None]) -> QAction:
    """Add an action to a menu that shows a key beside its text."""
    action = menu.addAction(text)
    if key:
        # Shown beside the text; the grid itself acts on the key.
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda _checked=False: call())
    return action
