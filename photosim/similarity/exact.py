"""Exact nearest neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Neighbors

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ExactIndex:
    """Compares every query with every code, by scikit-learn; safe to use from any thread.

    Good to about 50,000 codes; the time of a query grows with their number.
    """

    def __init__(self, codes: NDArray[np.float32]) -> None:
        """Index the rows of `codes`, (N, D) float32 of unit L2 norm; N may be 0.

        Raises:
            ValueError: `codes` is not a matrix.
        """
        if codes.ndim != 2:
            raise ValueError(f"codes must be a matrix (N, D), not of shape {codes.shape}")
        self._size: int = codes.shape[0]
        self._width: int = codes.shape[1]
        if self._size:
            # scikit-learn takes a second to import: not before something is there to be compared.
            from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415

            # On unit vectors `cosine` gives the same order eight times slower.
            self._model = NearestNeighbors(algorithm="brute", metric="sqeuclidean")
            self._model.fit(np.ascontiguousarray(codes, dtype=np.float32))

    @property
    def size(self) -> int:
        """How many codes are indexed."""
        return self._size

    def query(self, codes: NDArray[np.float32], k: int) -> Neighbors:
        """The `min(k, size)` nearest codes of each row of `codes`, nearest first.

        Args:
            codes: (Q, D) float32 unit rows.
            k: how many, >= 1.

        Raises:
            ValueError: `k` is below 1, or `codes` does not fit the indexed ones.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        if codes.ndim != 2 or (self._size and codes.shape[1] != self._width):
            raise ValueError(f"queries must be of shape (Q, {self._width}), not {codes.shape}")
        width = min(k, self._size)
        if not width or not len(codes):
            shape = (len(codes), width)
            return Neighbors(np.empty(shape, np.float32), np.empty(shape, np.int64))
        squared, rows = self._model.kneighbors(np.ascontiguousarray(codes, dtype=np.float32), width)
        return Neighbors(np.sqrt(squared).astype(np.float32), rows.astype(np.int64))
