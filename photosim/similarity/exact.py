"""Exact nearest neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from photosim.domain.similarity import Neighbors

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Candidates come from float32 products, which may swap what lies at almost the same distance.
_SPARE = 8
_QUERIES = 4096
_ROW_BITS = np.uint64(32)


class ExactIndex:
    """Compares every query with every code, by faiss; safe to use from any thread.

    The time of a query grows with the number of codes. The codes are not copied.
    """

    def __init__(self, codes: NDArray[np.float32]) -> None:
        """Index the rows of `codes`, (N, D) float32 of unit L2 norm; N may be 0.

        Raises:
            ValueError: `codes` is not a matrix.
        """
        self._codes = as_matrix(codes)

    @property
    def size(self) -> int:
        """How many codes are indexed."""
        return len(self._codes)

    def query(self, codes: NDArray[np.float32], k: int) -> Neighbors:
        """The `min(k, size)` nearest codes of each row of `codes`, nearest first.

        Args:
            codes: (Q, D) float32 unit rows.
            k: how many, >= 1.

        Raises:
            ValueError: `k` is below 1, or `codes` does not fit the indexed ones.
        """
        queries = as_queries(codes, k, self._codes)
        width = min(k + _SPARE, self.size)
        if not width or not len(queries):
            return no_neighbors(len(queries), min(k, self.size))
        # faiss takes a moment to import: not before something is there to be compared.
        import faiss  # noqa: PLC0415

        _, rows = faiss.knn(queries, self._codes, width)
        return nearest_among(self._codes, queries, rows, min(k, self.size))


def as_matrix(codes: NDArray[np.float32]) -> NDArray[np.float32]:
    """The codes as a contiguous (N, D) float32 matrix, copied only where they are none.

    Raises:
        ValueError: `codes` is not a matrix.
    """
    if codes.ndim != 2:
        raise ValueError(f"codes must be a matrix (N, D), not of shape {codes.shape}")
    return np.ascontiguousarray(codes, dtype=np.float32)


def as_queries(queries: NDArray[np.float32], k: int, codes: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is asked of an index over `codes`, as a contiguous (Q, D) float32 matrix.

    Raises:
        ValueError: `k` is below 1, or the queries do not fit the codes.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    if queries.ndim != 2 or (len(codes) and queries.shape[1] != codes.shape[1]):
        raise ValueError(f"queries must be of shape (Q, {codes.shape[1]}), not {queries.shape}")
    return np.ascontiguousarray(queries, dtype=np.float32)


def no_neighbors(queries: int, width: int) -> Neighbors:
    """The answer to no queries, or of an empty index."""
    return Neighbors(np.empty((queries, width), np.float32), np.empty((queries, width), np.int64))


def nearest_among(
    codes: NDArray[np.float32], queries: NDArray[np.float32], candidates: NDArray[np.int64], k: int
) -> Neighbors:
    """The k nearest of each query's candidates, measured on the codes; equally near ones by row.

    Args:
        codes: (N, D) float32, contiguous.
        queries: (Q, D) float32, contiguous.
        candidates: (Q, C) rows of `codes`, C >= k; -1 stands for none.
        k: how many.

    Returns:
        (Q, k) neighbours; where a query has fewer candidates, the rest is row -1, infinitely far.
    """
    import faiss  # noqa: PLC0415

    # Its types leave out the functions on plain arrays.
    plain: Any = faiss
    found = Neighbors(np.empty((len(queries), k), np.float32), np.empty((len(queries), k), np.int64))
    for start in range(0, len(queries), _QUERIES):
        block = slice(start, start + _QUERIES)
        # What lies together in memory is read together.
        rows = np.sort(candidates[block], axis=1)
        distances = np.empty(rows.shape, np.float32)
        plain.fvec_L2sqr_by_idx(
            faiss.swig_ptr(distances),
            faiss.swig_ptr(queries[block]),
            faiss.swig_ptr(codes),
            faiss.swig_ptr(rows),
            codes.shape[1],
            *rows.shape,
        )
        distances[rows < 0] = np.inf
        # Floats from 0 on are ordered as their bits are: one number for the distance and, behind it, the row.
        keys = distances.view(np.uint32).astype(np.uint64) << _ROW_BITS | rows.astype(np.uint32)
        if k < rows.shape[1]:
            keys = np.partition(keys, k, axis=1)[:, :k]
        keys.sort(axis=1)
        found.distances[block] = np.sqrt((keys >> _ROW_BITS).astype(np.uint32).view(np.float32))
        found.rows[block] = keys.astype(np.uint32).view(np.int32)
    return found
