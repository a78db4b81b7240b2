"""The self-check's findings in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photosim.domain.words import count_words, percent_words

if TYPE_CHECKING:
    from photosim.app.tuning.selfcheck import SelfCheck


def found_words(check: SelfCheck) -> str:
    """How many of the copies were found, in one sentence."""
    photos = count_words(len(check.photos), "photo")
    if not check.made:
        return f"No copy of {photos} could be made."
    share = percent_words(check.found / check.made)
    copies = count_words(check.made, "edited copy", "edited copies")
    return f"{check.found:,} of {copies} of {photos} were found ({share})."


def mistaken_words(check: SelfCheck) -> str:
    """Whether different photos were taken for one picture, in one sentence or two."""
    pairs = len(check.photos) * (len(check.photos) - 1) // 2
    if not check.joined and not check.strays:
        return (
            f"No two of your photos were taken for the same picture ({count_words(pairs, 'pair')} compared)."
        )
    parts = []
    if check.joined:
        were = count_words(len(check.joined), "pair of your own photos was", "pairs of your own photos were")
        parts.append(f"{were} called the same picture: please look whether they are.")
    if check.strays:
        copies = count_words(len(check.strays), "copy", "copies")
        parts.append(f"{copies} of one photo came into the group of another one.")
    return " ".join(parts)
