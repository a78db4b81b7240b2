"""Which rows show the same picture, asked of somebody who looks at the pictures.

Looking costs milliseconds a pair, and forty copies of one picture have hundreds of near pairs. So what is
already known to hang together is not asked about again: as in Borůvka's algorithm for spanning trees (1926)
every part asks, round by round, for its nearest pairs that lead out of it. What a part asks depends on
nothing beyond what it is near to, so photos elsewhere change nothing.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.photo import ContentId
from photosim.domain.similarity import ContentPair, Evidence, content_pair
from photosim.similarity.graph import Pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.similarity.space import Apart

    Verify = Callable[[Sequence[ContentPair]], Mapping[ContentPair, Evidence]]
    """Looks at pairs; those that cannot be looked at are missing in the answer."""

_HUBS, _NEAREST = 3, 3
_WHOLE = 0.9
_ALL_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Copies:
    """Pairs that are the same picture.

    Attributes:
        first: (P,) int64, rows.
        second: (P,) int64, larger than `first`.
        disagreement: (P,) float64, 0..2: one less the agreement of what both show.
        whole: (P,) bool, whether each of the two shows nearly all of the other.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    disagreement: NDArray[np.float64]
    whole: NDArray[np.bool_]


def verified_pairs(near: Pairs, keys: Sequence[ContentId], never: Apart, verify: Verify) -> Copies:
    """Pairs that are the same picture; of what hangs together by them, as many as groups need.

    First the near ones are looked at, but for those whose rows hang together already. Then, of what hangs
    together, the row that has most copies of the whole of it is held against all the others, as some copies
    are far as codes; where that leaves some over, two more rows are. What shows the whole of nothing yet is
    held against the nearest: it may lie in several pictures, and be a copy of one.

    Args:
        near: rows that lie close together.
        keys: the content that stands for each row, distinct.
        never: names rows that are never the same.
        verify: looks at pairs of contents.
    """
    looking = _Looking(keys, never, verify)
    looking.join(near)
    for _ in range(_HUBS):
        looking.gather()
    looking.settle(near)
    found = sorted(looking.same)
    first, second = (np.array([pair[side] for pair in found], np.int64) for side in (0, 1))
    evidence = [looking.same[pair] for pair in found]
    return Copies(
        first,
        second,
        np.array([1.0 - one.agreement for one in evidence], np.float64),
        np.array([_is_whole(one) for one in evidence], np.bool_),
    )


