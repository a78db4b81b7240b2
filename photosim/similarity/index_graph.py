"""The nearest others of every row of a library at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.similarity import Neighbors
from photosim.similarity.exact import ExactIndex, as_matrix, nearest_among, no_neighbors
from photosim.similarity.index_lists import LEAST, Lists, crew

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Table = NDArray[np.int32]
    """Rows of the matrix for some rows of it; -1 stands for none."""
    Told = Callable[[int], None]

_Number = TypeVar("_Number", np.int32, np.int64)

GRAPH_EXACT_TO = 30_000
"""Up to so many rows all are compared with all."""

# A row leads to so many of its nearest, and back to so many of those that count it among theirs.
_LEADS, _BACK = 16, 8
# So many of a row's nearest are asked where they lead.
_MOST_LEADING = 32
_ROUNDS = 2
# Candidates that the lists are asked for, for each one wanted: they only roughly tell who is near.
_WIDEN = 4
_SHARE = 1024


class NearestOthers:
    """Finds, for every row, which other rows are nearest; in small libraries exactly, in large ones nearly.

    A large one is cut into lists by k-means, and the lists nearest to a row roughly tell which of their rows
    are near (see `Lists`). What that misses is found by way of the neighbours: twice, each row is compared
    with the nearest of its nearest and of those that it is nearest to (NN-descent: W. Dong, M. Charikar,
    K. Li, WWW 2011). Distances are measured on the codes themselves; only which rows are found is
    approximate. The same codes give the same answer.

    The codes are not copied.
    """

    def __init__(self, codes: NDArray[np.float32], exact_to: int = GRAPH_EXACT_TO) -> None:
        """Nothing is compared yet.

        Args:
            codes: (N, D) float32 of unit L2 norm; N may be 0.
            exact_to: up to so many rows all are compared with all; very few always are.

        Raises:
            ValueError: `codes` is not a matrix.
        """
        self._codes = as_matrix(codes)
        self._exact = len(codes) <= max(exact_to, LEAST)
        self._lists: Lists | None = None
        self._leads: Table = np.empty((0, 0), np.int32)

    def of_all(self, k: int, told: Told, cancel: CancelToken) -> Neighbors:
        """The `min(k, N - 1)` nearest others of each row, nearest first.

        Args:
            k: how many, >= 1.
            told: how many of the N rows are done, now and then.
            cancel: looked at several times a second.

        Raises:
            Cancelled: a stop was asked for.
            ValueError: `k` is below 1.
        """
        size, width = len(self._codes), self._width(k)
        cancel.checkpoint()
        if self._exact or not width:
            return self._compared(np.arange(size), width, told, cancel)
        with crew() as threads:
            self._lists = lists = Lists(self._codes, threads, cancel)
            shares = _cut(lists.order, _SHARE)
            step = _Steps(told, 1 + _ROUNDS, cancel)
            reach = max(width, _LEADS)
            known = np.empty((size, reach), np.int32)
            by_lists = threads.map(lambda share: self._by_lists(lists, share, reach, cancel), shares)
            for share, rows in zip(shares, by_lists, strict=True):
                known[share] = rows
                step.done(len(share))
            found = Neighbors(np.empty((size, width), np.float32), np.empty((size, width), np.int64))
            for _ in range(_ROUNDS):
                # What the threads read is not what is written.
                before, known = known, np.empty_like(known)
                self._leads = _leads(before[:, :_LEADS], _BACK, cancel)
                by_leads = threads.map(
                    lambda share, before=before: self._by_leads(share, before[share], cancel), shares
                )
                for share, near in zip(shares, by_leads, strict=True):
                    known[share] = near.rows
                    found.rows[share] = near.rows[:, :width]
                    found.distances[share] = near.distances[:, :width]
                    step.done(len(share))
        return found

    def of(self, rows: Rows, k: int, told: Told, cancel: CancelToken) -> Neighbors:
        """The same of some rows (R,) only, after `of_all`: what it found leads to more.

        Args:
            rows: int64.
            k: how many, >= 1.
            told: how many of the R rows are done, now and then.
            cancel: looked at several times a second.

        Raises:
            Cancelled: a stop was asked for.
            ValueError: `k` is below 1.
        """
        width, lists = self._width(k), self._lists
        if lists is None or not width or not len(rows):
            return self._compared(rows, width, told, cancel)
        parts: list[Neighbors] = []
        step = _Steps(told, 1, cancel)
        with crew() as threads:
            for part in threads.map(
                lambda share: self._by_leads(share, self._by_lists(lists, share, width, cancel), cancel),
                _cut(rows, _SHARE),
            ):
                parts.append(part)
                step.done(len(part.rows))
        return _joined(parts)

    def _width(self, k: int) -> int:
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        return max(0, min(k, len(self._codes) - 1))

    def _compared(self, rows: Rows, width: int, told: Told, cancel: CancelToken) -> Neighbors:
        """With all others."""
        if not width or not len(rows):
            return no_neighbors(len(rows), width)
        parts: list[Neighbors] = []
        step = _Steps(told, 1, cancel)
        with crew() as threads:
            for part in threads.map(
                lambda chunk: self._compared_with_all(chunk, width, cancel), _cut(rows, _SHARE)
            ):
                parts.append(part)
                step.done(len(part.rows))
        return _joined(parts)

    def _compared_with_all(self, rows: Rows, width: int, cancel: CancelToken) -> Neighbors:
        cancel.checkpoint()
        near = ExactIndex(self._codes).query(self._codes[rows], width + 1)
        itself = near.rows == rows[:, None]
        # Of many equal codes not every row finds itself.
        itself[~itself.any(1), -1] = True
        return Neighbors(near.distances[~itself].reshape(-1, width), near.rows[~itself].reshape(-1, width))

    def _by_lists(self, lists: Lists, rows: Rows, width: int, cancel: CancelToken) -> Table:
        """The nearest of those that the lists take for near, as (R, width)."""
        cancel.checkpoint()
        queries = self._codes[rows]
        candidates = lists.near(queries, _WIDEN * max(width, _LEADS))
        candidates[candidates == rows[:, None]] = -1
        return nearest_among(self._codes, queries, candidates, width).rows.astype(np.int32)

    def _by_leads(self, rows: Rows, known: Table, cancel: CancelToken) -> Neighbors:
        """The nearest among those known and those that the leads lead to, as many as are known."""
        cancel.checkpoint()
        first = np.concatenate([known[:, :_MOST_LEADING], self._leads[rows, _LEADS:]], axis=1)
        second = self._leads[first]
        second[first < 0] = -1
        candidates = np.concatenate([known, first, second.reshape(len(rows), -1)], axis=1)
        width = known.shape[1]
        queries = self._codes[rows]
        near = nearest_among(self._codes, queries, _distinct(candidates, rows, width), width)
        short = np.flatnonzero(near.rows[:, -1] < 0)
        if len(short):
            # Their lists held too few.
            every = self._compared_with_all(rows[short], width, cancel)
            near.distances[short], near.rows[short] = every.distances, every.rows
        return near


def nearest_others(
    codes: NDArray[np.float32], k: int, stage: str, report: Report, cancel: CancelToken
) -> Neighbors:
    """The `min(k, N - 1)` nearest others of each row, see `NearestOthers`.

    Args:
        codes: (N, D) float32 of unit L2 norm.
        k: how many, >= 1.
        stage: what this is called where progress is told.
        report: told now and then.
        cancel: looked at several times a second.

    Raises:
        Cancelled: a stop was asked for.
    """
    meter = RateMeter()
    return NearestOthers(codes).of_all(
        k, lambda done: report(Progress(stage, done, len(codes), meter.update(done))), cancel
    )


class _Steps:
    """Tells of passes over all rows as of one."""

    def __init__(self, told: Told, passes: int, cancel: CancelToken) -> None:
        self._told, self._passes, self._cancel = told, passes, cancel
        self._done = 0

    def done(self, rows: int) -> None:
        self._done += rows
        self._told(self._done // self._passes)
        self._cancel.checkpoint()


def _leads(nearest: Table, back: int, cancel: CancelToken) -> Table:
    """For each of N rows its nearest (N, E), and up to `back` rows that it is among the nearest of."""
    size, width = nearest.shape
    leads = np.full((size, width + back), -1, np.int32)
    leads[:, :width] = nearest
    taken = np.full(size, width, np.int64)
    # Those to whom it is nearest first.
    for column in range(width):
        cancel.checkpoint()
        sources, bounds = _grouped(nearest[:, column], size)
        targets = nearest[sources, column]
        places = taken[targets] + np.arange(len(sources)) - bounds[targets]
        fits = places < leads.shape[1]
        leads[targets[fits], places[fits]] = sources[fits]
        taken += np.diff(bounds)
    return leads


def _grouped(numbers: NDArray[np.integer], count: int) -> tuple[Rows, Rows]:
    """The places of the numbers 0, 1, … one number after the other, and where each begins (count + 1,)."""
    order = np.argsort(numbers, kind="stable")
    bounds = np.searchsorted(numbers[order], np.arange(count + 1))
    return order[bounds[0] :], bounds - bounds[0]


def _distinct(candidates: Table, rows: Rows, least: int) -> Rows:
    """Each candidate of a row once and without the row itself, as (R, at least `least`), -1 for none."""
    candidates[candidates == rows[:, None]] = -1
    candidates.sort(axis=1)
    candidates[:, 1:][candidates[:, 1:] == candidates[:, :-1]] = -1
    candidates.sort(axis=1)
    most = int((candidates >= 0).sum(1).max())
    return candidates[:, -max(most, least) :].astype(np.int64)


def _cut(rows: NDArray[_Number], length: int) -> list[NDArray[_Number]]:
    return [rows[start : start + length] for start in range(0, len(rows), length)]


def _joined(parts: list[Neighbors]) -> Neighbors:
    return Neighbors(
        np.concatenate([part.distances for part in parts]), np.concatenate([part.rows for part in parts])
    )
