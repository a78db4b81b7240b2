"""Numbers and relations in words."""

from __future__ import annotations

from photosim.domain.similarity import Relation

RELATION_WORDS = {
    Relation.IDENTICAL_BYTES: "identical file",
    Relation.IDENTICAL_PIXELS: "identical pixels",
    Relation.SAME_PICTURE: "same picture",
    Relation.SAME_MOMENT: "same moment",
    Relation.SAME_PLACE: "same place",
    Relation.UNRELATED: "unrelated",
}


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 photo`, `1,200 photos`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """A time span, rounded to what matters: `3 s`, `2 min 10 s`, `3 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def percent(share: float) -> str:
    """A probability for people; never `100 %` for what is merely almost certain."""
    if 0.999 <= share < 1:
        return "> 99.9 %"
    return f"{share * 100:.1f} %"
