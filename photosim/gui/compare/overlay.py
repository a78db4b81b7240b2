"""Makes visible where two pictures differ."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from photosim.app.comparison import Difference

_FRAME = 3
_DIMMED = (0, 0, 0, 165)
_UNSEEN = (0, 0, 0, 215)
_EDGE = (255, 64, 160, 255)


def overlay_of(found: Difference) -> QImage | None:
    """What lies over the first picture: what is alike is dimmed, what differs is framed.

    None where nothing differs. To be called in a worker.
    """
    if not found.spots:
        return None
    differs = found.mask > 0
    painted = np.empty((*found.mask.shape, 4), np.uint8)
    painted[:] = _DIMMED
    painted[~found.seen] = _UNSEEN
    painted[_grown(differs)] = _EDGE
    painted[differs] = (0, 0, 0, 0)
    height, width = found.mask.shape
    shared = QImage(painted.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    # A copy, because the bytes belong to the array, which ends here.
    return shared.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _grown(
    mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    padded = np.pad(mask, _FRAME)
    for axis in (0, 1):
        padded = np.logical_or.reduce([np.roll(padded, step, axis) for step in range(-_FRAME, _FRAME + 1)])
    return padded[_FRAME:-_FRAME, _FRAME:-_FRAME]
