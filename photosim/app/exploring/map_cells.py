"""Which pictures of a crowd are shown, so that none lies on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def representatives(places: NDArray[np.float32], side: float) -> NDArray[np.int64]:
    """One point of each square of a grid: the one nearest to the mean of all that lie in it.

    The grid is fixed to the map, so the same points come out wherever one looks from.

    Args:
        places: (N, 2) float32.
        side: of a square, > 0.

    Returns:
        (M,) int64, rows of `places`, those of the fullest squares first.
    """
    if not len(places):
        return np.zeros(0, np.int64)
    cell, counts = _squares(places, side)
    middle = np.column_stack([np.bincount(cell, places[:, axis]) / counts for axis in (0, 1)])
    away = ((places - middle[cell]) ** 2).sum(axis=1)
    nearest_first = np.lexsort((away, cell))
    firsts = nearest_first[np.concatenate(([0], np.cumsum(counts)[:-1]))]
    order = np.argsort(-counts, kind="stable")
    return np.asarray(firsts[order], np.int64)


def alone(places: NDArray[np.float32], side: float) -> NDArray[np.bool_]:
    """Which points, of (N, 2) float32, have a square of that side for themselves; (N,) bool."""
    if not len(places):
        return np.zeros(0, np.bool_)
    cell, counts = _squares(places, side)
    return np.asarray(counts[cell] == 1, np.bool_)


def middles(places: NDArray[np.float32], side: float) -> NDArray[np.float32]:
    """The middle of the square that each point lies in, (N, 2) float32."""
    return np.asarray((np.floor(places / side) + 0.5) * side, np.float32)


def _squares(places: NDArray[np.float32], side: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of the square that each point lies in, and how many points lie in each square."""
    cells = np.floor(places / side).astype(np.int64)
    cells -= cells.min(axis=0)
    _, cell, counts = np.unique(
        cells[:, 0] * (int(cells[:, 1].max()) + 1) + cells[:, 1], return_inverse=True, return_counts=True
    )
    return cell, counts
