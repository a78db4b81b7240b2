"""What the user says of two pictures. It is kept by content and wins over every measurement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from photosim.domain.similarity import ContentPair


class Verdict(StrEnum):
    """What two contents are, by the user's word."""

    SAME = "same"
    """One picture, however differently they come out of every measurement."""
    NOT_SAME = "not-same"
    """Different pictures: never in one group of the same picture. They may share a moment or a place."""
    KEEP_BOTH = "keep-both"
    """Neither is to go on account of the other. Whether they are one picture is left to measurement."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The user's word on a pair of contents.

    Attributes:
        pair: as `content_pair` makes it.
        verdict: what they are.
        judged_at: when it was said, with its time zone.
        asked: whether it answers a question that photosim chose. Only such answers can be counted to
            estimate how often a setting is right: what users point out by themselves is mostly wrong
            groups.
    """

    pair: ContentPair
    verdict: Verdict
    judged_at: datetime
    asked: bool = False


@dataclass(frozen=True, slots=True)
class JudgementChange:
    """What a change of judgements did, enough to undo it.

    Attributes:
        before: the judgements of the pairs concerned, as they were.
        after: as they are now.
    """

    before: tuple[Judgement, ...]
    after: tuple[Judgement, ...]

    @property
    def inverse(self) -> JudgementChange:
        """The change that takes this one back."""
        return JudgementChange(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Judged:
    """All judgements, as grouping and planning ask for them; a pair is in one of the sets at most.

    Attributes:
        same: one picture.
        apart: different pictures.
        keep_both: neither goes on account of the other.
    """

    same: frozenset[ContentPair] = frozenset()
    apart: frozenset[ContentPair] = frozenset()
    keep_both: frozenset[ContentPair] = frozenset()

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Judged:
        """Sort judgements by their verdict."""
        pairs: dict[Verdict, set[ContentPair]] = {verdict: set() for verdict in Verdict}
        for judgement in judgements:
            pairs[judgement.verdict].add(judgement.pair)
        return cls(
            frozenset(pairs[Verdict.SAME]),
            frozenset(pairs[Verdict.NOT_SAME]),
            frozenset(pairs[Verdict.KEEP_BOTH]),
        )

    def verdict(self, pair: ContentPair) -> Verdict | None:
        """What was said of a pair, or None."""
        if pair in self.same:
            return Verdict.SAME
        if pair in self.apart:
            return Verdict.NOT_SAME
        return Verdict.KEEP_BOTH if pair in self.keep_both else None
