"""A line drawn by hand around points."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHORTEST = 3.0
"""Pixels between two corners of the line."""


class Change(StrEnum):
    """What a line does to what is chosen."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


class Lasso:
    """The line while it is drawn.

    Args:
        start: where the mouse went down.
        change: what it does in the end.
    """

    def __init__(self, start: QPointF, change: Change) -> None:
        self.change = change
        self._corners = [start]

    @property
    def path(self) -> QPainterPath:
        """The closed line."""
        path = QPainterPath()
        path.addPolygon(QPolygonF(self._corners))
        path.closeSubpath()
        path.setFillRule(Qt.FillRule.WindingFill)
        return path

    def go_on(self, point: QPointF) -> None:
        """The mouse has moved."""
        if (point - self._corners[-1]).manhattanLength() >= _SHORTEST:
            self._corners.append(point)

    def holds(self, points: NDArray[np.float32], width: int, height: int) -> NDArray[np.bool_]:
        """Which points of the window lie inside of the line.

        Args:
            points: (N, 2) float32 pixels.
            width: of the window.
            height: likewise.
        """
        # Filled once and looked up, instead of one question for each of 100,000 points.
        mask = QImage(width, height, QImage.Format.Format_Grayscale8)
        mask.fill(0)
        painter = QPainter(mask)
        painter.fillPath(self.path, Qt.GlobalColor.white)
        painter.end()
        rows = np.frombuffer(mask.constBits(), np.uint8).reshape(height, mask.bytesPerLine())
        at = np.floor(points).astype(np.int64)
        inside = (at[:, 0] >= 0) & (at[:, 0] < width) & (at[:, 1] >= 0) & (at[:, 1] < height)
        held = np.zeros(len(points), np.bool_)
        held[inside] = rows[at[inside, 1], at[inside, 0]] > 127
        return held


def changed(chosen: NDArray[np.bool_], held: NDArray[np.bool_], change: Change) -> NDArray[np.bool_]:
    """What is chosen after a line."""
    if change is Change.ADD:
        return chosen | held
    return chosen & ~held if change is Change.REMOVE else held
