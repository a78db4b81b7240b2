"""What two photos are to each other, once the user has said something about them."""

from __future__ import annotations

from dataclasses import replace

from photosim.domain.encoder import Encoder
from photosim.domain.judgements import Said, Verdict
from photosim.domain.similarity import Evidence, Group, Member, Relation
from photosim.similarity.relation import Pictured, judge

_NOT_LOOKED_AT = Evidence(
    same=False, overlap_first=0.0, overlap_second=0.0, agreement=0.0, inliers=0, turn=0.0, mirrored=False,
    scale=0.0,
)  # fmt: skip


def judge_by_word(
    first: Pictured,
    second: Pictured,
    distance: float,
    encoder: Encoder,
    evidence: Evidence | None,
    verdict: Verdict | None,
) -> tuple[Relation, float]:
    """The relation of two pictures and the probability (0..1) that they are the same; the user's word wins.

    That bytes or pixels are identical is a fact and stays the relation whatever was said.

    Args:
        first: a picture.
        second: another.
        distance: L2 between their codes, 0..2.
        encoder: the one the codes come from.
        evidence: what laying them on each other showed, None: not done.
        verdict: what the user said, None: nothing.
    """
    if verdict is Verdict.NOT_SAME:
        evidence = replace(evidence or _NOT_LOOKED_AT, same=False)
    relation, probability = judge(first, second, distance, encoder, evidence)
    if verdict is Verdict.NOT_SAME:
        return relation, 0.0
    if verdict is Verdict.SAME:
        return relation if relation.is_same_picture else Relation.SAME_PICTURE, 1.0
    return relation, probability


def told_by_user(group: Group, said: Said) -> Group:
    """The group, with what the user said of its members and the keeper in place of what was found."""
    keeper = group.keeper.content
    return replace(
        group, members=tuple(_told(member, said.of(keeper, member.photo.content)) for member in group.members)
    )


def _told(member: Member, verdict: Verdict | None) -> Member:
    if verdict is not Verdict.SAME or not member.relation.is_same_picture or member.relation.is_identical:
        return member
    seen = member.evidence is not None and member.evidence.same
    return replace(member, probability=1.0, words=member.words if seen else "same picture, as you said")
