"""The photos of a grid as a Qt model that sorts and filters its own list."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from typing import Any, overload

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from photosim.domain.files import FileStamp, Role
from photosim.domain.photo import ContentId, Photo
from photosim.domain.similarity import Match
from photosim.gui.kit import words
from photosim.gui.kit.label import plain_tooltip
from photosim.gui.photos.cell_words import spoken_of, tooltip_of

Index = QModelIndex | QPersistentModelIndex

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `PhotoItem` of a row."""


@dataclass(frozen=True, slots=True)
class PhotoItem:
    """One cell: a photo of the library, or a file that a running scan has just found.

    Attributes:
        path: the file.
        stamp: its size and times.
        photo: what the library knows, None for a file that was not read yet.
        match: how it lies to the query, None outside of search and groups.
        mark: what it stands out as in its group ("Keep", "Remove"), "" for all others.
        going: whether it is chosen to be removed.
        number: its key among the photos of a group, 1..9, or 0.
        words: what it is to the keeper of its group, a sentence for people; "" where there is none.
    """

    path: str
    stamp: FileStamp
    photo: Photo | None = None
    match: Match | None = None
    mark: str = ""
    going: bool = False
    number: int = 0
    words: str = ""

    @property
    def content(self) -> ContentId | None:
        """Digest of its bytes, None while unknown."""
        return self.photo.content if self.photo is not None else None

    @property
    def missing(self) -> bool:
        """Whether the last scan of its folder did not find it."""
        return self.photo is not None and self.photo.missing

    @property
    def protected(self) -> bool:
        """Whether it lies in a protected folder."""
        return self.photo is not None and self.photo.role is Role.PROTECTED

    @property
    def moment(self) -> float:
        """When it was taken, or else last changed, for sorting; seconds of the local clock."""
        return moment_of(self if self.photo is None else self.photo)


def item_of(photo: Photo) -> PhotoItem:
    """The cell of a photo of the library."""
    return PhotoItem(photo.path, photo.stamp, photo)


def item_of_match(match: Match) -> PhotoItem:
    """The cell of a match."""
    return PhotoItem(match.photo.path, match.photo.stamp, match.photo, match)


Row = Photo | PhotoItem
"""What a model keeps: photos of which there is no more to say stay as they are, there may be a million."""


def cell_of(row: Row) -> PhotoItem:
    """The cell of what a model keeps."""
    return row if isinstance(row, PhotoItem) else item_of(row)


def moment_of(row: Row) -> float:
    """When a photo was taken, or else last changed, for sorting; seconds of the local clock."""
    photo = row.photo if isinstance(row, PhotoItem) else row
    if photo is not None and photo.facts.taken_at is not None:
        return photo.facts.taken_at.timestamp()
    return row.stamp.mtime_ns / 1e9


