"""Codes for libraries of any size, made from the codes of real photos.

Around a real code lie others of its kind, in directions and at distances in which real neighbours lie from
each other: the code plus a random mixture of the steps to its nearest real ones. So what is near, and how
many dimensions it fills, stays as the model makes it; only the number of codes grows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from photosim.similarity.exact import ExactIndex

_STEPS = 16
_BLOCK = 50_000

Codes = NDArray[np.float32]


class CodeMaker:
    """Makes codes like given ones, (N, D) float32 unit rows, N > 16."""

    def __init__(self, real: Codes) -> None:
        self._real: Codes = np.unique(real, axis=0)
        self._near = ExactIndex(self._real).query(self._real, _STEPS + 1).rows[:, 1:]

    def make(self, count: int, seed: int) -> Codes:
        """`count` codes, (count, D) float32 unit rows."""
        chance = np.random.default_rng(seed)
        made = np.empty((count, self._real.shape[1]), np.float32)
        for start in range(0, count, _BLOCK):
            made[start : start + _BLOCK] = self._some(min(_BLOCK, count - start), chance)
        return made

    def _some(self, count: int, chance: np.random.Generator) -> Codes:
        base = chance.integers(len(self._real), size=count)
        weights = chance.normal(0.0, _STEPS**-0.5, (count, _STEPS)).astype(np.float32)
        codes: Codes = self._real[base]
        center = codes.copy()
        for step in range(_STEPS):
            codes += weights[:, step, None] * (self._real[self._near[base, step]] - center)
        codes /= np.linalg.norm(codes, axis=1, keepdims=True)
        return codes
