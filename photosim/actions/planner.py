"""What is to be done: groups and decisions become a plan. Nothing here looks at the disk."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from photosim.actions import sentences
from photosim.actions.choosing import Candidate, by_path, decided, identical
from photosim.actions.units import Unit, UnitError
from photosim.domain.actions import AUTOMATIC, Act, Decision, FileProof, Plan, Refusal, RefusalKind, Removal
from photosim.domain.companions import Companions
from photosim.domain.files import Role, Root
from photosim.domain.judgements import Said
from photosim.domain.photo import Photo
from photosim.domain.planfile import with_id
from photosim.domain.similarity import Group, Relation

# Nobody asked for these: where they are in the way of a selection, nothing is selected, and nothing told.
_SILENT = (RefusalKind.PROTECTED, RefusalKind.JUDGED)


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

    def protects(self, path: str) -> bool:
        """Whether a file must not be touched."""
        places = (*(root.path for root in self.roots if root.role is Role.PROTECTED), *self.protected)
        return any(is_within(path, place) for place in places)


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
    _check(groups, decisions, act, target, automatic)
    said = {decision.group: decision for decision in decisions}
    kept = {path for decision in decisions for path in decision.keep}
    refused: set[Refusal] = set()
    possible: list[Removal] = []
    photos = by_path(groups)
    for candidate in _candidates(groups, said, known, automatic, act):
        answer = _considered(candidate, known, photos, kept, act)
        if isinstance(answer, Refusal):
            refused.add(answer)
        elif answer is not None:
            possible.append(answer)
    removals, chained = _unchained(_once_each(possible), kept)
    refused |= chained
    plan = Plan(
        id="",
        created_at=created_at.isoformat(timespec="seconds"),
        act=act,
        target=target,
        removals=tuple(_without_overlap(removals)),
        refused=tuple(sorted(refused, key=lambda no: (no.victim, no.keeper, no.kind, no.reason))),
        roots=tuple(sorted(root.path for root in known.roots)),
        protected=tuple(
            sorted({*known.protected, *(root.path for root in known.roots if root.role is Role.PROTECTED)})
        ),
    )
    return with_id(plan)


def is_within(path: str, place: str) -> bool:
    """Whether a path is `place` or lies below it, by their names."""
    one, other = os.path.normcase(path), os.path.normcase(place)
    return one == other or one.startswith(other if other.endswith(os.sep) else other + os.sep)


def _check(
    groups: Sequence[Group],
    decisions: Sequence[Decision],
    act: Act,
    target: str | None,
    automatic: Collection[Relation],
) -> None:
    if not set(automatic) <= AUTOMATIC:
        raise ValueError("only what is identical may be selected without a decision")
    if (act is Act.MOVE) != (target is not None):
        raise ValueError("a target belongs to a move, and to nothing else")
    if target is not None and not os.path.isabs(target):
        raise ValueError("the target is not an absolute path")
    names = [decision.group for decision in decisions]
    if len(set(names)) < len(names) or not set(names) <= {group.id for group in groups}:
        raise ValueError("each decision is on one group of its own")


def _candidates(
    groups: Sequence[Group],
    said: Mapping[str, Decision],
    known: Known,
    automatic: Collection[Relation],
    act: Act,
) -> Iterator[Candidate]:
    wanted = {Relation.IDENTICAL_BYTES} & set(automatic) if act.links else automatic
    for group in groups:
        decision = said.get(group.id)
        if decision is None:
            yield from identical(group, wanted, known.companions)
        else:
            yield from decided(group, decision)


def _considered(
    candidate: Candidate, known: Known, photos: Mapping[str, Photo], kept: Collection[str], act: Act
) -> Removal | Refusal | None:
    """The removal, why it is refused, or None for what nobody asked for and is left alone."""
    objection = _objection(candidate, known, act)
    if objection is None:
        return _removal(candidate, known, photos, kept, act)
    if not candidate.decided and objection[0] in _SILENT:
        return None
    return _refusal(candidate, *objection)


def _objection(candidate: Candidate, known: Known, act: Act) -> tuple[RefusalKind, str] | None:
    """What speaks against a candidate, apart from its companions and its likes."""
    victim, keeper = candidate.victim, candidate.keeper
    if keeper.missing:
        return RefusalKind.MISSING, sentences.NO_KEEPER
    if victim.missing:
        return RefusalKind.MISSING, sentences.VICTIM_MISSING
    if victim.role is Role.PROTECTED or known.protects(victim.path):
        return RefusalKind.PROTECTED, sentences.PROTECTED
    if not known.said.lets_go(victim.content, keeper.content):
        return RefusalKind.JUDGED, sentences.JUDGED
    if act.links and candidate.relation is not Relation.IDENTICAL_BYTES:
        return RefusalKind.DIFFERENT, sentences.LINK_DIFFERENT
    return None


def _removal(
    candidate: Candidate, known: Known, photos: Mapping[str, Photo], kept: Collection[str], act: Act
) -> Removal | Refusal:
    victim, keeper = candidate.victim, candidate.keeper
    try:
        unit = Unit.around(victim, keeper, known.companions, known.proofs, photos)
        companions = unit.leaving(kept, decided=candidate.decided, with_sidecars=not act.links)
    except UnitError as error:
        return Refusal(victim.path, keeper.path, RefusalKind.COMPANION, str(error))
    removal = Removal(
        victim=proof_of(victim),
        keeper=proof_of(keeper),
        companions=companions,
        relation=candidate.relation,
        group=candidate.group,
        words=candidate.words,
        decided=candidate.decided,
    )
    if any(known.protects(file.path) for file in removal.going()):
        return _refusal(candidate, RefusalKind.PROTECTED, sentences.PROTECTED)
    if _same_file(removal):
        return _refusal(candidate, RefusalKind.SAME_FILE, sentences.SAME_FILE)
    return removal


def proof_of(photo: Photo) -> FileProof:
    """A photo as a plan knows it."""
    return FileProof(photo.path, photo.stamp, photo.content)


def _same_file(removal: Removal) -> bool:
    """Whether something that goes is something that stays, under another name."""
    stays = {_identity(file) for file in removal.staying() if file.stamp.inode}
    return any(_identity(file) in stays for file in removal.going())


def _identity(file: FileProof) -> tuple[int, int]:
    return file.stamp.device, file.stamp.inode


def _refusal(candidate: Candidate, kind: RefusalKind, sentence: str) -> Refusal:
    victim, keeper = candidate.victim.path, candidate.keeper.path
    return Refusal(victim, keeper, kind, sentences.with_paths(sentence, victim, keeper))


def _once_each(removals: Sequence[Removal]) -> list[Removal]:
    """One removal for each victim, the one with the best ground, by path."""
    order = list(Relation)
    best: dict[str, Removal] = {}
    for removal in sorted(
        removals,
        key=lambda one: (order.index(one.relation), not one.decided, one.group, one.keeper.path),
    ):
        best.setdefault(removal.victim.path, removal)
    return sorted(best.values(), key=lambda one: one.victim.path)


def _unchained(removals: Sequence[Removal], kept: Collection[str]) -> tuple[list[Removal], set[Refusal]]:
    """Only those removals of which nothing that goes is to stay, and the refusals of the others."""
    staying = [file for removal in removals for file in removal.staying()]
    paths = {*kept, *(file.path for file in staying)}
    # A file that stays may have a second name.
    files = {_identity(file) for file in staying if file.stamp.inode}
    left: list[Removal] = []
    refused: set[Refusal] = set()
    for removal in removals:
        if any(file.path in paths or _identity(file) in files for file in removal.going()):
            victim, keeper = removal.victim.path, removal.keeper.path
            reason = sentences.with_paths(sentences.CHAIN, victim, keeper)
            refused.add(Refusal(victim, keeper, RefusalKind.CHAIN, reason))
        else:
            left.append(removal)
    return left, refused


def _without_overlap(removals: Sequence[Removal]) -> Iterator[Removal]:
    """Every file goes once: a victim that goes as another's companion needs no removal of its own."""
    taken: set[str] = set()
    for removal in removals:
        if removal.victim.path in taken:
            continue
        companions = tuple(one for one in removal.companions if one.file.path not in taken)
        taken.update((removal.victim.path, *(one.file.path for one in companions)))
        yield replace(removal, companions=companions)
