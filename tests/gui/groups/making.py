"""Groups made from nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from photosim.domain.similarity import Group, Member, Relation
from tests.gui.making import photo


def group_of(
    number: int,
    count: int = 3,
    *,
    relation: Relation = Relation.SAME_PICTURE,
    member: Relation = Relation.SAME_PICTURE,
    probability: float = 0.9,
    size: int = 1000,
    year: int = 2020,
) -> Group:
    """A group of photos that are in no file; all its members are the same to the keeper."""
    taken = datetime(year, 1, 1)  # noqa: DTZ001 - the camera's own clock
    photos = [photo(number * 100 + n, size=size, taken=taken) for n in range(count)]
    members = [Member(photos[0], Relation.IDENTICAL_BYTES, 0.0, 1.0)]
    members += [Member(known, member, 0.3, probability) for known in photos[1:]]
    return Group(f"group-{number}", relation, tuple(members), ("more pixels: 12 MP against 3 MP",))


def with_paths(group: Group, *paths: str, format: str = "JPEG") -> Group:  # noqa: A002 - as in `Facts`
    """The group with other paths, and all photos of one format."""
    members = [
        replace(
            member,
            photo=replace(member.photo, path=path, facts=replace(member.photo.facts, format=format)),
        )
        for member, path in zip(group.members, paths, strict=True)
    ]
    return replace(group, members=tuple(members))
