"""How true the map of looks is, how long it takes, and how smooth it is to walk on.

    python scripts/benchmark/map.py [--codes codes.npz] [--sizes 1000 5000] [--against] [--points 100000]

Codes come from `photosim embed`. Trustworthiness (Venna and Kaski 2001; 1: nobody has a neighbour on the map
who is none) is taken of 10 neighbours of 2,000 points. `--against` adds scikit-learn's t-SNE, and openTSNE
and UMAP where they are installed. Frames are painted offscreen: no graphics card helps.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from photosim.domain.files import FileStamp, Role
from photosim.domain.photo import ContentId, Facts, Photo
from photosim.domain.progress import CancelToken, silent
from photosim.gui.application import make_application
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Jobs
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.theme import Theme
from photosim.gui.map.canvas import MapCanvas
from photosim.gui.map.kind import photo_kind
from photosim.gui.map.scene import scene_of
from photosim.similarity.projection import principal
from photosim.similarity.projection_layout import lay_out

Codes = NDArray[np.float32]
_NEIGHBORS = 10
_LOOKED_AT = 2000


def trustworthiness(codes: Codes, places: NDArray[np.float32]) -> float:
    """As scikit-learn's, of some of the points only, in memory that grows with their number."""
    count = len(codes)
    looked_at = np.random.default_rng(0).permutation(count)[:_LOOKED_AT]
    wrong = 0.0
    for row in looked_at:
        in_codes = ((codes - codes[row]) ** 2).sum(axis=1)
        on_map = ((places - places[row]) ** 2).sum(axis=1)
        in_codes[row] = on_map[row] = -1
        rank = np.empty(count)
        rank[np.argsort(in_codes, kind="stable")] = np.arange(count)
        near = np.argsort(on_map, kind="stable")[1 : _NEIGHBORS + 1]
        wrong += np.maximum(0, rank[near] - _NEIGHBORS).sum()
    worst = len(looked_at) * _NEIGHBORS * (2 * count - 3 * _NEIGHBORS - 1) / 2
    return float(1 - wrong / worst)


def ours(codes: Codes) -> NDArray[np.float32]:
    """The map of the program."""
    unknown = np.full((len(codes), 2), np.nan, np.float32)
    return lay_out(codes, unknown, silent, CancelToken())


def rivals() -> dict[str, Callable[[Codes], NDArray[np.float32]]]:
    """What others make of codes, with our perplexity."""
    from sklearn.manifold import TSNE  # noqa: PLC0415

    made: dict[str, Callable[[Codes], NDArray[np.float32]]] = {
        "scikit-learn t-SNE": lambda codes: TSNE(random_state=0, perplexity=10, n_jobs=-1).fit_transform(
            codes
        )
    }
    if importlib.util.find_spec("openTSNE"):
        made["openTSNE"] = lambda codes: np.asarray(
            importlib.import_module("openTSNE").TSNE(random_state=0, perplexity=10, n_jobs=-1).fit(codes)
        )
    if importlib.util.find_spec("umap"):
        made["UMAP"] = lambda codes: importlib.import_module("umap").UMAP(random_state=0).fit_transform(codes)
    return made


def maps(codes: Codes, sizes: list[int], against: bool) -> list[dict[str, object]]:
    """Trustworthiness and time of each method at each size."""
    methods: dict[str, Callable[[Codes], NDArray[np.float32]]] = {"PCA": principal, "photosim t-SNE": ours}
    if against:
        methods |= rivals()
    order = np.random.default_rng(0).permutation(len(codes))
    rows: list[dict[str, object]] = []
    for size in sizes:
        chosen = codes[order[:size]]
        for name, method in methods.items():
            wall, processor = time.perf_counter(), time.process_time()
            places = method(chosen)
            row = {
                "method": name,
                "photos": len(chosen),
                "seconds": round(time.perf_counter() - wall, 1),
                "processor_seconds": round(time.process_time() - processor, 1),
                "trustworthiness": round(trustworthiness(chosen, places), 4),
            }
            print(json.dumps(row), file=sys.stderr)
            rows.append(row)
    return rows


