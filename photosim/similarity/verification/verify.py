"""The verdict on two pictures."""

from __future__ import annotations

from photosim.domain.similarity import Evidence
from photosim.similarity.verification.agreement import compare
from photosim.similarity.verification.alignment import align
from photosim.similarity.verification.features import Features
from photosim.similarity.verification.plain import LEAST_CORRELATION, correlate, is_plain

METHOD = 2
"""Changes whenever a pair may get another verdict: what was found by another method is looked at anew."""

LEAST_CONTAINED = 0.97
"""A copy lies whole in the original, or the original in the copy, but for the tolerance of the alignment;
two shots from nearly one place each lack a strip of the other."""

LEAST_CONTAINED_IN_LARGER = 0.93
"""The same where the other picture shows clearly more: what is put into a frame, a collage or a page is often
trimmed, and shots from nearly one place each lack about as much."""

_CLEARLY_MORE = 0.9

LEAST_AGREEMENT = 0.72
"""Median correlation of what lies on each other; other views of a scene stay below where they contain."""

_NOTHING = Evidence(
    same=False, overlap_first=0.0, overlap_second=0.0, agreement=0.0, inliers=0, turn=0.0, mirrored=False,
    scale=0.0,
)  # fmt: skip


def verify(first: Features, second: Features) -> Evidence:
    """Look whether two pictures are the same picture.

    They are where one lies whole in the other and agrees with it there, be it turned, mirrored, scaled
    or stretched, brighter or without colour. Different parts of one picture are not, nor are different
    shots of one scene. Pictures with next to nothing in them are only compared as wholes; flat ones
    are never the same.

    Args:
        first: a picture.
        second: another; exchanging them exchanges the overlaps.
    """
    alignment = align(first, second)
    if alignment is not None:
        seen = compare(first, second, alignment)
        same = seen.agreement >= LEAST_AGREEMENT and _contained(seen.overlap_first, seen.overlap_second)
        return Evidence(
            same=same,
            overlap_first=seen.overlap_first,
            overlap_second=seen.overlap_second,
            agreement=seen.agreement,
            inliers=alignment.inliers,
            turn=alignment.turn,
            mirrored=alignment.mirrored,
            scale=alignment.scale,
            transform=alignment.transform(first, second),
        )
    if is_plain(first) and is_plain(second):
        return _whole(first, second)
    return _NOTHING


def _contained(overlap_first: float, overlap_second: float) -> bool:
    smaller, larger = sorted((overlap_first, overlap_second))
    return larger >= (LEAST_CONTAINED_IN_LARGER if smaller < _CLEARLY_MORE else LEAST_CONTAINED)


def _whole(first: Features, second: Features) -> Evidence:
    likeness = correlate(first, second)
    if likeness.correlation < LEAST_CORRELATION:
        return _NOTHING
    return Evidence(
        same=True,
        overlap_first=1.0,
        overlap_second=1.0,
        agreement=likeness.correlation,
        inliers=0,
        turn=likeness.turn,
        mirrored=likeness.mirrored,
        scale=(second.grey.size / first.grey.size) ** 0.5,
        transform=likeness.transform,
    )
