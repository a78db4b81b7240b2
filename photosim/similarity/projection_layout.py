"""A map of codes: laid out from nothing, or from what is known of most of its points."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.domain.similarity import Neighbors
from photosim.similarity.index_graph import nearest_others
from photosim.similarity.projection import principal
from photosim.similarity.projection_tsne import FRESH, NEIGHBORS, WARM, Stage, affinities, settle, small

if TYPE_CHECKING:
    from numpy.typing import NDArray

COMPARING = "Finding neighbours"
SETTLING = "Laying out the map"

MOST_FRESH = 20_000
"""Of more codes a sample is laid out first; the others join it and all settle together."""

_SHOWN_EVERY = 25
_FEWEST = 4

Seen = Callable[["NDArray[np.float32]"], None]
"""Gets the places of all points on the way, (N, 2) float32; NaN for those that have none yet."""


def lay_out(
    codes: NDArray[np.float32],
    known: NDArray[np.float32],
    report: Report,
    cancel: CancelToken,
    seen: Seen = lambda _places: None,
) -> NDArray[np.float32]:
    """Lay out a map by t-SNE; the same codes and known places give the same map.

    Args:
        codes: (N, D) float32 unit rows.
        known: (N, 2) float32, where points lie on an earlier map, NaN for new ones. Most known: the map is
            kept and the new ones join it. Otherwise it is laid out from nothing.
        report: told of both stages.
        cancel: looked at before each step.
        seen: shown the map as it grows, now and then.

    Returns:
        (N, 2) float32 around 0.

    Raises:
        Cancelled: a stop was asked for.
    """
    if len(codes) < _FEWEST:
        return principal(codes)
    neighbors = nearest_others(codes, NEIGHBORS, COMPARING, report, cancel)
    is_known = ~np.isnan(known[:, 0])
    stages: tuple[Stage, ...] = WARM
    if 2 * is_known.sum() >= len(codes):
        start = joined(known, neighbors)
    elif len(codes) > MOST_FRESH:
        start = _from_sample(codes, neighbors, report, cancel, seen)
    else:
        start, stages = small(principal(codes)), FRESH
    return settle(start, affinities(neighbors), stages, _teller(stages, report, cancel, seen))


def joined(known: NDArray[np.float32], neighbors: Neighbors) -> NDArray[np.float32]:
    """A map on which every point has a place: new ones lie among those that are most like them.

    Args:
        known: (N, 2) float32, NaN for new ones, not all of them new.
        neighbors: of each point the nearest others.
    """
    places = known.copy()
    while (new := np.flatnonzero(np.isnan(places[:, 0]))).size:
        around = places[neighbors.rows[new]]
        placed = ~np.isnan(around[:, :, 0])
        # The nearest three that have a place: the mean of many lies where none of them is.
        placed &= np.cumsum(placed, axis=1) <= 3
        ready = placed.any(axis=1)
        if not ready.any():
            places[new] = np.nanmean(known, axis=0)
            break
        weights = placed / (neighbors.distances[new] + 1e-3)
        total = weights.sum(axis=1, keepdims=True)
        mean = (weights[:, :, None] * np.nan_to_num(around)).sum(axis=1) / np.maximum(total, 1e-12)
        places[new[ready]] = mean[ready]
    return _apart(places)


def _from_sample(
    codes: NDArray[np.float32], neighbors: Neighbors, report: Report, cancel: CancelToken, seen: Seen
) -> NDArray[np.float32]:
    chosen = np.sort(np.random.default_rng(0).permutation(len(codes))[:MOST_FRESH])
    known = np.full((len(codes), 2), np.nan, np.float32)
    # Every point takes as much room as any other: the whole map is larger than that of the sample.
    growth = np.float32(np.sqrt(len(codes) / len(chosen)))

    def sample_seen(places: NDArray[np.float32]) -> None:
        known[chosen] = places * growth
        seen(known.copy())

    of_sample = nearest_others(codes[chosen], NEIGHBORS, COMPARING, report, cancel)
    teller = _teller(FRESH, report, cancel, sample_seen)
    known[chosen] = growth * settle(small(principal(codes[chosen])), affinities(of_sample), FRESH, teller)
    return joined(known, neighbors)


def _apart(places: NDArray[np.float32]) -> NDArray[np.float32]:
    """No two points on the very same place, as nothing could ever push them apart; the same in every run."""
    shift = np.random.default_rng(0).normal(0, 1e-3, places.shape)
    return (places + shift).astype(np.float32)


def _teller(
    stages: tuple[Stage, ...], report: Report, cancel: CancelToken, seen: Seen
) -> Callable[[int, NDArray[np.float64]], None]:
    total = sum(stage.steps for stage in stages)
    meter = RateMeter()

    def tell(step: int, places: NDArray[np.float64]) -> None:
        cancel.checkpoint()
        if step % _SHOWN_EVERY == 0:
            report(Progress(SETTLING, step, total, meter.update(step)))
            seen(places.astype(np.float32))

    return tell
