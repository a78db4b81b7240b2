"""Which of two versions of a picture had its brightness or colours changed: the one that lost some of them.

What was too bright or too colourful for the change lies flat at the end of the scale, where the other version
still tells one place from another; what was washed out, darkened or toned has less contrast or less colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.comparison.matrices import between_middles, between_pixels
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.domain.similarity import Transform

_LEAST_PIXELS = 400
_EDGE = (7, 7)
_CALM = (3, 3)
# The ends of the scale, as compression and reducing leave them.
_BLACK, _WHITE = 1, 253
# Grey levels, spread over the whole picture.
_BURNT, _CLEARLY = 0.2, 2.0
# Grey levels by which small pictures are off anyway.
_NOISE = 1.5
_FLATTER, _PALER = 0.87, 0.75
# Grey levels: below it there is no colour to lose.
_COLOURFUL = 4.0
_SAME_TONE = 4.0
_TO_COLOURS = np.array(((0.5, -0.419, -0.081), (-0.169, -0.331, 0.5)), np.float32).T
_TO_BRIGHT = np.array((0.299, 0.587, 0.114), np.float32)


@dataclass(frozen=True, slots=True)
class Tones:
    """How the tones of two versions of one picture differ.

    Attributes:
        alike: whether they are the same, as far as anybody sees.
        first_lost: whether the first one lost brightness or colours that the second shows.
        second_lost: likewise; never both.
    """

    alike: bool
    first_lost: bool
    second_lost: bool


def tones(first: NDArray[np.uint8], second: NDArray[np.uint8], transform: Transform) -> Tones | None:
    """Compare two versions.

    Args:
        first: (H, W, 3) uint8 RGB, small.
        second: likewise, of any size.
        transform: takes points of the first to those of the second, see `Evidence.transform`.

    Returns:
        None where they show too little in common.
    """
    common = _in_common(first, second, transform)
    if common is None:
        return None
    one, two = common
    if float(np.abs(one - two).mean()) < _SAME_TONE:
        return Tones(alike=True, first_lost=False, second_lost=False)
    burnt = _burnt(one, two), _burnt(two, one)
    if max(burnt) >= _BURNT and max(burnt) >= _CLEARLY * min(burnt):
        return Tones(False, burnt[0] > burnt[1], burnt[1] > burnt[0])
    flatter, paler = (
        _weaker(one @ _TO_BRIGHT, two @ _TO_BRIGHT, _FLATTER),
        _weaker(one @ _TO_COLOURS, two @ _TO_COLOURS, _PALER),
    )
    lost = {flatter, paler} - {0}
    return Tones(False, lost == {1}, lost == {2})


def _in_common(
    first: NDArray[np.uint8], second: NDArray[np.uint8], transform: Transform
) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """(N, 3), the pixels that both show, a little smoothed: small pictures never lie quite exactly."""
    cv2 = opencv()
    size, other = ((picture.shape[1], picture.shape[0]) for picture in (first, second))
    way = between_middles(between_pixels(transform, size, other))[:2]
    flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    drawn = cv2.warpAffine(second, way, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpAffine(np.ones(second.shape[:2], np.uint8), way, size, flags=flags)
    seen = cv2.erode(mask, np.ones(_EDGE, np.uint8), borderValue=0).astype(bool)
    if int(seen.sum()) < _LEAST_PIXELS:
        return None
    return tuple(cv2.blur(picture, _CALM)[seen].astype(np.float32) for picture in (first, drawn))


def _burnt(own: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """How much a picture shows where another lies at the end of the scale, in grey levels of all of it.

    Args:
        own: (N, 3), the one that may be burnt.
        other: likewise.
    """
    lost = 0.0
    known = np.column_stack([own, np.ones(len(own), np.float32)])
    for channel in range(3):
        for at_end in (own[:, channel] >= _WHITE, own[:, channel] <= _BLACK):
            if int(at_end.sum()) > 4 * known.shape[1]:
                # What the other colours still tell is not lost.
                rows, wanted = known[at_end].astype(np.float64), other[at_end, channel].astype(np.float64)
                weights, *_ = np.linalg.lstsq(rows, wanted, rcond=None)
                lost += max(0.0, float((np.square(wanted - rows @ weights) - _NOISE**2).sum()))
    return float(np.sqrt(lost / (3 * len(own))))


def _weaker(one: NDArray[np.float32], two: NDArray[np.float32], clearly: float) -> int:
    """Which of two varies clearly less, 1 or 2; 0 for none."""
    spread = [float(np.sqrt(values.reshape(len(values), -1).var(0).sum())) for values in (one, two)]
    if max(spread) < _COLOURFUL or min(spread) > clearly * max(spread):
        return 0
    return 1 if spread[0] < spread[1] else 2
