"""How sharp two pictures are on what both of them show.

A crop shows less of the scene in more pixels, a frame adds edges that are no detail, and what has more
contrast measures sharper than it is: pictures as they are cannot be compared. So the part that both
show is brought to one scale, coarser than that of either, and to one smoothness, and the strength of its
finest detail is taken relative to all that varies in it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Transform
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

_REDUCTION = 0.6
# Both are smoothed alike, in pixels of the result: what is finer would show as false detail.
_PREFILTER = 0.6
# How smooth a reduced picture is by itself, and becomes by drawing it between its pixels (a sixth of a
# squared pixel each): the finer picture has to be smoothed as much more.
_OWN_SMOOTHNESS = math.sqrt(1 / 3)
_LEAST_PIXELS = 400
_LEAST_VARIANCE = 4.0
# A frame shines through the smoothing as far as this, in pixels of the result both ways.
_EDGE = 9


def sharpness_in_common(
    first: NDArray[np.uint8], second: NDArray[np.uint8], transform: Transform
) -> tuple[float, float] | None:
    """Compare two pictures.

    Args:
        first: (H, W, 3) uint8 RGB.
        second: likewise, of any size.
        transform: takes points of the first to those of the second, see `Evidence.transform`.

    Returns:
        Variance of the Laplacian divided by the variance of the grey levels of each, >= 0, larger is
        sharper; None where they have too little in common, or nothing but plain areas.
    """
    cv2 = opencv()
    lay = np.array(transform, np.float64).reshape(3, 3)
    height, width = first.shape[:2]
    over, down = second.shape[:2][::-1]
    pixels = np.diag([over, down, 1.0]) @ lay @ np.diag([1.0 / width, 1.0 / height, 1.0])
    scale = math.sqrt(abs(float(np.linalg.det(pixels[:2, :2]))))
    if not math.isfinite(scale) or not scale:
        return None
    # Both are drawn in the proportions of the coarser one.
    if scale < 1.0:
        size = _reduced(over, down)
        onto = np.diag([size[0] / over, size[1] / down, 1.0])
        steps = (1.0 / (scale * _REDUCTION), 1.0 / _REDUCTION)
        matrices = (onto @ pixels, onto)
    else:
        size = _reduced(width, height)
        onto = np.diag([size[0] / width, size[1] / height, 1.0])
        steps = (1.0 / _REDUCTION, scale / _REDUCTION)
        matrices = (onto, onto @ np.linalg.inv(pixels))
    smoothness = math.hypot(_PREFILTER, _OWN_SMOOTHNESS / min(steps))
    one, seen = _drawn(cv2, first, matrices[0], steps[0], size, smoothness)
    two, seen_too = _drawn(cv2, second, matrices[1], steps[1], size, smoothness)
    both = cv2.erode(seen & seen_too, np.ones((_EDGE, _EDGE), np.uint8), borderValue=0).astype(bool)
    if int(both.sum()) < _LEAST_PIXELS:
        return None
    values = [_detail(cv2, picture, both) for picture in (one, two)]
    return None if values[0] is None or values[1] is None else (values[0], values[1])


def _reduced(width: int, height: int) -> tuple[int, int]:
    return max(1, round(width * _REDUCTION)), max(1, round(height * _REDUCTION))


def _drawn(
    cv2: ModuleType,
    picture: NDArray[np.uint8],
    matrix: NDArray[np.float64],
    step: float,
    size: tuple[int, int],
    smoothness: float,
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The grey picture drawn at a size, and where it covers that.

    Args:
        cv2: OpenCV.
        picture: (H, W, 3) uint8 RGB.
        matrix: from its pixels to those of the result.
        step: its pixels for one of the result.
        size: of the result.
        smoothness: of the result, in its pixels.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    lacking = math.sqrt(smoothness**2 - (_OWN_SMOOTHNESS / step) ** 2)
    smooth = cv2.GaussianBlur(grey, (0, 0), lacking * step)
    # A pixel's number names its middle.
    middle = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    exact = np.linalg.inv(middle) @ matrix @ middle
    drawn = cv2.warpPerspective(smooth, exact, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.ones(grey.shape, np.uint8), exact, size, flags=cv2.INTER_NEAREST)
    return drawn, mask


def _detail(cv2: ModuleType, picture: NDArray[np.float32], where: NDArray[np.bool_]) -> float | None:
    spread = float(picture[where].var())
    if spread < _LEAST_VARIANCE:
        return None
    return float(cv2.Laplacian(picture, cv2.CV_32F)[where].var()) / spread
