"""What a copy lost beside its original though it is saved well: detail to blurring, everything to noise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.descent import BLOCK, Saved, blocks, waves
from photosim.similarity.undoing import undone
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.float32]

# Grey levels: of it a camera's own noise, smoothed by the camera, is no match.
_LEAST_NOISE = 6.0
# As strong in calm places as elsewhere, and coarse waves as strong as fine ones: so programs make noise, no
# camera does, and so nothing is lost to blurring.
_EVEN, _CALMEST = 0.75, 0.2
_WHITE = (0.85, 1.1)
_COARSE = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0))
# What lies off by no more than this many steps, nearly everywhere, was lost to rounding.
_ROUNDED, _NEARLY_ALL = 0.6, 0.93
_MOST_DETAIL, _MORE_DETAIL = 0.35, 1.2
_TILE = 2 * BLOCK
# Grey levels: what varies less shows nothing.
_LEAST_DETAIL = 1.5


def is_spoilt(picture: NDArray[np.uint8], other: Saved) -> bool:
    """Whether a picture is another one with noise added, or blurred.

    Args:
        picture: (H, W, 3) uint8.
        other: likewise, laid on it.
    """
    left = detail_left(picture, other.rgb)
    if left > _MORE_DETAIL:
        return has_added_noise(picture, other.rgb) and not lost_by_compression(picture, other)
    return left < _MOST_DETAIL and not has_added_noise(other.rgb, picture)


def has_added_noise(picture: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Whether what a picture shows beyond another, laid on it, is even noise and nothing else."""
    _, off = undone(picture, other)
    power = np.square(blocks(off)).mean((1, 2))
    if not power.size:
        return False
    calm = math.sqrt(float(np.quantile(power, _CALMEST)))
    if calm < _LEAST_NOISE or calm < _EVEN * math.sqrt(float(np.median(power))):
        return False
    # Medians: what is clipped is no noise any more.
    strength = np.median(np.square(waves(off)), 0)
    coarse = float(np.mean([strength[place] for place in _COARSE])) / float(np.median(strength))
    return _WHITE[0] < coarse < _WHITE[1]


def lost_by_compression(picture: NDArray[np.uint8], other: Saved) -> bool:
    """Whether another picture, laid on this one, lacks no more of it than its own compression takes."""
    if other.steps is None:
        return False
    _, off = undone(other.rgb, picture)
    x, y = other.grid
    lacking = np.abs(waves(off[y:, x:])) / other.steps
    most = np.square(lacking).mean((1, 2))
    return bool(most.size) and float((lacking[most >= np.median(most)] < _ROUNDED).mean()) > _NEARLY_ALL


def detail_left(picture: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """How strong the finest detail is beside that of another picture laid on it, in most places."""
    own, its = (_detail(part) for part in (picture, other))
    shown = its >= _LEAST_DETAIL
    return float(np.median(own[shown] / its[shown])) if shown.any() else 1.0


def _detail(rgb: NDArray[np.uint8]) -> Plane:
    cv2 = opencv()
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    high, wide = (length // _TILE for length in fine.shape)
    tiles = fine[: high * _TILE, : wide * _TILE].reshape(high, _TILE, wide, _TILE)
    return np.asarray(tiles.mean((1, 3)), np.float32)
