"""How long grouping takes: the neighbours, the groups, and the floor below which no exact search gets.

    python scripts/benchmark/grouping.py 1000 10000 50000

The codes are made up like those of a real library: photos scattered over scenes, half of them with
one to five copies, bursts, and one slow pan of a fiftieth of all photos, where every photo is near its
neighbours in time (what makes single linkage run away). The floor is the plain matrix product of all
codes with all codes by numpy, nothing kept.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from photosim.domain.progress import CancelToken, silent
from photosim.similarity.graph import neighbor_pairs
from photosim.similarity.grouping import bounded_clusters
from photosim.similarity.space import CodeSpace

DIMENSIONS = 192
BOUND = 0.5
_FLOOR_ROWS = 1024
Result = TypeVar("Result")


def made_up_codes(count: int, seed: int = 7) -> NDArray[np.float32]:
    """(count, DIMENSIONS) float32 rows of unit norm."""
    random = np.random.default_rng(seed)
    pan = _walk(random, max(2, count // 50))
    rest = count - len(pan)
    # A third of the rows are originals; a scene has about ten of them.
    originals = rest // 3
    scenes = random.normal(size=(max(1, originals // 10), DIMENSIONS))
    centres = _unit(scenes)[random.integers(0, len(scenes), originals)]
    first = _unit(centres + random.normal(size=centres.shape) * 0.85 / DIMENSIONS**0.5)
    # Copies go to half of the originals only.
    source = random.integers(0, max(1, originals // 2), rest - originals)
    strength = random.uniform(0.02, 0.5, (len(source), 1))
    copies = first[source] + random.normal(size=(len(source), DIMENSIONS)) * strength / DIMENSIONS**0.5
    codes = np.concatenate([pan, first, copies])
    return _unit(codes[random.permutation(count)]).astype(np.float32)


def _walk(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Steps of a twentieth of the bound, ever onwards."""
    steps = random.normal(size=(count, DIMENSIONS)) * 0.05 * BOUND / DIMENSIONS**0.5
    return _unit(_unit(random.normal(size=(1, DIMENSIONS))) + np.cumsum(steps, axis=0))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """The result and the seconds of wall time."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def floor(codes: NDArray[np.float32]) -> None:
    """All inner products."""
    for start in range(0, len(codes), _FLOOR_ROWS):
        codes[start : start + _FLOOR_ROWS] @ codes.T


def measure(count: int) -> None:
    """Print one row of the table."""
    codes = made_up_codes(count)
    keys = [b"%016x" % key for key in np.random.default_rng(1).permutation(count).tolist()]
    cancel = CancelToken()
    _, at_least = timed(lambda: floor(codes))
    pairs, searching = timed(lambda: neighbor_pairs(codes, 16, BOUND, silent, cancel, widest=1024))
    clusters, grouping = timed(lambda: bounded_clusters(CodeSpace(codes), pairs, keys, BOUND, silent, cancel))
    largest = max((len(cluster.rows) for cluster in clusters), default=0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:>8,} {at_least:>9.2f} {searching:>9.2f} {grouping:>9.2f} {len(pairs):>11,} "
        f"{len(clusters):>8,} {largest:>8,} {memory:>9.0f}",
        flush=True,
    )


def main() -> None:
    """Measure each size that was asked for."""
    parser = argparse.ArgumentParser(description="Measure neighbours and groups.")
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 50_000])
    print("  photos   floor s     kNN s   group s       pairs   groups  largest  peak MiB")
    for count in parser.parse_args().sizes:
        measure(count)


if __name__ == "__main__":
    main()
