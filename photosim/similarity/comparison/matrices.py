"""Matrices between pictures: shares of a picture, corners of pixels, middles of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Transform

if TYPE_CHECKING:
    from numpy.typing import NDArray


def matrix_of(transform: Transform) -> NDArray[np.float64]:
    """The (3, 3) matrix of a transform."""
    return np.asarray(transform, np.float64).reshape(3, 3)


def transform_of(matrix: NDArray[np.float64]) -> Transform:
    """The transform of a (3, 3) matrix, its last element 1."""
    a, b, c, d, e, f, g, h, i = (matrix / matrix[2, 2]).ravel().tolist()
    return (a, b, c, d, e, f, g, h, i)


def undone(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The way back."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def stretched(width: float, height: float) -> NDArray[np.float64]:
    """From shares of a picture to its pixels, counted from the corner of the corner pixel."""
    return np.diag([width, height, 1.0])


def between_pixels(
    transform: Transform, first: tuple[int, int], second: tuple[int, int]
) -> NDArray[np.float64]:
    """From pixels of one picture to those of another, both of (width, height), counted from the corner."""
    return stretched(*second) @ matrix_of(transform) @ undone(stretched(*first))


def between_middles(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same matrix for points that count from the middle of the corner pixel, as OpenCV does."""
    shift = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    return np.asarray(undone(shift) @ matrix @ shift, np.float64)
