"""The scores of all photos as a histogram, with the threshold as a line that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from photosim.gui.kit.theme import Space, Theme, scaled_font

_BARS = 80
_STEPS = 200
"""By keyboard the line crosses the whole width in so many steps."""

_GRIP = 5
_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
}


class ScoreHistogram(QWidget):
    """Bars of equal width over the range of the scores; those above the line have the accent's colour.

    Heights follow the square root of the counts, or the few odd photos could not be seen. The line follows
    the mouse and the arrow keys.

    Args:
        theme: colours.
        parent: Qt's owner.
    """

    moved = Signal(object)
    """The user drags the line; carries the threshold, a float."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: list[int] = []
        self._low, self._high = 0.0, 1.0
        self._threshold = 0.0
        self._axis = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAccessibleName("Threshold")
        self.setToolTip("Drag the line, or use the arrow keys, to call more or fewer photos odd")
        theme.changed.connect(self.update)

    @property
    def threshold(self) -> float:
        """Where the line stands."""
        return self._threshold

    @property
    def counts(self) -> Sequence[int]:
        """How many photos each bar stands for."""
        return self._counts

    def show_scores(self, scores: Sequence[float], threshold: float, axis: str) -> None:
        """Show other scores.

        Args:
            scores: of all photos.
            threshold: where the line stands.
            axis: what the scores are.
        """
        self._axis = axis
        self._low, self._high = _range(scores, threshold)
        self._counts = [0] * _BARS
        for score in scores:
            self._counts[min(_BARS - 1, int(self._share(score) * _BARS))] += 1
        self.set_threshold(threshold)

    def set_threshold(self, threshold: float) -> None:
        """Put the line elsewhere."""
        self._threshold = threshold
        self.setAccessibleDescription(f"{self._axis}, above {threshold:.2f}")
        self.update()

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(400, 108)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The line comes to the mouse."""
        self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line follows the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and page keys move the line."""
        steps = _KEYS.get(Qt.Key(event.key()))
        if steps is None or not self._counts:
            super().keyPressEvent(event)
            return
        self._move_to(self._threshold + steps * (self._high - self._low) / _STEPS)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The grip shows where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars, scale, line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_bars(painter)
        self._draw_words(painter)
        self._draw_line(painter)
        painter.end()

    def _plot(self) -> QRectF:
        below = QFontMetrics(scaled_font(0.85)).height() + Space.XS
        return QRectF(self.rect()).adjusted(Space.S, Space.S, -Space.S, -below)

    def _share(self, score: float) -> float:
        return max(0.0, min(1.0, (score - self._low) / (self._high - self._low)))

    def _drag(self, place: QPointF) -> None:
        plot = self._plot()
        if self._counts:
            share = (place.x() - plot.left()) / plot.width()
            self._move_to(self._low + share * (self._high - self._low))

    def _move_to(self, threshold: float) -> None:
        self.set_threshold(max(self._low, min(self._high, threshold)))
        self.moved.emit(self._threshold)

    def _draw_bars(self, painter: QPainter) -> None:
        colors, plot = self._theme.colors, self._plot()
        most = max(self._counts, default=0)
        width = plot.width() / _BARS
        painter.setPen(Qt.PenStyle.NoPen)
        for number, count in enumerate(self._counts):
            if not count:
                continue
            above = (number + 0.5) / _BARS > self._share(self._threshold)
            height = max(2.0, plot.height() * (count / most) ** 0.5)
            painter.setBrush(QColor(colors.accent if above else colors.border))
            painter.drawRect(
                QRectF(plot.left() + number * width + 0.5, plot.bottom() - height, width - 1, height)
            )
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())

    def _draw_words(self, painter: QPainter) -> None:
        plot = self._plot()
        place = QRectF(plot.left(), plot.bottom() + 2, plot.width(), self.height() - plot.bottom() - 2)
        painter.setFont(scaled_font(0.85))
        painter.setPen(QColor(self._theme.colors.muted))
        for words, side in (
            (f"{self._low:.2f}", Qt.AlignmentFlag.AlignLeft),
            (self._axis, Qt.AlignmentFlag.AlignHCenter),
            (f"{self._high:.2f}", Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(place, side | Qt.AlignmentFlag.AlignTop, words)

    def _draw_line(self, painter: QPainter) -> None:
        if not self._counts:
            return
        colors, plot = self._theme.colors, self._plot()
        x = plot.left() + self._share(self._threshold) * plot.width()
        color = QColor(colors.accent if self.hasFocus() else colors.text)
        painter.setPen(QPen(color, 2))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(x, plot.top() + _GRIP), _GRIP, _GRIP)
        words = f"{self._threshold:.2f}"
        metrics = QFontMetrics(scaled_font(0.85))
        wide = metrics.horizontalAdvance(words)
        left = x + Space.S if x + Space.S + wide < plot.right() else x - Space.S - wide
        painter.setFont(scaled_font(0.85))
        painter.setPen(QColor(colors.text))
        painter.drawText(QPointF(left, plot.top() + metrics.ascent()), words)


def _range(scores: Sequence[float], threshold: float) -> tuple[float, float]:
    """What the axis spans: all scores and the threshold, with room beside them."""
    if not scores:
        return 0.0, 1.0
    low, high = min(*scores, threshold), max(*scores, threshold)
    room = max((high - low) * 0.02, 1e-3)
    # A share below nothing would look like a mistake.
    return low - room if low < 0 else max(0.0, low - room), high + room
