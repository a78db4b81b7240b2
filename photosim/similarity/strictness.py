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
    LEAST_CALM_AGREEMENT,
    LEAST_CONTAINED,
    MOST_CHANGED,
)

# What a pair must show at both ends of each half of the scale, and how much of it must be unchanged. Measured
# with the pictures of scripts/benchmark/verification.py: more than eight of ten attacked copies keep the
# strict end, all keep the generous one, as do some pairs of shots of one scene.
_TO_STRICT = (float(NORMAL), float(STRICT))
_TO_NORMAL = (float(GENEROUS), float(NORMAL))
_STRICT_AGREEMENT = (LEAST_CALM_AGREEMENT, 0.94)
# What is trimmed in a page or a collage is contained by less than its overlap tells.
_STRICT_CONTAINED = (0.75, 0.99)
_STRICT_KEPT = (1.0 - MOST_CHANGED, 0.9)
_GENEROUS_AGREEMENT = (0.40, LEAST_AGREEMENT)
_GENEROUS_CONTAINED = (0.80, LEAST_CONTAINED)
_GENEROUS_KEPT = (0.4, 1.0 - MOST_CHANGED)

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
    contained, kept = max(evidence.overlap_first, evidence.overlap_second), 1.0 - evidence.changed
    if evidence.same:
        return min(
            float(np.interp(evidence.agreement, _STRICT_AGREEMENT, _TO_STRICT)),
            float(np.interp(contained, _STRICT_CONTAINED, _TO_STRICT)),
            float(np.interp(kept, _STRICT_KEPT, _TO_STRICT)),
        )
    reached = min(
        float(np.interp(evidence.agreement, _GENEROUS_AGREEMENT, _TO_NORMAL, left=-1.0)),
        float(np.interp(contained, _GENEROUS_CONTAINED, _TO_NORMAL, left=-1.0)),
        float(np.interp(kept, _GENEROUS_KEPT, _TO_NORMAL, left=-1.0)),
    )
    # Whatever the verification refused stays below the middle.
    return None if reached < GENEROUS else min(reached, float(np.nextafter(NORMAL, GENEROUS)))
