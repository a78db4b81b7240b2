"""A card over a page that says what the keys do there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from photosim.gui.kit.cover import Cover
from photosim.gui.kit.theme import Space, heading, mark, muted

_COLUMNS = 2
_STEPS: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class KeyOverlay(Cover):
    """Lies over `parent` while open; any key that closes, or a click, takes it away.

    Args:
        title: what the keys are for.
        rows: the keys with what they do.
        parent: the page that it covers.
    """

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._rows = title, rows
        self._scroll = QScrollArea(self)
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(f"{keys}: {meaning}" for keys, meaning in rows))

    def open(self) -> None:
        """Cover the page; the card is made when somebody wants to read it."""
        if self.layout() is None:
            self._lay_out()
        super().open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Enter, Space, F1 and ? close; Up and Down move a card that is too high for the page."""
        closing = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F1)
        if event.key() in closing or event.text() == "?":
            self.leave()
        elif (step := _STEPS.get(event.key())) is not None:
            self._scroll.verticalScrollBar().triggerAction(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere closes."""
        event.accept()
        self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Dims the page behind."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 120))
        painter.end()

    def _card(self, columns: int) -> QFrame:
        card = QFrame()
        mark(card, "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        inside.setSpacing(Space.M)
        inside.addWidget(heading(self._title, 2))
        inside.addLayout(_table(self._rows, columns))
        inside.addWidget(muted("Esc or ? closes this card."))
        return card

    def _lay_out(self) -> None:
        room = self._page.width() - 2 * Space.XL
        card = self._card(_COLUMNS)
        if card.sizeHint().width() > room:
            card = self._card(1)
        scroll = self._scroll
        scroll.setWidget(card)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setMinimumWidth(min(card.sizeHint().width() + Space.XL, room))
        scroll.setMaximumHeight(card.sizeHint().height() + Space.XS)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(scroll)
        row.addStretch(1)


def _table(rows: Sequence[tuple[str, str]], columns: int) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(Space.M)
    table.setVerticalSpacing(Space.S)
    lines = -(-len(rows) // columns)
    for number, (keys, meaning) in enumerate(rows):
        column, line = divmod(number, lines)
        key = QLabel(keys)
        mark(key, "key")
        table.addWidget(key, line, 3 * column, Qt.AlignmentFlag.AlignLeft)
        table.addWidget(QLabel(meaning), line, 3 * column + 1)
    table.setColumnMinimumWidth(2, Space.XL)
    return table
