"""The grid of faces: virtual, with choice of several, zoom and names typed in place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from photosim.gui.base.thumbnails import PictureKey, ThumbnailLoader
from photosim.gui.kit.theme import Theme
from photosim.gui.people.crops import face_key
from photosim.gui.people.delegate import TileDelegate
from photosim.gui.people.tiles import Index, Tile, TileModel

SIDES = (72, 96, 128, 160, 200)
"""The sizes of the pictures that the zoom steps through, in device-independent pixels."""

_FRAME = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ZOOM_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class TileGrid(QListView):
    """A grid over a `TileModel`.

    Enter or a double click opens a cell, F2 or a click on a question changes its text, Ctrl with + - 0 or
    the wheel zooms; letters begin a name where one can be given.

    Args:
        faces: brings the pictures.
        theme: colours.
        name: what a screen reader calls the grid.
        round_faces: whether the pictures are round, as for people.
        lines: of text below a picture, 0 to 2.
        step: zoom step to begin with, an index into `SIDES`.
        parent: Qt's owner.
    """

    opened = Signal(object)
    """Enter or a double click on a `Tile`."""
    picked = Signal()
    """Other cells are chosen now."""
    menu_wanted = Signal(object)
    """The user asks what can be done with the chosen cells; carries the place on the screen."""

    def __init__(
        self,
        faces: ThumbnailLoader,
        theme: Theme,
        name: str,
        *,
        round_faces: bool = False,
        lines: int = 2,
        step: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tiles = TileModel(self)
        self._faces = faces
        self._theme = theme
        self._step = self._first_step = step
        self._arrived: set[PictureKey] = set()
        self.cells = TileDelegate(faces, theme, round_faces=round_faces, lines=lines, parent=self)
        self.setAccessibleName(name)
        self._set_up_layout()
        self.setItemDelegate(self.cells)
        self.setModel(self.tiles)
        self._repaint_timer = QTimer(self, singleShot=True, interval=15)
        self._repaint_timer.timeout.connect(self._repaint_arrived)
        faces.ready.connect(self._on_ready)
        self.verticalScrollBar().valueChanged.connect(self._keep_visible_wishes)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.tiles.tile(index.row())))
        self.selectionModel().selectionChanged.connect(lambda *_change: self.picked.emit())
        theme.changed.connect(self.viewport().update)
        self._fit_columns()

    @property
    def current(self) -> Tile | None:
        """The cell that keys act on."""
        index = self.currentIndex()
        return self.tiles.tile(index.row()) if index.isValid() else None

    @property
    def chosen(self) -> list[Tile]:
        """The chosen cells in their order."""
        return [
            self.tiles.tile(row) for row in sorted(i.row() for i in self.selectionModel().selectedIndexes())
        ]

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these instead; what was chosen stays chosen where it is still there."""
        current, chosen = self.current, [tile.key for tile in self.chosen]
        offset = self.verticalScrollBar().value()
        row = self.currentIndex().row()
        self.tiles.set_tiles(tiles)
        if not self.currentIndex().isValid() and current is not None and tiles:
            stays = self.tiles.row_of(current.key)
            self.choose(chosen, current.key if stays is not None else tiles[min(row, len(tiles) - 1)].key)
            self.verticalScrollBar().setValue(offset)
        self.picked.emit()

    def choose(self, keys: Sequence[Hashable], current: Hashable = None) -> None:
        """Choose the cells with these keys, and make one of all cells the current one."""
        selection = QItemSelection()
        for key in keys:
            row = self.tiles.row_of(key)
            if row is not None:
                selection.select(self.tiles.index(row), self.tiles.index(row))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        row = self.tiles.row_of(current)
        if row is not None:
            self.selectionModel().setCurrentIndex(
                self.tiles.index(row), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def set_step(self, step: int) -> None:
        """Zoom."""
        self._step = max(0, min(len(SIDES) - 1, step))
        self._fit_columns()
        self.scrollTo(self.currentIndex())

    def edit_current(self) -> None:
        """Let the text of the current cell be changed."""
        index = self.currentIndex()
        if index.isValid() and self.tiles.tile(index.row()).editable is not None:
            self.scrollTo(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl with + - 0 zooms; the others move or begin a name as in any list."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        editing = self.state() is QAbstractItemView.State.EditingState
        if control and key in _ZOOM_KEYS:
            self.set_step(self._step + _ZOOM_KEYS[key])
        elif control and key == Qt.Key.Key_0:
            self.set_step(self._first_step)
        elif key in _ENTER and not editing and self.current is not None:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters begin a name or are commands of the page."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the question who somebody is lets it be answered."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if not (plain and index.isValid()) or self.state() is not QAbstractItemView.State.NoState:
            return
        tile = self.tiles.tile(index.row())
        asked = tile.asks and tile.editable is not None
        if asked and self.cells.title_rect(self.visualRect(index)).contains(event.position().toPoint()):
            self.edit(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls, or zooms with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.set_step(self._step + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of what is chosen."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        where: QPoint = self.visualRect(index).center() if by_key else event.pos()
        self.menu_wanted.emit(self.viewport().mapToGlobal(where))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fills the ground itself: an opaque viewport is scrolled, not drawn anew."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.colors.surface))
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spreads the columns over the new width."""
        super().resizeEvent(event)
        self._fit_columns()

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen is not loaded."""
        super().hideEvent(event)
        self._faces.keep_waiting(self, ())

    def visible_rows(self) -> range:
        """The rows whose cells can be seen."""
        size, count = self.gridSize(), self.tiles.rowCount()
        columns = max(1, self.viewport().width() // max(1, size.width()))
        first = self.verticalOffset() // max(1, size.height()) * columns
        shown = (self.viewport().height() // max(1, size.height()) + 2) * columns
        return range(min(first, count), min(first + shown, count))

    def _set_up_layout(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportMargins(2, 2, 2, 2)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(10_000)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed | QListView.EditTrigger.AnyKeyPressed)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _fit_columns(self) -> None:
        self.cells.set_side(SIDES[self._step])
        size = self.cells.cell_size()
        width = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width() - _FRAME
        columns = max(1, width // size.width())
        grid = QSize(max(size.width(), width // columns), size.height())
        # Few faces stay together; they are not spread over a wide screen.
        grid.setWidth(min(grid.width(), size.width() * 5 // 4))
        if grid != self.gridSize():
            self.setGridSize(grid)
            self.viewport().update()
            self.verticalScrollBar().setSingleStep(max(24, grid.height() // 4))

    def _on_ready(self, key: PictureKey) -> None:
        self._arrived.add(key)
        if not self._repaint_timer.isActive():
            self._repaint_timer.start()

    def _repaint_arrived(self) -> None:
        arrived, self._arrived = self._arrived, set()
        for row in self.visible_rows() if self.isVisible() else ():
            face = self.tiles.tile(row).face
            if face is not None and face_key(face) in arrived:
                self.update(self.tiles.index(row))

    def _keep_visible_wishes(self, _value: int) -> None:
        faces = (self.tiles.tile(row).face for row in self.visible_rows())
        self._faces.keep_waiting(self, {face_key(face) for face in faces if face is not None})

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt's notice that the keyboard or the mouse went to another cell."""
        super().currentChanged(current, previous)
        self.picked.emit()
