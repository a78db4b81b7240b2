"""What a cell of a grid says of its photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photosim.domain.files import display_path
from photosim.domain.words import dimension_words, size_words
from photosim.gui.kit import words

if TYPE_CHECKING:
    from photosim.gui.photos.model import PhotoItem


def tooltip_of(item: PhotoItem) -> str:
    """The whole path and the facts, one a line, as plain text."""
    lines = [display_path(item.path), size_words(item.stamp.size)]
    if item.photo is not None:
        facts = item.photo.facts
        lines[1] = f"{words.megapixels_words(facts)}, {lines[1]}, {facts.format}"
        lines += [line for line in (words.taken_words(facts), facts.camera, words.place_words(facts)) if line]
    if item.match is not None:
        match = item.match
        lines.append(words.sentence(item.words or words.likeness_words(match.relation, match.probability)))
        lines.append(f"Distance {match.distance:.3f}")
    if item.missing:
        lines.append("Missing: the last scan did not find it")
    if item.protected:
        lines.append("Lies in a protected folder")
    return "\n".join(lines)


def spoken_of(item: PhotoItem) -> str:
    """The cell for a screen reader."""
    parts = [words.name_of(item.path)]
    if item.number:
        parts.insert(0, f"{item.number}")
    if item.mark:
        parts.append(item.mark.lower())
    if item.match is not None:
        parts.append(words.likeness_words(item.match.relation, item.match.probability))
    if item.photo is not None:
        parts.append(dimension_words(item.photo.facts.width, item.photo.facts.height))
    if item.missing:
        parts.append("missing")
    if item.protected:
        parts.append("protected")
    return ", ".join(parts)
