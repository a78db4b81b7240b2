"""The files that were left out, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from photosim.domain.files import Problem, ProblemKind
from photosim.gui.kit.words import folder_of, name_of

_HEADERS = ("File", "Why it was left out", "Folder")

KIND_WORDS = {
    ProblemKind.UNREADABLE: "cannot be read",
    ProblemKind.NOT_AN_IMAGE: "not a picture",
    ProblemKind.OTHER_FILE: "another kind of file",
    ProblemKind.DAMAGED: "damaged",
    ProblemKind.TOO_LARGE: "too large",
    ProblemKind.TOO_SLOW: "took too long",
}


@dataclass(frozen=True, slots=True)
class _Row:
    problem: Problem
    name: str
    folder: str
    haystack: str


class ProblemsModel(QAbstractTableModel):
    """Rows are the problems that pass the filter; columns are file, reason, folder."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[_Row] = []
        self._shown: list[_Row] = []
        self._words: tuple[str, ...] = ()
        self._others = False
        self._column, self._order = 2, Qt.SortOrder.AscendingOrder

    @property
    def other_files(self) -> int:
        """How many files never claimed to be pictures."""
        return sum(row.problem.kind is ProblemKind.OTHER_FILE for row in self._all)

    @property
    def real_problems(self) -> int:
        """How many files were left out for another reason."""
        return len(self._all) - self.other_files

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show other problems."""
        self._all = [_row(problem) for problem in problems]
        self._refresh()

    def set_filter(self, text: str) -> None:
        """Show only rows that hold every word of `text` in path or reason; case does not count."""
        self._words = tuple(text.casefold().split())
        self._refresh()

    def show_others(self, shown: bool) -> None:
        """Whether files that never claimed to be pictures are listed as well."""
        self._others = shown
        self._refresh()

    def problem(self, row: int) -> Problem:
        """What is in a row, 0 <= row < rowCount()."""
        return self._shown[row].problem

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column."""
        self._column, self._order = column, order
        self._refresh()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Three."""
        return 0 if parent is not None and parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: ANN401
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - whatever Qt asks for
        """What a cell says."""
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (row.name, row.problem.reason, row.folder)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}: {row.problem.reason}"
        return None

    def _refresh(self) -> None:
        self.beginResetModel()
        shown = [
            row
            for row in self._all
            if (self._others or row.problem.kind is not ProblemKind.OTHER_FILE)
            and all(word in row.haystack for word in self._words)
        ]
        shown.sort(key=self._key, reverse=self._order == Qt.SortOrder.DescendingOrder)
        self._shown = shown
        self.endResetModel()

    def _key(self, row: _Row) -> tuple[str, str, str]:
        name = row.name.casefold()
        return {
            0: (name, row.folder, ""),
            1: (row.problem.reason, row.folder, name),
            2: (row.folder, name, ""),
        }[self._column]


def _row(problem: Problem) -> _Row:
    name, folder = name_of(problem.path), folder_of(problem.path)
    words = KIND_WORDS[problem.kind]
    return _Row(problem, name, folder, f"{folder}/{name} {problem.reason} {words}".casefold())
