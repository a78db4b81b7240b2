"""How one picture must be laid on another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Transform
from photosim.similarity.verification.features import UNIT, Features
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_INLIERS = 8
"""Points that must lie on each other; pictures of different things reach 5."""

_PLENTY = 30
_RATIO = 0.85
_TOLERANCE = 2.5
_ITERATIONS = 2000
_CONFIDENCE = 0.999
_STRONGEST_STRETCH = 1.8
_LARGEST_SCALE = 10.0
_SNAP = 2.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Lays the first picture on the second.

    Attributes:
        matrix: (2, 3) float64, from pixels of the first picture to pixels of the second, which is
            mirrored left to right before where `mirrored` says so. It turns, scales and stretches.
        inliers: points of both that then lie on each other.
        mirrored: see `matrix`.
    """

    matrix: NDArray[np.float64]
    inliers: int
    mirrored: bool

    @property
    def scale(self) -> float:
        """Pixels of the second for one of the first."""
        return math.sqrt(abs(float(np.linalg.det(self.matrix[:, :2]))))

    @property
    def turn(self) -> float:
        """Degrees clockwise, 0 <= turn < 360; exact for quarters of a turn."""
        left, _, right = np.linalg.svd(self.matrix[:, :2])
        rotation = left @ right
        degrees = math.degrees(math.atan2(rotation[1, 0], rotation[0, 0])) % 360.0
        quarter = 90.0 * round(degrees / 90.0)
        return (quarter if abs(degrees - quarter) <= _SNAP else round(degrees, 1)) % 360.0

    def transform(self, first: Features, second: Features) -> Transform:
        """The same for points that run from 0 to 1 across and down each picture."""
        (a, b, x), (c, d, y) = self.matrix.tolist()
        one_height, one_width = first.grey.shape
        two_height, two_width = second.grey.shape
        # A pixel's number names its middle.
        x += 0.5 - 0.5 * (a + b)
        y += 0.5 - 0.5 * (c + d)
        a, b, x = a * one_width / two_width, b * one_height / two_width, x / two_width
        c, d, y = c * one_width / two_height, d * one_height / two_height, y / two_height
        if self.mirrored:
            a, b, x = -a, -b, 1.0 - x
        return (a, b, x, c, d, y, 0.0, 0.0, 1.0)


def align(first: Features, second: Features) -> Alignment | None:
    """Find how the first picture lies on the second, or on its mirror image.

    Returns:
        The alignment on which most points agree, or None where fewer than `LEAST_INLIERS` do.
    """
    straight = _fit(first, second, mirrored=False)
    if straight is not None and straight.inliers >= _PLENTY:
        return straight
    found = [fit for fit in (straight, _fit(first, second.mirrored(), mirrored=True)) if fit is not None]
    return max(found, key=lambda fit: fit.inliers, default=None)


def _fit(first: Features, second: Features, *, mirrored: bool) -> Alignment | None:
    pairs = _match(first.descriptors, second.descriptors)
    if len(pairs) < LEAST_INLIERS:
        return None
    cv2 = opencv()
    matrix, inside = cv2.estimateAffine2D(
        first.points[pairs[:, 0]],
        second.points[pairs[:, 1]],
        method=cv2.RANSAC,
        ransacReprojThreshold=_TOLERANCE,
        maxIters=_ITERATIONS,
        confidence=_CONFIDENCE,
    )
    if matrix is None or not _plausible(matrix) or int(inside.sum()) < LEAST_INLIERS:
        return None
    return Alignment(np.asarray(matrix, np.float64), int(inside.sum()), mirrored)


def _match(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(M, 2) numbers of points that are each other's nearest, and clearly nearer than the next."""
    if len(first) < 2 or len(second) < 2:
        return np.empty((0, 2), np.int64)
    # Not numpy's product: its threads wait for each other longer than so small a product takes.
    likeness = opencv().gemm(
        first.astype(np.float32), second.astype(np.float32), UNIT**-2, None, 0.0, flags=opencv().GEMM_2_T
    )
    rows = np.arange(len(first))
    nearest = likeness.argmax(1)
    best = likeness[rows, nearest]
    mutual = likeness.argmax(0)[nearest] == rows
    likeness[rows, nearest] = -np.inf
    clear = 1.0 - best < _RATIO**2 * (1.0 - likeness.max(1))
    kept = np.flatnonzero(mutual & clear)
    return np.stack([kept, nearest[kept]], axis=1)


def _plausible(matrix: NDArray[np.float64]) -> bool:
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False).tolist()
    return bool(
        np.linalg.det(matrix[:, :2]) > 0
        and small > 1.0 / _LARGEST_SCALE
        and large < _LARGEST_SCALE
        and large < _STRONGEST_STRETCH * small
    )
