"""Buckets of photos as the rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from photosim.domain.words import count_words
from photosim.gui.kit import words
from photosim.gui.photos.model import Index

if TYPE_CHECKING:
    from photosim.app.exploring.looks import Look

LOOK_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Look` of a row."""

_SPOKEN = 3


class LooksModel(QAbstractListModel):
    """One row for each `Look`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks: Sequence[Look] = ()

    @property
    def looks(self) -> Sequence[Look]:
        """The rows."""
        return self._looks

    def set_looks(self, looks: Sequence[Look]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._looks = looks
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._looks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says in a role."""
        if not index.isValid() or index.row() >= len(self._looks):
            return None
        look = self._looks[index.row()]
        if role == LOOK_ROLE:
            return look
        if role == Qt.ItemDataRole.DisplayRole:
            return count_words(len(look.photos), "photo")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            named = ", ".join(words.name_of(photo.path) for photo in look.photos[:_SPOKEN])
            return f"{count_words(len(look.photos), 'photo')} that look alike: {named}"
        return None
