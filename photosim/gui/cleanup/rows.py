"""Tables of things that do not change: columns are said, rows are set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from photosim.domain.photo import ContentId
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.label import plain_tooltip
from photosim.gui.kit.theme import by_type_size

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
PICTURE_SIDE = 40
_ROOM_FOR_ARROW = "\N{NO-BREAK SPACE}" * 4


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """What a table says of its things.

    Attributes:
        title: above the column.
        text: what is said of a thing.
        key: to sort by; None: its text, case ignored.
        hint: the tooltip of a thing; None: its text.
        picture: path and content of the photo that is shown beside the text; None: none.
        right: whether it is a number, which stands at the right.
        width: in pixels at the usual size of type, 0: what is left.
    """

    title: str
    text: Callable[[T], str]
    key: Callable[[T], Any] | None = None
    hint: Callable[[T], str] | None = None
    picture: Callable[[T], tuple[str, ContentId]] | None = None
    right: bool = False
    width: int = 0


class Rows(QAbstractTableModel, Generic[T]):
    """Things as rows; sorts its own list.

    Args:
        columns: what is said of each.
        thumbnails: brings the pictures; None where no column has one.
        parent: Qt's owner.
    """

    def __init__(
        self,
        columns: Sequence[Column[T]],
        thumbnails: ThumbnailLoader | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._thumbnails = thumbnails
        self._things: list[T] = []
        if thumbnails is not None:
            thumbnails.ready.connect(self._on_picture)

    @property
    def things(self) -> tuple[T, ...]:
        """All rows, in the order in which they are shown."""
        return tuple(self._things)

    def set_things(self, things: Sequence[T]) -> None:
        """Show others."""
        self.beginResetModel()
        self._things = list(things)
        self.endResetModel()

    def thing(self, row: int) -> T:
        """What is in a row, 0 <= row < rowCount()."""
        return self._things[row]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column."""
        if not 0 <= column < len(self._columns):
            return
        said = self._columns[column]
        self.layoutAboutToBeChanged.emit()
        chosen = [(index, self._things[index.row()]) for index in self.persistentIndexList()]
        self._things.sort(
            key=said.key or (lambda thing: said.text(thing).casefold()),
            reverse=order == Qt.SortOrder.DescendingOrder,
        )
        place = {id(thing): row for row, thing in enumerate(self._things)}
        for index, thing in chosen:
            self.changePersistentIndex(index, self.index(place[id(thing)], index.column()))
        self.layoutChanged.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many things there are."""
        return 0 if parent is not None and parent.isValid() else len(self._things)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is said of each."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: ANN401
        """The titles of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            column = self._columns[section]
            # The arrow of the order stands at the right edge, over whatever is there.
            return column.title + _ROOM_FOR_ARROW if column.right else column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a cell says."""
        if not index.isValid():
            return None
        thing, column = self._things[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(thing)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip((column.hint or column.text)(thing))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.DecorationRole if column.picture is not None:
                return self._picture(*column.picture(thing))
        return None

    def _picture(self, path: str, content: ContentId) -> QIcon | None:
        if self._thumbnails is None:
            return None
        found = self._thumbnails.request(path, content, 2 * PICTURE_SIDE)
        return QIcon(_square(found)) if found is not None else None

    def _on_picture(self, _key: object) -> None:
        pictures = [number for number, column in enumerate(self._columns) if column.picture is not None]
        if self._things and pictures:
            first = self.index(0, pictures[0])
            last = self.index(len(self._things) - 1, pictures[-1])
            self.dataChanged.emit(first, last, [Qt.ItemDataRole.DecorationRole])


def table_of(model: Rows[Any], columns: Sequence[Column[Any]], name: str) -> QTableView:
    """A table that shows rows, for reading and choosing.

    Args:
        model: the rows.
        columns: those of the model.
        name: what is listed, for screen readers.
    """
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    with_pictures = any(column.picture is not None for column in columns)
    table.setIconSize(QSize(PICTURE_SIDE, PICTURE_SIDE))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(by_type_size(PICTURE_SIDE + 10 if with_pictures else 34))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    for number, column in enumerate(columns):
        if column.width:
            # Names of files can be cut, numbers cannot.
            named = column.picture is not None
            table.setColumnWidth(number, column.width if named else by_type_size(column.width))
        else:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
    return table


def _square(picture: QPixmap) -> QPixmap:
    """The picture in the middle of a square, so that the text beside it stands in line."""
    side = 2 * PICTURE_SIDE
    square = QPixmap(side, side)
    square.fill(Qt.GlobalColor.transparent)
    small = picture.scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    painter = QPainter(square)
    painter.drawPixmap((side - small.width()) // 2, (side - small.height()) // 2, small)
    painter.end()
    return square


def _alignment(column: Column[Any]) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
