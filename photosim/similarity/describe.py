"""A group as it is shown: keeper first, every member seen from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from photosim.domain.encoder import Encoder
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Group, Member, Relation
from photosim.similarity.keeper import PICTURE_RULES, SHOT_RULES, choose
from photosim.similarity.relation import closer, judge
from photosim.similarity.table import PhotoTable


def describe(table: PhotoTable, numbers: Sequence[int], relation: Relation, encoder: Encoder) -> Group:
    """The group of these contents with all their files.

    Distances and probabilities are the keeper's own; a member may lie further from the keeper than
    from the medoid, and then its probability says so. Its relation is at least that of the group.

    Args:
        table: the library.
        numbers: the contents.
        relation: what holds the group together.
        encoder: the one the table's codes come from.
    """
    rules = PICTURE_RULES if relation is Relation.SAME_PICTURE else SHOT_RULES
    choice = choose(table.files_of(numbers), rules)
    keeper = choice.keeper
    origin = next(number for number in numbers if table.contents[number] == keeper.content)
    members = []
    for number, distance in zip(numbers, table.distances(origin, numbers), strict=True):
        seen, probability = judge(keeper, table.photos[number][0], distance, encoder)
        members += [
            Member(photo, closer(seen, relation), distance, probability) for photo in table.photos[number]
        ]
    members.sort(key=lambda member: (member.photo.path != keeper.path, member.distance, member.photo.path))
    return Group(
        id=group_id(relation, (table.contents[number] for number in numbers)),
        relation=relation,
        members=tuple(members),
        reasons=choice.reasons,
    )


def group_id(relation: Relation, contents: Iterable[ContentId]) -> str:
    """A name that depends on the relation and on the contents, not on paths or on other groups."""
    digest = hashlib.blake2b(relation.value.encode(), digest_size=8)
    for content in sorted(contents):
        digest.update(content)
    return digest.hexdigest()
