"""Which points of a map are shown as pictures, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from photosim.app.exploring.map_cells import alone, middles, representatives

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.gui.map.plane import Plane

_CELL = 76.0
"""A picture has at least so much room across and down, in pixels, and less than twice as much."""
_ROOM = 340.0
"""One that is alone far around has more room, but never more than this: thumbnails are not much larger."""
_GAP = 6.0
_LANDMARK = 60.0
_LANDMARKS_APART = 22.0
"""Pixels that stay free around a landmark, so that the points can be seen."""
_CROWD = 8.0
"""More points for each picture than this: only landmarks are pictures, the others stay points."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A point that is shown as a picture.

    Attributes:
        row: of the point.
        box: the most room it may take, in pixels of the window.
    """

    row: int
    box: QRectF


class Pictures:
    """Chooses the pictures of one map.

    Far away, a few stand between the points as landmarks, as the names of towns on a map. Near enough, each
    square of a grid shows one, so that no picture lies on another; nearer still there is one for each point,
    the larger the farther its neighbours are.

    Args:
        places: (N, 2) float32.
    """

    def __init__(self, places: NDArray[np.float32]) -> None:
        self._places = places
        self._chosen: dict[float, NDArray[np.int64]] = {}
        self._alone: dict[float, NDArray[np.bool_]] = {}

    def seen(self, plane: Plane, on_screen: NDArray[np.float32]) -> list[Picture]:
        """The pictures in the window, those of the fullest squares first.

        Args:
            plane: the part of the map that is seen.
            on_screen: (N, 2) float32, the pixels of all points.
        """
        if not len(self._places):
            return []
        # Squares halve from one level to the next, so that a little more zoom does not change all of them.
        side = float(2.0 ** np.ceil(np.log2(_CELL / plane.scale)))
        chosen = self._representatives(side)
        rows = chosen[_inside(on_screen[chosen], plane, side * plane.scale)]
        if not len(rows):
            return []
        if np.count_nonzero(_inside(on_screen, plane, 0.0)) > _CROWD * len(rows):
            return _landmarks(rows, on_screen[rows])
        return self._in_their_squares(rows, side, plane)

    def _in_their_squares(self, rows: NDArray[np.int64], side: float, plane: Plane) -> list[Picture]:
        shown: list[Picture] = []
        # The squares of one level lie inside those of the next: one that is empty around its only point is
        # the room of that point alone.
        while len(rows):
            larger = np.zeros(len(rows), np.bool_)
            if 2 * side * plane.scale <= _ROOM:
                larger = self._are_alone(2 * side)[rows]
            places = plane.on_screen(middles(self._places[rows[~larger]], side))
            shown += _boxes(rows[~larger], places, side * plane.scale - _GAP)
            rows, side = rows[larger], 2 * side
        return shown

    def _are_alone(self, side: float) -> NDArray[np.bool_]:
        if side not in self._alone:
            self._alone[side] = alone(self._places, side)
        return self._alone[side]

    def _representatives(self, side: float) -> NDArray[np.int64]:
        if side not in self._chosen:
            self._chosen[side] = representatives(self._places, side)
        return self._chosen[side]


def _inside(places: NDArray[np.float32], plane: Plane, margin: float) -> NDArray[np.bool_]:
    return np.asarray(
        (places[:, 0] > -margin)
        & (places[:, 0] < plane.width + margin)
        & (places[:, 1] > -margin)
        & (places[:, 1] < plane.height + margin)
    )


def _landmarks(rows: NDArray[np.int64], places: NDArray[np.float32]) -> list[Picture]:
    shown: list[Picture] = []
    for picture in _boxes(rows, places, _LANDMARK):
        around = picture.box.adjusted(
            -_LANDMARKS_APART, -_LANDMARKS_APART, _LANDMARKS_APART, _LANDMARKS_APART
        )
        if not any(around.intersects(other.box) for other in shown):
            shown.append(picture)
    return shown


def _boxes(rows: NDArray[np.int64], places: NDArray[np.float32], room: float) -> list[Picture]:
    return [
        Picture(int(row), QRectF(x - room / 2, y - room / 2, room, room))
        for row, (x, y) in zip(rows, places.tolist(), strict=True)
    ]
