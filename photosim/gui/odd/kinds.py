"""The kinds of odd photos, one below the other, with how many there are of each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from photosim.app.exploring.odd_words import KIND_WORDS
from photosim.domain.odd import OddKind
from photosim.domain.words import count_words
from photosim.gui.kit.theme import Space, Theme, by_type_size, scaled_font
from photosim.gui.photos.model import Index

_KIND = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2


class _Row(QStyledItemDelegate):
    """A name at the left, a number at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(by_type_size(160), by_type_size(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = self._theme.colors
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft if chosen else colors.hover))
            painter.drawRoundedRect(option.rect.adjusted(4, 2, -4, -2), 6, 6)
        place = option.rect.adjusted(Space.M, 0, -Space.M, 0)
        count = int(index.data(_COUNT) or 0)
        painter.setFont(scaled_font(1.0, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        painter.setPen(QColor(colors.text if count or chosen else colors.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        painter.setPen(QColor(colors.muted))
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, f"{count:,}")
        painter.restore()


class KindList(QListWidget):
    """One row for each kind."""

    chosen = Signal(object)
    """Another `OddKind` is looked at."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Kinds of odd photos")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(by_type_size(184))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Row(theme, self))
        for kind in OddKind:
            name, description = KIND_WORDS[kind]
            row = QListWidgetItem(name, self)
            row.setData(_KIND, kind)
            row.setToolTip(description)
        self.setCurrentRow(0)
        self.currentItemChanged.connect(lambda _now, _before: self.chosen.emit(self.kind))
        theme.changed.connect(self.viewport().update)

    @property
    def kind(self) -> OddKind:
        """The kind that is looked at."""
        return OddKind(self.currentItem().data(_KIND))

    def choose(self, kind: OddKind) -> None:
        """Look at another kind."""
        self.setCurrentRow(list(OddKind).index(kind))

    def show_counts(self, counts: Mapping[OddKind, int]) -> None:
        """Show how many there are of each kind."""
        for number, kind in enumerate(OddKind):
            row = self.item(number)
            row.setData(_COUNT, counts[kind])
            row.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{KIND_WORDS[kind][0]}, {count_words(counts[kind], 'photo')}",
            )

    def count_of(self, kind: OddKind) -> int:
        """The number that a kind has."""
        return int(self.item(list(OddKind).index(kind)).data(_COUNT) or 0)
