"""The grid of faces: virtual, with choice of several, zoom and names typed in place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from photosim.gui.base.cell_grid import ENTER, CellGrid
from photosim.gui.base.thumbnails import PictureKey, ThumbnailLoader
from photosim.gui.base.visible import VisiblePictures
from photosim.gui.kit.theme import Theme
from photosim.gui.people.crops import face_key
from photosim.gui.people.delegate import TileDelegate
from photosim.gui.people.tiles import Index, Tile, TileModel

SIDES = (72, 96, 128, 160, 200)
"""The sizes of the pictures that the zoom steps through, in device-independent pixels."""


class TileGrid(CellGrid):
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
        super().__init__(theme, name, len(SIDES), step, parent)
        self.tiles = TileModel(self)
        self.cells = TileDelegate(faces, theme, round_faces=round_faces, lines=lines, parent=self)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed | QListView.EditTrigger.AnyKeyPressed)
        self.setItemDelegate(self.cells)
        self.setModel(self.tiles)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.tiles.tile(index.row())))
        self.selectionModel().selectionChanged.connect(lambda *_change: self.picked.emit())
        self._begin(
            VisiblePictures(
                self, faces, self.visible_rows, self._keys_of, lambda row: self.update(self.tiles.index(row))
            )
        )

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

    def edit_current(self) -> None:
        """Let the text of the current cell be changed."""
        index = self.currentIndex()
        if index.isValid() and self.tiles.tile(index.row()).editable is not None:
            self.scrollTo(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the others zoom, move or begin a name as in any list."""
        editing = self.state() is QAbstractItemView.State.EditingState
        if event.key() in ENTER and not editing and self.current is not None:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

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

    def visible_rows(self) -> range:
        """The rows whose cells can be seen."""
        size, count = self.gridSize(), self.tiles.rowCount()
        columns = max(1, self.viewport().width() // max(1, size.width()))
        first = self.verticalOffset() // max(1, size.height()) * columns
        shown = (self.viewport().height() // max(1, size.height()) + 2) * columns
        return range(min(first, count), min(first + shown, count))

    def _fit_columns(self) -> None:
        self.cells.set_side(SIDES[self._step])
        size = self.cells.cell_size()
        width = self._usable_width()
        columns = max(1, width // size.width())
        grid = QSize(max(size.width(), width // columns), size.height())
        # Few faces stay together; they are not spread over a wide screen.
        grid.setWidth(min(grid.width(), size.width() * 5 // 4))
        self._fit(grid)

    def _keys_of(self, row: int) -> set[PictureKey]:
        face = self.tiles.tile(row).face
        return set() if face is None else {face_key(face)}

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt's notice that the keyboard or the mouse went to another cell."""
        super().currentChanged(current, previous)
        self.picked.emit()
