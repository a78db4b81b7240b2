"""Figures and relations as people read them: one voice for window, command line and report."""

from collections.abc import Sequence

from photosim.domain.similarity import Relation

_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")

RELATION_WORDS = {
    Relation.IDENTICAL_BYTES: "identical file",
    Relation.IDENTICAL_PIXELS: "identical pixels",
    Relation.REENCODED: "saved again",
    Relation.TURNED: "turned",
    Relation.CROPPED: "cropped",
    Relation.EDITED: "edited",
    Relation.FRAMED: "framed",
    Relation.SAME_PICTURE: "same picture",
    Relation.SAME_MOMENT: "same moment",
    Relation.SAME_PLACE: "same place",
    Relation.UNRELATED: "looks different",
}
"""What a photo is to another."""


def size_words(size: int) -> str:
    """A number of bytes, decimal as file managers show it: "3.4 MB", "812 kB", "1 byte"."""
    if size == 1:
        return "1 byte"
    value, unit = float(size), 0
    # 999.5 would be shown as 1000 of the smaller unit.
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value /= 1000
        unit += 1
    return f"{value:.1f} {_UNITS[unit]}" if unit and value < 99.95 else f"{value:,.0f} {_UNITS[unit]}"


def dimension_words(width: int, height: int) -> str:
    """Width and height with a multiplication sign between, as for 4000 by 3000 pixels."""
    return f"{width} × {height}"  # noqa: RUF001 - no letter x is meant


def count_words(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 photo", "1,240 photos"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration_words(seconds: float) -> str:
    """A span of time, as exact as matters, at least "0.1 s": "0.4 s", "3 s", "2 min 10 s", "1 h 5 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{max(seconds, 0.1):.1f} s" if 0 < seconds < 2.95 else f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest and minutes < 10 else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def percent_words(probability: float) -> str:
    """A probability (0..1) in percent, never rounded to a certainty that it is not."""
    if 0.99 < probability < 1:
        return "over 99 %"
    if 0 < probability < 0.01:
        return "under 1 %"
    return f"{probability * 100:.0f} %"


def enumerated(words: Sequence[str]) -> str:
    """A list in a sentence: "the date, GPS and 34 EXIF fields"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
