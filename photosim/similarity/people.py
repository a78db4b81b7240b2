"""Faces become people: average linkage over the graph of near faces, around what the user said.

Two groups of faces join when the mean squared distance between their faces is small enough (UPGMA, Sokal
and Michener 1958), the closest two first. One bridge between two people (a blurred face, a child like the
father) does not join them as it does where groups grow from face to face. What is impossible is never joined:
two faces of one picture, a face and a person it was said not to be, faces of two people told apart.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.progress import CancelToken

if TYPE_CHECKING:
    from numpy.typing import NDArray

JOIN_DISTANCE = 0.52
"""Root mean squared distance (L2 between embeddings) up to which groups join; chosen by
`scripts/benchmark/people.py`."""

_GRAPH_DISTANCE = 0.6
_MOST_NEIGHBORS = 48
_CHUNK = 256
_WHOLE_GRAPH = 2000
_PATIENCE = 256


@dataclass(frozen=True, slots=True)
class Words:
    """What the user said, by rows of the embeddings.

    Attributes:
        owner: the person of a row, where it was said.
        barred: pairs of a row and a person whose it is not.
        picture: the picture that each row is in, by any name; two faces of one are two people's. Empty: no
            matter.
    """

    owner: Mapping[int, int] = field(default_factory=dict)
    barred: AbstractSet[tuple[int, int]] = frozenset()
    picture: Sequence[object] = ()


def group_faces(
    embedding: NDArray[np.float32], words: Words, cancel: CancelToken, *, join: float = JOIN_DISTANCE
) -> list[list[int]]:
    """Faces that are one person's, as rows.

    Deterministic, and independent of the order of the rows but for faces at exactly equal distances.

    Args:
        embedding: (N, 128) float32.
        words: what the user said; rows of one owner end in one group, whatever lies between them.
        cancel: noticed within a second.
        join: root mean squared distance up to which groups join.

    Returns:
        Groups of one row or more, each ascending, in the order of their first rows.

    Raises:
        Cancelled: a stop was asked for.
    """
    forest = _Forest(embedding, words)
    forest.grow(_near_pairs(embedding, max(join, _GRAPH_DISTANCE), cancel), join, cancel)
    return forest.groups()


def parts_of(
    embedding: NDArray[np.float32], picture: Sequence[object], cancel: CancelToken
) -> list[list[int]]:
    """How one person's faces fall apart when looked at more strictly.

    Args:
        embedding: (N, 128) float32 of the person's faces.
        picture: the picture that each row is in.
        cancel: noticed within a second.

    Returns:
        Two groups of rows or more, largest first, each row in one of them; one group for fewer than two rows.

    Raises:
        Cancelled: a stop was asked for.
    """
    if len(embedding) < 2:
        return [list(range(len(embedding)))] if len(embedding) else []
    forest = _Forest(embedding, Words(picture=picture))
    pairs = list(_near_pairs(embedding, np.inf, cancel))
    cut = forest.grow(pairs, np.inf, cancel, fewest=2)
    # A little below the distance at which two groups are left there may be a natural number of them.
    finer = _Forest(embedding, Words(picture=picture))
    finer.grow(pairs, 0.9 * cut, cancel)
    groups = [group for group in finer.groups() if len(group) > 1]
    groups = groups if len(groups) > 1 else forest.groups()
    return _with_the_rest(embedding, groups)


def _with_the_rest(embedding: NDArray[np.float32], groups: list[list[int]]) -> list[list[int]]:
    """Rows in no group join the group whose mean is nearest."""
    means = np.stack([embedding[group].mean(axis=0) for group in groups])
    known = {row for group in groups for row in group}
    grown = [list(group) for group in groups]
    for row in range(len(embedding)):
        if row not in known:
            grown[int(np.linalg.norm(means - embedding[row], axis=1).argmin())].append(row)
    return sorted((sorted(group) for group in grown), key=lambda group: (-len(group), group))


def _near_pairs(
    embedding: NDArray[np.float32], bound: float, cancel: CancelToken
) -> Iterator[tuple[int, int]]:
    """Pairs of rows no further apart than `bound`; of many rows, each with its nearest ones only."""
    squares = np.einsum("ij,ij->i", embedding, embedding)
    width = len(embedding) if len(embedding) <= _WHOLE_GRAPH else _MOST_NEIGHBORS + 1
    for start in range(0, len(embedding), _CHUNK):
        cancel.checkpoint()
        part = slice(start, start + _CHUNK)
        squared = squares[part, None] + squares[None] - 2 * embedding[part] @ embedding.T
        near = np.argpartition(squared, width - 1, axis=1)[:, :width] if width < len(embedding) else None
        for place, distances in enumerate(squared):
            row = start + place
            others = np.arange(len(embedding)) if near is None else near[place]
            close = others[distances[others] <= bound * bound]
            for other in np.sort(close).tolist():
                # Pairs that both rows name come twice, which does no harm.
                if other != row and (near is not None or other > row):
                    yield row, other


class _Forest:
    """Groups that grow together; a group is named by a number of its own, dead ones stay empty."""

    def __init__(self, embedding: NDArray[np.float32], words: Words) -> None:
        size = len(embedding)
        room = max(1, 2 * size)
        self._rows: list[list[int]] = [[row] for row in range(size)]
        self._near: list[set[int]] = [set() for _ in range(size)]
        self._mean = np.zeros((room, embedding.shape[1]), np.float64)
        self._mean[:size] = embedding
        self._square = np.zeros(room, np.float64)
        self._square[:size] = np.einsum("ij,ij->i", self._mean[:size], self._mean[:size])
        self._owner: list[int | None] = [words.owner.get(row) for row in range(size)]
        barred: list[set[int]] = [set() for _ in range(size)]
        for row, person in words.barred:
            barred[row].add(person)
        self._barred: list[AbstractSet[int]] = [*barred]
        # Groups of one owner share a set: a face that joins one of them is in no picture of the others.
        of_owner: defaultdict[int, set[object]] = defaultdict(set)
        for row, owner in words.owner.items():
            of_owner[owner].update({words.picture[row]} if words.picture else ())
        self._of_owner = of_owner
        self._pictures: list[set[object]] = []
        for row, owner_of_row in enumerate(self._owner):
            own = {words.picture[row]} if words.picture else set()
            self._pictures.append(own if owner_of_row is None else of_owner[owner_of_row])

    def grow(
        self,
        pairs: Iterator[tuple[int, int]] | Sequence[tuple[int, int]],
        join: float,
        cancel: CancelToken,
        fewest: int = 1,
    ) -> float:
        """Join groups, closest first, until none are close enough or only the fewest are left.

        Returns:
            The root mean squared distance of the next two groups, 0 where there are none.
        """
        heap: list[tuple[float, int, int]] = []
        for one, other in pairs:
            self._near[one].add(other)
            self._near[other].add(one)
        for group in range(len(self._rows)):
            if group % _PATIENCE == 0:
                cancel.checkpoint()
            self._offer(heap, group, [other for other in self._near[group] if other > group], join)
        left = len(self._rows)
        while heap:
            squared, one, other = heapq.heappop(heap)
            if not self._rows[one] or not self._rows[other] or not self._may_join(one, other):
                continue
            if left <= fewest:
                return float(np.sqrt(squared))
            left -= 1
            if left % _PATIENCE == 0:
                cancel.checkpoint()
            self._offer(heap, *self._joined(one, other), join)
        return 0.0

    def groups(self) -> list[list[int]]:
        """The groups, those of one owner as one."""
        by_owner: dict[int, list[int]] = {}
        groups = []
        for rows, owner in zip(self._rows, self._owner, strict=True):
            if not rows:
                continue
            if owner is None:
                groups.append(sorted(rows))
            elif owner in by_owner:
                by_owner[owner].extend(rows)
            else:
                by_owner[owner] = list(rows)
        return sorted([*groups, *(sorted(rows) for rows in by_owner.values())])

    def _offer(self, heap: list[tuple[float, int, int]], group: int, others: list[int], join: float) -> None:
        if not others:
            return
        squared = self._square[others] + self._square[group] - 2 * (self._mean[others] @ self._mean[group])
        for other, distance in zip(others, squared.tolist(), strict=True):
            if distance <= join * join:
                heapq.heappush(heap, (distance, min(group, other), max(group, other)))

    def _may_join(self, one: int, other: int) -> bool:
        mine, theirs = self._owner[one], self._owner[other]
        if mine is not None and theirs is not None:
            return mine == theirs
        if mine in self._barred[other] or theirs in self._barred[one]:
            return False
        return self._pictures[one].isdisjoint(self._pictures[other])

    def _joined(self, one: int, other: int) -> tuple[int, list[int]]:
        """Join two groups; returns the new one and those near it."""
        made = len(self._rows)
        few, many = len(self._rows[one]), len(self._rows[other])
        self._mean[made] = (few * self._mean[one] + many * self._mean[other]) / (few + many)
        self._square[made] = (few * self._square[one] + many * self._square[other]) / (few + many)
        self._rows.append(self._rows[one] + self._rows[other])
        owner = self._owner[one] if self._owner[one] is not None else self._owner[other]
        self._owner.append(owner)
        self._barred.append(self._barred[one] | self._barred[other])
        pictures = set() if owner is None else self._of_owner[owner]
        pictures |= self._pictures[one] | self._pictures[other]
        self._pictures.append(pictures)
        near = {group for group in self._near[one] | self._near[other] if self._rows[group]} - {one, other}
        self._near.append(near)
        for group in near:
            self._near[group].add(made)
        for dead in (one, other):
            self._rows[dead] = []
            self._near[dead] = set()
        return made, sorted(near)
