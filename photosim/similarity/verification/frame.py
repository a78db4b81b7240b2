"""Whether a picture goes on beyond its copy, or stands there in a frame, a page, among other pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Transform
from photosim.similarity.verification.border import WHOLE, Box
from photosim.similarity.verification.features import Features
from photosim.similarity.verification.geometry import along_edges, corners, moved

if TYPE_CHECKING:
    from numpy.typing import NDArray

_POINTS = 32
_LEAST_POINTS = 16
# Pixels from the edge, inwards and outwards.
_NEAR, _FAR = 3.0, 8.0
# How much more a picture must change across the edge than beside it, and by how many grey levels.
_SHARPER, _STEP = 2.0, 6.0
_SAME_BORDER = 0.02


def is_framed(first: Features, second: Features, transform: Transform) -> bool:
    """Whether what the second shows beyond the first is no part of the scene.

    Beyond the edge of a crop the scene goes on as it was; a frame or a page begins with a line along
    the edges of the picture in it.
    """
    return _has_own_border(first.box, second.box, transform) or _ends_at_a_line(second.grey, transform)


def _has_own_border(first: Box, second: Box, transform: Transform) -> bool:
    if second == WHOLE:
        return False
    apart = np.abs(moved(corners(first), transform) - corners(second)).max()
    return first == WHOLE or bool(apart > _SAME_BORDER and _lies_in(second, first, transform))


def _lies_in(second: Box, first: Box, transform: Transform) -> bool:
    """Whether the first, borders included, reaches over the border of the second."""
    left, top = moved(corners(first), transform).min(0)
    right, bottom = moved(corners(first), transform).max(0)
    return bool(left < second[0] or top < second[1] or right > second[2] or bottom > second[3])


def _ends_at_a_line(grey: NDArray[np.uint8], transform: Transform) -> bool:
    points, outwards = along_edges(transform, grey.shape, _POINTS)
    height, width = grey.shape
    far = points + _FAR * outwards
    beyond = ((far >= 0) & (far < (width, height))).all(1)
    beyond &= ((points - _FAR * outwards >= 0) & (points - _FAR * outwards < (width, height))).all(1)
    if beyond.sum() < _LEAST_POINTS:
        return False
    points, outwards = points[beyond], outwards[beyond]

    def at(offset: float) -> NDArray[np.float64]:
        column, row = np.floor(points + offset * outwards).astype(np.int64).T
        levels = grey[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)]
        return np.asarray(levels, np.float64)

    inside, outside = np.abs(at(-_NEAR) - at(-_FAR)).mean(), np.abs(at(_FAR) - at(_NEAR)).mean()
    across = np.abs(at(_NEAR) - at(-_NEAR)).mean()
    return bool(across > _STEP + _SHARPER * (inside + outside) / 2.0)
