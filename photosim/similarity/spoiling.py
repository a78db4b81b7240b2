"""What a copy lost beside its original though it is saved well: detail to blurring, everything to noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.descent import BLOCK, blocks
from photosim.similarity.undoing import undone
from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.float32]

# Grey levels: of it a camera's own noise, smoothed by the camera, is no match.
_LEAST_NOISE = 6.0
# As strong in calm places as elsewhere, and every pixel for itself: so programs make noise, no camera does.
_EVEN, _CALMEST = 0.75, 0.2
_ALONE = 0.12
_MOST_DETAIL, _MORE_DETAIL = 0.35, 1.2
_TILE = 2 * BLOCK
# Grey levels: what varies less shows nothing.
_LEAST_DETAIL = 1.5


def is_spoilt(picture: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Whether a picture is another one with noise added, or blurred.

    Args:
        picture: (H, W, 3) uint8.
        other: likewise, laid on it.
    """
    left = detail_left(picture, other)
    if left > _MORE_DETAIL:
        return has_added_noise(picture, other)
    return left < _MOST_DETAIL and not has_added_noise(other, picture)


def has_added_noise(picture: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Whether what a picture shows beyond another, laid on it, is even noise and nothing else."""
    _, off = undone(picture, other)
    strength = np.sqrt(np.square(blocks(off)).mean((1, 2)))
    if not strength.size:
        return False
    calm = float(np.quantile(strength, _CALMEST))
    if calm < _LEAST_NOISE or calm < _EVEN * float(np.median(strength)):
        return False
    power = float(np.square(off).mean())
    beside = (float((off[:, 1:] * off[:, :-1]).mean()), float((off[1:] * off[:-1]).mean()))
    return max(abs(value) for value in beside) < _ALONE * power


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
