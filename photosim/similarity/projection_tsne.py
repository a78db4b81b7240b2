"""t-SNE (van der Maaten and Hinton 2008) that tells where it is, can be stopped, and goes on from a map.

scikit-learn's own neither reports nor stops, and takes minutes where this takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from photosim.similarity.projection_forces import Repulsion, attraction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.domain.similarity import Neighbors

NEIGHBORS = 30
"""How many neighbours of each point are looked at."""
_PERPLEXITY = 10.0
_FIRST_SPREAD = 1e-4
_LONGEST_STEP = 5.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the way to a map.

    Attributes:
        steps: how many, >= 0.
        exaggeration: how much stronger than in the end neighbours attract each other, >= 1.
        momentum: how much of the last step goes on, 0..1.
    """

    steps: int
    exaggeration: float
    momentum: float


FRESH = (Stage(250, 12.0, 0.5), Stage(500, 1.0, 0.8))
"""From nothing: first let what belongs together come together, then give everything its room."""
WARM = (Stage(150, 1.0, 0.8),)
"""From a map that holds most of the points already."""


def affinities(neighbors: Neighbors) -> sparse.csr_array:
    """How near each two codes are, as t-SNE weighs it.

    Args:
        neighbors: of each of N codes the nearest others in rows of `k` >= 1, without itself.

    Returns:
        (N, N) float64, symmetric, of sum 1, with something in every row.
    """
    squared = neighbors.distances.astype(np.float64) ** 2
    count, width = squared.shape
    weights = _weights(squared - squared[:, :1], min(_PERPLEXITY, max(1.0, width / 3)))
    rows = np.arange(0, count * width + 1, width)
    shape = (count, count)
    nearest = sparse.csr_array((weights.ravel(), neighbors.rows.ravel().astype(np.int32), rows), shape=shape)
    both = sparse.csr_array(nearest + nearest.T)
    both.data /= both.data.sum()
    return both


def settle(
    points: NDArray[np.float32],
    near: sparse.csr_array,
    stages: tuple[Stage, ...],
    after_step: Callable[[int, NDArray[np.float64]], None],
) -> NDArray[np.float32]:
    """Move points until neighbours lie together and everything else has room.

    Args:
        points: (N, 2) float32, where they are at first.
        near: from `affinities`.
        stages: how to go.
        after_step: called after each step with the number of steps so far and the points, which the
            callee must not keep; what it raises ends the work.

    Returns:
        (N, 2) float32 around 0.
    """
    places = points.astype(np.float64)
    repulsion = Repulsion()
    origins = np.repeat(np.arange(len(places), dtype=np.int32), np.diff(near.indptr))
    taken = 0
    for stage in stages:
        step, gains = np.zeros_like(places), np.ones_like(places)
        # Belkina et al. 2019, https://doi.org/10.1038/s41467-019-13055-y
        rate = max(len(places) / stage.exaggeration, 50.0)
        for _ in range(stage.steps):
            uphill = stage.exaggeration * attraction(places, near, origins) - repulsion(places)
            gains = np.maximum(np.where(uphill * step < 0, gains + 0.2, gains * 0.8), 0.01)
            step = stage.momentum * step - rate * gains * uphill
            length = np.linalg.norm(step, axis=1, keepdims=True)
            step *= np.minimum(1, _LONGEST_STEP / np.maximum(length, 1e-12))
            places += step
            places -= places.mean(axis=0)
            taken += 1
            after_step(taken, places)
    return places.astype(np.float32)


def small(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same map, so small that t-SNE can unfold it.

    No two points are left on one place, as nothing could ever push them apart; the tiny distances are the
    same in every run.
    """
    spread = float(points[:, 0].std()) if len(points) else 0.0
    shaken = np.random.default_rng(0).normal(0, _FIRST_SPREAD / 100, points.shape)
    return (points * (_FIRST_SPREAD / max(spread, 1e-12)) + shaken).astype(np.float32)


def _weights(squared: NDArray[np.float64], perplexity: float) -> NDArray[np.float64]:
    """Gaussian weights of each row, as wide as lets each have `perplexity` neighbours in effect."""
    wished = np.log(perplexity)
    low, high = np.zeros(len(squared)), np.full(len(squared), np.inf)
    beta = np.ones(len(squared))
    for _ in range(60):
        weights = np.exp(-squared * beta[:, None])
        total = weights.sum(axis=1)
        entropy = np.log(total) + beta * (squared * weights).sum(axis=1) / total
        flat = entropy > wished
        low, high = np.where(flat, beta, low), np.where(flat, high, beta)
        beta = np.where(np.isinf(high), beta * 2, (low + high) / 2)
        # Neighbours that all lie equally far never get narrower.
        beta = np.minimum(beta, 1e12)
    weights = np.exp(-squared * beta[:, None])
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