class _Looking:
    """What was asked, and what hangs together by the answers."""

    def __init__(self, keys: Sequence[ContentId], never: Apart, verify: Verify) -> None:
        self._keys = keys
        self._never = never
        self._verify = verify
        self._labels = np.arange(len(keys))
        self._walk = np.arange(len(keys))
        self._asked: set[tuple[int, int]] = set()
        self._hubs: set[int] = set()
        self.same: dict[tuple[int, int], Evidence] = {}

    def join(self, near: Pairs) -> None:
        """Ask until no near pair is left whose rows do not hang together and that was not looked at."""
        place = np.empty(len(self._keys), np.int64)
        by_key = sorted(range(len(self._keys)), key=self._keys.__getitem__)
        place[by_key] = np.arange(len(self._keys))
        self._walk = _walk(near, by_key)
        one, two = place[near.first], place[near.second]
        order = np.lexsort((np.maximum(one, two), np.minimum(one, two), near.distance))
        order = order[~self._never(near.first, near.second)[order]]
        first, second, at_once = near.first[order], near.second[order], 1
        while len(first):
            leads_out = self._labels[first] != self._labels[second]
            first, second = first[leads_out], second[leads_out]
            turn = _first_of_each(self._labels[first], self._labels[second], at_once)
            self._ask(zip(first[turn].tolist(), second[turn].tolist(), strict=True))
            first, second = first[~turn], second[~turn]
            # The first round brings together what belongs together, what is left mostly ends in a no.
            at_once = _ALL_AT_ONCE

    def gather(self) -> None:
        """Of each part that no hub holds together, hold the row with most copies against all of it."""
        partners = _by_row(self.same)
        wholly = _by_row(pair for pair, evidence in self.same.items() if _is_whole(evidence))
        parts: dict[int, list[int]] = {}
        for row in partners:
            parts.setdefault(int(self._labels[row]), []).append(row)
        stars: list[tuple[int, int]] = []
        for part in parts.values():
            rest = set(part)
            for hub in self._hubs & rest:
                rest -= partners[hub] | {hub}
            if not rest:
                continue
            candidates = (rest | {row for other in rest for row in partners[other]}) - self._hubs
            hub = min(
                candidates,
                key=lambda row: (-len(wholly.get(row, ())), -len(partners[row]), self._keys[row]),
            )
            self._hubs.add(hub)
            stars += [(min(hub, row), max(hub, row)) for row in part if row != hub]
        one, two = (np.array([pair[side] for pair in stars], np.int64) for side in (0, 1))
        allowed = np.flatnonzero(~self._never(one, two)).tolist()
        self._ask(stars[number] for number in allowed)

    def settle(self, near: Pairs) -> None:
        """Hold what shows the whole of nothing yet against the nearest that it hangs together with."""
        partial = np.zeros(len(self._keys), np.bool_)
        partial[list(_by_row(self.same))] = True
        partial[list(_by_row(pair for pair, evidence in self.same.items() if _is_whole(evidence)))] = False
        wanted = (partial[near.first] | partial[near.second]) & (
            self._labels[near.first] == self._labels[near.second]
        )
        close = near.keep(wanted & ~self._never(near.first, near.second))
        names = [
            sorted((self._keys[a], self._keys[b])) for a, b in zip(close.first, close.second, strict=True)
        ]
        asked: list[tuple[int, int]] = []
        times: Counter[int] = Counter()
        for place in sorted(range(len(close)), key=lambda place: (close.distance[place], names[place])):
            pair = int(close.first[place]), int(close.second[place])
            if pair not in self._asked and any(partial[row] and times[row] < _NEAREST for row in pair):
                times.update(pair)
                asked.append(pair)
        self._ask(asked)

    def _ask(self, rows: Iterable[tuple[int, int]]) -> None:
        new = sorted(
            {pair for pair in rows if pair not in self._asked},
            key=lambda pair: sorted((self._walk[pair[0]], self._walk[pair[1]])),
        )
        self._asked.update(new)
        pairs = [content_pair(self._keys[first], self._keys[second]) for first, second in new]
        found = self._verify(pairs)
        seen = {row: found[pair] for row, pair in zip(new, pairs, strict=True) if pair in found}
        agreed = {row: evidence for row, evidence in seen.items() if evidence.same}
        self.same.update(agreed)
        self._labels = _joined(self._labels, agreed)


def _is_whole(evidence: Evidence) -> bool:
    return min(evidence.overlap_first, evidence.overlap_second) >= _WHOLE


def _by_row(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Of each row those it has a pair with."""
    partners: dict[int, set[int]] = {}
    for first, second in pairs:
        partners.setdefault(first, set()).add(second)
        partners.setdefault(second, set()).add(first)
    return partners


def _walk(near: Pairs, by_key: Sequence[int]) -> NDArray[np.int64]:
    """The place of each row on a walk from neighbour to neighbour.

    Pairs asked for along it have the same pictures in hand again and again (Cuthill and McKee 1969).
    """
    neighbours: dict[int, list[int]] = {}
    for first, second in zip(near.first.tolist(), near.second.tolist(), strict=True):
        neighbours.setdefault(first, []).append(second)
        neighbours.setdefault(second, []).append(first)
    place = np.full(len(by_key), -1, np.int64)
    ahead: deque[int] = deque()
    reached = 0
    for start in by_key:
        ahead.append(start)
        while ahead:
            row = ahead.popleft()
            if place[row] < 0:
                place[row] = reached
                reached += 1
                ahead.extend(other for other in neighbours.get(row, ()) if place[other] < 0)
    return place


def _first_of_each(one: NDArray[np.int64], two: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Which pairs of labels are among the first `count` with one of their two labels."""
    labels = np.concatenate([one, two])
    numbers = np.concatenate([np.arange(len(one)), np.arange(len(two))])
    order = np.lexsort((numbers, labels))
    _, start, sizes = np.unique(labels[order], return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(start, sizes)
    chosen = np.zeros(len(one), bool)
    chosen[numbers[order[rank < count]]] = True
    return chosen


def _joined(labels: NDArray[np.int64], pairs: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
    """The labels after rows came together: of each part its smallest row."""
    parent: dict[int, int] = {}

    def root(label: int) -> int:
        while (above := parent.get(label, label)) != label:
            label = above
        return label

    for first, second in pairs:
        one, two = root(int(labels[first])), root(int(labels[second]))
        if one != two:
            parent[max(one, two)] = min(one, two)
    if not parent:
        return labels
    renamed = np.arange(len(labels))
    for label in parent:
        renamed[label] = root(label)
    return renamed[labels]
