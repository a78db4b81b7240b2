"""From distances to figures."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from photosim.app.finding.search_views import Views

NEIGHBOURS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """The nearest index entries of each query.

    Attributes:
        distance: float64 (Q, K), L2, rising.
        right: bool (Q, K), whether the entry is what the query should find.
        wanted: int64 (Q,), how many entries of the index each query should find.
    """

    distance: NDArray[np.float64]
    right: NDArray[np.bool_]
    wanted: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_]) -> "Found":
        """Return some of the queries."""
        return Found(self.distance[chosen], self.right[chosen], self.wanted[chosen])


def find(
    queries: NDArray[np.float32],
    index: NDArray[np.float32],
    groups: tuple[NDArray[np.str_], NDArray[np.str_]],
) -> Found:
    """Look every query up.

    Args:
        queries: float32 (Q, D).
        index: float32 (I, D).
        groups: group of each query and of each index entry; equal groups belong together.
    """
    search = NearestNeighbors(
        n_neighbors=min(NEIGHBOURS, len(index)), algorithm="brute", metric="sqeuclidean"
    )
    squared, rows = search.fit(index).kneighbors(queries)
    return found_of(squared, rows, groups)


def nearest_of_any(
    looks: Iterable[Views], index: NDArray[np.float32], count: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Look queries up by several codes each; the nearest of them counts.

    Args:
        looks: of each of the Q queries.
        index: float32 (I, D), unit rows.
        count: how many to find, at most I.

    Returns:
        Squared distances and rows of the index, both (Q, count), nearest first.
    """
    found = []
    for views in looks:
        distance = (np.sqrt(np.maximum(2 - 2 * (views.code @ index.T), 0)) + views.handicap[:, None]).min(0)
        rows = np.argpartition(distance, count - 1)[:count]
        rows = rows[np.argsort(distance[rows], kind="stable")]
        found.append((distance[rows].astype(np.float64) ** 2, rows))
    squared, nearest = (np.stack(part) for part in zip(*found, strict=True))
    return squared, nearest


def found_of(
    squared: NDArray[np.float64], rows: NDArray[np.int64], groups: tuple[NDArray[np.str_], NDArray[np.str_]]
) -> Found:
    """Say which of the nearest are right.

    Args:
        squared: float64 (Q, K), squared distances, rising.
        rows: int64 (Q, K), of the index.
        groups: as for `find`.
    """
    asked, held = groups
    names, counts = np.unique(held, return_counts=True)
    number = dict(zip(names.tolist(), counts.tolist(), strict=True))
    wanted = np.asarray([number.get(name, 0) for name in asked.tolist()], np.int64)
    return Found(np.sqrt(np.maximum(squared, 0)), held[rows] == asked[:, None], wanted)


def recall_at_1(found: Found) -> float:
    """Share of the queries whose nearest entry is right."""
    return float(found.right[:, 0].mean())


def _curve(found: Found) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return thresholds, precision and recall over all pairs of query and entry, nearest pair first."""
    distance, right = found.distance.ravel(), found.right.ravel()
    # Among equal distances the wrong ones come first: ties must not flatter a coarse hash.
    order = np.lexsort((right, distance))
    hits = right[order].cumsum()
    precision = hits / np.arange(1, len(order) + 1)
    return distance[order], precision, hits / found.wanted.sum()


def average_precision(found: Found) -> float:
    """Area under precision over recall, over the pairs of all queries in one list.

    Unlike recall@1 it asks that one distance separate right from wrong for all photos. Pairs beyond the
    20 nearest of a query count as not found.
    """
    _, precision, recall = _curve(found)
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def recall_at_precision(found: Found, least: float) -> tuple[float, float]:
    """Return the largest recall at which precision is at least `least`, and its distance."""
    distance, precision, recall = _curve(found)
    # A threshold takes all pairs of equal distance or none.
    last = np.append(distance[1:] != distance[:-1], True)
    good = np.flatnonzero((precision >= least) & last)
    return (float(recall[good[-1]]), float(distance[good[-1]])) if len(good) else (0.0, 0.0)


def mean_average_precision(found: Found) -> float:
    """Mean over the queries of the area under each query's own curve."""
    hits = found.right.cumsum(1)
    precision = hits / np.arange(1, found.right.shape[1] + 1)
    areas = (precision * found.right).sum(1) / np.maximum(1, found.wanted)
    return float(areas.mean())


def at_distance(found: Found, distance: float) -> tuple[float, float]:
    """Return precision and recall of the pairs nearer than `distance`."""
    near = found.distance < distance
    hits = int((near & found.right).sum())
    return hits / max(1, int(near.sum())), hits / max(1, int(found.wanted.sum()))
