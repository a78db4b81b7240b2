"""What is to be done: groups and decisions become a plan. Nothing here looks at the disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from photosim.domain.actions import AUTOMATIC, Act, Decision, FileProof, Plan
from photosim.domain.companions import Companions
from photosim.domain.files import Root
from photosim.domain.judgements import Said
from photosim.domain.similarity import Group, Relation


@dataclass(frozen=True, slots=True)
class Known:
    """What the planner may rely on.

    Attributes:
        roots: the library's folders with their roles; what lies in a protected one never goes.
        companions: of the photos of the groups; a photo that is not in it never goes.
        proofs: of companions that are no photos of the groups, by path.
        said: the user's judgements.
        protected: further files or folders that must not be touched, absolute.
    """

    roots: tuple[Root, ...]
    companions: Companions
    proofs: Mapping[str, FileProof]
    said: Said
    protected: tuple[str, ...] = ()


def make_plan(
    groups: Sequence[Group],
    decisions: Sequence[Decision],
    known: Known,
    *,
    act: Act,
    created_at: datetime,
    target: str | None = None,
    automatic: Collection[Relation] = AUTOMATIC,
) -> Plan:
    """Plan the removals that follow from decisions and, where there are none, from identity.

    In a group without a decision only photos identical to another of the group are selected, and one of
    each stays. A file that is to be kept for the sake of another is never removed by the same plan,
    whichever groups the two are in. The result depends neither on the order of the groups nor on that of
    the decisions.

    Args:
        groups: what belongs together.
        decisions: at most one for each group.
        known: what is known besides.
        act: what becomes of the victims.
        created_at: with time zone.
        target: folder to move to, absolute; only and always for `Act.MOVE`.
        automatic: what is selected without a decision, a part of `AUTOMATIC`.

    Raises:
        ValueError: `automatic` asks for more than identity, a group has two decisions, a decision is of
            no group or names paths the group does not have, keeps none, or keeps and removes the same;
            `target` does not fit the act.
    """
    raise NotImplementedError
