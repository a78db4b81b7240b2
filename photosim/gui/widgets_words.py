"""What the window says of photos, counts, sizes and likeness: one voice for all views."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from photosim.domain.files import display_path
from photosim.domain.photo import Facts
from photosim.domain.similarity import Relation

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")

TIMES = "\N{MULTIPLICATION SIGN}"
"""Stands between width and height."""

_RELATION_WORDS = {
    Relation.IDENTICAL_BYTES: "identical file",
    Relation.IDENTICAL_PIXELS: "identical pixels",
    Relation.SAME_PICTURE: "same picture",
    Relation.SAME_MOMENT: "same moment",
    Relation.SAME_PLACE: "same place",
    Relation.UNRELATED: "looks different",
}


def size_words(size: int) -> str:
    """A number of bytes for people, in decimal units as file managers count: "3.2 MB"."""
    value = float(size)
    for unit in _UNITS:
        if value < 999.5 or unit == _UNITS[-1]:
            break
        value /= 1000
    if unit == "B":
        return f"{size} B"
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:,.0f} {unit}"


def count_words(count: int, one: str, many: str) -> str:
    """A count with its noun: "1 photo", "1,240 photos"."""
    return f"{count:,} {one if count == 1 else many}"


def relation_words(relation: Relation) -> str:
    """The relation as a short chip: "same picture"."""
    return _RELATION_WORDS[relation]


def percent_words(probability: float) -> str:
    """A probability (0..1) in percent, never rounded up to a certainty it does not have."""
    percent = probability * 100
    if probability < 1.0 and percent > 99:
        return "over 99 %"
    if probability > 0.0 and percent < 1:
        return "under 1 %"
    return f"{percent:.0f} %"


def likeness_words(relation: Relation, probability: float) -> str:
    """What a match is to the query, in words and percent: "same picture, 97 % alike"."""
    words = relation_words(relation)
    if relation in (Relation.IDENTICAL_BYTES, Relation.IDENTICAL_PIXELS):
        return words
    return f"{words}, {percent_words(probability)} alike"


def pixels_words(facts: Facts) -> str:
    """Width and height in pixels, with a multiplication sign between."""
    return f"{facts.width} {TIMES} {facts.height}"


def megapixels_words(facts: Facts) -> str:
    """Width, height and, in brackets, megapixels where there are enough to tell."""
    mega = facts.pixels / 1_000_000
    if mega < 0.095:
        return pixels_words(facts)
    amount = f"{mega:.0f}" if mega >= 9.95 else f"{mega:.1f}"
    return f"{pixels_words(facts)} ({amount} MP)"


def taken_words(facts: Facts) -> str:
    """When it was taken, by the camera's clock: "2024-05-01 17:03", or "" when the photo does not say."""
    return facts.taken_at.strftime("%Y-%m-%d %H:%M") if facts.taken_at is not None else ""


def modified_words(mtime_ns: int) -> str:
    """When the file was last changed, in local time: "2024-05-01 17:03"."""
    return datetime.fromtimestamp(mtime_ns / 1e9, tz=UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def place_words(facts: Facts) -> str:
    """Where it was taken, in degrees, or "" when the photo does not say."""
    if facts.latitude is None or facts.longitude is None:
        return ""
    north = "N" if facts.latitude >= 0 else "S"
    east = "E" if facts.longitude >= 0 else "W"
    return f"{abs(facts.latitude):.4f}° {north}, {abs(facts.longitude):.4f}° {east}"


def name_of(path: str) -> str:
    """The file name, fit for display."""
    return display_path(os.path.basename(path))


def folder_of(path: str) -> str:
    """The folder a file lies in, fit for display."""
    return display_path(os.path.dirname(path))


def sentence(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
