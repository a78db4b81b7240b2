"""What is said of matches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from photosim.domain.progress import Progress
from photosim.domain.similarity import Match, Relation
from photosim.domain.words import count_words
from photosim.gui.kit import words
from photosim.gui.photos.model import PhotoItem, item_of_match

_SUMMARY = {
    Relation.IDENTICAL_BYTES: ("identical file", "identical files"),
    Relation.IDENTICAL_PIXELS: ("with identical pixels", "with identical pixels"),
    Relation.SAME_PICTURE: ("of the same picture", "of the same picture"),
    Relation.SAME_MOMENT: ("of the same moment", "of the same moment"),
    Relation.SAME_PLACE: ("of the same place", "of the same place"),
}


def summary_words(matches: Sequence[Match]) -> str:
    """What was found, closest relation first: "1 identical file, 3 of the same picture"."""
    return _counted(matches) or "Nothing like it; these come closest"


def looking_words(matches: Sequence[Match], looked: Progress) -> str:
    """What was found so far: "3 of the same picture · looking closer: 20 of 100"."""
    going_on = f"looking closer: {looked.done:,} of {looked.total or 0:,}"
    found = _counted(matches)
    return f"{found} · {going_on}" if found else words.sentence(going_on)


def caption_of(item: PhotoItem) -> str:
    """What stands under a match: its likeness and distance; after a search for colours, how they differ."""
    match = item.match
    if match is None:
        return ""
    if item.words:
        return item.words
    return f"{words.likeness_words(match.relation, match.probability)}\ndistance {match.distance:.2f}"


def item_of_sketched(match: Match) -> PhotoItem:
    """The cell of a match of colours."""
    return replace(item_of_match(match), words=match.words)


def _counted(matches: Sequence[Match]) -> str:
    counts = Counter(_summed(match.relation) for match in matches)
    return ", ".join(
        count_words(counts[relation], *_SUMMARY[relation]) for relation in _SUMMARY if counts[relation]
    )


def _summed(relation: Relation) -> Relation:
    return Relation.SAME_PICTURE if relation.is_same_picture and not relation.is_identical else relation
