"""What the user says of two pictures. It is kept by content and wins over every measurement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from photosim.domain.photo import ContentId
from photosim.domain.similarity import ContentPair, content_pair


class Verdict(StrEnum):
    """What two contents are, by the user's word."""

    SAME = "same"
    """One picture, however differently they come out of every measurement."""
    NOT_SAME = "not-same"
    """Different pictures: never in one group of the same picture. They may share a moment or a place."""
    KEEP_BOTH = "keep-both"
    """Neither is to go on account of the other. Whether they are one picture is left to measurement."""


VERDICT_WORDS = {
    Verdict.SAME: "the same picture",
    Verdict.NOT_SAME: "not the same",
    Verdict.KEEP_BOTH: "keep both",
}
"""What two photos were said to be."""


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
    """What grouping heeds of the judgements.

    Attributes:
        same: pairs that are one picture.
        different: pairs that are never in one group of the same picture, identical pixels or not.
    """

    same: frozenset[ContentPair] = frozenset()
    different: frozenset[ContentPair] = frozenset()


NOTHING_JUDGED = Judged()


class Said:
    """All that the user said, looked up by pair."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._verdicts = {judgement.pair: judgement.verdict for judgement in judgements}

    def __len__(self) -> int:
        return len(self._verdicts)

    def of(self, one: ContentId, other: ContentId) -> Verdict | None:
        """What was said of two contents, or None."""
        return None if one == other else self._verdicts.get(content_pair(one, other))

    def pairs(self, verdict: Verdict) -> frozenset[ContentPair]:
        """The pairs of one verdict."""
        return frozenset(pair for pair, said in self._verdicts.items() if said is verdict)

    @property
    def judged(self) -> Judged:
        """The part that grouping heeds."""
        return Judged(self.pairs(Verdict.SAME), self.pairs(Verdict.NOT_SAME))

    def lets_go(self, victim: ContentId, keeper: ContentId) -> bool:
        """Whether nothing was said against removing the one because the other stays."""
        return self.of(victim, keeper) in (None, Verdict.SAME)

    def keeps_all(self, contents: Iterable[ContentId]) -> bool:
        """Whether it was said of every two of these contents that both stay; False for fewer than two."""
        ordered = sorted(set(contents))
        pairs = combinations(ordered, 2)
        return len(ordered) > 1 and all(self._verdicts.get(pair) is Verdict.KEEP_BOTH for pair in pairs)

    def contradictions(self) -> list[ContentPair]:
        """Pairs called different although others, called the same, join them; "not the same" wins there."""
        group_of: dict[ContentId, ContentId] = {}

        def root(content: ContentId) -> ContentId:
            while (above := group_of.get(content, content)) != content:
                content = above
            return content

        for first, second in self.pairs(Verdict.SAME):
            one, two = root(first), root(second)
            group_of[max(one, two)] = min(one, two)
        return sorted(pair for pair in self.pairs(Verdict.NOT_SAME) if root(pair[0]) == root(pair[1]))
