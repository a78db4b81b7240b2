"""Cells with a face, as a Qt model."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

from photosim.domain.people import Face
from photosim.gui.kit.label import plain_tooltip

Index = QModelIndex | QPersistentModelIndex

TILE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Tile` of a row."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell of a grid of faces.

    Attributes:
        key: what the cell stands for; no two cells of a grid have the same.
        face: whose picture is shown; None: `pixmap` is.
        title: the first line below.
        caption: the second line, "" for none.
        asks: whether the title is a question to the user rather than a fact.
        badge: name of an icon in the corner, "" for none.
        pale: whether it is drawn as something that is hidden elsewhere.
        tip: for the pointer, "" for none.
        spoken: for screen readers, "": title and caption.
        editable: the text that the user may change, None: nothing can be changed here.
        pixmap: the picture of a face that is in no library.
    """

    key: Hashable
    face: Face | None
    title: str
    caption: str = ""
    asks: bool = False
    badge: str = ""
    pale: bool = False
    tip: str = ""
    spoken: str = ""
    editable: str | None = None
    pixmap: QPixmap | None = None


class TileModel(QAbstractListModel):
    """A list of `Tile`s, one row each."""

    edited = Signal(object, str)
    """The user typed another text: the `Tile`, and what it shall be."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[Tile] = []
        self._rows: dict[Hashable, int] = {}

    @property
    def tiles(self) -> Sequence[Tile]:
        """All of them; not to be changed."""
        return self._tiles

    def tile(self, row: int) -> Tile:
        """The tile of a row."""
        return self._tiles[row]

    def row_of(self, key: Hashable) -> int | None:
        """The row with a key, or None."""
        return self._rows.get(key)

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these instead; where only their words have changed, selection and place stay."""
        before = self._tiles
        if [tile.key for tile in before] == [tile.key for tile in tiles]:
            self._tiles = list(tiles)
            changed = [row for row, (old, new) in enumerate(zip(before, tiles, strict=True)) if old != new]
            if changed:
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
            return
        self.beginResetModel()
        self._tiles = list(tiles)
        self._rows = {tile.key: row for row, tile in enumerate(self._tiles)}
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._tiles)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Which cells can be chosen and changed."""
        flags = super().flags(index)
        editable = index.isValid() and self._tiles[index.row()].editable is not None
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says in a role."""
        if not index.isValid() or index.row() >= len(self._tiles):
            return None
        tile = self._tiles[index.row()]
        said: dict[int, object] = {
            TILE_ROLE: tile,
            Qt.ItemDataRole.DisplayRole: tile.title,
            Qt.ItemDataRole.EditRole: tile.editable,
            Qt.ItemDataRole.ToolTipRole: plain_tooltip(tile.tip),
            Qt.ItemDataRole.AccessibleTextRole: tile.spoken
            or ", ".join(filter(None, (tile.title, tile.caption))),
        }
        return said.get(role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what the user typed; the tile itself changes when its owner says so."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not isinstance(value, str):
            return False
        tile = self._tiles[index.row()]
        text = " ".join(value.split())
        if tile.editable is None or text == tile.editable:
            return False
        self.edited.emit(tile, text)
        return True
