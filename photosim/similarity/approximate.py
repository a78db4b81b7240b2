"""Nearest neighbours in libraries too large to compare everything with everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from photosim.similarity.exact import ExactIndex, as_matrix, as_queries, nearest_among, no_neighbors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.domain.similarity import Neighbors

EXACT_TO = 100_000
"""Up to so many codes all are compared: codes that keep apart whatever is no copy leave an inverted file so
little to skip that it is no faster at the same recall."""

_LISTS = 4.0
_LEAST_PER_LIST = 64
_TRAINING_PER_LIST = 32
_ROUNDS = 10
_SEED = 1
_BLOCK = 1 << 16
# Candidates asked for each neighbour wanted: one bit a dimension only roughly tells who is near.
_WIDEN = 10
_LEAST_CANDIDATES = 100
# Lists looked at: the fewest that find this share of the ten nearest others of a sample of the codes.
_PROBES = (16, 32, 64, 128, 256, 512, 1024)
_RECALL = 0.985
_SAMPLE, _NEAREST = 256, 10
# With more that came and went since the lists were made, they fit no more.
_STALE = 0.5


class ApproximateIndex:
    """Compares a query with the codes that lie in lists near to it, by faiss; safe to use from any thread.

    Every code is in the list of its nearest centre (an inverted file), shortened to a bit a dimension
    (RaBitQ: J. Gao, C. Long, SIGMOD 2024). What seems near by that is measured on the codes themselves, so
    distances are exact; only which rows are found is approximate. How many lists are looked at is tried out
    on the codes. Nothing is drawn without a fixed seed.

    The codes are not copied; an index never changes.

    Attributes:
        keys: (L,) uint64, names of what lies in the lists.
        recall: share of the ten nearest others of a code that the lists found when it was tried out, 0..1.
    """

    def __init__(
        self,
        lists: Any,  # noqa: ANN401 - faiss has no types
        keys: NDArray[np.uint64],
        recall: float,
        codes: NDArray[np.float32],
        row_of: NDArray[np.int64],
    ) -> None:
        """Put together what `build`, `updated` or `saved.load_index` made.

        Args:
            lists: an `IndexIVFRaBitQ` of L codes.
            keys: (L,) uint64.
            recall: see there.
            codes: (N, D) float32 of unit L2 norm, contiguous.
            row_of: (L,) int64, where in `codes` a code of the lists is, -1: nowhere any more.
        """
        self.keys = keys
        self.recall = recall
        self._lists = lists
        self._codes = codes
        self._row_of = row_of

    @classmethod
    def build(cls, codes: NDArray[np.float32], keys: NDArray[np.uint64]) -> ApproximateIndex:
        """Index the rows of `codes`.

        Args:
            codes: (N, D) float32 of unit L2 norm, N >= 1.
            keys: (N,) uint64; equal keys stand for equal codes.

        Raises:
            ValueError: `codes` is not a matrix.
        """
        import faiss  # noqa: PLC0415

        matrix = as_matrix(codes)
        size, width = matrix.shape
        count = max(1, min(int(_LISTS * size**0.5), size // _LEAST_PER_LIST))
        lists: Any = faiss.index_factory(width, f"IVF{count},RaBitQ")
        lists.cp.seed = _SEED
        lists.cp.niter = _ROUNDS
        lists.cp.max_points_per_centroid = _TRAINING_PER_LIST
        lists.cp.min_points_per_centroid = 1
        # Of everything that it is given faiss takes what lies between it and its centres: as much again.
        sample = np.random.default_rng(_SEED).choice(
            size, min(size, count * _TRAINING_PER_LIST), replace=False
        )
        lists.train(matrix[np.sort(sample)])
        for start in range(0, size, _BLOCK):
            lists.add(matrix[start : start + _BLOCK])
        index = cls(lists, keys, 0.0, matrix, np.arange(size))
        index._try_out()
        return index

    @property
    def size(self) -> int:
        """How many codes are indexed."""
        return len(self._codes)

    @property
    def lists(self) -> Any:  # noqa: ANN401 - faiss has no types
        """The `IndexIVFRaBitQ`; not to be changed."""
        return self._lists

    def query(self, codes: NDArray[np.float32], k: int) -> Neighbors:
        """Nearly the `min(k, size)` nearest codes of each row of `codes`, nearest first.

        Args:
            codes: (Q, D) float32 unit rows.
            k: how many, >= 1.

        Raises:
            ValueError: `k` is below 1, or `codes` does not fit the indexed ones.
        """
        queries = as_queries(codes, k, self._codes)
        width = min(k, self.size)
        if not width or not len(queries):
            return no_neighbors(len(queries), width)
        wanted = max(_WIDEN * width, _LEAST_CANDIDATES)
        _, found = self._lists.search(queries, wanted)
        rows = np.where(found >= 0, self._row_of[found], -1)
        neighbors = nearest_among(self._codes, queries, rows, width)
        short = np.flatnonzero(neighbors.rows[:, -1] < 0)
        if len(short):
            # Their lists held too few.
            every = ExactIndex(self._codes).query(queries[short], width)
            neighbors.distances[short], neighbors.rows[short] = every.distances, every.rows
        return neighbors

    def updated(self, codes: NDArray[np.float32], keys: NDArray[np.uint64]) -> ApproximateIndex | None:
        """The index over other codes, where most of them are the same; the work is for the new ones.

        Args:
            codes: (N, D) float32 of unit L2 norm.
            keys: (N,) uint64, as in `build`.

        Returns:
            None where too much is new or gone: building anew is better then.
        """
        import faiss  # noqa: PLC0415

        matrix = as_matrix(codes)
        if matrix.shape[1] != self._lists.d:
            return None
        row_of, new = _matched(self.keys, keys)
        gone = int((row_of < 0).sum())
        if len(new) + gone > _STALE * len(self.keys):
            return None
        if not len(new):
            return ApproximateIndex(self._lists, self.keys, self.recall, matrix, row_of)
        # The old lists may be in use.
        lists = faiss.clone_index(self._lists)
        lists.add(matrix[new])
        return ApproximateIndex(
            lists, np.concatenate([self.keys, keys[new]]), self.recall, matrix, np.concatenate([row_of, new])
        )

    def _try_out(self) -> None:
        """Choose how many lists are looked at."""
        sample = np.sort(
            np.random.default_rng(_SEED).choice(self.size, min(_SAMPLE, self.size), replace=False)
        )
        queries = self._codes[sample]
        truth = ExactIndex(self._codes).query(queries, _NEAREST + 1).rows
        # A code itself is always found.
        others = truth != sample[:, None]
        for probes in _PROBES:
            self._lists.nprobe = min(probes, self._lists.nlist)
            found = self.query(queries, _NEAREST + 1).rows
            hits = (truth[:, :, None] == found[:, None, :]).any(2)
            self.recall = float(hits[others].mean()) if others.any() else 1.0
            if self.recall >= _RECALL:
                return


def _matched(
    old: NDArray[np.uint64], keys: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The place in `keys` of every old key (-1: none), and the places whose key is not among the old."""
    order = np.argsort(keys, kind="stable")
    place = np.minimum(np.searchsorted(keys, old, sorter=order), len(keys) - 1)
    row_of = np.where(keys[order[place]] == old, order[place], -1) if len(keys) else np.full(len(old), -1)
    new = np.ones(len(keys), bool)
    new[row_of[row_of >= 0]] = False
    return row_of, np.flatnonzero(new)
