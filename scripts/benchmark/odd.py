"""How well odd photos are told from normal ones: ROC-AUC of each kind, against the seed's rule.

    python scripts/benchmark/odd.py --photos DIR [--every 2] [--out figures.json] [--fit]

Odd pictures are made from `bench/sources` and from nothing, see `odd_made.py`; normal ones are the sources
and the views of `bench/scenes`. Every picture takes the way of the app: decoded, made a thumbnail, measured
from that. Half of the sources, with all that was made of them, is for fitting (`--fit` prints the weights
and thresholds that belong into `photosim/similarity/outliers.py`); only the other half is reported. Beside
each kind stand the plain reconstruction error with the threshold mean + 2 std of the normal photos, and the
mean Laplacian.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.domain.encoder import InputSpec
from photosim.domain.errors import FileError
from photosim.domain.odd import DEFAULT_K, Measures, OddKind
from photosim.domain.scanning import DecodeLimits
from photosim.encoding import Autoencoder
from photosim.imaging.measures import measure
from photosim.imaging.read import read_bytes
from photosim.imaging.thumbnail import decode
from photosim.similarity.outliers import (
    NEIGHBORS,
    THRESHOLDS,
    figures_of,
    library_threshold,
    odd_rows,
    page_features,
    scores_of,
)
from scripts.benchmark.odd_made import MADE, Example, examples

WANTED = {
    "gaussian blur": OddKind.BLURRED,
    "motion blur": OddKind.BLURRED,
    "dark": OddKind.DARK,
    "overexposed": OddKind.BRIGHT,
    "cut off": OddKind.DAMAGED,
    "zeros at the end": OddKind.DAMAGED,
    "lens cap": OddKind.EMPTY,
    "bare wall": OddKind.EMPTY,
    "page": OddKind.DOCUMENT,
    "screen": OddKind.DOCUMENT,
}
"""What each kind of example ought to be called."""

FALSE_ALARMS = 0.01
"""Share of the normal photos of the fitting half that lies above a fitted threshold."""

_CHUNK = 64
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """All examples, measured; row i of everything is one of them.

    Attributes:
        kind: str (N,).
        reported: bool (N,), the half that is not for fitting.
        figures: float32 (N, F).
        distance: float64 (N,), to the nearest normal photos of other sources.
        laplacian: float64 (N,), mean absolute Laplacian of the grey thumbnail.
    """

    kind: NDArray[np.str_]
    reported: NDArray[np.bool_]
    figures: NDArray[np.float32]
    distance: Numbers
    laplacian: Numbers

    def of(self, kind: str, *, reported: bool) -> NDArray[np.bool_]:
        """The rows of a kind in one half."""
        return np.asarray((self.kind == kind) & (self.reported == reported))


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, default=os.environ.get("PHOTOSIM_PHOTOS"))
    parser.add_argument("--model", type=Path, help="model folder; the shipped one by default")
    parser.add_argument("--every", type=int, default=2, help="make odd pictures of every so many sources")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parser.add_argument("--fit", action="store_true", help="print weights and thresholds of the other half")
    options = parser.parse_args()
    if options.photos is None or not (Path(options.photos) / "bench").is_dir():
        print("skipped: no photos; give --photos or PHOTOSIM_PHOTOS")
        return 0
    table = build(Path(options.photos), Autoencoder.load(options.model, threads=1), options.every)
    if options.fit:
        fit(table)
    found = report(table)
    show(found)
    if options.out is not None:
        options.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


def build(photos: Path, model: Autoencoder, every: int) -> Table:
    """Make and measure all examples; minutes on two cores."""
    rows: list[tuple[Example, NDArray[np.uint8], NDArray[np.uint8]]] = []
    source = examples(photos, every)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        while chunk := [example for _, example in zip(range(_CHUNK), source, strict=False)]:
            rows += [
                row for row in pool.map(lambda one: _read(one, model.input_spec), chunk) if row is not None
            ]
        qualities = list(pool.map(lambda row: measure(row[1]), rows))
    squares = np.stack([row[2] for row in rows])
    drawings = model.redraw(squares)
    squared = np.concatenate(
        [
            (
                (drawings.pixels[start : start + _CHUNK] / 255.0 - squares[start : start + _CHUNK] / 255.0)
                ** 2
            ).mean(axis=(1, 2, 3))
            for start in range(0, len(rows), _CHUNK)
        ]
    )
    packed = [
        Measures(error=float(error), squared_error=float(square), **asdict(quality)).packed()
        for error, square, quality in zip(drawings.error, squared, qualities, strict=True)
    ]
    kind = np.array([row[0].kind for row in rows])
    sources = np.array([row[0].source for row in rows])
    return Table(
        kind=kind,
        reported=np.array([zlib.crc32(name.encode()) % 2 == 1 for name in sources]),
        figures=figures_of(packed),
        distance=_distances(model.encode(squares).code, kind, sources),
        laplacian=np.array([_laplacian(row[1]) for row in rows]),
    )


def _read(example: Example, spec: InputSpec) -> tuple[Example, NDArray[np.uint8], NDArray[np.uint8]] | None:
    try:
        photo = read_bytes(example.data, example.source, spec, DecodeLimits())
    except FileError:
        # A listed problem is no photo of a library.
        return None
    return example, decode(photo.thumbnail), photo.model_input


def _distances(code: NDArray[np.float32], kind: NDArray[np.str_], source: NDArray[np.str_]) -> Numbers:
    """As if each picture were alone among the normal photos: its own source is not looked at."""
    normal = np.flatnonzero(kind == "normal")
    away = np.sqrt(np.maximum(0, 2 - 2 * code @ code[normal].T)).astype(np.float64)
    away[source[:, None] == source[normal][None, :]] = np.inf
    nearest = np.sort(away, axis=1)[:, :NEIGHBORS]
    return np.asarray(nearest.mean(axis=1))


def _laplacian(pixels: NDArray[np.uint8]) -> float:
    grey = pixels.mean(axis=2)
    inner = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    return float(np.abs(inner).mean())


def scores(table: Table) -> dict[OddKind, Numbers]:
    """The scores of the app; the unusual as in a library of the reported normal photos."""
    found = dict(scores_of(table.figures, table.distance))
    normal = table.of("normal", reported=True)
    parts = [
        (values - values[normal].mean()) / values[normal].std()
        for values in (found[OddKind.REDRAWN], table.distance)
    ]
    found[OddKind.UNUSUAL] = (parts[0] + parts[1]) / 2
    return found


def auc(odd: Numbers, normal: Numbers) -> float:
    """Probability that an odd picture has the higher score; ties count half."""
    order = np.sort(normal)
    below = np.searchsorted(order, odd, "left") + np.searchsorted(order, odd, "right")
    return float(below.mean() / (2 * len(normal)))


def report(table: Table) -> dict[str, Any]:
    """All figures, on the reported half."""
    found = scores(table)
    normal = table.of("normal", reported=True)
    seed, unusual = (
        library_threshold(found[kind][normal], DEFAULT_K) for kind in (OddKind.REDRAWN, OddKind.UNUSUAL)
    )
    thresholds = {**THRESHOLDS, OddKind.REDRAWN: seed, OddKind.UNUSUAL: unusual}
    called = {kind: _called(found, thresholds, kind) for kind in OddKind}
    rows = {}
    for kind in MADE:
        odd, wanted = table.of(kind, reported=True), WANTED[kind]
        rows[kind] = {
            "called": wanted.value,
            "pictures": int(odd.sum()),
            "auc": auc(found[wanted][odd], found[wanted][normal]),
            "found": float(called[wanted][odd].mean()),
            "found as any kind": float(_any(called)[odd].mean()),
            "auc unusual": auc(found[OddKind.UNUSUAL][odd], found[OddKind.UNUSUAL][normal]),
            "auc error": auc(found[OddKind.REDRAWN][odd], found[OddKind.REDRAWN][normal]),
            "found by mean + 2 std": float(called[OddKind.REDRAWN][odd].mean()),
            "auc laplacian": auc(-table.laplacian[odd], -table.laplacian[normal]),
        }
    alarms = {kind.value: float(called[kind][normal].mean()) for kind in OddKind}
    return {
        "kinds": rows,
        "normal": int(normal.sum()),
        "false alarms": alarms,
        "false alarms of any kind": float(_any(called)[normal].mean()),
        "thresholds": {kind.value: float(value) for kind, value in thresholds.items()},
    }


def _called(
    found: Mapping[OddKind, Numbers], thresholds: Mapping[OddKind, float], kind: OddKind
) -> NDArray[np.bool_]:
    flags = np.zeros(len(found[kind]), np.bool_)
    flags[odd_rows(found, thresholds, kind)] = True
    return flags


def _any(called: Mapping[OddKind, NDArray[np.bool_]]) -> NDArray[np.bool_]:
    named = [flags for kind, flags in called.items() if kind is not OddKind.REDRAWN]
    return np.asarray(np.any(named, axis=0))


def fit(table: Table) -> None:
    """Print what the fitting half asks for."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    pages = np.isin(table.kind, ("page", "screen"))
    half = ~table.reported
    weight = np.where(pages | (table.kind == "normal"), 1.0, 0.35)
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=5000)
    model.fit(page_features(table.figures)[half], pages[half], sample_weight=weight[half])
    print("PageLook:", np.round(model.coef_[0], 2).tolist(), np.round(model.intercept_, 2).tolist())
    normal, found = table.of("normal", reported=False), scores(table)
    for kind in THRESHOLDS:
        print(f"{kind.value}: {np.quantile(found[kind][normal], 1 - FALSE_ALARMS):.3f}")


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    columns = list(found["kinds"]["dark"])[1:]
    print(f"{'made':<17} {'called':<13}" + "".join(f"{name:>22}" for name in columns))
    for kind, row in found["kinds"].items():
        cells = "".join(
            f"{row[name]:>22.3f}" if name != "pictures" else f"{row[name]:>22}" for name in columns
        )
        print(f"{kind:<17} {row['called']:<13}{cells}")
    alarms = ", ".join(f"{kind} {share:.3f}" for kind, share in found["false alarms"].items())
    print(f"{found['normal']} normal photos; false alarms: {alarms}")
    print(f"of any kind but badly-redrawn: {found['false alarms of any kind']:.3f}")


if __name__ == "__main__":
    sys.exit(main())
