"""Whether pictures that were laid on each other show the same where both are."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.verification.alignment import Alignment
from photosim.similarity.verification.features import Features
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.float32]

_WINDOW = (13, 13)
_GRAIN = 1.0
# A variance in squared grey levels: what varies less is noise.
_FLOOR = 4.0
# Grey levels of both windows together: what deviates less shows nothing.
_TEXTURED = 5.0
_LEAST_PIXELS = 200
_LEAST_WINDOWS = 40


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is seen where both pictures are.

    Attributes:
        overlap_first: share of the first picture that the second shows too, 0..1.
        overlap_second: share of the second picture that the first shows too, 0..1.
        agreement: median correlation of small windows with something in them, -1..1; 0 where there
            are too few. Brightness, contrast and colour have no part in it.
    """

    overlap_first: float
    overlap_second: float
    agreement: float


def compare(first: Features, second: Features, alignment: Alignment) -> Agreement:
    """Lay the first picture on the second and compare them, in the pixels of the coarser one."""
    cv2 = opencv()
    one = first.grey.astype(np.float32)
    two = (second.grey[:, ::-1] if alignment.mirrored else second.grey).astype(np.float32)
    matrix, scale = alignment.matrix, alignment.scale
    if scale > 1.0:
        back = cv2.invertAffineTransform(matrix)
        two, mask = _laid(cv2, np.ascontiguousarray(two), back, 1.0 / scale, one.shape)
    else:
        one, mask = _laid(cv2, one, matrix, scale, two.shape)
    shared = float(mask.sum()) / min(1.0, scale) ** 2
    return Agreement(
        overlap_first=min(1.0, shared / first.grey.size),
        overlap_second=min(1.0, shared * scale**2 / second.grey.size),
        agreement=_agreement(cv2, one, two, (mask > 0.99).astype(np.float32)),
    )


def _laid(
    cv2: ModuleType, picture: Plane, matrix: NDArray[np.float64], scale: float, shape: tuple[int, ...]
) -> tuple[Plane, Plane]:
    """The picture as `matrix` shrinks it into `shape`, and where it is, 0..1."""
    # Blurred as much as it shrinks: what the coarser picture cannot show is no difference.
    calm = cv2.GaussianBlur(picture, (0, 0), max(0.3, 0.5 / scale - 0.3))
    size = (shape[1], shape[0])
    return cv2.warpAffine(calm, matrix, size), cv2.warpAffine(np.ones_like(picture), matrix, size)


def _agreement(cv2: ModuleType, first: Plane, second: Plane, mask: Plane) -> float:
    if mask.sum() < _LEAST_PIXELS:
        return 0.0

    def mean(plane: Plane) -> Plane:
        return _averaged(cv2, plane * mask) / weight

    one, two = (cv2.GaussianBlur(plane, (0, 0), _GRAIN) for plane in (first, second))
    covered = _averaged(cv2, mask)
    weight: Plane = np.maximum(covered, np.float32(1e-3))
    mean_one, mean_two = mean(one), mean(two)
    var_one = np.maximum(mean(one * one) - mean_one**2, 0.0)
    var_two = np.maximum(mean(two * two) - mean_two**2, 0.0)
    correlation = (mean(one * two) - mean_one * mean_two) / np.sqrt((var_one + _FLOOR) * (var_two + _FLOOR))
    textured = np.sqrt(var_one) + np.sqrt(var_two) > _TEXTURED
    seen = correlation[textured & (covered > 0.5) & (mask > 0)]
    return float(np.median(seen)) if len(seen) >= _LEAST_WINDOWS else 0.0


def _averaged(cv2: ModuleType, plane: Plane) -> Plane:
    """Each pixel's window, with nothing beyond the edges."""
    means: Plane = cv2.boxFilter(plane, -1, _WINDOW, normalize=True, borderType=cv2.BORDER_CONSTANT)
    return means
