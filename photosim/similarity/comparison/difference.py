"""Where two pictures that lie on each other show something else, compression and colour looks aside."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Transform
from photosim.similarity.comparison.matrices import between_middles, between_pixels, undone
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.float32]
    Plane = NDArray[np.float32]
    Mask = NDArray[np.uint8]

_CALM = 1.4
"""Pixels over which both pictures are blurred: what compression does is finer."""

_LEAST_OVERLAP = 500
_SAMPLES = 20_000
_ROUNDS = 4
_FAR = 20.0
_LOOK = 5.0
"""Grey levels by which a filter changes a picture that people notice."""
_BINS = 12
_FLOOR = 6.0
"""Grey levels that are never called a difference."""
_SURE = 1.6
"""Times the threshold: a spot counts when it is so different somewhere."""
_NOISES = 5.0
"""Times the usual deviation of equally rough places."""
_LARGEST_NOISE = 5.0
_INEXACT = 1.5
"""Times the threshold where the colours had to be fitted: filters do more than such a fit can follow."""
_BURNT = 250.0
"""Of what a filter drove to the end of the scale nobody knows what it was."""
_LEAST_SPOT = 3e-5
"""Share of the overlap: what is smaller is no spot."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where the pictures differ, as shares of the first picture's width and height.

    Attributes:
        left: 0..1.
        top: 0..1.
        right: 0..1.
        bottom: 0..1.
        share: of what both show, 0..1.
    """

    left: float
    top: float
    right: float
    bottom: float
    share: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two pictures differ.

    Attributes:
        mask: (H, W) uint8, over the whole first picture: 255 where they differ, else 0.
        seen: (H, W) bool, where both are.
        overlap: share of the first picture that both show, 0..1; where it is 0 nothing was compared.
        share: of what both show, how much differs, 0..1.
        spots: where, largest first.
        tone: grey levels, -255..255, by which the second is brighter as a whole.
        recoloured: whether its colours or its contrast are others as a whole.
    """

    mask: Mask
    seen: NDArray[np.bool_]
    overlap: float
    share: float
    spots: tuple[Spot, ...]
    tone: float
    recoloured: bool


def difference(first: NDArray[np.uint8], second: NDArray[np.uint8], transform: Transform) -> Difference:
    """Lay the second picture on the first and look where they differ.

    The colours of one are fitted to those of the other first, so that a filter over the whole picture is
    told as such. What then differs is held against what is usual at places as rough as that one: next to
    edges and in grass compression, sharpening and the last tenth of a pixel of the alignment change much.

    Args:
        first: (H, W, 3) uint8 RGB.
        second: likewise, of any size.
        transform: takes points of the first to the second; exact to a fraction of a pixel.
    """
    cv2 = opencv()
    one, two, inside = _in_one_frame(cv2, first, second, transform)
    height, width = inside.shape
    if int(inside.sum()) < _LEAST_OVERLAP:
        return Difference(np.zeros((height, width), np.uint8), inside, 0.0, 0.0, (), 0.0, recoloured=False)
    tone = float((two - one)[inside].mean())
    fitted_one, fitted_two, change = _in_one_look(one, two, inside)
    deviation = np.abs(fitted_one - fitted_two).max(axis=2)
    limit = _FLOOR + _NOISES * _usual(cv2, one, two, deviation, inside)
    seen = inside
    if change:
        limit *= _INEXACT
        seen = inside & (np.maximum(one, two).max(axis=2) < _BURNT)
    mask, spots = _spots(cv2, np.where(seen, deviation / limit, 0.0).astype(np.float32), int(inside.sum()))
    return Difference(
        mask=mask,
        seen=inside,
        overlap=float(inside.mean()),
        share=float((mask > 0).sum() / inside.sum()),
        spots=spots,
        tone=tone,
        recoloured=change,
    )


def _in_one_frame(
    cv2: ModuleType, first: NDArray[np.uint8], second: NDArray[np.uint8], transform: Transform
) -> tuple[Picture, Picture, NDArray[np.bool_]]:
    """Both over the whole first picture, in pixels of the coarser one, and where both are."""
    matrix = between_pixels(transform, (first.shape[1], first.shape[0]), (second.shape[1], second.shape[0]))
    scale = math.sqrt(abs(float(np.linalg.det(matrix[:2, :2]))))
    shrink = min(1.0, scale)
    size = max(1, round(first.shape[1] * shrink)), max(1, round(first.shape[0] * shrink))
    to_frame = np.diag([size[0] / first.shape[1], size[1] / first.shape[0], 1.0])
    one = _laid(cv2, first, to_frame, size)
    back = to_frame @ undone(matrix)
    two = _laid(cv2, second, back, size)
    full = np.full(second.shape[:2], 255, np.uint8)
    cover = cv2.warpAffine(full, between_middles(back)[:2], size, flags=cv2.INTER_LINEAR)
    # At the rim both are mixed with nothing.
    inside = cv2.erode((cover == 255).astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=0)
    calm = [cv2.GaussianBlur(picture, (0, 0), _CALM) for picture in (one, two)]
    return calm[0], calm[1], inside > 0


