"""Which rows lie close together: the pairs that groups are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.similarity import Neighbors
from photosim.similarity.index_graph import NearestOthers
from photosim.similarity.space import CodeSpace

if TYPE_CHECKING:
    from numpy.typing import NDArray

STAGE = "Comparing photos"
_WINDOW_ROWS = 256
_WIDEN = 4
# An index answers in float32: what it puts a hair outside the bound is measured again.
_SLACK = 1e-3


@dataclass(frozen=True, slots=True)
class Pairs:
    """P pairs of rows, each once, ordered by `first`, then `second`.

    Attributes:
        first: (P,) int64.
        second: (P,) int64, larger than `first`.
        distance: (P,) float64, L2 between unit codes, 0..2.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    distance: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first)

    def keep(self, mask: NDArray[np.bool_]) -> Pairs:
        """Only the pairs where `mask` (P,) is True."""
        return Pairs(self.first[mask], self.second[mask], self.distance[mask])


def neighbor_pairs(
    codes: NDArray[np.float32],
    k: int,
    max_distance: float,
    report: Report,
    cancel: CancelToken,
    *,
    widest: int | None = None,
    closest: tuple[int, float] = (0, 0.0),
) -> Pairs:
    """Pairs of a row and one of its nearest, no further apart than `max_distance`.

    Args:
        codes: (N, D) float32 unit rows.
        k: neighbours asked for each row, >= 1.
        max_distance: L2, 0..2.
        report: told now and then.
        cancel: looked at several times a second.
        widest: rows whose k neighbours all lie within the bound are asked again for more, up to
            this many; None asks once. Where it is not exhausted, the pairs are all there are, or nearly
            so in large libraries (see `NearestOthers`).
        closest: so many of each row's nearest, at most k, count up to this distance, too.

    Raises:
        Cancelled: a stop was asked for.
    """
    others, meter = NearestOthers(codes), RateMeter()
    rows, width, ceiling = np.arange(len(codes)), k, max(widest or k, k)
    total = len(codes)

    def told(done: int) -> None:
        before = total - len(rows)
        report(Progress(STAGE, before + done, total, meter.update(before + done)))

    neighbors = others.of_all(k, told, cancel)
    few = Neighbors(neighbors.distances[:, : closest[0]], neighbors.rows[:, : closest[0]])
    reached = _keys(rows, few, closest[1], len(codes))
    found = []
    while width < ceiling and neighbors.rows.shape[1] < len(codes) - 1:
        crowded = neighbors.distances[:, -1] <= max_distance + _SLACK
        done = Neighbors(neighbors.distances[~crowded], neighbors.rows[~crowded])
        found.append(_keys(rows[~crowded], done, max_distance, len(codes)))
        rows = rows[crowded]
        total += len(rows)
        width = min(width * _WIDEN, ceiling)
        neighbors = others.of(rows, width, told, cancel)
    found.append(_keys(rows, neighbors, max_distance, len(codes)))
    near_pairs = _measured(found, codes, max_distance)
    return _united(near_pairs, _measured([reached], codes, closest[1]), len(codes))


def window_pairs(
    codes: NDArray[np.float32],
    position: NDArray[np.float64],
    gap: float,
    max_distance: float,
    report: Report,
    cancel: CancelToken,
    *,
    widest: int = 512,
) -> Pairs:
    """Pairs that lie within `gap` of each other on a line (of time) and within `max_distance` as codes.

    Args:
        codes: (N, D) float32 unit rows.
        position: (N,) place on the line, NaN for rows that are in no pair.
        gap: in the unit of `position`, >= 0.
        max_distance: L2, 0..2.
        report: told after each chunk of rows.
        cancel: looked at before each chunk.
        widest: of each row at most this many pairs with later rows, the nearest, so that thousands
            of photos with one and the same time stay within memory.

    Raises:
        Cancelled: a stop was asked for.
    """
    order = np.argsort(position, kind="stable")
    order = order[: int(np.isfinite(position).sum())]
    line, sorted_codes = position[order], codes[order]
    ends = np.searchsorted(line, line + gap, side="right")
    found: list[NDArray[np.int64]] = []
    meter = RateMeter()
    for start in range(0, len(order), _WINDOW_ROWS):
        cancel.checkpoint()
        stop = min(start + _WINDOW_ROWS, len(order))
        reach = int(ends[stop - 1])
        near = _nearest_ahead(sorted_codes, start, ends[start:stop], reach, max_distance, widest)
        first, second = order[start + near[0]], order[start + near[1]]
        found.append(_pair_keys(first, second, len(codes)))
        report(Progress(STAGE, stop, len(order), meter.update(stop)))
    return _measured(found, codes, max_distance)


def _united(one: Pairs, two: Pairs, size: int) -> Pairs:
    keys, places = np.unique(
        np.concatenate([pairs.first * size + pairs.second for pairs in (one, two)]), return_index=True
    )
    first, second = np.divmod(keys, max(size, 1))
    return Pairs(first, second, np.concatenate([one.distance, two.distance])[places])


def _keys(rows: NDArray[np.int64], neighbors: Neighbors, max_distance: float, size: int) -> NDArray[np.int64]:
    """Each pair of a row and its neighbour that are near as one number, smaller row first."""
    place, column = _hits(neighbors.distances <= max_distance + _SLACK)
    return _pair_keys(rows[place], neighbors.rows[place, column], size)


def _nearest_ahead(
    codes: NDArray[np.float32],
    start: int,
    ends: NDArray[np.int64],
    reach: int,
    max_distance: float,
    widest: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of rows start, start + 1, … each with its own end: (row, later row) that are near, less `start`."""
    columns = np.arange(reach - start)
    rows = np.arange(len(ends))[:, None]
    likeness = codes[start : start + len(ends)] @ codes[start:reach].T
    outside = (columns <= rows) | (columns >= (ends - start)[:, None])
    likeness[outside] = -np.inf
    bound = 1.0 - (max_distance + _SLACK) ** 2 / 2.0
    near = likeness >= bound
    for row in np.flatnonzero(near.sum(1) > widest):
        near[row] &= likeness[row] >= np.partition(likeness[row], -widest)[-widest]
    return _hits(near)


def _hits(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = np.nonzero(mask)
    return rows.astype(np.int64, copy=False), columns.astype(np.int64, copy=False)


def _pair_keys(first: NDArray[np.int64], second: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = np.minimum(first, second) * size + np.maximum(first, second)
    return keys


def _measured(found: list[NDArray[np.int64]], codes: NDArray[np.float32], max_distance: float) -> Pairs:
    keys = np.unique(np.concatenate([np.empty(0, np.int64), *found]))
    first, second = np.divmod(keys, max(len(codes), 1))
    pairs = Pairs(first, second, CodeSpace(codes).along(first, second))
    return pairs.keep(pairs.distance <= max_distance)