class Cells(Sequence[PhotoItem]):
    """The cells of rows, each made when it is asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> PhotoItem: ...
    @overload
    def __getitem__(self, place: slice) -> Cells: ...
    def __getitem__(self, place: int | slice) -> PhotoItem | Cells:
        if isinstance(place, slice):
            return Cells(self._rows[place])
        return cell_of(self._rows[place])


class PhotoOrder(StrEnum):
    """In which order a grid shows its photos."""

    GIVEN = "given"
    NAME = "name"
    FOLDER = "folder"
    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"


_SortKey = Callable[[Row], Any]

_KEYS: dict[PhotoOrder, _SortKey] = {
    PhotoOrder.NAME: lambda row: os.path.basename(row.path).casefold(),
    PhotoOrder.FOLDER: lambda row: os.path.split(row.path.casefold()),
    PhotoOrder.NEWEST: lambda row: -moment_of(row),
    PhotoOrder.OLDEST: moment_of,
    PhotoOrder.LARGEST: lambda row: -row.stamp.size,
}


def ordered(rows: Iterable[Row], order: PhotoOrder) -> list[Row]:
    """The rows in an order, by path where it makes no difference; safe to call in a worker."""
    if order is PhotoOrder.GIVEN:
        return list(rows)
    # A library comes by path already: sorting twice is quicker than by pairs, and takes less memory.
    by_path = sorted(rows, key=attrgetter("path"))
    by_path.sort(key=_KEYS[order])
    return by_path


@dataclass(frozen=True, slots=True)
class Listing:
    """Every row of a model, looked through beforehand so that the model only has to take it.

    Attributes:
        order: the order of the rows.
        items: all of them, each path once.
        by_path: the same by path.
        total_bytes: their size together.
        missing: how many of them are missing.
    """

    order: PhotoOrder
    items: list[Row]
    by_path: dict[str, Row]
    total_bytes: int
    missing: int


def listing(rows: Iterable[Row], order: PhotoOrder) -> Listing:
    """Put rows in order and count them; safe to call in a worker."""
    by_path = {row.path: row for row in rows}
    return Listing(
        order,
        ordered(by_path.values(), order),
        by_path,
        sum(row.stamp.size for row in by_path.values()),
        sum(row.missing for row in by_path.values()),
    )


class PhotoModel(QAbstractListModel):
    """A list of `PhotoItem`s, one row each, in a chosen order and narrowed by a text.

    The model keeps every item and a list of those shown. Paths are unique in it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[str, Row] = {}
        self._shown: list[Row] = []
        # Where the rows that stand in order are, once somebody asks; and those that a scan appended to them.
        self._rows: dict[str, int] | None = None
        self._appended: dict[str, int] = {}
        self._in_order = 0
        self._order = PhotoOrder.GIVEN
        self._needle = ""
        self._bytes = 0
        self._missing = 0

    @property
    def order(self) -> PhotoOrder:
        """The order of the rows."""
        return self._order

    @property
    def total(self) -> int:
        """How many items there are, shown or not."""
        return len(self._all)

    @property
    def total_bytes(self) -> int:
        """Size of all items together, shown or not."""
        return self._bytes

    @property
    def missing(self) -> int:
        """How many of all items are missing."""
        return self._missing

    @property
    def items(self) -> Sequence[PhotoItem]:
        """The shown items in their order; take a slice to keep them as they are."""
        return Cells(self._shown)

    def find(self, path: str) -> PhotoItem | None:
        """The item of a file, shown or not."""
        row = self._all.get(path)
        return cell_of(row) if row is not None else None

    def item(self, row: int) -> PhotoItem:
        """The item of a row."""
        return cell_of(self._shown[row])

    def row_of(self, path: str) -> int | None:
        """The row that shows a file, or None."""
        if path in self._appended:
            return self._appended[path]
        if self._rows is None:
            self._rows = {item.path: row for row, item in enumerate(islice(self._shown, self._in_order))}
        return self._rows.get(path)

    def set_items(self, items: Iterable[Row]) -> None:
        """Show these instead."""
        self.take(listing(items, self._order))

    def take(self, listed: Listing) -> None:
        """Show what was listed beforehand; looks at no item unless order or text have changed since."""
        self.beginResetModel()
        self._all = listed.by_path
        self._bytes = listed.total_bytes
        self._missing = listed.missing
        if listed.order is self._order and not self._needle:
            self._shown = listed.items
        else:
            self._shown = ordered(self._fitting(), self._order)
        self._forget_rows()
        self.endResetModel()

    def add_items(self, items: Iterable[Row]) -> None:
        """Append new items in one batch and replace those whose path is known, keeping their rows.

        New ones join at the end in whatever order is chosen, so that nothing moves under the user's hand
        while a scan runs; `sort_by` puts everything in order.
        """
        fresh: list[Row] = []
        changed: list[int] = []
        for item in items:
            known = item.path in self._all
            self._put(item)
            row = self.row_of(item.path) if known else None
            if row is not None:
                self._shown[row] = item
                changed.append(row)
            elif self._matches(item):
                fresh.append(item)
        self._tell_changed(changed)
        if fresh:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._shown.extend(fresh)
            self._appended.update({item.path: first + i for i, item in enumerate(fresh)})
            self.endInsertRows()

    def remove_paths(self, paths: Iterable[str]) -> None:
        """Take files out; unknown paths are ignored."""
        gone = {path for path in paths if self._take(path)}
        rows = sorted((row for path in gone if (row := self.row_of(path)) is not None), reverse=True)
        for first, last in _runs(rows[::-1])[::-1]:
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._shown[first : last + 1]
            self._forget_rows(first)
            self.endRemoveRows()

    def sort_by(self, order: PhotoOrder) -> None:
        """Put the rows in another order; selection and current cell stay with their photos."""
        self._order = order
        shown = self._fitting()
        self._rearrange(ordered(shown, order))

    def narrow(self, text: str) -> None:
        """Show only the items whose path holds every word of `text`, case ignored."""
        needle = " ".join(text.casefold().split())
        if needle == self._needle:
            return
        self._needle = needle
        shown = self._fitting()
        self.beginResetModel()
        self._shown = ordered(shown, self._order)
        self._forget_rows()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many items are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says in a role."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        item = cell_of(self._shown[index.row()])
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return words.name_of(item.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(tooltip_of(item))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_of(item)
        return None

    def _put(self, item: Row) -> None:
        old = self._all.get(item.path)
        if old is not None:
            self._bytes -= old.stamp.size
            self._missing -= old.missing
        self._all[item.path] = item
        self._bytes += item.stamp.size
        self._missing += item.missing

    def _take(self, path: str) -> bool:
        old = self._all.pop(path, None)
        if old is None:
            return False
        self._bytes -= old.stamp.size
        self._missing -= old.missing
        return True

    def _fitting(self) -> list[Row]:
        everything = self._all.values()
        return [item for item in everything if self._matches(item)] if self._needle else list(everything)

    def _matches(self, item: Row) -> bool:
        if not self._needle:
            return True
        path = item.path.casefold()
        return all(word in path for word in self._needle.split())

    def _rearrange(self, shown: list[Row]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        paths = [self._shown[index.row()].path for index in before]
        self._shown = shown
        self._forget_rows()
        after = []
        for path in paths:
            row = self.row_of(path)
            after.append(QModelIndex() if row is None else self.index(row))
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _forget_rows(self, first: int = -1) -> None:
        """Photos stand in other rows now, from `first` on."""
        if first < self._in_order:
            self._rows, self._appended, self._in_order = None, {}, len(self._shown)
        else:
            appended = enumerate(islice(self._shown, self._in_order, None), self._in_order)
            self._appended = {item.path: row for row, item in appended}

    def _tell_changed(self, rows: list[int]) -> None:
        for first, last in _runs(sorted(rows)):
            self.dataChanged.emit(self.index(first), self.index(last))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending row numbers as runs (first, last)."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
