"""What the self-check found of each kind of edit, as a table with bars."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from photosim.app.tuning.selfcheck import EditResult, SelfCheck
from photosim.domain.words import RELATION_WORDS, enumerated
from photosim.gui.kit.theme import Space
from photosim.gui.kit.words import name_of

_COLUMNS = ("What happened to the copy", "Found", "", "Called")
_FOUND, _BAR, _CALLED = 1, 2, 3
_BAR_HEIGHT = 8
_NAMED = 8
Index = QModelIndex | QPersistentModelIndex


class Findings(QTableWidget):
    """A row for each kind of edit."""

    told = Signal(str)
    """What there is to say of the row that is chosen, a sentence or two; "" when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_COLUMNS), parent)
        self._results: tuple[EditResult, ...] = ()
        self.setHorizontalHeaderLabels(_COLUMNS)
        self.setAccessibleName("What was found of the edited copies")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setItemDelegateForColumn(_BAR, _ShareDelegate(self))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_BAR, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_CALLED, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(_BAR, 160)
        self.currentCellChanged.connect(lambda row, *_: self.told.emit(self._words(row)))

    def show_check(self, check: SelfCheck) -> None:
        """Show what was found."""
        self._results = check.results
        self.setRowCount(len(check.results))
        for row, result in enumerate(check.results):
            texts = (
                result.edit.words,
                f"{result.found:,} of {result.made:,}",
                "",
                _called(result),
            )
            for column, text in enumerate(texts):
                self.setItem(row, column, QTableWidgetItem(text))
            share = result.found / result.made if result.made else 0.0
            self.item(row, _BAR).setData(Qt.ItemDataRole.UserRole, share)  # type: ignore[union-attr]
            self.setRowHeight(row, self.fontMetrics().height() + Space.M)
        self.clearSelection()

    def _words(self, row: int) -> str:
        if not 0 <= row < len(self._results):
            return ""
        result = self._results[row]
        if not result.missed:
            return f"{result.edit.words}: every copy was found."
        names = [f"“{name_of(path)}”" for path in result.missed[:_NAMED]]
        more = len(result.missed) - len(names)
        return (
            f"{result.edit.words}: missed of {enumerated([*names, *([f'{more:,} more'] if more else [])])}."
        )


def _called(result: EditResult) -> str:
    most_first = sorted(result.relations.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(
        RELATION_WORDS[relation] if len(most_first) == 1 else f"{RELATION_WORDS[relation]} ({number:,})"
        for relation, number in most_first
    )


class _ShareDelegate(QStyledItemDelegate):
    """Draws a share, 0..1, as a bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the bar over the row's background."""
        super().paint(painter, option, index)
        share = index.data(Qt.ItemDataRole.UserRole)
        if share is None:
            return
        area = QRectF(option.rect).adjusted(Space.S, 0, -Space.S, 0)
        area.setTop(option.rect.center().y() - _BAR_HEIGHT / 2 + 1)
        area.setHeight(_BAR_HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(area, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        area.setWidth(max(area.width() * share, _BAR_HEIGHT) if share else 0)
        painter.setBrush(QColor(option.palette.color(QPalette.ColorRole.Highlight)))
        painter.drawRoundedRect(area, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        painter.restore()
