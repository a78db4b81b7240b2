"""Pictures made smaller: as smooth as by Pillow's BILINEAR filter, in less than half of its time."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

# Beyond it Pillow may take a box filter first, and its pictures are slow to decode anyway.
_MOST = 2.0


@cache
def opencv() -> ModuleType:
    """The module `cv2`, with one thread for each call: the pictures are what is worked on side by side."""
    import cv2  # noqa: PLC0415 - what only looks at pictures need not wait for it

    cv2.setNumThreads(1)
    return cv2


def shrunk(image: Image.Image, size: tuple[int, int]) -> Pixels:
    """The picture brought to a size that is not larger.

    Args:
        image: of mode RGB or L.
        size: width and height in pixels, at least 1 x 1.

    Returns:
        uint8 (height, width, 3), RGB.
    """
    cv2 = opencv()
    if max(old / new for old, new in zip(image.size, size, strict=True)) > _MOST:
        return np.asarray(image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0).convert("RGB"))
    pixels = resampled(_stored(image), size)
    coloured: Pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB if image.mode == "L" else cv2.COLOR_RGBA2RGB)
    return coloured


def shrunk_pixels(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """The same of pixels that lie as uint8 (H, W, 3) RGB."""
    if max(pixels.shape[1] / size[0], pixels.shape[0] / size[1]) > _MOST:
        return shrunk(Image.fromarray(pixels), size)
    return resampled(pixels, size)


def resampled(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Pixels brought to a size, uint8 (H, W) or (H, W, C) to (height, width) or (height, width, C).

    A triangle as wide as two steps of the result, which is what Pillow calls BILINEAR, is nearly a narrow
    bell curve followed by linear interpolation, and for these two OpenCV uses the processor's vectors. Both
    are computed in integers, the same on every processor.

    Args:
        pixels: at least 1 x 1.
        size: width and height in pixels, at least 1 x 1; an axis may also grow.
    """
    cv2 = opencv()
    across, down = pixels.shape[1] / size[0], pixels.shape[0] / size[1]
    if max(across, down) > 1:
        pixels = cv2.GaussianBlur(
            pixels,
            (_taps(across), _taps(down)),
            sigmaX=_sigma(across),
            sigmaY=_sigma(down),
            borderType=cv2.BORDER_REPLICATE,
        )
    if pixels.shape[1::-1] == size:
        return pixels
    brought: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR_EXACT)
    return brought


def _stored(image: Image.Image) -> Pixels:
    """The pixels as Pillow keeps them: to leave out every fourth byte would take longer than to carry it."""
    width, height = image.size
    if image.mode == "L":
        return np.frombuffer(image.tobytes(), np.uint8).reshape(height, width)
    return np.frombuffer(image.tobytes("raw", "RGBX"), np.uint8).reshape(height, width, 4)


def _taps(ratio: float) -> int:
    """How wide the bell curve is cut: together with the interpolation as wide as the triangle."""
    return 1 if ratio <= 1 else 2 * math.ceil(ratio - 1) + 1


def _sigma(ratio: float) -> float:
    """Standard deviation of the bell curve for a reduction by `ratio`, in pixels.

    Variances add up: the triangle has ratio² / 6, interpolation between neighbours on average 1 / 6. Up
    to a ratio of two, where that average is too rough, the outer two of three taps weigh (ratio - 1) / 4
    each, which is exact at both ends and keeps the variance of the Laplacian in between.
    """
    if ratio > 2:
        return math.sqrt((ratio**2 - 1) / 6)
    outer = max(1e-6, (ratio - 1) / 4)
    return 1 / math.sqrt(2 * math.log((1 - 2 * outer) / outer))
