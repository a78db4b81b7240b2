"""Codes in lists of what lies near one and the same centre, and threads that go through them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from photosim.domain.progress import CancelToken

LEAST = 256
"""Fewer rows make no lists."""

_LENGTH = 800
_LOOKED_AT = 16
_SAMPLE_PER_LIST = 64
_ROUNDS = 8
_SEED = 1
# Of a list that is so many times as long as the mean only some are kept: what a row is compared with stays
# bounded, even where half of a library is black.
_TOO_LONG = 16
# Numbers of a code that are kept together as one of 16 patterns.
_TOGETHER = 3
_PATTERN_BITS = 4
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
    """Roughly measured distances to the rows of a matrix that lie near, by way of lists of neighbours.

    The lists are made by Lloyd's k-means over a sample. In them every code is shortened to half a byte for
    each three of its numbers, so that a query meets many of them at a time in the registers of the processor
    (product quantisation, F. André, A.-M. Kermarrec, N. Le Scouarnec, VLDB 2015; faiss's fast scan). Nothing
    is drawn without a fixed seed, so the same codes make the same lists.

    Attributes:
        order: (N,) int64, all rows, those of one list together.
    """

    def __init__(self, codes: NDArray[np.float32], threads: ThreadPoolExecutor, cancel: CancelToken) -> None:
        """Make the lists.

        Args:
            codes: (N, D) float32, contiguous, N >= `LEAST`.
            threads: of `crew`.
            cancel: looked at between two steps of a fraction of a second.

        Raises:
            Cancelled: a stop was asked for.
        """
        import faiss  # noqa: PLC0415

        count = max(1, len(codes) // _LENGTH)
        sample = _sample(codes, max(LEAST, count * _SAMPLE_PER_LIST))
        centers = _centers(sample, count, threads, cancel)
        home = np.concatenate(
            list(threads.map(lambda part: _nearest_center(codes[part], centers, cancel), _parts(len(codes))))
        )
        self.order: NDArray[np.int64] = np.argsort(home, kind="stable")
        self._padding = -codes.shape[1] % _TOGETHER
        width = codes.shape[1] + self._padding
        coarse: Any = faiss.IndexFlatL2(width)
        coarse.add(self._padded(centers))
        self._lists: Any = faiss.IndexIVFPQFastScan(coarse, width, count, width // _TOGETHER, _PATTERN_BITS)
        # Patterns of the codes themselves: distances to patterns of what is left beside a centre would be
        # tabled anew for every list that a query looks at.
        self._lists.by_residual = False
        self._lists.nprobe = min(_LOOKED_AT, count)
        self._lists.pq.cp.min_points_per_centroid = 1
        self._lists.pq.cp.niter = _ROUNDS
        threads.submit(self._lists.train, self._padded(sample)).result()
        kept = self._kept(home, count)
        for part in _parts(len(kept)):
            cancel.checkpoint()
            self._lists.add_with_ids(self._padded(codes[kept[part]]), kept[part])

    def near(self, queries: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """The rows (Q, count) that seem nearest to the queries (Q, D), -1 where there are too few."""
        rows: NDArray[np.int64] = self._lists.search(self._padded(queries), count)[1]
        return rows

    def _kept(self, home: NDArray[np.int64], count: int) -> NDArray[np.int64]:
        """The rows that the lists hold: all, or every second, third, … of a list that is too long."""
        lengths = np.bincount(home, minlength=count)
        step = -(-lengths // (_TOO_LONG * _LENGTH))
        first = np.cumsum(lengths) - lengths
        ordered = home[self.order]
        within = np.arange(len(home)) - first[ordered]
        return np.sort(self.order[within % step[ordered] == 0])

    def _padded(self, codes: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.pad(codes, ((0, 0), (0, self._padding))) if self._padding else codes


def _sample(codes: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    chance = np.random.default_rng(_SEED)
    return codes[np.sort(chance.choice(len(codes), min(size, len(codes)), replace=False))]


def _centers(
    sample: NDArray[np.float32], count: int, threads: ThreadPoolExecutor, cancel: CancelToken
) -> NDArray[np.float32]:
    size = len(sample)
    centers = sample[np.random.default_rng(_SEED).choice(size, count, replace=False)]
    for _ in range(_ROUNDS):
        found = threads.map(
            lambda part, centers=centers: _nearest_center(sample[part], centers, cancel), _parts(size)
        )
        home = np.concatenate(list(found))
        order = np.argsort(home, kind="stable")
        used, starts = np.unique(home[order], return_index=True)
        # A centre to which nothing is nearest stays where it is.
        centers = centers.copy()
        lengths = np.diff(np.append(starts, size))
        centers[used] = np.add.reduceat(sample[order], starts, axis=0) / lengths[:, None]
    return centers


def _nearest_center(
    codes: NDArray[np.float32], centers: NDArray[np.float32], cancel: CancelToken
) -> NDArray[np.int64]:
    import faiss  # noqa: PLC0415

    cancel.checkpoint()
    found: NDArray[np.int64] = faiss.knn(codes, centers, 1)[1][:, 0]
    return found


def _parts(size: int) -> list[slice]:
    return [slice(start, min(start + _BLOCK, size)) for start in range(0, size, _BLOCK)]
