"""What one photo is to another, in a sentence for people."""

from __future__ import annotations

import math

from photosim.domain.similarity import Evidence, Palette, Relation
from photosim.domain.words import RELATION_WORDS, duration_words, percent_words
from photosim.similarity.changes import drawn_over, lacks, recoloured, retoned, turned
from photosim.similarity.relation import Pictured, seconds_of

_SCALED = 1.04
_STRETCHED = 1.04
_DAY = 86_400.0
_PALETTES = {Palette.GREY: "without colour", Palette.TINTED: "in one tint", Palette.COLOURS: "in colour"}
# Some programs keep fewer digits of a second.
_SAME_TIME = 0.01


def sentence(
    first: Pictured,
    second: Pictured,
    relation: Relation,
    evidence: Evidence | None = None,
) -> str:
    """What the second is to the first: "same picture, cropped to 62 %, turned by 90°, 3 times smaller".

    Args:
        first: a picture, mostly the one that is kept.
        second: another.
        relation: of the two.
        evidence: the first laid on the second, or None where that was not done.
    """
    if relation is Relation.IDENTICAL_BYTES:
        return "identical file, byte for byte"
    if relation is Relation.IDENTICAL_PIXELS:
        return "identical pixels, only what is written about the photo differs"
    if relation.is_same_picture:
        return ", ".join(["same picture", *_made(first, second, evidence), *_saved(first, second)])
    return ", ".join([RELATION_WORDS[relation], *_taken(first, second, relation)])


def _made(first: Pictured, second: Pictured, evidence: Evidence | None) -> list[str]:
    if evidence is None or not evidence.same:
        return ["as other copies of it show"]
    return [
        *_extent(evidence),
        *_position(evidence),
        *_size(first, second, evidence),
        *_colours(evidence),
        *([f"{percent_words(evidence.changed)} of it changed"] if drawn_over(evidence) else []),
    ]


def _extent(evidence: Evidence) -> list[str]:
    words = []
    if lacks(evidence.overlap_first, framed=evidence.framed_first):
        words.append(f"cropped to {percent_words(evidence.overlap_first)}")
    if lacks(evidence.overlap_second, framed=evidence.framed_second):
        words.append(f"with more around it: the other is {percent_words(evidence.overlap_second)} of it")
    if evidence.framed_second:
        words.append(f"framed: it fills {percent_words(evidence.overlap_second)} of the whole")
    if evidence.framed_first:
        words.append("without the frame")
    return words


def _position(evidence: Evidence) -> list[str]:
    degrees = evidence.turn if evidence.turn <= 180.0 else 360.0 - evidence.turn
    exact = math.isclose(degrees, round(degrees), abs_tol=0.05)
    by = f"{degrees:.0f}°" if exact else f"{degrees:.1f}°"
    return [*(["mirrored"] if evidence.mirrored else []), *([f"turned by {by}"] if turned(evidence) else [])]


def _size(first: Pictured, second: Pictured, evidence: Evidence) -> list[str]:
    if evidence.transform is None:
        return []
    a, b, _, c, d, *_ = evidence.transform
    one, two = first.facts, second.facts
    # From shares of the pictures to their pixels.
    a, b = a * two.width / one.width, b * two.width / one.height
    c, d = c * two.height / one.width, d * two.height / one.height
    area, squares = abs(a * d - b * c), a * a + b * b + c * c + d * d
    words = []
    scale = math.sqrt(area)
    if not 1.0 / _SCALED <= scale <= _SCALED:
        words.append(f"{_times(1.0 / scale)} times smaller" if scale < 1 else f"{_times(scale)} times larger")
    # Of the two ways in which a matrix stretches, by how much one is longer than the other.
    spread = math.sqrt(max(0.0, squares * squares / 4.0 - area * area))
    if area and (squares / 2.0 + spread) / area > _STRETCHED:
        words.append("stretched")
    return words


def _times(factor: float) -> str:
    return f"{factor:.0f}" if factor >= 9.95 else f"{factor:.1f}".removesuffix(".0")


def _colours(evidence: Evidence) -> list[str]:
    words = []
    if recoloured(evidence):
        other = evidence.palette_first is not evidence.palette_second
        words.append(_PALETTES[evidence.palette_second] if other else "other colours")
    if retoned(evidence):
        words.append("other brightness")
    return words


def _saved(first: Pictured, second: Pictured) -> list[str]:
    one, two = first.facts.format, second.facts.format
    again = f"saved again as {two}" if one != two else "saved again"
    before, after = seconds_of([first.facts, second.facts]).tolist()
    # Comparisons with NaN are False: nothing is told where a time is unknown. When files were written tells
    # nothing either, as copying a folder writes all of them anew.
    if abs(after - before) > _SAME_TIME:
        return [again, f"dated {_span(after - before)} {'later' if after > before else 'earlier'}"]
    return [again]


def _taken(first: Pictured, second: Pictured, relation: Relation) -> list[str]:
    one, two = seconds_of([first.facts, second.facts]).tolist()
    if math.isnan(one) or math.isnan(two):
        return {Relation.SAME_PLACE: ["by its looks"], Relation.SAME_MOMENT: ["by names and looks"]}.get(
            relation, []
        )
    if relation is Relation.UNRELATED or one == two:
        return []
    return [f"taken {_span(two - one)} {'later' if two > one else 'earlier'}"]


def _span(seconds: float) -> str:
    days = abs(seconds) / _DAY
    if days < 2:
        return duration_words(abs(seconds))
    return f"{days:.0f} days" if days < 730 else f"{days / 365.25:.0f} years"
