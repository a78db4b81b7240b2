"""How fast and how completely the nearest codes are found, from a thousand to a million.

    python -m scripts.benchmark.search --codes codes.npz [--sizes 1000 10000 100000 1000000]
                                       [--json figures.json] [--plot growth.svg]

The codes come from `photosim embed`; more of them are made as `made_codes` says. Beside every figure stands
that of the exact search over the same codes, in the same run. CPU time of one core (faiss is held to one
thread): n cores take an n-th of it. The graph (the ten nearest others of every photo) is made whole, on all
cores, with its wall time beside its CPU time; what the exact one takes is told from some rows, on which
recall is measured, too. `recall` counts the ten nearest at any distance, `recall_near` those near enough to
be looked at as copies. Memory is what the graph and the index take at their peaks beside the codes (Linux
tells it); `scripts.benchmark.codes` measures whole processes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import faiss
import numpy as np
from numpy.typing import NDArray

from photosim.app.cores import usable_cores
from photosim.app.model import open_model, shipped_folder
from photosim.domain.progress import CancelToken
from photosim.domain.similarity import NeighborIndex, Neighbors
from photosim.domain.strictness import NORMAL
from photosim.similarity.approximate import ApproximateIndex
from photosim.similarity.approximate_saved import index_bytes, index_from
from photosim.similarity.exact import ExactIndex
from photosim.similarity.index_graph import NearestOthers
from photosim.similarity.strictness import widest_distance
from scripts.benchmark.codes import peak_mb
from scripts.benchmark.growth import chart, page
from scripts.benchmark.made_codes import CodeMaker

_K = 10
_SHOWN = 20
_NEW = 1000
_SEED = 7
_LEAST_FOR_LISTS = 10_000

T = TypeVar("T")
Codes = NDArray[np.float32]
Figures = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size; print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--codes", required=True, type=Path, help="what photosim embed wrote")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=2000, help="rows of the graph that are measured")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args(arguments)
    faiss.omp_set_num_threads(1)
    with np.load(options.codes) as kept:
        maker = CodeMaker(kept["code"])
    near = widest_distance(NORMAL, open_model(shipped_folder(), threads=1).thresholds)
    results = {}
    for size in options.sizes:
        results[size] = measure(maker.make(size + _NEW, _SEED), size, options.queries, near)
        print(json.dumps({"photos": size, **results[size]}), flush=True)
        if options.json:
            options.json.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    if options.plot:
        options.plot.write_text(drawn(results), "utf-8")
    return 0


def measure(codes: Codes, size: int, queries: int, near: float) -> Figures:
    """Figures of one size; the codes hold `_NEW` more, which are added."""
    old, keys = codes[:size], np.arange(len(codes), dtype=np.uint64)
    chosen = np.sort(np.random.default_rng(_SEED).choice(size, min(queries, size), replace=False))
    asked = old[chosen]
    exact = ExactIndex(old)
    graph, truth = timed(lambda: exact.query(asked, _K + 1))
    figures: Figures = {
        "codes_mb": old.nbytes / 1e6,
        "exact_query_ms": one_by_one(exact, asked[:20]),
        "exact_graph_cpu_s": graph / len(asked) * size,
    }
    figures |= whole_graph(old, chosen, truth, near, figures["exact_graph_cpu_s"])
    if size < _LEAST_FOR_LISTS:
        return figures
    before = fresh_peak_mb()
    build, index = timed(lambda: ApproximateIndex.build(old, keys[:size]))
    taken = peak_mb() - before
    found = index.query(asked, _K + 1)
    add, updated = timed(lambda: index.updated(codes, keys))
    save, data = timed(lambda: index_bytes(index, "benchmark"))
    opening, opened = timed(lambda: index_from(data, "benchmark", old, keys[:size]))
    assert updated is not None
    assert opened is not None
    return figures | {
        "query_ms": one_by_one(index, asked[:200]),
        "query_recall": recalled(truth, found.rows, near)["recall"],
        "lists": float(index.lists.nlist),
        "lists_looked_at": float(index.lists.nprobe),
        "build_cpu_s": build,
        "add_1000_cpu_s": add,
        "add_to_build": add / build,
        "save_cpu_s": save,
        "open_cpu_s": opening,
        "index_mb": len(data) / 1e6,
        "index_peak_mb": taken,
    }


def whole_graph(
    codes: Codes, chosen: NDArray[np.int64], truth: Neighbors, near: float, exact: float
) -> Figures:
    """The ten nearest others of every photo; `exact`: CPU seconds of comparing all with all."""
    faiss.omp_set_num_threads(usable_cores())
    before, started = fresh_peak_mb(), time.perf_counter()
    taken, graph = timed(lambda: NearestOthers(codes).of_all(_K, lambda _done: None, CancelToken()))
    wall = time.perf_counter() - started
    faiss.omp_set_num_threads(1)
    return {
        "graph_s": wall,
        "graph_cores": usable_cores(),
        "graph_cpu_s": taken,
        "graph_to_exact": taken / exact,
        "graph_peak_mb": peak_mb() - before,
    } | recalled(truth, graph.rows[chosen], near)


def recalled(truth: Neighbors, found: NDArray[np.int64], near: float) -> Figures:
    """How many of the true neighbours, without the row itself, were found."""
    hits = (truth.rows[:, 1:, None] == found[:, None, :]).any(2)
    close = truth.distances[:, 1:] <= near
    return {
        "recall": float(hits.mean()),
        "near": near,
        "recall_near": float(hits[close].mean()) if close.any() else 1.0,
        "share_near": float(close.mean()),
    }


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds and the result."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def one_by_one(index: NeighborIndex, asked: Codes) -> float:
    """Median CPU milliseconds of a single query."""
    times = []
    for row in asked:
        started = time.process_time()
        index.query(row[None], _SHOWN)
        times.append(time.process_time() - started)
    return float(np.median(times) * 1000)


def fresh_peak_mb() -> float:
    """What the process takes now; `peak_mb` tells from here on."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return peak_mb()


def drawn(results: dict[int, Figures]) -> str:
    """The plots of all sizes: times and memory."""
    times = {
        "exact_query_ms": "query, exact (ms)",
        "query_ms": "query, lists (ms)",
        "exact_graph_cpu_s": "graph, exact (s)",
        "graph_cpu_s": "graph (s)",
        "build_cpu_s": "building (s)",
        "add_1000_cpu_s": "adding 1,000 (s)",
    }
    memory = {"codes_mb": "codes", "graph_peak_mb": "graph, beside", "index_peak_mb": "building, beside"}
    return page(
        [
            chart("Nearest photos, CPU time of one core", "photos", "ms or s", _curves(results, times)),
            chart("Nearest photos, memory", "photos", "MB", _curves(results, memory)),
        ]
    )


def _curves(results: dict[int, Figures], names: dict[str, str]) -> dict[str, list[tuple[float, float]]]:
    curves = {
        words: [(float(size), max(told[name], 1e-4)) for size, told in results.items() if name in told]
        for name, words in names.items()
    }
    return {words: points for words, points in curves.items() if points}


if __name__ == "__main__":
    sys.exit(main())
