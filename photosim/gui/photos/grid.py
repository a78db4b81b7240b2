"""The virtual grid of photos: only what is visible is drawn, laid out, or loaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMetaMethod, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QListView, QMenu, QWidget

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

_FRAME = 4
_MOST_GROWTH = 1.15
"""Pictures grow at most so much over their step to fill the row, less than to the next step."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PhotoGrid(QListView):
    """A grid over a `PhotoModel` with zoom, keyboard and context menu.

    Enter chooses a photo, Space or a double click enlarges it, F finds similar ones,
    Ctrl+C copies the path, Ctrl with + - 0 or the wheel zooms.

    Args:
        context: pictures and colours.
        model: what is shown.
        name: what a screen reader calls the grid.
        caption: second line under each photo.
        step: zoom step to begin with.
        parent: Qt's owner.
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
    zoomed = Signal(object)
    """The zoom step (an index into `SIDES`) is another now."""

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
    ) -> None:
        super().__init__(parent)
        self._photos = model
        self._theme = context.theme
        self._cells = PhotoDelegate(context.thumbnails, context.theme, caption, self)
        self._step = self._first_step = step
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The viewport has square corners, the frame round ones.
        self.setViewportMargins(2, 2, 2, 2)
        self._set_up_layout()
        self.setItemDelegate(self._cells)
        self.setModel(model)
        self.pictures = VisiblePictures(
            self,
            context.thumbnails,
            self.visible_rows,
            self._keys_of,
            lambda row: self.update(self._photos.index(row)),
        )
        self._fit_timer = QTimer(self)
        self._fit_timer.setSingleShot(True)
        self._fit_timer.setInterval(30)
        self._fit_timer.timeout.connect(self._fit_columns)
        self.doubleClicked.connect(self._on_double_click)
        context.theme.changed.connect(self.viewport().update)
        self._fit_columns()

    @property
    def photos(self) -> PhotoModel:
        """What is shown."""
        return self._photos

    @property
    def step(self) -> int:
        """The zoom step, an index into `SIDES`."""
        return self._step

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

    def set_step(self, step: int) -> None:
        """Zoom; the photo in the middle of attention stays in view."""
        step = max(0, min(len(SIDES) - 1, step))
        if step == self._step:
            return
        anchor = self.currentIndex()
        if not anchor.isValid() or not self.viewport().rect().intersects(self.visualRect(anchor)):
            anchor = self.indexAt(self.viewport().rect().center())
        self._step = step
        self._fit_columns()
        if anchor.isValid():
            self.scrollTo(anchor, QListView.ScrollHint.PositionAtCenter)
        self.zoomed.emit(step)

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
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        zoom = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}.get(Qt.Key(event.key()))
        if control and zoom is not None:
            self.set_step(self._step + zoom)
        elif control and event.key() == Qt.Key.Key_0:
            self.set_step(self._first_step)
        elif item is not None and not event.modifiers() and event.key() == Qt.Key.Key_F:
            self._find_similar(item)
        elif item is not None and event.key() in _ENTER:
            self.chosen.emit(item)
        elif item is not None and event.key() == Qt.Key.Key_Space:
            self.enlarge.emit(item)
        elif item is not None and event.matches(QKeySequence.StandardKey.Copy):
            files.copy_path(item.path)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; photos are found by the filter, not by their first letter."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls, or zooms with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.set_step(self._step + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fills the ground itself: a viewport that is known to be opaque is scrolled, not drawn anew."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.colors.surface))
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spreads the columns over the new width, once the dragging rests."""
        super().resizeEvent(event)
        self._fit_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen is not loaded."""
        super().hideEvent(event)
        self.pictures.forget_all()

    def _set_up_layout(self) -> None:
        # Uniform sizes, a grid and batches keep the layout of 100,000 cells in milliseconds.
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(10_000)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _usable_width(self) -> int:
        # The scroll bar counts as there even when it is not, and the frame as wide as with the keyboard in
        # it: neither's coming and going must move cells.
        bar = self.verticalScrollBar().sizeHint().width()
        return self.maximumViewportSize().width() - bar - _FRAME

    def _fit_columns(self) -> None:
        side = SIDES[self._step]
        around = self._cells.cell_size().width() - self._cells.side
        width = max(side + around, self._usable_width() // self.columns)
        self._cells.set_side(min(width - around, round(side * _MOST_GROWTH)))
        size = self._cells.cell_size()
        grid = QSize(max(size.width(), width), size.height())
        if grid != self.gridSize():
            self.setGridSize(grid)
            self.viewport().update()
            self.verticalScrollBar().setSingleStep(max(24, size.height() // 4))

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