def warm_start(codes: Codes) -> dict[str, float]:
    """How far photos move when one in ten is new, in parts of the map's width."""
    old = len(codes) * 9 // 10
    known = np.full((len(codes), 2), np.nan, np.float32)
    known[:old] = ours(codes[:old])
    after = lay_out(codes, known, silent, CancelToken())
    width = float(np.ptp(known[:old], axis=0).max())
    moved = np.linalg.norm(after[:old] - known[:old], axis=1) / width
    return {
        "photos": len(codes),
        "median_move": round(float(np.median(moved)), 4),
        "90_percent_move": round(float(np.quantile(moved, 0.9)), 4),
        "trustworthiness": round(trustworthiness(codes, after), 4),
    }


class _NoPictures:
    """Stands for a library whose thumbnails have not come yet."""

    def stored(self, _content: ContentId) -> bytes | None:
        return None

    def first_paint(self, _path: str) -> bytes | None:
        return None


def frames(points: int, width: int, height: int) -> dict[str, object]:
    """Milliseconds of processor time of each frame while the map is moved and zoomed."""
    app = make_application()
    jobs = Jobs()
    loader = ThumbnailLoader(_NoPictures(), jobs)
    theme = Theme(app)
    # The kind of the points asks the context for pictures only.
    canvas = MapCanvas(photo_kind(Context(None, jobs, loader, theme)), theme)  # type: ignore[arg-type]
    canvas.resize(width, height)
    canvas.show()
    rng = np.random.default_rng(0)
    places = rng.normal(size=(points, 2)).astype(np.float32) * rng.choice([1, 3, 9], points)[:, None]
    facts = Facts("JPEG", 4000, 3000)
    photos = [
        Photo(f"/p/{n}.jpg", FileStamp(1, 1, 1, n), Role.NORMAL, False, ContentId(n.to_bytes(32)), b"", facts)
        for n in range(points)
    ]
    colours = rng.integers(0, 255, (points, 3)).astype(np.uint8)
    start = time.perf_counter()
    canvas.show_scene(scene_of(photos, places.astype(np.float32), colours))
    canvas.grab()
    first = time.perf_counter() - start
    screen = QImage(width, height, QImage.Format.Format_RGB32)
    spent: dict[str, list[float]] = {"move": [], "zoom": []}
    for step in range(60):
        for kind in ("move", "zoom"):
            if kind == "move":
                canvas._look(canvas.plane.moved(7, 3))  # noqa: SLF001
            else:
                canvas.zoom(1.12 if step < 30 else 1 / 1.12, QPointF(width / 2, height / 2))
            start = time.process_time()
            canvas.render(screen)
            spent[kind].append((time.process_time() - start) * 1000)
    loader.close()
    jobs.shutdown()
    percentiles = {
        f"{kind}_processor_ms": dict(
            zip(("50", "90", "99"), np.percentile(times, (50, 90, 99)).round(1).tolist(), strict=True)
        )
        for kind, times in spent.items()
    }
    return {"points": points, "window": f"{width}x{height}", "first_ms": round(first * 1000), **percentiles}


def main() -> int:
    """Print all figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--codes", type=Path, help="made by `photosim embed`; without: frames only")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--against", action="store_true", help="also other programs' maps")
    parser.add_argument("--points", type=int, default=100_000)
    options = parser.parse_args()
    told: dict[str, object] = {
        "frames": [frames(options.points, *size) for size in ((1280, 720), (2560, 1440))]
    }
    if options.codes:
        with np.load(options.codes, allow_pickle=False) as stored:
            codes = stored["code"].astype(np.float32)
        told["maps"] = maps(codes, options.sizes, options.against)
        told["warm_start"] = warm_start(codes[: min(options.sizes)])
    print(json.dumps(told, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
