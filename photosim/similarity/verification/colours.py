"""Which colours two pictures have where both are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Palette, Transform
from photosim.similarity.verification.features import Features
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NO_COLOUR = 128.0
# Of a hundred pixels five may be off: compression spills colours.
_NEARLY_ALL = 0.95
_GREY = 5.0
_ONE_TINT = 5.0
_LEAST_PIXELS = 12


@dataclass(frozen=True, slots=True)
class Colours:
    """What became of the colours.

    Attributes:
        tint: mean change in the plane of Cr and Cb, 0..255.
        first: colours of the first picture.
        second: colours of the second picture.
    """

    tint: float
    first: Palette
    second: Palette


def colours(first: Features, second: Features, transform: Transform) -> Colours:
    """Compare the colours of two pictures where both are."""
    cv2 = opencv()
    height, width = second.chroma.shape[:2]
    own_height, own_width = first.chroma.shape[:2]
    to_second = np.diag([width, height, 1.0]) @ np.array(transform).reshape(3, 3)
    matrix = to_second @ np.diag([1.0 / own_width, 1.0 / own_height, 1.0])
    # A pixel's number names its middle.
    matrix = _shifted(-0.5) @ matrix @ _shifted(0.5)
    laid = cv2.warpPerspective(first.chroma.astype(np.float32), matrix, (width, height))
    mask = cv2.warpPerspective(np.ones((own_height, own_width), np.float32), matrix, (width, height)) > 0.99
    if mask.sum() < _LEAST_PIXELS:
        return Colours(0.0, Palette.COLOURS, Palette.COLOURS)
    one, two = laid[mask] - _NO_COLOUR, second.chroma[mask].astype(np.float32) - _NO_COLOUR
    return Colours(float(np.hypot(*(two - one).T).mean()), _palette(one), _palette(two))


def _shifted(by: float) -> NDArray[np.float64]:
    return np.array([[1.0, 0.0, by], [0.0, 1.0, by], [0.0, 0.0, 1.0]])


def _palette(chroma: NDArray[np.float32]) -> Palette:
    strength = np.hypot(*chroma.T)
    if np.quantile(strength, _NEARLY_ALL) < _GREY:
        return Palette.GREY
    mean = chroma.mean(0)
    length = float(np.hypot(*mean))
    if length < _GREY:
        return Palette.COLOURS
    along = chroma @ (mean / length)
    beside = np.abs(chroma @ (np.array([-mean[1], mean[0]]) / length))
    one_tint = np.quantile(beside, _NEARLY_ALL) < _ONE_TINT and np.quantile(along, 1 - _NEARLY_ALL) > -_GREY
    return Palette.TINTED if one_tint else Palette.COLOURS
