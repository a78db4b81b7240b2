"""What the window says of photos, counts, sizes and likeness: one voice for all views."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from photosim.domain.files import display_path
from photosim.domain.photo import Facts
from photosim.domain.similarity import Relation
from photosim.domain.words import RELATION_WORDS, dimension_words, percent_words

_SURE_BUT_NOT_CERTAIN = 0.9999
_LIKELY = 0.5


def alike_words(probability: float) -> str:
    """How alike two pictures are that are not known to be identical: "97 % alike", never "100 %"."""
    return f"{percent_words(min(probability, _SURE_BUT_NOT_CERTAIN))} alike"


def likeness_words(relation: Relation, probability: float) -> str:
    """What a match is to the query, in words and percent: "same picture, 97 % alike".

    Where it most likely is another picture the relation says more than a low number would: "same place".
    """
    words = RELATION_WORDS[relation]
    certain = relation in (Relation.IDENTICAL_BYTES, Relation.IDENTICAL_PIXELS)
    if certain or (not relation.is_same_picture and probability < _LIKELY):
        return words
    return f"{words}, {alike_words(probability)}"


def megapixels_words(facts: Facts) -> str:
    """Width, height and, in brackets, megapixels where there are enough to tell."""
    mega = facts.pixels / 1_000_000
    if mega < 0.095:
        return dimension_words(facts.width, facts.height)
    amount = f"{mega:.0f}" if mega >= 9.95 else f"{mega:.1f}"
    return f"{dimension_words(facts.width, facts.height)} ({amount} MP)"


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
