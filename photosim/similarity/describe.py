"""A group as it is shown: keeper first, every member seen from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from photosim.domain.encoder import Encoder
from photosim.domain.photo import ContentId, Photo
from photosim.domain.similarity import (
    ContentPair,
    Evidence,
    Group,
    Member,
    Relation,
    content_pair,
    seen_from,
)
from photosim.similarity.belief import believed
from photosim.similarity.keeper_rules import Pick, pick_by_default
from photosim.similarity.relation import closer, judge, may_be_copies
from photosim.similarity.sentences import sentence
from photosim.similarity.table import PhotoTable


def pairs_to_verify(
    table: PhotoTable,
    numbers: Sequence[int],
    relation: Relation,
    bound: float,
    pick: Pick = pick_by_default,
) -> list[ContentPair]:
    """What must be looked at before the group can be described: the keeper beside the others.

    Args:
        table: the library.
        numbers: the contents of the group.
        relation: what holds the group together.
        bound: the largest distance at which pairs are looked at; within one picture all are.
        pick: chooses the keeper.
    """
    keeper = pick(table.files_of(numbers), relation).keeper
    origin = _number_of(table, numbers, keeper)
    distances = table.distances(origin, numbers)
    return [
        content_pair(keeper.content, table.contents[number])
        for number, distance in zip(numbers, distances, strict=True)
        if number != origin
        and (distance <= bound or relation is Relation.SAME_PICTURE)
        and may_be_copies(keeper, table.photos[number][0])
        and keeper.preview_digest != table.photos[number][0].preview_digest
    ]


def describe(
    table: PhotoTable,
    numbers: Sequence[int],
    relation: Relation,
    encoder: Encoder,
    evidence: Mapping[ContentPair, Evidence],
    pick: Pick = pick_by_default,
) -> Group:
    """The group of these contents with all their files.

    Distances are the keeper's own. So are probabilities; where another member of the same picture was
    found to be the same as both, and that makes it likelier, the chance of both steps counts. A
    member's relation is at least that of the group.

    Args:
        table: the library.
        numbers: the contents.
        relation: what holds the group together.
        encoder: the one the table's codes come from.
        evidence: of pairs that were looked at, those of `pairs_to_verify` among them.
        pick: chooses the keeper, as it did for `pairs_to_verify`.
    """
    choice = pick(table.files_of(numbers), relation)
    keeper = choice.keeper
    origin = _number_of(table, numbers, keeper)
    chance = _Chances(table, numbers, encoder, evidence)
    members = []
    for number, distance in zip(numbers, table.distances(origin, numbers), strict=True):
        first = table.photos[number][0]
        found = seen_from(keeper.content, first.content, evidence)
        seen, probability = judge(keeper, first, distance, encoder, found)
        if relation is Relation.SAME_PICTURE and not seen.is_identical:
            probability = max(probability, chance.by_way_of_another(origin, number))
        told = closer(seen, relation)
        overlap = 1.0 if seen.is_identical else found.overlap_first if found and found.scale else None
        members += [
            Member(photo, told, distance, probability, overlap, found, _words(keeper, photo, told, found))
            for photo in table.photos[number]
        ]
    members.sort(key=lambda member: (member.photo.path != keeper.path, member.distance, member.photo.path))
    return Group(
        id=group_id(relation, (table.contents[number] for number in numbers)),
        relation=relation,
        members=tuple(members),
        reasons=choice.reasons,
    )


def _words(keeper: Photo, photo: Photo, relation: Relation, found: Evidence | None) -> str:
    if photo.path == keeper.path:
        return ""
    return sentence(keeper, photo, relation, found)


def group_id(relation: Relation, contents: Iterable[ContentId]) -> str:
    """A name that depends on the relation and on the contents, not on paths or on other groups."""
    digest = hashlib.blake2b(relation.value.encode(), digest_size=8)
    for content in sorted(contents):
        digest.update(content)
    return digest.hexdigest()


class _Chances:
    """How likely members are the same picture by what was seen between them."""

    def __init__(
        self,
        table: PhotoTable,
        numbers: Sequence[int],
        encoder: Encoder,
        evidence: Mapping[ContentPair, Evidence],
    ) -> None:
        self._table = table
        self._numbers = numbers
        self._encoder = encoder
        self._evidence = evidence

    def by_way_of_another(self, first: int, second: int) -> float:
        """The likeliest of the ways over one other member, 0 where there is none."""
        others = (other for other in self._numbers if other not in (first, second))
        ways = (self._seen_same(first, other) * self._seen_same(other, second) for other in others)
        return max(ways, default=0.0)

    def _seen_same(self, first: int, second: int) -> float:
        one, other = (self._table.contents[number] for number in (first, second))
        found = self._evidence.get(content_pair(one, other))
        if found is None or not found.same:
            return 0.0
        (distance,) = self._table.distances(first, [second])
        return believed(self._encoder.likeness(distance), same=True)


def _number_of(table: PhotoTable, numbers: Sequence[int], photo: Photo) -> int:
    return next(number for number in numbers if table.contents[number] == photo.content)
