"""What a strictness asks of two pictures, and how strict one may be for a pair to be the same still.

In the middle of the scale the verdict of the verification counts. Towards strict, pictures must
also agree and contain each other better; towards generous, what falls somewhat short of that verdict is
taken for the same, too, and pictures are looked at that lie further apart as codes. So whatever is the same
at one strictness is the same at every more generous one, and the figures of the verification are enough:
nothing has to be looked at again when the strictness changes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from photosim.domain.encoder import Thresholds
from photosim.domain.similarity import Evidence
from photosim.domain.strictness import GENEROUS, NORMAL, STRICT, checked
from photosim.similarity.verification.verify import (
    LEAST_AGREEMENT,
    LEAST_CONTAINED,
    LEAST_CONTAINED_IN_LARGER,
)

# Measured with the pictures of scripts/benchmark/verification.py: nine of ten attacked copies keep the strict
# bounds, all keep the generous ones, as do some pairs of shots of one scene.
_SCALE = (float(GENEROUS), float(NORMAL), float(STRICT))
_AGREEMENT = (0.40, LEAST_AGREEMENT, 0.94)
_CONTAINED = (0.85, LEAST_CONTAINED, 0.99)
_CONTAINED_IN_LARGER = (0.81, LEAST_CONTAINED_IN_LARGER, 0.97)
_CLEARLY_MORE = 0.9

_FURTHER = 0.5
"""At the generous end the distance grows by this part of what lies between both of the model's thresholds."""


def widest_distance(strictness: int, thresholds: Thresholds) -> float:
    """The largest distance between codes at which a pair is looked at.

    Args:
        strictness: 0..100.
        thresholds: of the model that the codes come from.
    """
    generosity = max(0.0, NORMAL - checked(strictness)) / (NORMAL - GENEROUS)
    return thresholds.similar + generosity * _FURTHER * (thresholds.similar - thresholds.same_picture)


def at(strictness: int, evidence: Evidence) -> Evidence:
    """The evidence with the verdict that it has at this strictness.

    Args:
        strictness: 0..100; at 50 the verdict stays what it is.
        evidence: as the verification gave it.
    """
    if checked(strictness) == NORMAL:
        return evidence
    reached = strictest(evidence)
    same = reached is not None and strictness <= reached
    return evidence if same is evidence.same else replace(evidence, same=same)


def strictest(evidence: Evidence) -> float | None:
    """The strictest value at which a pair is the same, 0..100; None where it is at none.

    Args:
        evidence: as the verification gave it.
    """
    if not evidence.scale:
        return None
    smaller, larger = sorted((evidence.overlap_first, evidence.overlap_second))
    contained = _CONTAINED_IN_LARGER if smaller < _CLEARLY_MORE else _CONTAINED
    reached = min(_reached(evidence.agreement, _AGREEMENT), _reached(larger, contained))
    if evidence.same:
        return max(float(NORMAL), reached)
    return None if reached < GENEROUS else min(reached, float(np.nextafter(NORMAL, GENEROUS)))


def _reached(figure: float, bounds: tuple[float, float, float]) -> float:
    """The strictest value whose bound the figure keeps; below the scale where it keeps none."""
    return float(np.interp(figure, bounds, _SCALE, left=-1.0))
