"""Codes in lists of what lies near one and the same centre, and threads that go through them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from photosim.domain.progress import CancelToken

_LENGTH = 1500
_SAMPLE_PER_LIST = 64
_ROUNDS = 8
_SEED = 1
# A list that is so many times as long as the mean is dealt out: what a row is compared with stays bounded,
# even where half of a library is black.
_TOO_LONG = 4
_BLOCK = 4096


@contextmanager
def crew() -> Iterator[ThreadPoolExecutor]:
    """Threads for arithmetic, as many as faiss may use, each with one core to itself.

    Threads of faiss's own wait for one another after every product, and on a machine that has other things to
    do each waits for the slowest. What is left of the work is dropped when the block is left.
    """
    import faiss  # noqa: PLC0415

    # The number of threads is a matter of each thread that asks: the caller's stays as it is.
    threads = ThreadPoolExecutor(
        faiss.omp_get_max_threads(), "photosim-codes", initializer=lambda: faiss.omp_set_num_threads(1)
    )
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)


class Lists:
    """Every row of a matrix is in one list; which lists are near a row is known, too.

    Lloyd's k-means over a sample with a fixed seed, so the same codes make the same lists.
    """

    def __init__(self, codes: NDArray[np.float32], threads: ThreadPoolExecutor, cancel: CancelToken) -> None:
        """Make the lists.

        Args:
            codes: (N, D) float32, contiguous, N >= 1.
            threads: of `crew`.
            cancel: looked at between two steps of a fraction of a second.

        Raises:
            Cancelled: a stop was asked for.
        """
        count = max(1, len(codes) // _LENGTH)
        self._centers = _centers(codes, count, threads, cancel)
        home = np.concatenate(
            list(threads.map(lambda part: self._nearest(codes[part], 1, cancel)[:, 0], _parts(len(codes))))
        )
        lengths = np.bincount(home, minlength=count)
        self._dealt = np.maximum(1, -(-lengths // (_TOO_LONG * _LENGTH)))
        self._first = np.concatenate([[0], np.cumsum(self._dealt)[:-1]])
        self._codes = codes
        piece = self._piece(np.arange(len(codes)), home)
        self.order: NDArray[np.int64] = np.argsort(piece, kind="stable")
        """(N,) int64: all rows, those of one list together."""
        self._bounds = np.searchsorted(piece[self.order], np.arange(self._dealt.sum() + 1))

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def members(self, number: int) -> NDArray[np.int64]:
        """The rows in a list, ascending; there may be none."""
        return self.order[self._bounds[number] : self._bounds[number + 1]]

    def near(self, rows: NDArray[np.int64], count: int, cancel: CancelToken) -> NDArray[np.int64]:
        """The `min(count, …)` lists nearest to each of the rows (R,), as (R, count) int64, its own first."""
        parts = [
            self._nearest(self._codes[rows[part]], min(count, len(self._centers)), cancel)
            for part in _parts(len(rows))
        ]
        return self._piece(rows[:, None], np.concatenate(parts))

    def _nearest(self, codes: NDArray[np.float32], count: int, cancel: CancelToken) -> NDArray[np.int64]:
        return _nearest_centers(codes, self._centers, count, cancel)

    def _piece(self, rows: NDArray[np.int64], center: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which piece of a centre's list is for a row."""
        piece: NDArray[np.int64] = self._first[center] + rows % self._dealt[center]
        return piece


def _centers(
    codes: NDArray[np.float32], count: int, threads: ThreadPoolExecutor, cancel: CancelToken
) -> NDArray[np.float32]:
    chance = np.random.default_rng(_SEED)
    size = min(len(codes), count * _SAMPLE_PER_LIST)
    sample = codes[np.sort(chance.choice(len(codes), size, replace=False))]
    centers = sample[chance.choice(size, count, replace=False)]
    for _ in range(_ROUNDS):
        found = threads.map(
            lambda part, centers=centers: _nearest_centers(sample[part], centers, 1, cancel)[:, 0],
            _parts(size),
        )
        home = np.concatenate(list(found))
        order = np.argsort(home, kind="stable")
        used, starts = np.unique(home[order], return_index=True)
        # A centre to which nothing is nearest stays where it is.
        centers = centers.copy()
        lengths = np.diff(np.append(starts, size))
        centers[used] = np.add.reduceat(sample[order], starts, axis=0) / lengths[:, None]
    return centers


def _nearest_centers(
    codes: NDArray[np.float32], centers: NDArray[np.float32], count: int, cancel: CancelToken
) -> NDArray[np.int64]:
    import faiss  # noqa: PLC0415

    cancel.checkpoint()
    found: NDArray[np.int64] = faiss.knn(codes, centers, count)[1]
    return found


def _parts(size: int) -> list[slice]:
    return [slice(start, min(start + _BLOCK, size)) for start in range(0, size, _BLOCK)]
