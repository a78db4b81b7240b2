"""Whether pictures that were laid on each other show the same where both are."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.verification.alignment import Alignment
from photosim.similarity.verification.border import WHOLE, Box
from photosim.similarity.verification.features import Features
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.float32]

_WINDOW = (13, 13)
_EDGE = (5, 5)
_GRAIN = 1.0
# A variance in squared grey levels: what varies less is noise.
_FLOOR = 4.0
# Grey levels of both windows together: what deviates less shows nothing.
_TEXTURED = 5.0
# Grey levels: what compression leaves of a difference, and what is seen at once.
_NOISE, _VISIBLE = 3.0, 10.0
_LOST = 0.5
_STRONGEST_GAIN = 4.0
_LEAST_PIXELS = 200
# Grey levels about the most frequent one, and the share of a picture within them that makes it a page: of 745
# photos four in a hundred count as such, all skies, studio grounds and the like.
_GROUND, _ON_GROUND = 3, 0.36
_LOWEST = 0.01
# Grey levels, as above: what is written on a page, without the traces that compression leaves around it.
_WRITTEN = 7.0
_LEAST_WINDOWS = 40


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is seen where both pictures are.

    Attributes:
        agreement: median correlation of small windows with something in them, -1..1; 0 where there
            are too few. Brightness, contrast and colour have no part in it. Of pages and screens it is
            the lowest hundredth: forms, receipts and views of one program differ in a few words only.
        residual: mean difference in grey levels, contrast and what compression does left aside.
        changed: share of the windows that show something else, 0..1.
        tone: mean change of brightness, in grey levels.
    """

    agreement: float
    residual: float
    changed: float
    tone: float


_NONE = Agreement(0.0, 0.0, 0.0, 0.0)


def compare(
    first: Features, second: Features, alignment: Alignment, boxes: tuple[Box, Box] = (WHOLE, WHOLE)
) -> Agreement:
    """Lay the first picture on the second and compare them, in the pixels of the coarser one.

    Args:
        first: a picture.
        second: another.
        alignment: of the two.
        boxes: the parts of each that count.
    """
    cv2 = opencv()
    if alignment.mirrored:
        second = second.mirrored()
        left, top, right, bottom = boxes[1]
        boxes = (boxes[0], (1.0 - right, top, 1.0 - left, bottom))
    one, two = first.grey.astype(np.float32), second.grey.astype(np.float32)
    mask_one, mask_two = _mask(one, boxes[0]), _mask(two, boxes[1])
    matrix, scale = alignment.matrix, alignment.scale
    if scale > 1.0:
        back = cv2.invertAffineTransform(matrix)
        two, mask_two = _laid(cv2, two, mask_two, back, 1.0 / scale, one.shape)
    else:
        one, mask_one = _laid(cv2, one, mask_one, matrix, scale, two.shape)
    mask = (np.minimum(mask_one, mask_two) > 0.99).astype(np.float32)
    # Pixels at the edge hold something of what lies beyond it.
    inner = cv2.erode(mask, np.ones(_EDGE, np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=1.0)
    return _agreement(cv2, one, two, inner)


def _mask(picture: Plane, box: Box) -> Plane:
    """1 within the box, 0 without."""
    if box == WHOLE:
        return np.ones_like(picture)
    mask = np.zeros_like(picture)
    height, width = picture.shape
    left, top, right, bottom = (
        round(share * size) for share, size in zip(box, 2 * (width, height), strict=True)
    )
    mask[top:bottom, left:right] = 1.0
    return mask


def _laid(
    cv2: ModuleType,
    picture: Plane,
    mask: Plane,
    matrix: NDArray[np.float64],
    scale: float,
    shape: tuple[int, ...],
) -> tuple[Plane, Plane]:
    """The picture and its mask as `matrix` shrinks them into `shape`."""
    # Blurred as much as it shrinks: what the coarser picture cannot show is no difference.
    calm = cv2.GaussianBlur(picture, (0, 0), max(0.3, 0.5 / scale - 0.3))
    size = (shape[1], shape[0])
    return cv2.warpAffine(calm, matrix, size), cv2.warpAffine(mask, matrix, size)


def _agreement(cv2: ModuleType, first: Plane, second: Plane, mask: Plane) -> Agreement:
    if mask.sum() < _LEAST_PIXELS:
        return _NONE

    def mean(plane: Plane) -> Plane:
        return _averaged(cv2, plane * mask) / weight

    one, two = (cv2.GaussianBlur(plane, (0, 0), _GRAIN) for plane in (first, second))
    covered = _averaged(cv2, mask)
    weight: Plane = np.maximum(covered, np.float32(1e-3))
    mean_one, mean_two = mean(one), mean(two)
    var_one = np.maximum(mean(one * one) - mean_one**2, 0.0)
    var_two = np.maximum(mean(two * two) - mean_two**2, 0.0)
    both = mean(one * two) - mean_one * mean_two
    correlation = both / np.sqrt((var_one + _FLOOR) * (var_two + _FLOOR))
    within = (covered > 0.5) & (mask > 0)
    spread = np.sqrt(var_one) + np.sqrt(var_two)
    seen = within & (spread > _TEXTURED)
    gain = _gain(var_one[seen], var_two[seen])
    # Both at the contrast that lies between theirs.
    off = np.sqrt(np.maximum(var_one * gain + var_two / gain - 2.0 * both, 0.0))[within]
    changed = (off > _VISIBLE) & (correlation[within] < _LOST)
    return Agreement(
        agreement=_agreed(correlation, within & (spread > _WRITTEN), _LOWEST)
        if _is_page(first, mask) and _is_page(second, mask)
        else _agreed(correlation, seen, 0.5),
        residual=float(np.maximum(off - _NOISE, 0.0).mean()),
        changed=float(changed.mean()),
        tone=float(np.abs(mean_two - mean_one)[within].mean()),
    )


def _agreed(correlation: Plane, windows: NDArray[np.bool_], share: float) -> float:
    return float(np.quantile(correlation[windows], share)) if windows.sum() >= _LEAST_WINDOWS else 0.0


def _is_page(picture: Plane, mask: Plane) -> bool:
    """Whether nearly half of what counts is of one grey level: a ground that something is written on."""
    levels = np.bincount(picture[mask > 0].astype(np.uint8), minlength=256)
    around = np.convolve(levels, np.ones(2 * _GROUND + 1), "same")
    return bool(around.max() >= _ON_GROUND * levels.sum())


def _gain(var_one: Plane, var_two: Plane) -> float:
    """How much more contrast the second has, mostly."""
    if not len(var_one):
        return 1.0
    ratio = np.sqrt((var_two + _FLOOR) / (var_one + _FLOOR))
    return float(np.clip(np.median(ratio), 1.0 / _STRONGEST_GAIN, _STRONGEST_GAIN))


def _averaged(cv2: ModuleType, plane: Plane) -> Plane:
    """Each pixel's window, with nothing beyond the edges."""
    means: Plane = cv2.boxFilter(plane, -1, _WINDOW, normalize=True, borderType=cv2.BORDER_CONSTANT)
    return means
