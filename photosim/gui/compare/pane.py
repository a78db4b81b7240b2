"""One window onto the scene: a photo in it, or two with a divider between them, or where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from photosim.domain.similarity import Transform
from photosim.gui.compare.geometry import Box, Point, applied, mapped, times
from photosim.gui.compare.painting import Shown, paint_over
from photosim.gui.compare.viewport import Viewport
from photosim.gui.kit.theme import Space, Theme

_HOLD_MS = 160
"""A press that rests for so long flips; one that moves before drags."""

_DRAG = 4
_GRIP = 12
_WHEEL_STEP = 1.25
_NOTCH = 120
_SPOT = "#ff4fa3"
_AIR = 5


class Mode(StrEnum):
    """What the panes show."""

    SIDE = "side"
    """A photo in each."""
    SWIPE = "swipe"
    """Two on each other, with a divider."""
    DIFFERENCE = "difference"
    """Where the two differ."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one pane shows.

    Attributes:
        own: the photo.
        other: the one that it flips to, or that lies beyond the divider or beneath.
        overlay: what is painted over both, in the frame of `other`, or None.
        spots: where they differ, in pixels of `other`.
    """

    own: Shown
    other: Shown
    overlay: QImage | None = None
    spots: tuple[Box, ...] = ()


class Pane(QWidget):
    """Paints, drags, zooms; the viewport that all panes share does the rest.

    Args:
        theme: colours.
        viewport: what part of the scene is seen.
        parent: Qt's owner.
    """

    flip_asked = Signal(bool)
    """The mouse is held down on it, or no longer."""
    full_asked = Signal(object)
    """A double click: 100 % at this place in device pixels, or everything again."""

    def __init__(self, theme: Theme, viewport: Viewport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._viewport = viewport
        self._content: Content | None = None
        self._mode = Mode.SIDE
        self._flipped = False
        self._divider = 0.5
        self._as_it_is = False
        self._pressed: QPointF | None = None
        self._dragging = self._sliding = False
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(_HOLD_MS)
        self._hold.timeout.connect(self._on_held)
        self.setMinimumSize(60, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        viewport.changed.connect(self._on_viewport)
        theme.changed.connect(self.update)

    @property
    def divider(self) -> float:
        """Where the divider stands, as a share of the width."""
        return self._divider

    @property
    def shown(self) -> Shown | None:
        """The photo that is seen now."""
        if self._content is None:
            return None
        return self._content.other if self._flipped else self._content.own

    @property
    def content(self) -> Content | None:
        """What it shows."""
        return self._content

    def show_content(self, content: Content | None, mode: Mode, *, as_it_is: bool) -> None:
        """Show something else.

        Args:
            content: None: nothing.
            mode: how the two photos share the pane.
            as_it_is: whether a turned or mirrored photo is left so.
        """
        self._content, self._mode, self._as_it_is = content, mode, as_it_is
        self._ask()
        self.update()

    def flip(self, *, on: bool) -> None:
        """Show the other photo at the same place, or its own again."""
        if on != self._flipped:
            self._flipped = on
            self._ask()
            self.update()

    def set_divider(self, share: float) -> None:
        """Move the divider to a share of the width."""
        self._divider = min(max(share, 0.0), 1.0)
        self.update()

    def view_matrix(self) -> Transform:
        """From the scene to device pixels of this pane."""
        return self._viewport.matrix()

    def place_of(self, shown: Shown, point: Point) -> QPointF:
        """Where a point of a photo, in its pixels, is seen: in device-independent pixels of this widget."""
        x, y = applied(times(self.view_matrix(), self._seen(shown).placed.matrix), point)
        return QPointF(x, y) / self.devicePixelRatioF()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(480, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of the scene is seen."""
        super().resizeEvent(event)
        self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the scene."""
        painter = QPainter(self)
        colors = self._theme.colors
        painter.fillRect(self.rect(), QColor(colors.hover if not colors.dark else colors.rail))
        if self._content is not None:
            self._paint_content(painter, self._content)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms at the pointer."""
        notches = event.angleDelta().y() / _NOTCH
        if notches:
            self._viewport.zoom_to(self._viewport.zoom * _WHEEL_STEP**notches, self._device(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a drag, or a flip when it rests."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._pressed = event.position()
        self._sliding = self._mode is Mode.SWIPE and self._on_divider(event.position())
        if not self._sliding:
            self._hold.start()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the scene or the divider."""
        if self._pressed is None:
            over = self._mode is Mode.SWIPE and self._on_divider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
            return
        if self._sliding:
            self.set_divider(event.position().x() / max(1, self.width()))
            return
        moved = event.position() - self._pressed
        if self._dragging or (not self._flipped and moved.manhattanLength() >= _DRAG):
            self._hold.stop()
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pressed = event.position()
            ratio = self.devicePixelRatioF()
            self._viewport.move(moved.x() * ratio, moved.y() * ratio)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends what the press began."""
        self._hold.stop()
        self._pressed = None
        self._dragging = self._sliding = False
        self.unsetCursor()
        if self._flipped:
            self.flip_asked.emit(False)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """100 % here, or everything again."""
        self.full_asked.emit(self._device(event.position()))

    def _on_held(self) -> None:
        self.flip_asked.emit(True)

    def _on_viewport(self) -> None:
        self._ask()
        self.update()

    def _on_divider(self, place: QPointF) -> bool:
        return abs(place.x() - self._divider * self.width()) <= _GRIP

    def _device(self, place: QPointF) -> Point:
        ratio = self.devicePixelRatioF()
        return place.x() * ratio, place.y() * ratio

    def _room(self) -> QRectF:
        ratio = self.devicePixelRatioF()
        return QRectF(0, 0, self.width() * ratio, self.height() * ratio)

    def _seen(self, shown: Shown) -> Shown:
        if not self._as_it_is:
            return shown
        return Shown(shown.placed.as_it_is(self._viewport.center), shown.pictures)

    def _ask(self) -> None:
        """Ask for the pixels of what is seen now; what a flip would show is kept ready, too."""
        if self._content is None or not self.isVisible():
            return
        for shown in (self._content.own, self._content.other):
            shown.pictures.need(*self._seen(shown).visible(self.view_matrix(), self._room()))

    def _paint_content(self, painter: QPainter, content: Content) -> None:
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        view = self.view_matrix()
        if self._flipped:
            self._seen(content.other).paint(painter, view, self._room())
        elif self._mode is Mode.SIDE:
            self._seen(content.own).paint(painter, view, self._room())
        elif self._mode is Mode.SWIPE:
            self._paint_divided(painter, content.other, content.own, view)
        else:
            self._paint_difference(painter, content, view)
        seen = content.other if self._flipped else content.own
        if seen.pictures.trouble:
            self._paint_trouble(painter, seen.pictures.trouble)

    def _paint_difference(self, painter: QPainter, content: Content, view: Transform) -> None:
        ground = self._seen(content.other)
        ground.paint(painter, view, self._room())
        self._seen(content.own).paint(painter, view, self._room())
        if content.overlay is not None:
            paint_over(painter, content.overlay, ground.placed, view)
        ratio = self.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(_SPOT), 2 * ratio))
        for spot in content.spots:
            box = mapped(times(view, ground.placed.matrix), spot).grown(_AIR * ratio)
            painter.drawRoundedRect(QRectF(box.left, box.top, box.width, box.height), 4 * ratio, 4 * ratio)

    def _paint_trouble(self, painter: QPainter, trouble: str) -> None:
        """Say why there is no picture, or only the small one."""
        painter.resetTransform()
        colors = self._theme.colors
        room = QRectF(self.rect()).adjusted(Space.L, Space.L, -Space.L, -Space.L)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        taken = painter.boundingRect(room, flags, trouble).adjusted(-Space.M, -Space.S, Space.M, Space.S)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.surface))
        painter.drawRoundedRect(taken, 6, 6)
        painter.setPen(QColor(colors.text))
        painter.drawText(room, flags, trouble)

    def _paint_divided(self, painter: QPainter, left: Shown, right: Shown, view: Transform) -> None:
        room = self._room()
        line = round(self._divider * room.width())
        for shown, part in (
            (left, QRectF(0, 0, line, room.height())),
            (right, QRectF(line, 0, room.width() - line, room.height())),
        ):
            painter.save()
            painter.setClipRect(part)
            self._seen(shown).paint(painter, view, self._room())
            painter.restore()
        ratio = self.devicePixelRatioF()
        middle = room.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 4 * ratio))
        painter.drawLine(QPointF(line, 0), QPointF(line, room.height()))
        painter.setPen(QPen(QColor(255, 255, 255), 2 * ratio))
        painter.drawLine(QPointF(line, 0), QPointF(line, room.height()))
        painter.setPen(QPen(QColor(0, 0, 0, 150), ratio))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(QPointF(line, middle), 9 * ratio, 9 * ratio)
        painter.setPen(QPen(QColor(40, 40, 40), 1.6 * ratio))
        for side in (-1, 1):
            tip = QPointF(line + side * 5.5 * ratio, middle)
            for end in (-3, 3):
                painter.drawLine(tip, tip + QPointF(-side * 3 * ratio, end * ratio))
