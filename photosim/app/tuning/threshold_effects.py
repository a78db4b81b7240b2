"""What a strictness would do to a library, in figures and in words, before it is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.app.finding.groups import find_groups
from photosim.domain.progress import CancelToken, Report
from photosim.domain.similarity import Relation
from photosim.domain.words import count_words, percent_words, size_words
from photosim.similarity.threshold import ENOUGH_ANSWERS

if TYPE_CHECKING:
    from photosim.app.tuning.threshold import Examples
    from photosim.app.workspace import Workspace
    from photosim.similarity.threshold import Estimate


@dataclass(frozen=True, slots=True)
class Effect:
    """The groups of the same picture at one strictness.

    Attributes:
        strictness: 0..100.
        groups: how many there are.
        photos: files in them.
        reclaimable_bytes: what keeping one of each would free.
    """

    strictness: int
    groups: int
    photos: int
    reclaimable_bytes: int

    @property
    def words(self) -> str:
        """The figures: "118 groups, 290 photos, 1.2 GB to free"."""
        return (
            f"{count_words(self.groups, 'group')}, {count_words(self.photos, 'photo')}, "
            f"{size_words(self.reclaimable_bytes)} to free"
        )


def effect_of(workspace: Workspace, strictness: int, report: Report, cancel: CancelToken) -> Effect:
    """Group the library at a strictness; nothing is saved but what was seen of pairs.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read or written.
        ModelError: the model's files are missing or damaged.
    """
    groups = find_groups(workspace, Relation.SAME_PICTURE, report, cancel, strictness=strictness)
    return Effect(
        strictness,
        len(groups),
        sum(len(group.members) for group in groups),
        sum(group.reclaimable_bytes for group in groups),
    )


def precision_words(estimate: Estimate | None) -> str:
    """How often a strictness is right, by the user's answers, as exactly as they allow to say."""
    if estimate is None:
        return "nothing but identical pictures to join"
    if not estimate.is_enough:
        given = f"{estimate.answers} of at least {ENOUGH_ANSWERS}"
        return f"too few answers to say how often that is right ({given})"
    value, low, high = (percent_words(share) for share in (estimate.value, estimate.low, estimate.high))
    return f"about {value} right by your {estimate.answers} answers ({low} to {high})"


def examples_words(examples: Examples) -> list[str]:
    """What the user has to know of examples that no strictness does justice to, a sentence each."""
    words = []
    if examples.contradict:
        words.append(
            "No strictness does justice to all of your examples. Your word on those photos holds in any case."
        )
    if examples.lost:
        pairs = count_words(
            len(examples.lost), "pair that you called the same is", "pairs that you called the same are"
        )
        words.append(
            f"{pairs} joined at no strictness: the pictures cannot be laid on each other, or were taken at "
            "different times. Your word joins them all the same."
        )
    return words
