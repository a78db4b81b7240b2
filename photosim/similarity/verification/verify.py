"""The verdict on two pictures."""

from __future__ import annotations

from photosim.domain.similarity import Evidence, Transform, inverted
from photosim.similarity.verification.agreement import Agreement, compare
from photosim.similarity.verification.alignment import Alignment, align
from photosim.similarity.verification.border import WHOLE
from photosim.similarity.verification.colours import colours
from photosim.similarity.verification.features import Features
from photosim.similarity.verification.frame import is_framed
from photosim.similarity.verification.geometry import overlaps, sticks_out
from photosim.similarity.verification.plain import LEAST_CORRELATION, correlate, equal, is_plain

METHOD = 10
"""Changes whenever a pair may get another verdict: what was found by another method is looked at anew."""

LEAST_CONTAINED = 0.97
"""A copy lies whole in the original, or the original in the copy, but for the tolerance of the alignment;
two shots from nearly one place each lack a strip of the other."""

LEAST_CONTAINED_IN_LARGER = 0.93
"""The same where the other picture shows far more: what is put into a collage or a page is often trimmed."""

LEAST_AGREEMENT = 0.72
"""Median correlation of what lies on each other; other views of a scene stay below where they contain."""

LEAST_CALM_AGREEMENT = 0.55
"""The same where next to nothing is changed: noise and strong compression blur small windows everywhere."""

MOST_STICKING_OUT = 0.008
"""How far a copy may seem to reach beyond its original, in widths or heights."""

MOST_SHIFTED = 0.003
"""The same where both pictures show equally much and enough points tell exactly where they lie: such a copy
lies on its original to a thousandth, and what is shifted by more is another shot."""

MOST_CHANGED = 0.18
"""Share of what both show that may be drawn over; two of a hundred captioned and reposted copies differ
in more, and nearly all shots of people from a tripod."""

_CALM = 0.05
# Share of the picture, and points that lie on each other. Of 1,018 attacked copies with these figures none is
# shifted by more, of frames of a burst all but one in eighty are (scripts/benchmark/groups.py).
_EQUALLY_MUCH, _EXACTLY_LAID = 0.004, 50
_CLEARLY_MORE = 0.6

_NOTHING = Evidence(
    same=False, overlap_first=0.0, overlap_second=0.0, agreement=0.0, inliers=0, turn=0.0, mirrored=False,
    scale=0.0,
)  # fmt: skip


def verify(first: Features, second: Features) -> Evidence:
    """Look whether two pictures are the same picture.

    They are where one lies whole in the other and agrees with it there, be it turned, mirrored, scaled
    or stretched, brighter or without colour. Different parts of one picture are not, nor are different
    shots of one scene. Pictures with next to nothing in them are only compared as wholes; mist and walls
    must be equal but for compression, and what is of one colour is never the same.

    Args:
        first: a picture.
        second: another; exchanging them exchanges the overlaps.
    """
    alignment = align(first, second)
    if alignment is not None:
        return _laid(first, second, alignment)
    if is_plain(first) and is_plain(second):
        return _whole(first, second)
    return _NOTHING


def _laid(first: Features, second: Features, alignment: Alignment) -> Evidence:
    transform = alignment.transform(first, second)
    found = colours(first, second, transform)
    framed_first = is_framed(second, first, inverted(transform))
    framed_second = is_framed(first, second, transform)
    boxes = (first.box if framed_first else WHOLE, second.box if framed_second else WHOLE)
    # Two views of one program have the same frame, and other words in it.
    in_one_frame = min(overlaps(WHOLE, WHOLE, transform)) >= LEAST_CONTAINED
    seen = compare(first, second, alignment, (WHOLE, WHOLE) if in_one_frame else boxes)
    overlap_first, overlap_second = overlaps(*boxes, transform)
    # Two screens may show one picture in different places.
    shifted = not (framed_first and framed_second) and _is_shifted(alignment, transform)
    contained = _contained(first, second, transform, sorted((overlap_first, overlap_second)))
    return Evidence(
        same=_agrees(seen) and contained and not shifted,
        overlap_first=overlap_first,
        overlap_second=overlap_second,
        agreement=seen.agreement,
        inliers=alignment.inliers,
        turn=alignment.turn,
        mirrored=alignment.mirrored,
        scale=alignment.scale,
        transform=transform,
        residual=seen.residual,
        changed=seen.changed,
        tone=seen.tone,
        tint=found.tint,
        palette_first=found.first,
        palette_second=found.second,
        framed_first=framed_first,
        framed_second=framed_second,
    )


def _agrees(seen: Agreement) -> bool:
    least = LEAST_CALM_AGREEMENT if seen.changed <= _CALM else LEAST_AGREEMENT
    return seen.agreement >= least and seen.changed <= MOST_CHANGED


def _is_shifted(alignment: Alignment, transform: Transform) -> bool:
    """Whether each lacks a strip of the other although they show equally much: the camera moved."""
    a, b, _, c, d, *_ = transform
    if alignment.inliers < _EXACTLY_LAID or abs(abs(a * d - b * c) - 1.0) > _EQUALLY_MUCH:
        return False
    out = min(sticks_out(WHOLE, transform), sticks_out(WHOLE, inverted(transform)))
    return out > MOST_SHIFTED


def _contained(first: Features, second: Features, transform: Transform, overlap: list[float]) -> bool:
    """Whether one of them, borders left aside, lies whole in the other."""
    smaller, larger = overlap
    if smaller < _CLEARLY_MORE and larger >= LEAST_CONTAINED_IN_LARGER:
        return True
    out = min(sticks_out(first.box, transform), sticks_out(second.box, inverted(transform)))
    return out <= MOST_STICKING_OUT


def _whole(first: Features, second: Features) -> Evidence:
    likeness = correlate(first, second)
    if likeness.correlation < LEAST_CORRELATION:
        as_good_as_equal = equal(first, second)
        if as_good_as_equal is None:
            return _NOTHING
        likeness = as_good_as_equal
    found = colours(first, second, likeness.transform)
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
        tint=found.tint,
        palette_first=found.first,
        palette_second=found.second,
    )
