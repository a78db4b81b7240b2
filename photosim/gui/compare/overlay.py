"""Makes visible where two pictures differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from photosim.app.finding.comparison import Difference

Flags = NDArray[np.bool_]

_AROUND = 8
"""Pixels around what differs that stay bright, too."""
_DIMMED = (0, 0, 0, 145)
_UNSEEN = (0, 0, 0, 215)


def overlay_of(found: Difference) -> QImage | None:
    """What lies over the first picture: what is alike is dimmed.

    None where nothing differs. To be called in a worker.
    """
    if not found.spots:
        return None
    differs = found.mask > 0
    painted = np.empty((*found.mask.shape, 4), np.uint8)
    painted[:] = _DIMMED
    painted[~found.seen] = _UNSEEN
    painted[_grown(differs)] = 0
    height, width = found.mask.shape
    shared = QImage(painted.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    # A copy, because the bytes belong to the array, which ends here.
    return shared.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _grown(mask: Flags) -> Flags:
    grown = np.pad(mask, _AROUND)
    for axis in (0, 1):
        grown = np.logical_or.reduce([np.roll(grown, step, axis) for step in range(-_AROUND, _AROUND + 1)])
    return grown[_AROUND:-_AROUND, _AROUND:-_AROUND]
