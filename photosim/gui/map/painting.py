"""Draws the parts of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from photosim.gui.kit.theme import Space
from photosim.gui.map.plane import Plane
from photosim.gui.map.raster import squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.gui.kit.theme import Colors
    from photosim.gui.map.lasso import Lasso
    from photosim.gui.map.scene import Scene

_LARGEST_DOT = 9
_OUTLINED = 20_000
_MINIMAP = (176, 116)
_HOVER_SIDE = 200


def dots(
    scene: Scene,
    plane: Plane,
    on_screen: NDArray[np.float32],
    chosen: NDArray[np.bool_],
    colors: Colors,
    ratio: float,
) -> QImage:
    """All points in the window as squares of their colours, for a screen of `ratio`."""
    side = _dot_side(scene, plane)
    places = on_screen if ratio == 1 else on_screen * np.float32(ratio)
    dot, ring = round(side * ratio), round(side * ratio) + 2 * max(1, round(ratio))
    layers: list[tuple[NDArray[np.float32], NDArray[np.uint32] | QColor, int]] = []
    if len(places) <= _OUTLINED:
        # White skies on a white ground: a line around each point where there is time to draw it.
        layers.append((places, QColor(colors.border), ring))
    layers.append((places, scene.colours, dot))
    if chosen.any():
        layers.append((places[chosen], QColor(colors.accent), ring + 2))
        layers.append((places[chosen], scene.colours[chosen], max(1, dot - 1)))
    size = round(plane.width * ratio), round(plane.height * ratio)
    image = squares(*size, QColor(colors.surface), layers)
    image.setDevicePixelRatio(ratio)
    return image


def _dot_side(scene: Scene, plane: Plane) -> int:
    larger = round(np.log2(max(1.0, plane.magnification)))
    return int(min(_LARGEST_DOT, scene.dot + larger))


def fitted(pixmap: QPixmap, box: QRectF) -> QRectF:
    """Where a picture lies in the middle of its box; never larger than it is."""
    size = QSizeF(pixmap.deviceIndependentSize())
    size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(), size)
    place.moveCenter(box.center())
    return place


def picture(
    painter: QPainter, pixmap: QPixmap, place: QRectF, colors: Colors, label: str = "", *, chosen: bool
) -> None:
    """One picture with a line around it, and a label on its lower edge."""
    around = 3.0 if chosen else 1.0
    frame = place.adjusted(-around, -around, around, around)
    painter.fillRect(frame, QColor(colors.accent if chosen else colors.surface))
    painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
    if not label:
        return
    metrics = painter.fontMetrics()
    strip = QRectF(place.left(), place.bottom() - metrics.height() - 2, place.width(), metrics.height() + 2)
    ground = QColor(colors.surface)
    ground.setAlphaF(0.85)
    painter.fillRect(strip, ground)
    painter.setPen(QColor(colors.text))
    cut = metrics.elidedText(label, Qt.TextElideMode.ElideRight, round(strip.width()) - Space.S)
    painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, cut)


def ring(painter: QPainter, place: QRectF, colors: Colors) -> None:
    """A ring around the photo that keys act on."""
    painter.setPen(QPen(QColor(colors.surface), 5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(-4, -4, 4, 4), 5, 5)
    painter.setPen(QPen(QColor(colors.accent), 2.5))
    painter.drawRoundedRect(place.adjusted(-4, -4, 4, 4), 5, 5)


def line(painter: QPainter, lasso: Lasso, colors: Colors) -> None:
    """The line that is being drawn."""
    inside = QColor(colors.accent)
    inside.setAlphaF(0.16)
    painter.setBrush(inside)
    painter.setPen(QPen(QColor(colors.accent), 2, Qt.PenStyle.DashLine))
    painter.drawPath(lasso.path)


def hover_card(
    painter: QPainter, where: QPointF, window: QRect, pixmap: QPixmap | None, lines: list[str], colors: Colors
) -> None:
    """A small card with the picture under the pointer and what it is called."""
    metrics = painter.fontMetrics()
    size = QSizeF(0, 0)
    if pixmap is not None:
        size = QSizeF(pixmap.deviceIndependentSize())
        size.scale(_HOVER_SIDE, _HOVER_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    width = max(size.width(), _HOVER_SIDE)
    height = size.height() + metrics.lineSpacing() * len(lines) + Space.S
    card = QRectF(where.x() + 18, where.y() + 18, width + 2 * Space.S, height + 2 * Space.S)
    if card.right() > window.right():
        card.moveRight(where.x() - 18)
    if card.bottom() > window.bottom():
        card.moveBottom(max(where.y() - 18, card.height()))
    painter.setPen(QPen(QColor(colors.border), 1))
    painter.setBrush(QColor(colors.raised))
    painter.drawRoundedRect(card, 6, 6)
    inner = card.adjusted(Space.S, Space.S, -Space.S, -Space.S)
    if pixmap is not None:
        box = QRectF(inner.topLeft(), QSizeF(inner.width(), size.height()))
        painter.drawPixmap(fitted(pixmap, box), pixmap, QRectF(pixmap.rect()))
    top = inner.top() + size.height() + Space.XS
    for number, text in enumerate(lines):
        painter.setPen(QColor(colors.text if number == 0 else colors.muted))
        place = QRectF(
            inner.left(), top + number * metrics.lineSpacing(), inner.width(), metrics.lineSpacing()
        )
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, round(inner.width()))
        painter.drawText(place, Qt.TextFlag.TextSingleLine, cut)


class Minimap:
    """The whole map, small, in a corner, with the part that is seen."""

    def __init__(self) -> None:
        self._made_of: tuple[object, ...] = ()
        self._image = QImage()
        self._whole = Plane(*_MINIMAP)

    def box(self, plane: Plane) -> QRectF:
        """Where it lies in the window."""
        width, height = _MINIMAP
        return QRectF(plane.width - width - Space.M, plane.height - height - Space.M, width, height)

    @property
    def plane(self) -> Plane:
        """The look at the map that it showed last."""
        return self._whole

    def paint(self, painter: QPainter, scene: Scene, seen: Plane, colors: Colors, ratio: float) -> None:
        """Draw it in its corner."""
        box = self.box(seen)
        made_of = (scene, colors.window, ratio)
        if made_of != self._made_of:
            self._made_of = made_of
            self._whole = Plane(*_MINIMAP).fitted(scene.places, Space.S)
            places = self._whole.on_screen(scene.places) * np.float32(ratio)
            size = round(self._whole.width * ratio), round(self._whole.height * ratio)
            self._image = squares(*size, QColor(colors.window), [(places, scene.colours, round(ratio))])
            self._image.setDevicePixelRatio(ratio)
        painter.drawImage(box.topLeft(), self._image)
        left, top = seen.on_map(0, 0)
        right, bottom = seen.on_map(seen.width, seen.height)
        corners = self._whole.on_screen(np.array([(left, top), (right, bottom)], np.float32)).tolist()
        part = QRectF(QPointF(*corners[0]), QPointF(*corners[1])).translated(box.topLeft())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors.accent), 2))
        painter.drawRect(part.intersected(box.adjusted(1, 1, -1, -1)))
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.drawRoundedRect(box, 3, 3)
