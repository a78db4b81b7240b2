"""What is kept of a picture for laying it over others."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.verification.border import WHOLE, Box, content_box
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 256
"""Longest side in pixels at which pictures are compared; smaller ones keep their size."""

CHROMA_SIDE = 64
"""Longest side in pixels at which colours are compared."""

SQUARE = 32
"""Side of the square for pictures that have too few points."""

UNIT = 512.0
"""Norm of a descriptor; the largest bins just fit into a byte."""

_SHORTEST = 8
_MOST_POINTS = 500
# What is printed around a photo has more and stronger points than the photo.
_PAGE_SIDE, _MOST_PAGE_POINTS = 1280, 4000
# Lower than usual, for the sake of smooth pictures; false points fall to the matching.
_CONTRAST, _EDGE = 0.03, 12.0
# One layer less than usual takes a quarter of the time and finds as many copies.
_LAYERS = 2


def _mirrored_bins() -> NDArray[np.int64]:
    """Where each bin of a SIFT descriptor lies when the picture is mirrored left to right.

    4 rows and 4 columns of cells with 8 directions each: OpenCV's descriptor lies across the point's
    own direction, so mirroring exchanges the rows, and turns every direction the other way round.
    """
    bins = np.arange(128).reshape(4, 4, 8)
    return bins[::-1][:, :, (8 - np.arange(8)) % 8].ravel()


_MIRRORED = _mirrored_bins()


@dataclass(frozen=True, slots=True)
class Features:
    """A picture, ready to be compared; about 140 kB.

    Attributes:
        grey: (H, W) uint8, longest side at most `SIDE`.
        points: (N, 2) float32, x and y in pixels of `grey`.
        descriptors: (N, 128) uint8, RootSIFT (Arandjelović and Zisserman 2012): rows of norm `UNIT`, whose
            products compare histograms, not their largest bins.
        square: (`SQUARE`, `SQUARE`) float32, grey levels of the picture squashed.
        chroma: (h, w, 2) uint8, Cr and Cb with the longest side at most `CHROMA_SIDE`; 128 is no colour.
        box: what is left without plain borders.
    """

    grey: NDArray[np.uint8]
    points: NDArray[np.float32]
    descriptors: NDArray[np.uint8]
    square: NDArray[np.float32]
    chroma: NDArray[np.uint8]
    box: Box = WHOLE

    def mirrored(self) -> Features:
        """The features of the picture mirrored left to right."""
        left, top, right, bottom = self.box
        points = self.points.copy()
        points[:, 0] = self.grey.shape[1] - 1 - points[:, 0]
        return Features(
            np.ascontiguousarray(self.grey[:, ::-1]),
            points,
            self.descriptors[:, _MIRRORED],
            np.ascontiguousarray(self.square[:, ::-1]),
            np.ascontiguousarray(self.chroma[:, ::-1]),
            (1.0 - right, top, 1.0 - left, bottom),
        )


def extract(rgb: NDArray[np.uint8]) -> Features:
    """Find the points of a picture.

    Args:
        rgb: (H, W, 3) uint8.

    Raises:
        ValueError: this is no picture.
    """
    return _extracted(rgb, SIDE, _MOST_POINTS, content_box(_checked(rgb)))


def extract_page(rgb: NDArray[np.uint8]) -> Features:
    """Find the points of a picture in which others may be small: five times as large, with all that it shows.

    Args:
        rgb: (H, W, 3) uint8, well above a thousand pixels a side.

    Raises:
        ValueError: this is no picture.
    """
    return _extracted(_checked(rgb), _PAGE_SIDE, _MOST_PAGE_POINTS, WHOLE)


def _checked(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or not rgb.size:
        raise ValueError(f"a picture is (H, W, 3) uint8, not {rgb.dtype} of shape {rgb.shape}")
    return rgb


def _extracted(rgb: NDArray[np.uint8], side: int, most: int, box: Box) -> Features:
    cv2 = opencv()
    grey: NDArray[np.uint8] = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    scale = min(1.0, side / max(height, width))
    size = (max(_SHORTEST, round(width * scale)), max(_SHORTEST, round(height * scale)))
    square = cv2.resize(grey, (SQUARE, SQUARE), interpolation=cv2.INTER_AREA).astype(np.float32)
    if size != (width, height):
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    points, descriptors = _points(cv2, grey, most)
    return Features(grey, points, descriptors, square, _chroma(cv2, rgb), box)


def _chroma(cv2: ModuleType, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    scale = min(1.0, CHROMA_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb)[:, :, 1:])


def _points(
    cv2: ModuleType, grey: NDArray[np.uint8], most: int
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    # One for each call: a detector shared by threads keeps its working memory for all of them.
    # Without the precise upscaling every point lies a third of a pixel off, and twice that when turned.
    sift = cv2.SIFT_create(
        nfeatures=most,
        nOctaveLayers=_LAYERS,
        contrastThreshold=_CONTRAST,
        edgeThreshold=_EDGE,
        enable_precise_upscale=True,
    )
    found, descriptors = sift.detectAndCompute(grey, None)
    if descriptors is None:
        return np.empty((0, 2), np.float32), np.empty((0, 128), np.uint8)
    points = np.array([point.pt for point in found], np.float32)
    rooted = np.sqrt(descriptors / np.maximum(descriptors.sum(1, keepdims=True), 1.0))
    return points, np.minimum(np.rint(rooted * UNIT), 255.0).astype(np.uint8)
