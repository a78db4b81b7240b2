"""The facts by which photos of one picture are weighed against each other."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from photosim.domain.files import Role, display_path
from photosim.domain.photo import Photo
from photosim.domain.words import count_words, dimension_words
from photosim.gui.photos.facts import Fact, FactRow, Facts, fact_values, side_by_side

_AS_SHARP = 1.1


def weighed(photos: Sequence[Photo]) -> list[FactRow]:
    """Every fact of the photos, those first in which they differ."""
    facts = [_facts(photo) for photo in photos]
    if len({(photo.facts.width, photo.facts.height) for photo in photos}) > 1:
        # Smaller pictures look sharper, and other parts of a picture are otherwise sharp.
        facts = [_without_ranks(known, "Sharpness", "File size") for known in facts]
    if len({photo.facts.format for photo in photos}) > 1:
        # More bytes tell of less compression only where as many pixels are stored in the same way.
        facts = [_without_ranks(known, "File size") for known in facts]
    places = _told_apart([os.path.dirname(photo.path) for photo in photos])
    for known, place in zip(facts, places, strict=True):
        known["Folder"] = replace(known["Folder"], text=display_path(place))
    rows = side_by_side(*facts)
    return sorted(rows, key=lambda row: not row.differs)


def _facts(photo: Photo) -> Facts:
    known, facts = fact_values(photo), photo.facts
    ranked: Facts = {
        "Pixels": Fact(dimension_words(facts.width, facts.height), rank=facts.pixels),
        "File size": replace(known["File size"], rank=photo.stamp.size),
        "Format": known["Format"],
        "JPEG quality": Fact(
            "" if facts.jpeg_quality is None else str(facts.jpeg_quality), rank=facts.jpeg_quality
        ),
        "Sharpness": Fact(f"{facts.sharpness:,.0f}", rank=facts.sharpness, tolerance=_AS_SHARP),
        "Taken": known["Taken"],
        "Camera": known["Camera"],
        "Place": known["Place"],
        "EXIF": Fact(
            count_words(facts.exif_fields, "field") if facts.exif_fields else "none", rank=facts.exif_fields
        ),
        "Saved by": Fact(facts.software),
        "Changed": known["Changed"],
        "Folder": replace(known["Folder"], rank=int(photo.role is Role.PROTECTED)),
        "Removal": Fact("protected" if photo.role is Role.PROTECTED else "allowed"),
        "Last scan": Fact("not found" if photo.missing else "found", rank=int(not photo.missing)),
    }
    return ranked


def _told_apart(folders: Sequence[str]) -> list[str]:
    """Folders without what they share at the beginning."""
    if len(set(folders)) == 1:
        return list(folders)
    try:
        shared = os.path.commonpath(folders)
    except ValueError:  # on different drives
        return list(folders)
    return [os.path.join("…", os.path.relpath(folder, os.path.dirname(shared))) for folder in folders]


def _without_ranks(facts: Facts, *labels: str) -> Facts:
    return {label: replace(fact, rank=None) if label in labels else fact for label, fact in facts.items()}
