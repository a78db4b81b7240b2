"""Distances between rows, and what may not come together however alike it looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Apart = Callable[[Rows, Rows], NDArray[np.bool_]]
    """Which of two broadcast arrays of rows are kept apart."""

EARTH_METERS = 6_371_000.0
_BLOCK = 1 << 16
# Some programs keep fewer digits.
_FRACTION = 0.01


class CodeSpace:
    """The distance between rows of a matrix of codes; infinite for rows that are kept apart."""

    def __init__(self, codes: NDArray[np.float32], apart: Sequence[Apart] = ()) -> None:
        """Span the space.

        Args:
            codes: (N, D) float32, rows of unit L2 norm.
            apart: pairs that any of these names are infinitely far from each other.
        """
        self._codes = codes
        self._squares: NDArray[np.float64] = np.einsum("ij,ij->i", codes, codes, dtype=np.float64)
        self._apart = tuple(apart)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self._codes)

    def between(self, first: Rows, second: Rows) -> NDArray[np.float64]:
        """Every distance from `first` (A,) to `second` (B,), as (A, B) float64."""
        one = self._codes[first].astype(np.float64)
        two = self._codes[second].astype(np.float64)
        squared = self._squares[first][:, None] + self._squares[second][None, :] - 2.0 * (one @ two.T)
        distance: NDArray[np.float64] = np.sqrt(np.maximum(squared, 0.0))
        for apart in self._apart:
            distance[apart(first[:, None], second[None, :])] = np.inf
        return distance

    def along(self, first: Rows, second: Rows) -> NDArray[np.float64]:
        """The distance of each pair (`first[i]`, `second[i]`), as (P,) float64.

        The figure of a pair depends on nothing but its two codes: not on their order, nor on the
        other pairs asked for.
        """
        distance = np.empty(len(first), np.float64)
        for start in range(0, len(first), _BLOCK):
            block = slice(start, start + _BLOCK)
            difference = self._codes[first[block]].astype(np.float64) - self._codes[second[block]]
            distance[block] = np.sqrt(np.square(difference).sum(1))
        for apart in self._apart:
            distance[apart(first, second)] = np.inf
        return distance


def apart_in_shot(shots: NDArray[np.float64]) -> Apart:
    """Keeps apart what was taken in different seconds or, where both note a fraction, at different fractions.

    Args:
        shots: (N,) seconds, NaN where unknown: that goes with every other.
    """
    whole = np.floor(shots)
    fraction = shots - whole

    def apart(first: Rows, second: Rows) -> NDArray[np.bool_]:
        known = ~(np.isnan(shots[first]) | np.isnan(shots[second]))
        one, two = fraction[first], fraction[second]
        # Without a fraction in one of them, nothing is known but the second.
        elsewhere = (one > 0) & (two > 0) & (np.abs(one - two) > _FRACTION)
        return np.asarray(known & ((whole[first] != whole[second]) | elsewhere))

    return apart


def apart_in_time(seconds: NDArray[np.float64], gap: float) -> Apart:
    """Keeps apart what was not taken within `gap` seconds, and whatever has no time.

    Args:
        seconds: (N,) seconds on one common clock, NaN where unknown.
        gap: seconds, >= 0.
    """

    def apart(first: Rows, second: Rows) -> NDArray[np.bool_]:
        # A comparison with NaN is False, so what has no time is apart from everything.
        return np.asarray(~(np.abs(seconds[first] - seconds[second]) <= gap))

    return apart


def apart_on_earth(latitude: NDArray[np.float64], longitude: NDArray[np.float64], meters: float) -> Apart:
    """Keeps apart what was taken further than `meters` from each other, where both positions are known.

    Args:
        latitude: (N,) degrees north, NaN where unknown.
        longitude: (N,) degrees east, NaN where unknown.
        meters: great circle distance, >= 0.
    """
    north, east = np.radians(latitude), np.radians(longitude)

    def apart(first: Rows, second: Rows) -> NDArray[np.bool_]:
        a, b = north[first], north[second]
        haversine = (
            np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin((east[second] - east[first]) / 2) ** 2
        )
        # A comparison with NaN is False, so an unknown position keeps nothing apart.
        return np.asarray(2 * EARTH_METERS * np.arcsin(np.sqrt(np.minimum(haversine, 1.0))) > meters)

    return apart
