"""A part of one picture laid on a part of another, pixel by pixel, as far as both were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.comparison.matrices import (
    between_middles,
    between_pixels,
    stretched,
    transform_of,
    undone,
)
from photosim.similarity.comparison.registration import refined
from photosim.similarity.descent import BLOCK, Saved
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_MOST, _LEAST = 288, 96
# The filter that draws between pixels reaches so far.
_MARGIN = 3
_EXACT = 1e-3
_FARTHEST_OFF, _CLEARLY = 12.0, 0.08


@dataclass(frozen=True, slots=True)
class Laid:
    """What two pictures show in common.

    Attributes:
        parent: a part of the first, as it is.
        child: the same part of the second, drawn in the pixels of the first; uint8, of the same shape.
        finest: steps of the second where its blocks lie in the grid of the first; None elsewhere.
    """

    parent: Saved
    child: NDArray[np.uint8]
    finest: NDArray[np.float32] | None


def lay(
    parent: Saved, corner: tuple[int, int], child: Saved, other: tuple[int, int], way: Matrix, *, whole: bool
) -> Laid | None:
    """Lay one on the other.

    Args:
        parent: a part of the first picture.
        corner: where in it the part begins, x and y in pixels.
        child: a part of the second picture.
        other: where in that it begins.
        way: (3, 3), from pixels of the whole first picture to those of the second, counted from the corner.
        whole: whether it is exact; else it may be off by some pixels where pixels lie on pixels.

    Returns:
        What both show, at most 288 pixels each way; None where that is next to nothing.
    """
    inner = _moved(-other[0], -other[1]) @ way @ _moved(*corner)
    box = _common(parent.rgb.shape, child.rgb.shape, inner)
    if box is None:
        return None
    left, top, right, bottom = box
    here = inner @ _moved(left, top)
    size = (right - left, bottom - top)
    own = parent.rgb[top:bottom, left:right]
    drawn = _drawn(child.rgb, here, size)
    if _is_exact(here) and not whole:
        shift = _shift(own, drawn)
        if any(shift):
            here = here @ _moved(*shift)
            drawn = _drawn(child.rgb, here, size)
    grid = (parent.grid[0] - left) % BLOCK, (parent.grid[1] - top) % BLOCK
    return Laid(Saved(own, parent.steps, grid), drawn, _finest(grid, child, here))


def put_right(
    parent: Saved, corner: tuple[int, int], child: Saved, other: tuple[int, int], way: Matrix
) -> Matrix | None:
    """A way that may be off by some pixels, measured anew on what was read; see `lay`.

    Returns:
        The way, good to about a tenth of a pixel; None where the parts have too little in common to tell.
    """
    sizes = [(saved.rgb.shape[1], saved.rgb.shape[0]) for saved in (parent, child)]
    inner = _moved(-other[0], -other[1]) @ way @ _moved(*corner)
    rough = transform_of(undone(stretched(*sizes[1])) @ inner @ stretched(*sizes[0]))
    found = refined(parent.rgb, child.rgb, rough)
    if found is None:
        return None
    return _moved(*other) @ between_pixels(found, sizes[0], sizes[1]) @ _moved(-corner[0], -corner[1])


def _moved(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _common(first: tuple[int, ...], second: tuple[int, ...], way: Matrix) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what both parts show, in pixels of the first; its middle of much."""
    back = np.linalg.inv(way)
    high, wide = second[:2]
    corners = (
        np.array([(x, y, 1.0) for x in (_MARGIN, wide - _MARGIN) for y in (_MARGIN, high - _MARGIN)]) @ back.T
    )
    ranges = []
    for axis, length in ((0, first[1]), (1, first[0])):
        low = max(0.0, float(np.sort(corners[:, axis])[1]))
        end = min(float(length), float(np.sort(corners[:, axis])[2]))
        if end - low < _LEAST:
            return None
        middle, half = (low + end) / 2, min(end - low, _MOST) / 2
        ranges.append((int(np.ceil(middle - half)), int(middle + half)))
    (left, right), (top, bottom) = ranges
    return left, top, right, bottom


def _drawn(picture: NDArray[np.uint8], way: Matrix, size: tuple[int, int]) -> NDArray[np.uint8]:
    cv2 = opencv()
    scale = abs(float(np.linalg.det(way[:2, :2]))) ** 0.5
    calm = cv2.GaussianBlur(picture, (0, 0), 0.3 * scale) if scale > 1.5 else picture
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    drawn = cv2.warpAffine(calm, between_middles(way)[:2], size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, np.uint8)


def _is_exact(way: Matrix) -> bool:
    """Whether every pixel lies on one pixel."""
    linear = np.abs(way[:2, :2])
    return bool(np.abs(np.sort(linear.ravel()) - (0.0, 0.0, 1.0, 1.0)).max() < _EXACT)


def _shift(own: NDArray[np.uint8], drawn: NDArray[np.uint8]) -> tuple[int, int]:
    """By how many whole pixels the first must be moved to lie on the second."""
    cv2 = opencv()
    one, two = (cv2.cvtColor(part, cv2.COLOR_RGB2GRAY).astype(np.float32) for part in (own, drawn))
    window = cv2.createHanningWindow(one.shape[::-1], cv2.CV_32F)
    (x, y), strength = cv2.phaseCorrelate(one, two, window)
    if strength < _CLEARLY or max(abs(x), abs(y)) > _FARTHEST_OFF:
        return 0, 0
    return round(x), round(y)


def _finest(grid: tuple[int, int], child: Saved, way: Matrix) -> NDArray[np.float32] | None:
    if child.steps is None or not _is_exact(way):
        return None
    x, y, _ = way @ (*grid, 1.0)
    off = (round(x) - child.grid[0]) % BLOCK, (round(y) - child.grid[1]) % BLOCK
    if any(off):
        return None
    return child.steps.T.copy() if abs(way[0, 1]) > abs(way[0, 0]) else child.steps
