"""Which photos of a group may go, and for whose sake."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from photosim.domain.actions import Decision
from photosim.domain.companions import Companions
from photosim.domain.files import Role
from photosim.domain.photo import Photo
from photosim.domain.similarity import Group, Member, Relation
from photosim.domain.words import RELATION_WORDS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A photo that may go.

    Attributes:
        victim: the photo.
        keeper: for whose sake; missing only if all that should stay are.
        relation: of the two.
        group: id of their group.
        words: why, in one sentence.
        decided: whether somebody decided it.
    """

    victim: Photo
    keeper: Photo
    relation: Relation
    group: str
    words: str
    decided: bool


def decided(group: Group, decision: Decision) -> Iterator[Candidate]:
    """What follows from a decision.

    Raises:
        ValueError: it does not fit the group, keeps nothing, or keeps and removes the same.
    """
    members = {member.photo.path: member for member in group.members}
    named = {*decision.keep, *decision.remove}
    if named - set(members):
        raise ValueError(f"group {group.id} does not have {sorted(named - set(members))}")
    if not decision.keep or set(decision.keep) & set(decision.remove):
        raise ValueError(f"the decision on group {group.id} keeps nothing, or keeps what it removes")
    kept = [members[path] for path in sorted(decision.keep)]
    present = [member for member in kept if not member.photo.missing] or kept
    for path in sorted(set(decision.remove)):
        victim = members[path]
        keeper = min(present, key=lambda member: _closeness(group, victim, member))
        relation = _relation(group, victim, keeper)
        own = keeper.photo.path == group.keeper.path
        said = victim.words if own and victim.words else RELATION_WORDS[relation]
        yield Candidate(victim.photo, keeper.photo, relation, group.id, said, decided=True)


def identical(group: Group, automatic: Collection[Relation], companions: Companions) -> Iterator[Candidate]:
    """What may go without being asked: all but one of those of equal bytes or equal pixels.

    Protected and missing photos are left alone in silence: nobody asked for them.
    """
    beside_keeper = {group.keeper.path, *(one.path for one in companions.get(group.keeper.path, ()))}
    classes: dict[bytes, list[Photo]] = {}
    by_pixels = Relation.IDENTICAL_PIXELS in automatic
    for member in group.members:
        photo = member.photo
        classes.setdefault(photo.preview_digest if by_pixels else photo.content, []).append(photo)
    for photos in classes.values():
        present = [photo for photo in photos if not photo.missing]
        if len(present) < 2:
            continue
        # The group's own keeper first, then what belongs to it: shots of one press of the button stay
        # together. Then what would stay anyway.
        keeper = min(
            present,
            key=lambda photo: (
                photo.path != group.keeper.path,
                photo.path not in beside_keeper,
                photo.role is not Role.PROTECTED,
            ),
        )
        for photo in present:
            if photo is keeper or photo.role is Role.PROTECTED:
                continue
            relation = identity(photo, keeper)
            if relation is not None and relation in automatic:
                words = RELATION_WORDS[relation]
                yield Candidate(photo, keeper, relation, group.id, words, decided=False)


def identity(one: Photo, other: Photo) -> Relation | None:
    """Whether two photos are of equal bytes, as far as the catalogue knows of equal pixels, or neither."""
    if one.content == other.content:
        return Relation.IDENTICAL_BYTES
    return Relation.IDENTICAL_PIXELS if one.preview_digest == other.preview_digest else None


def _relation(group: Group, victim: Member, keeper: Member) -> Relation:
    same = identity(victim.photo, keeper.photo)
    if same is not None:
        return same
    if keeper.photo.path == group.keeper.path:
        return victim.relation
    # What is known of the two is known through the group's keeper.
    order = list(Relation)
    far = max(victim.relation, keeper.relation, key=order.index)
    return far if not far.is_same_picture else Relation.SAME_PICTURE


def _closeness(group: Group, victim: Member, keeper: Member) -> tuple[bool, bool, bool, float, str]:
    same = identity(victim.photo, keeper.photo)
    return (
        same is not Relation.IDENTICAL_BYTES,
        same is None,
        keeper.photo.path != group.keeper.path,
        keeper.distance,
        keeper.photo.path,
    )


def by_path(groups: Collection[Group]) -> Mapping[str, Photo]:
    """All photos of the groups."""
    return {member.photo.path: member.photo for group in groups for member in group.members}
