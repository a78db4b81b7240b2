"""Groups with a centre: tight pairs come together first, and no group outgrows its bound.

Joining whatever has a neighbour in common (single linkage) makes one giant group of a slow pan;
asking everybody to be near everybody (complete linkage) tears a picture from its own crops. Here,
as in minimax linkage, a group always has a member that lies within the bound of all the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.similarity.graph import Pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.similarity.space import Apart

STAGE = "Forming groups"
_TELL_EVERY = 4096
_BLOCK = 64


class Space(Protocol):
    """Where distances come from."""

    def between(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        """Every distance from `first` (A,) to `second` (B,), as (A, B); infinite for what must stay apart."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows that belong together.

    Attributes:
        medoid: among the members that lie within the bound of all the others, the one with the
            smallest sum of distances to them.
        rows: all members, ascending, the medoid included; two or more.
    """

    medoid: int
    rows: tuple[int, ...]


def bounded_clusters(
    space: Space,
    pairs: Pairs,
    keys: Sequence[bytes],
    bound: float,
    report: Report,
    cancel: CancelToken,
    *,
    never: Apart | None = None,
) -> list[Cluster]:
    """Group rows so that every member lies within `bound` of its group's medoid.

    The pairs are taken from the closest on; the groups of both rows become one where some member
    of the union lies within the bound of all of it. Each row is in at most one group. The result
    depends on the distances alone; between equal distances the keys decide, never the order of the
    rows. A row that is in no pair changes nothing.

    Args:
        space: the distances.
        pairs: rows that are close together.
        keys: one per row, distinct; they name the rows for good, as content digests do.
        bound: the largest distance to the medoid.
        report: told now and then.
        cancel: looked at now and then.
        never: names rows that are never in one group, whatever lies between them.

    Returns:
        Groups of two or more rows, ordered by their smallest key.

    Raises:
        Cancelled: a stop was asked for.
    """
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    forest = _Forest(space, order, bound, never)
    meter = RateMeter()
    for done, (first, second) in enumerate(_closest_first(pairs, order)):
        if done % _TELL_EVERY == 0:
            cancel.checkpoint()
            report(Progress(STAGE, done, len(pairs), meter.update(done)))
        forest.join(first, second)
    report(Progress(STAGE, len(pairs), len(pairs)))
    return forest.clusters()


def _closest_first(pairs: Pairs, order: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The pairs by distance, as places in `order`, so that ties too fall the same way every time."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    one, two = place[pairs.first], place[pairs.second]
    low, high = np.minimum(one, two), np.maximum(one, two)
    by_distance = np.lexsort((high, low, pairs.distance))
    return zip(low[by_distance].tolist(), high[by_distance].tolist(), strict=True)


@dataclass(slots=True)
class _Part:
    """A group in the making, of places in the order of the keys.

    Attributes:
        number: changes whenever the part grows.
        members: all of it, in the order they came.
        centers: the members that lie within the bound of all the others; never empty.
    """

    number: int
    members: NDArray[np.int64]
    centers: NDArray[np.int64]


class _Forest:
    """The parts, and the rule by which two of them become one."""

    def __init__(self, space: Space, order: NDArray[np.int64], bound: float, never: Apart | None) -> None:
        self._space = space
        self._order = order
        self._bound = bound
        self._never = never
        self._part_of: dict[int, _Part] = {}
        self._refused: set[tuple[int, int]] = set()
        self._numbers = 0

    def join(self, first: int, second: int) -> None:
        """Make one part of the parts of both, where the bound allows it."""
        one, two = self._part(first), self._part(second)
        # As long as neither has grown, asking again would give the same answer.
        if one is two or (one.number, two.number) in self._refused:
            return
        centers = np.concatenate([self._covering(one, two), self._covering(two, one)])
        if not len(centers) or self._may_never(one, two):
            self._refused |= {(one.number, two.number), (two.number, one.number)}
            return
        large, small = (one, two) if len(one.members) >= len(two.members) else (two, one)
        large.members = np.concatenate([large.members, small.members])
        large.centers = centers
        large.number = self._next_number()
        for member in small.members.tolist():
            self._part_of[member] = large

    def clusters(self) -> list[Cluster]:
        """What has two members or more, ordered by the smallest key."""
        parts = {part.number: part for part in self._part_of.values() if len(part.members) > 1}
        ordered = sorted(parts.values(), key=lambda part: int(part.members.min()))
        return [self._cluster(part) for part in ordered]

    def _part(self, place: int) -> _Part:
        part = self._part_of.get(place)
        if part is None:
            alone = np.array([place], np.int64)
            part = self._part_of[place] = _Part(self._next_number(), alone, alone)
        return part

    def _next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _covering(self, part: _Part, other: _Part) -> NDArray[np.int64]:
        """The centres of `part` that lie within the bound of all of `other` too."""
        centers = part.centers
        # Block by block: most refusals show in the first.
        for start in range(0, len(other.members), _BLOCK):
            near = self._between(centers, other.members[start : start + _BLOCK]) <= self._bound
            centers = centers[near.all(1)]
            if not len(centers):
                break
        return centers

    def _may_never(self, one: _Part, two: _Part) -> bool:
        if self._never is None:
            return False
        first = self._order[one.members]
        return any(
            self._never(first[:, None], self._order[two.members[start : start + _BLOCK]][None, :]).any()
            for start in range(0, len(two.members), _BLOCK)
        )

    def _cluster(self, part: _Part) -> Cluster:
        members, centers = np.sort(part.members), np.sort(part.centers)
        sums = np.zeros(len(centers), np.float64)
        for start in range(0, len(members), _BLOCK):
            sums += self._between(centers, members[start : start + _BLOCK]).sum(1)
        # Rounded, so that of two members the smaller key is the medoid and not the last bit's whim.
        medoid = centers[int(np.argmin(np.round(sums, 9)))]
        return Cluster(int(self._order[medoid]), tuple(np.sort(self._order[members]).tolist()))

    def _between(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        return self._space.between(self._order[first], self._order[second])
