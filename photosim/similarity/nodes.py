"""What pictures are made of: contents that are one picture before anybody looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.judgements import Judged
from photosim.domain.photo import ContentId, Facts
from photosim.domain.similarity import content_pair
from photosim.similarity.relation import shot_of
from photosim.similarity.space import apart_in_shot
from photosim.similarity.table import PhotoTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.similarity.space import Apart, Rows


class Nodes:
    """Units of contents: those that show exactly the same, and those the user called the same.

    Attributes:
        keys: of each node, the smallest digest in it.
        rows: of each node, one row of the table's codes for every unit in it that has a code.
    """

    def __init__(self, table: PhotoTable, members: Sequence[Sequence[Sequence[int]]], judged: Judged) -> None:
        """Take over nodes.

        Args:
            table: the library.
            members: of each node its units, of each unit the numbers of its contents.
            judged: what the user said.
        """
        self._contents = [sorted(number for unit in node for number in unit) for node in members]
        self.keys = [table.contents[numbers[0]] for numbers in self._contents]
        coded = [[first_row(table, unit) for unit in node] for node in members]
        self.rows = [[row for row in node if row is not None] for node in coded]
        node_of = {
            table.contents[number]: node for node, numbers in enumerate(self._contents) for number in numbers
        }
        self._shots = np.array([_shot(facts_of(table, numbers)) for numbers in self._contents], np.float64)
        self._apart_in_shot = apart_in_shot(self._shots)
        self._different = {
            (min(node_of[one], node_of[two]), max(node_of[one], node_of[two]))
            for one, two in judged.different
            if one in node_of and two in node_of
        }

    def __len__(self) -> int:
        return len(self._contents)

    def contents_of(self, nodes: Iterable[int]) -> tuple[int, ...]:
        """The numbers of the contents of some nodes, ascending."""
        return tuple(sorted(number for node in nodes for number in self._contents[node]))

    def first_row(self, node: int) -> int | None:
        """The row that stands for a node, or None where nothing in it has a code."""
        return next(iter(self.rows[node]), None)

    def never(self, first: int, second: int) -> bool:
        """Whether two nodes are never one picture."""
        return bool(self.apart(np.array([first]), np.array([second]))[0])

    def apart(self, first: Rows, second: Rows) -> NDArray[np.bool_]:
        """Which of two broadcast arrays of nodes are never one picture."""
        apart = self._apart_in_shot(first, second)
        if self._different:
            size = len(self)
            said = np.array([one * size + two for one, two in self._different], np.int64)
            apart |= np.isin(np.minimum(first, second) * size + np.maximum(first, second), said)
        return apart

    def apart_by(self, node_of: NDArray[np.int64]) -> Apart:
        """The same for rows, of which `node_of` (N,) names the nodes; rows of one node need no look."""

        def apart(first: Rows, second: Rows) -> NDArray[np.bool_]:
            one, two = node_of[first], node_of[second]
            return np.asarray(self.apart(one, two) | (one == two))

        return apart


def nodes_of(table: PhotoTable, judged: Judged) -> Nodes:
    """The nodes of a library; where the user's words contradict each other, "different" wins."""
    units = [part for unit in table.units() for part in _parted(table, unit, judged)]
    unit_of = {table.contents[number]: place for place, unit in enumerate(units) for number in unit}
    different = {
        frozenset((unit_of[one], unit_of[two]))
        for one, two in judged.different
        if one in unit_of and two in unit_of
    }
    node_of = {place: {place} for place in range(len(units))}
    for one, two in sorted(judged.same):
        if one not in unit_of or two not in unit_of:
            continue
        first, second = node_of[unit_of[one]], node_of[unit_of[two]]
        if first is second or any(frozenset((a, b)) in different for a in first for b in second):
            continue
        first |= second
        for place in second:
            node_of[place] = first
    nodes = {min(places): sorted(places) for places in node_of.values()}
    return Nodes(table, [[units[place] for place in nodes[node]] for node in sorted(nodes)], judged)


def first_row(table: PhotoTable, numbers: Iterable[int]) -> int | None:
    """The row of the first content that has a code, or None."""
    return next((row for number in numbers if (row := table.rows[number]) is not None), None)


def facts_of(table: PhotoTable, numbers: Iterable[int]) -> list[Facts]:
    """What the contents tell of themselves."""
    return [table.photos[number][0].facts for number in numbers]


def _parted(table: PhotoTable, unit: Sequence[int], judged: Judged) -> list[list[int]]:
    """The unit, or each of its contents by itself where the user told some of them apart."""
    contents: list[ContentId] = [table.contents[number] for number in unit]
    inside = any(
        content_pair(one, other) in judged.different
        for place, one in enumerate(contents)
        for other in contents[:place]
    )
    return [[number] for number in unit] if inside else [list(unit)]


def _shot(facts: Sequence[Facts]) -> float:
    """The shot of a node; unknown where somebody gave its copies different times."""
    shots = np.array([shot for shot in map(shot_of, facts) if not np.isnan(shot)])
    if not len(shots) or apart_in_shot(shots)(np.zeros(len(shots), np.int64), np.arange(len(shots))).any():
        return np.nan
    # The one with a fraction, if there is one.
    return float(shots.max())
