"""Whether a picture has more pixels than detail: enlarged, as screens and messengers do it.

What a picture shows finer than it would in fewer pixels is set beside what it shows just coarser than that.
In a picture as it was taken both are about as strong; of an enlarged one little is left but the traces
of compression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.float32]

LEAST_SIDE = 64
"""Pixels each way below which nothing can be told."""

# Measured by scripts/benchmark/enlarged.py: of each scale what real pictures, saved as badly as JPEG quality
# 20, mostly stay above, and enlarged ones below. Scales beyond are not told: of smaller ones too little is
# lost, and what shows little at less than a third of its size may be out of focus.
_SCALES = (1.2, 1.3, 1.5, 2.0, 3.0)
_LEAST_DETAIL = (1.0, 0.95, 0.84, 0.6, 0.45)
_EDGE = 4
# Grey levels: where less is lost there is nothing to be seen, at any size.
_LEAST_LEVELS = 0.5


def is_merely_enlarged(rgb: NDArray[np.uint8], scale: float) -> bool:
    """Whether a picture shows nothing that it would not show in fewer pixels.

    Args:
        rgb: (H, W, 3) uint8, a part of the picture in full size, of `LEAST_SIDE` pixels each way or more.
        scale: how many times fewer pixels across and down; below 1.2 and above 3 nothing can be told, and it
            is not.
    """
    if not _SCALES[0] <= scale <= _SCALES[-1] or min(rgb.shape[:2]) < LEAST_SIDE:
        return False
    return detail_beyond(rgb, scale) < float(np.interp(scale, _SCALES, _LEAST_DETAIL))


def detail_beyond(rgb: NDArray[np.uint8], scale: float) -> float:
    """The strength of what is lost in so many times fewer pixels, relative to what another such step loses.

    Args:
        rgb: (H, W, 3) uint8.
        scale: > 1, at most 3.

    Returns:
        0 for a picture in which nothing is finer, about 1 for most that were taken as they are, and 1 for
        those that show nothing fine at all, such as a wall.
    """
    full = opencv().cvtColor(rgb, opencv().COLOR_RGB2GRAY).astype(np.float32)
    finer, reduced = _lost(full, scale)
    coarser, _ = _lost(reduced, scale)
    return finer / coarser if coarser >= _LEAST_LEVELS else 1.0


def _lost(picture: Plane, scale: float) -> tuple[float, Plane]:
    """The spread of what a reduction loses, in grey levels, and the reduced picture."""
    cv2 = opencv()
    height, width = picture.shape
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    reduced = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    back = cv2.resize(reduced, (width, height), interpolation=cv2.INTER_CUBIC)
    return float((picture - back)[_EDGE:-_EDGE, _EDGE:-_EDGE].std()), reduced
