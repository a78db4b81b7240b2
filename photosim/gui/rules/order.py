"""The rules in their order: dragged or moved by keys, switched on and off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDropEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from photosim.domain.rule_words import RULE_WORDS
from photosim.domain.rules import RuleUse
from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space

_ROW = 32
_BOX = 16
_GRIP = 3
_CHECKED = Qt.CheckState.Checked
Index = QModelIndex | QPersistentModelIndex


class RuleOrder(QListWidget):
    """Lists the rules, the first that is asked on top.

    Space or a click on the box switches a rule, Alt+Up and Alt+Down or the mouse move it.
    """

    changed = Signal()
    """The order, or what is asked, is another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uses: list[RuleUse] = []
        self.setItemDelegate(_RuleDelegate(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Rules in their order")
        self.setAccessibleDescription("Space switches a rule on or off, Alt+Up and Alt+Down move it.")

    @property
    def uses(self) -> tuple[RuleUse, ...]:
        """The rules, from the first that is asked on."""
        return tuple(self._uses)

    @property
    def chosen(self) -> RuleUse:
        """The rule that the keyboard is on."""
        return self._uses[max(0, self.currentRow())]

    def show_uses(self, uses: Sequence[RuleUse]) -> None:
        """Show an order; `changed` is not emitted."""
        name = self.chosen.name if self._uses else None
        self._uses = list(uses)
        self.clear()
        for use in uses:
            self.addItem(_item(use))
        self._number()
        names = [use.name for use in uses]
        self.setCurrentRow(names.index(name) if name is not None else 0)

    def move(self, step: int) -> None:  # type: ignore[override]
        """Move the rule that the keyboard is on by this many places, as far as there are any."""
        start = self.currentRow()
        end = min(max(start + step, 0), self.count() - 1)
        if start < 0 or start == end:
            return
        self.insertItem(end, self.takeItem(start))
        self.setCurrentRow(end)
        self._read()

    def toggle(self) -> None:
        """Switch the rule that the keyboard is on."""
        item = self.currentItem()
        if item is not None:
            on = item.checkState() is _CHECKED
            item.setCheckState(Qt.CheckState.Unchecked if on else _CHECKED)
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space switches, Alt and an arrow move."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box switches."""
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and box_of(self.visualItemRect(item)).contains(event.position().toPoint()):
            self.setCurrentItem(item)
            self.toggle()

    def dropEvent(self, event: QDropEvent) -> None:
        """A rule was dropped at another place."""
        super().dropEvent(event)
        self._read()

    def _read(self) -> None:
        by_name = {use.name: use for use in self._uses}
        items = [self.item(row) for row in range(self.count())]
        uses = [
            RuleUse(by_name[item.data(Qt.ItemDataRole.UserRole)].name, item.checkState() is _CHECKED)
            for item in items
        ]
        self._number()
        if uses != self._uses:
            self._uses = uses
            self.changed.emit()

    def _number(self) -> None:
        number = 0
        for row in range(self.count()):
            item = self.item(row)
            on = item.checkState() is _CHECKED
            number += on
            item.setData(_NUMBER, str(number) if on else "")
            title = RULE_WORDS[item.data(Qt.ItemDataRole.UserRole)].title
            asked = f"{number}, {title}" if on else f"{title}, not asked"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, asked)


_NUMBER = Qt.ItemDataRole.UserRole + 1


def _item(use: RuleUse) -> QListWidgetItem:
    words = RULE_WORDS[use.name]
    item = QListWidgetItem(words.title)
    item.setData(Qt.ItemDataRole.UserRole, use.name)
    item.setToolTip(words.explanation)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled)
    item.setCheckState(_CHECKED if use.on else Qt.CheckState.Unchecked)
    return item


def box_of(row: QRect) -> QRect:
    """Where the box of a row is, with the room around it that a click may miss by."""
    return QRect(row.left(), row.top(), 2 * Space.M + _BOX, row.height())


class _RuleDelegate(QStyledItemDelegate):
    """Draws a rule: box, number, title, and a grip at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """One height for all."""
        return QSize(0, max(_ROW, option.fontMetrics.height() + 2 * Space.S))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        palette, row = option.palette, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is _CHECKED
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            back = QColor(palette.color(QPalette.ColorRole.Highlight))
            back.setAlphaF(0.16 if chosen else 0.07)
            painter.fillRect(row, back)
        box = QRectF(0, 0, _BOX, _BOX)
        box.moveCenter(QPointF(row.left() + Space.M + _BOX / 2, row.center().y() + 0.5))
        _draw_box(painter, palette, box, on=on)
        role = QPalette.ColorRole.Text if on else QPalette.ColorRole.PlaceholderText
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        number = QRect(row.left() + 2 * Space.M + _BOX, row.top(), 24, row.height())
        painter.drawText(
            number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, index.data(_NUMBER)
        )
        painter.setPen(palette.color(role))
        left = number.right() + Space.M
        text = QRect(left, row.top(), row.right() - 2 * Space.L - left, row.height())
        title = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        _draw_grip(painter, palette, row)
        painter.restore()

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:  # noqa: ARG002 - Qt's signature
        """Nothing: the list switches."""
        return False


def _draw_box(painter: QPainter, palette: QPalette, box: QRectF, *, on: bool) -> None:
    accent = palette.color(QPalette.ColorRole.Highlight)
    painter.setPen(QPen(accent if on else palette.color(QPalette.ColorRole.PlaceholderText), 1))
    painter.setBrush(accent if on else palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(box, 4, 4)
    if on:
        ratio = painter.device().devicePixelRatioF()
        tick = icons.pixmap("check", palette.color(QPalette.ColorRole.HighlightedText), _BOX - 2, ratio)
        painter.drawPixmap(box.adjusted(1, 1, -1, -1).toRect(), tick)


def _draw_grip(painter: QPainter, palette: QPalette, row: QRect) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Mid))
    for across in range(2):
        for down in range(3):
            center = QPointF(row.right() - Space.L + 6 * across, row.center().y() + 6 * (down - 1) + 0.5)
            painter.drawEllipse(center, _GRIP / 2, _GRIP / 2)
