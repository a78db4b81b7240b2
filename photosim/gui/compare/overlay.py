"""Makes visible where two pictures differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from photosim.app.finding.comparison import Difference

Flags = NDArray[np.bool_]

_AROUND = 8
"""Pixels around what differs that stay bright, too."""
_DIMMED = (0, 0, 0, 145)
_UNSEEN = (0, 0, 0, 215)


def overlay_of(found: Difference) -> NDArray[np.uint8] | None:
    """What lies over the first picture: what is alike is dimmed.

    Made in a worker, and without Qt for that reason.

    Returns:
        (H, W, 4) uint8, black of some opacity, the opacity last; None where nothing differs.
    """
    if not found.spots:
        return None
    differs = found.mask > 0
    painted = np.empty((*found.mask.shape, 4), np.uint8)
    painted[:] = _DIMMED
    painted[~found.seen] = _UNSEEN
    painted[_grown(differs)] = 0
    return painted


def _grown(mask: Flags) -> Flags:
    grown = np.pad(mask, _AROUND)
    for axis in (0, 1):
        grown = np.logical_or.reduce([np.roll(grown, step, axis) for step in range(-_AROUND, _AROUND + 1)])
    return grown[_AROUND:-_AROUND, _AROUND:-_AROUND]
