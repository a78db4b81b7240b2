"""Which rows show the same picture, asked of somebody who looks at the pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.photo import ContentId
from photosim.domain.similarity import ContentPair, Evidence, content_pair
from photosim.similarity.graph import Pairs
from photosim.similarity.space import CodeSpace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.similarity.space import Apart

    Verify = Callable[[Sequence[ContentPair]], Mapping[ContentPair, Evidence]]
    """Looks at pairs; those that cannot be looked at are missing in the answer."""

ANY_DISTANCE = 4.0
"""Above every distance between unit codes, below that of rows that are not the same."""


class VerifiedSpace:
    """The distance between rows that are verified to be the same picture; infinite for all others."""

    def __init__(self, codes: NDArray[np.float32], same: Pairs) -> None:
        """Span the space.

        Args:
            codes: (N, D) float32, rows of unit L2 norm.
            same: the verified pairs, in their order.
        """
        self._space = CodeSpace(codes)
        self._size = len(codes)
        self._same = same.first * self._size + same.second

    def between(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        """Every distance from `first` (A,) to `second` (B,), as (A, B) float64."""
        one, two = first[:, None], second[None, :]
        keys = np.minimum(one, two) * self._size + np.maximum(one, two)
        distance = self._space.between(first, second)
        distance[~(np.isin(keys, self._same) | (one == two))] = np.inf
        return distance


def verified_pairs(
    near: Pairs, codes: NDArray[np.float32], keys: Sequence[ContentId], never: Apart, verify: Verify
) -> Pairs:
    """The pairs that are the same picture.

    First the near ones are looked at. Then, of what hangs together, the row that has most copies is
    held against all the others: some copies are far as codes, and of many copies not every two are
    near enough to be among each other's neighbours.

    Args:
        near: rows that lie close together.
        codes: (N, D) float32 unit rows.
        keys: the content that stands for each row, distinct.
        never: names rows that are never the same.
        verify: looks at pairs of contents.
    """
    near = near.keep(~never(near.first, near.second))
    asked = set(zip(near.first.tolist(), near.second.tolist(), strict=True))
    same = _verified(sorted(asked), keys, verify, _labels(asked, len(keys)))
    labels = _labels(same, len(keys))
    stars = {pair for pair in _stars(same, labels, keys) if pair not in asked}
    first, second = (np.array([pair[side] for pair in sorted(stars)], np.int64) for side in (0, 1))
    allowed = np.flatnonzero(~never(first, second)).tolist()
    same += _verified([sorted(stars)[place] for place in allowed], keys, verify, labels)
    first, second = (np.array([pair[side] for pair in sorted(same)], np.int64) for side in (0, 1))
    return Pairs(first, second, CodeSpace(codes).along(first, second))


def _verified(
    rows: Sequence[tuple[int, int]], keys: Sequence[ContentId], verify: Verify, labels: Sequence[int]
) -> list[tuple[int, int]]:
    # What hangs together comes together, so that the same pictures are in hand again and again.
    ordered = sorted(rows, key=lambda pair: (labels[pair[0]], pair))
    pairs = [content_pair(keys[first], keys[second]) for first, second in ordered]
    found = verify(pairs)
    return [row for row, pair in zip(ordered, pairs, strict=True) if pair in found and found[pair].same]


def _stars(
    same: Sequence[tuple[int, int]], labels: Sequence[int], keys: Sequence[ContentId]
) -> list[tuple[int, int]]:
    """Of each part, the row with most partners with all others."""
    partners: dict[int, int] = {}
    for row in (row for pair in same for row in pair):
        partners[row] = partners.get(row, 0) + 1
    parts: dict[int, list[int]] = {}
    for row in partners:
        parts.setdefault(labels[row], []).append(row)
    stars = []
    for part in parts.values():
        hub = min(part, key=lambda row: (-partners[row], keys[row]))
        stars += [(min(hub, row), max(hub, row)) for row in part if row != hub]
    return stars


def _labels(pairs: Iterable[tuple[int, int]], size: int) -> list[int]:
    """For each row the smallest row that it hangs together with."""
    parent = list(range(size))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = row = parent[parent[row]]
        return row

    for first, second in pairs:
        one, two = root(first), root(second)
        parent[max(one, two)] = min(one, two)
    return [root(row) for row in range(size)]
