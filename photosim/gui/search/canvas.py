"""A small canvas for blots of colour."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageWriter, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from photosim.gui.kit.theme import Theme

FIELDS = 4
"""Fields across and down that the keyboard walks over: as fine as a sketch is compared."""

_SIZE = QSize(240, 180)
_CHECKS = 12
_MOST_UNDO = 50


class Canvas(QWidget):
    """Painted on with the mouse, or field by field: arrows walk, Space fills, Delete clears a field.

    Args:
        theme: colours of what is around the painting.
        parent: Qt's owner.
    """

    painted = Signal()
    """There is something else on it now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = _blank()
        self._undo: list[QImage] = []
        self._last: QPointF | None = None
        self._field = (0, 0)
        self.color = QColor("#7fb2e5")
        self.brush = 36
        self.setAccessibleName("Sketch: arrows walk over sixteen fields, Space fills one, Delete clears it")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_SIZE)
        self.setCursor(Qt.CursorShape.CrossCursor)
        theme.changed.connect(self.update)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is painted."""
        return self._image == _blank()

    @property
    def can_undo(self) -> bool:
        """Whether a stroke can be taken back."""
        return bool(self._undo)

    def png(self) -> bytes:
        """The painting, transparent where there is none."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(self._image)
        return bytes(buffer.data().data())

    def load(self, data: bytes) -> None:
        """Go on with an earlier painting."""
        image = QImage.fromData(data)
        if not image.isNull():
            self._image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
            self._undo.clear()
            self._changed()

    def clear(self) -> None:
        """An empty canvas."""
        self._remember()
        self._image = _blank()
        self._changed()

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._undo:
            self._image = self._undo.pop()
            self._changed()

    def fill_field(self, column: int, row: int, color: QColor | None) -> None:
        """Paint one of the sixteen fields; None makes it transparent."""
        self._remember()
        painter = QPainter(self._image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        fill = QColor(Qt.GlobalColor.transparent) if color is None else color
        painter.fillRect(_field_of(column, row, QRectF(self._image.rect())), fill)
        painter.end()
        self._changed()

    def sizeHint(self) -> QSize:
        """Twice what it needs."""
        return _SIZE * 2

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._remember()
            self._last = self._on_image(event.position())
            self._stroke(self._last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes on with it."""
        if self._last is not None:
            self._stroke(self._on_image(event.position()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Ends it."""
        self._last = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paints by keyboard."""
        step = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }.get(Qt.Key(event.key()))
        if step is not None:
            column, row = self._field
            self._field = ((column + step[0]) % FIELDS, (row + step[1]) % FIELDS)
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.fill_field(*self._field, self.color)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.fill_field(*self._field, None)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws a checked ground, the painting, and the field of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        colors, whole = self._theme.colors, QRectF(self.rect())
        painter.fillRect(whole, QColor(colors.surface))
        for top in range(0, self.height(), _CHECKS):
            for left in range(_CHECKS * (top // _CHECKS % 2), self.width(), 2 * _CHECKS):
                painter.fillRect(left, top, _CHECKS, _CHECKS, QColor(colors.hover))
        painter.drawImage(whole, self._image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.hasFocus():
            field = _field_of(*self._field, whole).adjusted(2, 2, -2, -2)
            for color, width in ((QColor(colors.surface), 4), (QColor(colors.accent), 2)):
                painter.setPen(QPen(color, width))
                painter.drawRect(field)
        painter.end()

    def _stroke(self, point: QPointF) -> None:
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.color, self.brush, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(self._last or point, point)
        painter.drawPoint(point)
        painter.end()
        self._last = point
        self._changed()

    def _on_image(self, point: QPointF) -> QPointF:
        return QPointF(
            point.x() / max(1, self.width()) * self._image.width(),
            point.y() / max(1, self.height()) * self._image.height(),
        )

    def _remember(self) -> None:
        self._undo.append(self._image.copy())
        del self._undo[:-_MOST_UNDO]

    def _changed(self) -> None:
        self.update()
        self.painted.emit()


def _blank() -> QImage:
    image = QImage(_SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _field_of(column: int, row: int, whole: QRectF) -> QRectF:
    width, height = whole.width() / FIELDS, whole.height() / FIELDS
    return QRectF(whole.x() + column * width, whole.y() + row * height, width, height)
