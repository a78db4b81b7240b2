"""Exactly how one picture lies on another, from a rough knowledge of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Transform, inverted
from photosim.similarity.comparison.matrices import (
    between_middles,
    between_pixels,
    stretched,
    transform_of,
    undone,
)
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]

_MOST_POINTS = 600
_LEAST_POINTS = 12
_WINDOW = (21, 21)
_LEVELS = 3
# Pixels between a point and itself, there and back again.
_FAITHFUL = 0.3
_TOLERANCES = (3.0, 0.7)
"""Pixels that a point may lie off: first the rough knowledge is put right, then the rest."""

_SNAP = 0.6
"""Pixels of the given pictures by which a corner may move when an exact position is taken for the truth."""


def refined(first: NDArray[np.uint8], second: NDArray[np.uint8], rough: Transform) -> Transform | None:
    """Put a rough alignment right by following many small windows from one picture to the other.

    Pyramidal Lucas-Kanade (Bouguet 2001), forward and backward, then an affine fit by RANSAC.

    Args:
        first: (H, W, 3) uint8 RGB, of any size.
        second: likewise.
        rough: takes points of the first to the second, see `Transform`; may be off by a hundredth.

    Returns:
        The better alignment, good to about a tenth of a pixel of the coarser picture; None where the
        pictures have too little in common to tell.
    """
    matrix = between_pixels(rough, _size(first), _size(second))
    if np.linalg.det(matrix[:2, :2]) ** 2 < 1.0:
        # The coarser picture stays as it is: the finer one loses nothing that could be compared.
        back = _put_right(second, first, inverted(rough))
        return None if back is None else inverted(back)
    return _put_right(first, second, rough)


def snapped(transform: Transform, first: tuple[int, int], second: tuple[int, int], seen: int) -> Transform:
    """The exact position that a measured one stands for, if there is one within the error of measuring.

    Copies mostly lie exactly: whole on whole in one of eight positions, or pixel on pixel.

    Args:
        transform: as measured.
        first: full width and height of the first picture.
        second: of the second.
        seen: longest side in pixels at which they were measured.
    """
    matrix = between_pixels(transform, first, second)
    corners = np.array([[x, y, 1.0] for x in (0, first[0]) for y in (0, first[1])]).T
    # In pixels of the second picture, as large as it was measured.
    unit = max(second) / min(seen, max(second))
    nearest, best = transform, _SNAP * unit
    for exact in (*_whole_on_whole(first, second), *_pixel_on_pixel(matrix)):
        off = float(np.abs((exact - matrix) @ corners).max())
        if off < best:
            nearest = transform_of(undone(stretched(*second)) @ exact @ stretched(*first))
            best = off
    return nearest


def _size(picture: NDArray[np.uint8]) -> tuple[int, int]:
    return picture.shape[1], picture.shape[0]


def _put_right(first: NDArray[np.uint8], second: NDArray[np.uint8], rough: Transform) -> Transform | None:
    matrix = between_pixels(rough, _size(first), _size(second))
    one, two = _grey(first), _grey(second)
    for tolerance in _TOLERANCES:
        better = _followed(one, two, matrix, tolerance)
        if better is None:
            return None
        matrix = better
    return transform_of(undone(stretched(*_size(second))) @ matrix @ stretched(*_size(first)))


def _grey(picture: NDArray[np.uint8]) -> Plane:
    return np.asarray(opencv().cvtColor(picture, opencv().COLOR_RGB2GRAY), np.uint8)


def _followed(
    one: Plane, two: Plane, matrix: NDArray[np.float64], tolerance: float
) -> NDArray[np.float64] | None:
    """The matrix put right by as much as the windows say; None where too few do."""
    cv2 = opencv()
    size = (one.shape[1], one.shape[0])
    back = between_middles(undone(matrix))[:2]
    shrink = abs(float(np.linalg.det(back[:, :2]))) ** 0.5
    calm = cv2.GaussianBlur(two, (0, 0), max(0.3, 0.5 / shrink - 0.3))
    laid = cv2.warpAffine(calm, back, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpAffine(np.full_like(two, 255), back, size)
    inside = mask == 255
    # Brightness and colour looks must not lead the windows astray: local contrast, of both in one frame.
    flat = cv2.createCLAHE(2.0, (8, 8))
    one, laid = flat.apply(one), flat.apply(np.where(inside, laid, one))
    mask = cv2.erode(np.where(inside, 255, 0).astype(np.uint8), np.ones((9, 9), np.uint8))
    points = cv2.goodFeaturesToTrack(one, _MOST_POINTS, 0.01, max(5.0, max(size) / 60), mask=mask)
    if points is None or len(points) < _LEAST_POINTS:
        return None
    options = {"winSize": _WINDOW, "maxLevel": _LEVELS}
    there, found, _ = cv2.calcOpticalFlowPyrLK(one, laid, points, None, **options)
    again, returned, _ = cv2.calcOpticalFlowPyrLK(laid, one, there, None, **options)
    off = np.linalg.norm((again - points).reshape(-1, 2), axis=1)
    kept = (found.ravel() == 1) & (returned.ravel() == 1) & (off < _FAITHFUL)
    if int(kept.sum()) < _LEAST_POINTS:
        return None
    fit, agreeing = cv2.estimateAffine2D(
        points[kept], there[kept], method=cv2.RANSAC, ransacReprojThreshold=tolerance, maxIters=2000
    )
    if fit is None or int(agreeing.sum()) < _LEAST_POINTS:
        return None
    step = np.vstack([fit, [0.0, 0.0, 1.0]])
    corner = np.array([[1.0, 0.0, -0.5], [0.0, 1.0, -0.5], [0.0, 0.0, 1.0]])
    return np.asarray(matrix @ undone(corner) @ step @ corner, np.float64)


_POSITIONS = tuple(
    np.array(rows, np.float64)
    for rows in (
        ((1, 0), (0, 1)), ((-1, 0), (0, 1)), ((1, 0), (0, -1)), ((-1, 0), (0, -1)),
        ((0, 1), (1, 0)), ((0, -1), (1, 0)), ((0, 1), (-1, 0)), ((0, -1), (-1, 0)),
    )
)  # fmt: skip
"""The ways in which one upright rectangle can lie on another."""


def _whole_on_whole(first: tuple[int, int], second: tuple[int, int]) -> Iterator[NDArray[np.float64]]:
    for position in _POSITIONS:
        shares = np.eye(3)
        shares[:2, :2] = position
        shares[:2, 2] = (position.sum(axis=1) < 0).astype(np.float64)
        yield stretched(*second) @ shares @ undone(stretched(*first))


def _pixel_on_pixel(matrix: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    exact = np.eye(3)
    exact[:2, :2] = min(_POSITIONS, key=lambda position: float(np.abs(position - matrix[:2, :2]).sum()))
    exact[:2, 2] = np.round(matrix[:2, 2])
    yield exact
