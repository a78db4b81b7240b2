"""Where one picture lies on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Transform
from photosim.similarity.verification.border import WHOLE, Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]


def corners(box: Box) -> Points:
    """(4, 2) corners, one after the other round the box."""
    left, top, right, bottom = box
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def moved(points: Points, transform: Transform) -> Points:
    """(N, 2) points of the first picture on the second."""
    matrix = np.array(transform).reshape(3, 3)
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:])


def sticks_out(box: Box, transform: Transform) -> float:
    """How far a part of the first picture reaches beyond the second, in widths or heights of the second."""
    points = moved(corners(box), transform)
    return float(np.maximum(-points, points - 1.0).max(initial=0.0))


def overlaps(first: Box, second: Box, transform: Transform) -> tuple[float, float]:
    """Which share of each whole picture lies within the boxes of both."""
    shared = _area(_clipped(moved(corners(first), transform), second))
    whole = _area(moved(corners(WHOLE), transform))
    return min(1.0, shared / whole), min(1.0, shared)


def _clipped(polygon: Points, box: Box) -> Points:
    """What of a convex polygon lies in a box (Sutherland and Hodgman 1974)."""
    for axis, bound, sign in ((0, box[0], 1.0), (1, box[1], 1.0), (0, box[2], -1.0), (1, box[3], -1.0)):
        kept: list[Points] = []
        for one, two in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
            inside, follows = sign * (one[axis] - bound), sign * (two[axis] - bound)
            if inside >= 0:
                kept.append(one)
            if inside * follows < 0:
                kept.append(one + (two - one) * inside / (inside - follows))
        polygon = np.array(kept).reshape(-1, 2)
    return polygon


def _area(polygon: Points) -> float:
    x, y = polygon.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2.0


def along_edges(transform: Transform, size: tuple[int, int], count: int) -> tuple[Points, Points]:
    """Points on the edges of the first picture, as they lie on the second, and the way out of it there.

    Args:
        transform: from the first to the second.
        size: height and width of the second in pixels.
        count: points on each edge.

    Returns:
        Points and unit vectors, (4 * count, 2) each, in pixels of the second.
    """
    height, width = size
    around = moved(corners(WHOLE), transform) * (width, height)
    shares = np.linspace(0.06, 0.94, count)[:, None]
    points, outwards = [], []
    for corner, following in zip(around, np.roll(around, -1, axis=0), strict=True):
        edge = following - corner
        normal = np.array([edge[1], -edge[0]]) / max(float(np.hypot(*edge)), 1e-9)
        if (corner + edge / 2 - around.mean(0)) @ normal < 0:
            normal = -normal
        points.append(corner + shares * edge)
        outwards.append(np.broadcast_to(normal, (count, 2)))
    return np.concatenate(points), np.concatenate(outwards)
