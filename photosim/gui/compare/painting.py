"""Paints a photo where it lies in the scene."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from photosim.domain.similarity import Transform, inverted
from photosim.gui.compare.geometry import Box, Placed, mapped, scale_of, times, whole
from photosim.gui.compare.pictures import Pictures

_SEE_PIXELS = 2.0
"""Device pixels for one pixel of a picture from which on its pixels are shown as squares."""

_STRAIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo in a scene.

    Attributes:
        placed: where it lies.
        pictures: its pixels.
    """

    placed: Placed
    pictures: Pictures

    def visible(self, view: Transform, room: QRectF) -> tuple[Box, float]:
        """The part of it that is seen, in its pixels, and device pixels for one of these.

        Args:
            view: from the scene to device pixels of the pane.
            room: the pane, in device pixels.
        """
        to_pane = times(view, self.placed.matrix)
        pane = Box(room.left(), room.top(), room.right(), room.bottom())
        return mapped(inverted(to_pane), pane).within(whole(self.placed.size)), scale_of(to_pane)

    def paint(self, painter: QPainter, view: Transform, room: QRectF) -> None:
        """Paint it with a painter that counts in device pixels.

        Args:
            painter: of the pane.
            view: from the scene to device pixels of the pane.
            room: the pane, in device pixels.
        """
        to_pane = times(view, self.placed.matrix)
        layers = list(self.pictures.layers())
        seen, _ = self.visible(view, room)
        covering = [number for number, (_, box) in enumerate(layers) if box.covers(seen)]
        for image, box in layers[max(covering, default=0) :]:
            across, down = box.width / image.width(), box.height / image.height()
            to_picture = (across, 0.0, box.left, 0.0, down, box.top, 0.0, 0.0, 1.0)
            _paint(painter, image, times(to_pane, to_picture))


def qt_transform(matrix: Transform) -> QTransform:
    """The matrix as Qt writes it."""
    a, b, c, d, e, f, g, h, i = matrix
    return QTransform(a, d, g, b, e, h, c, f, i)


def paint_over(painter: QPainter, image: QImage, placed: Placed, view: Transform) -> None:
    """Paint an image over the whole of a picture, with a painter that counts in device pixels."""
    to_picture = (
        placed.size[0] / image.width(), 0.0, 0.0, 0.0, placed.size[1] / image.height(), 0.0, 0.0, 0.0, 1.0,
    )  # fmt: skip
    _paint(painter, image, times(times(view, placed.matrix), to_picture))


def _paint(painter: QPainter, image: QImage, matrix: Transform) -> None:
    painter.save()
    scale = scale_of(matrix)
    exact = abs(scale - 1.0) < _STRAIGHT and min(abs(matrix[0]), abs(matrix[1])) < _STRAIGHT
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not exact and scale < _SEE_PIXELS)
    painter.setTransform(qt_transform(matrix), combine=True)
    seen = painter.transform().inverted()[0].mapRect(QRectF(painter.viewport()))
    part = seen.adjusted(-2, -2, 2, 2).toAlignedRect().intersected(image.rect())
    if not part.isEmpty():
        painter.drawImage(QRectF(part), image, QRectF(part))
    painter.restore()
