"""What was done to a picture, by what laying it on the other showed."""

from __future__ import annotations

from photosim.domain.similarity import Evidence, Relation

WHOLE = 0.97
"""Share of a picture from which on it counts as all of it."""

_TURNED = 1.0
_TONE = 8.0
_TINT = 8.0
# Strong compression, too, takes the last colour from a picture that has little.
_TINT_OF_PALETTE = 5.0
_CHANGED = 0.004


def changes(evidence: Evidence) -> tuple[Relation, ...]:
    """What sets the two apart, weightiest first; REENCODED alone where nothing else does.

    The same from either side. Small figures are not told: saving a picture again changes colours a little,
    and the alignment is exact to about a hundredth.
    """
    found = {
        Relation.FRAMED: evidence.framed_first or evidence.framed_second,
        Relation.EDITED: recoloured(evidence) or retoned(evidence) or drawn_over(evidence),
        Relation.CROPPED: lacks(evidence.overlap_first, framed=evidence.framed_first)
        or lacks(evidence.overlap_second, framed=evidence.framed_second),
        Relation.TURNED: evidence.mirrored or turned(evidence),
    }
    return tuple(relation for relation, holds in found.items() if holds) or (Relation.REENCODED,)


def lacks(overlap: float, *, framed: bool) -> bool:
    """Whether a part of the scene is to be seen in one picture only."""
    return overlap < WHOLE and not framed


def turned(evidence: Evidence) -> bool:
    """Whether one is turned, be it by a little."""
    return _TURNED < evidence.turn < 360.0 - _TURNED


def recoloured(evidence: Evidence) -> bool:
    """Whether the colours are others."""
    other = evidence.palette_first is not evidence.palette_second
    return evidence.tint > (_TINT_OF_PALETTE if other else _TINT)


def retoned(evidence: Evidence) -> bool:
    """Whether the brightness or the contrast is another."""
    return evidence.tone > _TONE


def drawn_over(evidence: Evidence) -> bool:
    """Whether a part looks different: a text, a logo, something taken out."""
    return evidence.changed > _CHANGED