def _laid(
    cv2: ModuleType, picture: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]
) -> Picture:
    scale = math.sqrt(abs(float(np.linalg.det(matrix[:2, :2]))))
    if scale < 0.95:
        picture = cv2.GaussianBlur(picture, (0, 0), max(0.3, 0.5 / scale - 0.3))
    warped = cv2.warpAffine(
        picture, between_middles(matrix)[:2], size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.float32)


def _in_one_look(one: Picture, two: Picture, inside: NDArray[np.bool_]) -> tuple[Picture, Picture, bool]:
    """The pictures with the colours of one fitted to the other's, and whether that changed them much."""
    forward, far = _fitted(one, two, inside)
    back, near = _fitted(two, one, inside)
    # Grey can be made of colours, but no colours of grey; nor what burnt out.
    if far <= near:
        return forward, two, _changed(one, forward, inside)
    return one, back, _changed(two, back, inside)


def _fitted(source: Picture, target: Picture, inside: NDArray[np.bool_]) -> tuple[Picture, float]:
    """The source in the colours of the target, and how far it still is from it, in grey levels."""
    places = np.flatnonzero(inside.ravel())
    places = places[:: max(1, len(places) // _SAMPLES)]
    terms, wanted = _terms(source.reshape(-1, 3)[places]), target.reshape(-1, 3)[places]
    kept = np.ones(len(places), np.bool_)
    weights = np.zeros((terms.shape[1], 3), np.float32)
    off = np.zeros(len(places), np.float32)
    for _ in range(_ROUNDS):
        weights = np.linalg.lstsq(terms[kept], wanted[kept], rcond=None)[0].astype(np.float32)
        off = np.abs(np.clip(terms @ weights, 0.0, 255.0) - wanted).max(axis=1)
        kept = off <= max(2.0, 3.0 * float(np.median(off)))
    fitted = np.clip(_terms(source.reshape(-1, 3)) @ weights, 0.0, 255.0).reshape(source.shape)
    return fitted, float(np.minimum(off, _FAR).mean())


def _changed(before: Picture, after: Picture, inside: NDArray[np.bool_]) -> bool:
    return float(np.abs(before - after)[inside].mean()) > _LOOK


def _terms(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    ones = np.ones((len(colours), 1), np.float32)
    return np.concatenate([colours, colours * colours / 255.0, ones], axis=1)


def _usual(cv2: ModuleType, one: Picture, two: Picture, deviation: Plane, inside: NDArray[np.bool_]) -> Plane:
    rough = np.maximum(_roughness(cv2, one), _roughness(cv2, two))
    seen, off = rough[inside], deviation[inside]
    edges = np.quantile(seen, np.linspace(0, 1, _BINS + 1))
    middles, noises = [], []
    for low, high in pairwise(edges.tolist()):
        chosen = (seen >= low) & (seen <= high)
        middles.append(float(seen[chosen].mean()))
        noises.append(min(_LARGEST_NOISE, float(np.median(off[chosen]))))
    return np.interp(rough, middles, np.maximum.accumulate(noises)).astype(np.float32)


def _roughness(cv2: ModuleType, picture: Picture) -> Plane:
    grey = picture.mean(axis=2)
    mean = cv2.boxFilter(grey, -1, (9, 9))
    return np.asarray(
        np.sqrt(np.maximum(cv2.boxFilter(grey * grey, -1, (9, 9)) - mean * mean, 0)), np.float32
    )


def _spots(cv2: ModuleType, excess: Plane, area: int) -> tuple[Mask, tuple[Spot, ...]]:
    height, width = excess.shape
    found = cv2.morphologyEx((excess > 1.0).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found)
    strongest = np.zeros(count, np.float32)
    np.maximum.at(strongest, labels.ravel(), excess.ravel())
    large = stats[:, cv2.CC_STAT_AREA] >= max(12.0, _LEAST_SPOT * area)
    kept = large & (strongest > _SURE)
    kept[0] = False
    mask = np.where(kept[labels], 255, 0).astype(np.uint8)
    spots = [
        Spot(left / width, top / height, (left + across) / width, (top + down) / height, pixels / area)
        for left, top, across, down, pixels in stats[kept].tolist()
    ]
    return mask, tuple(sorted(spots, key=lambda spot: -spot.share))
