"""Measure the semantic hash, the pocket catalogue, search by examples and by sketch.

    python scripts/benchmark/looks.py --photos DIR [--library DIR]

DIR is laid out as the benchmark's photos: `bench/sources`, `bench/scenes/SCENE`. The library is scanned when
it is not there yet. Attacked copies are made of every fourth source.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.app.exploring.looks import find_looks, hamming, suitable_bits
from photosim.app.exploring.pocket import pocket_of, with_thumbnails
from photosim.app.exploring.pocket_compare import BITS_APART, compare_folder
from photosim.app.exploring.pocket_file import read_pocket, write_pocket
from photosim.app.exploring.pocket_result import summary_words
from photosim.app.finding import search_examples
from photosim.app.finding.layouts import FIELDS, difference, layout_of, layouts
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Indexed, Workspace, open_workspace
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken, silent
from photosim.domain.scanning import ScanSettings
from scripts.benchmark.attacks import ATTACKS, attacked

Codes = NDArray[np.float32]
_EVERY = 4
_NOISE = 12.0
"""Standard deviation of what a memory of colours is wrong by, in levels of 255."""


def main() -> int:
    """Print the figures; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--library", type=Path, default=Path(tempfile.gettempdir()) / "photosim-looks")
    options = parser.parse_args()
    with open_workspace(str(options.library)) as workspace:
        if not workspace.library.photo_count():
            roots = [Root(str(options.photos / "bench"))]
            scan(workspace, roots, ScanSettings(), lambda _news: None, CancelToken())
        indexed = workspace.indexed()
        buckets(workspace)
        prefilter(indexed)
        copies(workspace, indexed, options.photos)
        pocket(workspace)
        strangers(workspace, options.photos)
        examples(indexed)
        sketch(workspace, indexed)
    return 0


def buckets(workspace: Workspace) -> None:
    """How the photos fall into buckets."""
    count = len(workspace.indexed().contents)
    for bits in sorted({suitable_bits(count), 8, 12, 16}):
        looks = find_looks(workspace, bits=bits)
        largest = [len(look.photos) for look in looks.looks[:5]]
        print(f"{bits:2} bits: {len(looks.looks)} rows, {len(looks.alone)} alone, largest {largest}")


def prefilter(indexed: Indexed) -> None:
    """Recall of the true 10 neighbours by code within the best n by Hamming distance."""
    likeness = indexed.code @ indexed.code.T
    np.fill_diagonal(likeness, -2)
    true = np.argsort(-likeness, axis=1)[:, :10]
    apart = np.array([hamming(indexed.bits, row) for row in indexed.bits]).astype(np.int16)
    np.fill_diagonal(apart, 99)
    rank = np.argsort(np.argsort(apart, axis=1, kind="stable"), axis=1)
    found = np.take_along_axis(rank, true, 1)
    for n in (10, 50, 100, 200, 400):
        print(f"best {n:3} of {len(rank)} by bits: {np.mean(found < n):.3f} of the true 10, "
              f"{np.mean(found[:, 0] < n):.3f} of the nearest")  # fmt: skip


def copies(workspace: Workspace, indexed: Indexed, photos: Path) -> None:
    """By how many bits attacked copies differ from their sources, where the distance says same picture."""
    spec, encoder = workspace.encoder.input_spec, workspace.encoder
    rows = {photo.path: row for row, content in enumerate(indexed.contents)
            for photo in indexed.photos_by_content[content]}  # fmt: skip
    sources = sorted((photos / "bench" / "sources").iterdir())[::_EVERY]
    others = [Image.open(path).convert("RGB").resize((400, 300)) for path in sources[:4]]
    bits, share = [], []
    for path in sources:
        row = rows.get(str(path))
        if row is None:
            continue
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        squares = [
            np.asarray(_decoded(attacked(attack, path.name, picture, others)).resize((spec.size, spec.size),
                       Image.Resampling[spec.resample])) for attack in ATTACKS
        ]  # fmt: skip
        codes = encoder.encode(np.stack(squares))
        distance = np.sqrt(np.maximum(2 - 2 * codes.code @ indexed.code[row], 0))
        near = distance <= encoder.thresholds.same_picture
        bits += hamming(codes.bits, indexed.bits[row])[near].tolist()
        share += [float(np.mean(hamming(indexed.bits, query) <= BITS_APART)) for query in codes.bits[:3]]
    apart = np.array(bits)
    print(f"{len(apart)} copies within the distance: bits apart 50/99/100 %: "
          f"{np.percentile(apart, [50, 99, 100])}; within {BITS_APART}: {np.mean(apart <= BITS_APART):.4f}; "
          f"share of the library looked at: {np.mean(share):.3f}")  # fmt: skip


def pocket(workspace: Workspace) -> None:
    """Bytes a photo, and what storing codes in int8 costs."""
    made = with_thumbnails(workspace, pocket_of(workspace, "now"), silent, CancelToken())
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "home.pocket")
        size = write_pocket(made, path)
        again = read_pocket(path)
    count = len(made.entries)
    error = np.abs(_distances(made.code, made.code) - _distances(made.code, again.code))
    nearest = [np.argsort(_distances(made.code, code) + 9 * np.eye(count), axis=1)[:, :10]
               for code in (made.code, again.code)]  # fmt: skip
    kept = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(*nearest, strict=True)])
    print(f"pocket: {size / count:.0f} bytes a photo; error of distances: mean {error.mean():.5f}, "
          f"largest {error.max():.4f}; {kept:.4f} of the 10 nearest kept")  # fmt: skip


def strangers(workspace: Workspace, photos: Path) -> None:
    """How many photos are wrongly told to be at home: other views of scenes, and other sources."""
    scenes = [path for folder in sorted((photos / "bench" / "scenes").iterdir())
              for path in sorted(folder.iterdir())[1:]]  # fmt: skip
    away = [*scenes, *sorted((photos / "bench" / "sources").iterdir())[::5]]
    names = {str(path) for path in away}
    made = pocket_of(workspace, "now")
    rows = [row for row, entry in enumerate(made.entries) if names.isdisjoint(entry.paths)]
    left = replace(made, entries=tuple(made.entries[row] for row in rows), code=made.code[rows],
                   bits=made.bits[rows])  # fmt: skip
    with tempfile.TemporaryDirectory() as card:
        for number, path in enumerate(away):
            shutil.copy(path, Path(card) / f"{number}{path.suffix}")
        for library in (None, workspace.library):
            told = compare_folder(workspace.encoder, left, card, silent, CancelToken(), library)
            how = "codes alone" if library is None else "laid on each other"
            print(f"strangers by {how}: {summary_words(told)}")


def examples(indexed: Indexed) -> None:
    """How well two photos of a scene, or of a person, find the rest, the first wrong answer being unwanted.

    Beside the mean average precision: how many of the unwanted one's own mates are among the first 20.
    """
    mates: defaultdict[str, list[int]] = defaultdict(list)
    for row, content in enumerate(indexed.contents):
        folder = Path(indexed.photos_by_content[content][0].path).parent
        if folder.parent.name in ("scenes", "faces"):
            mates[str(folder)].append(row)
    home = {row: name for name, rows in mates.items() for row in rows}
    for kind in ("scenes", "faces"):
        rng = random.Random(3)
        tries = [(name, rng.sample(rows, 2)) for name, rows in mates.items()
                 if f"/{kind}/" in name and len(rows) >= 4 for _ in range(8)]  # fmt: skip
        for weight in (0.0, 0.25, 0.5, 1.0, 2.0):
            search_examples.LESS_WEIGHT = weight
            precisions, leaks = [], []
            for name, rows in tries:
                right, more = set(mates[name]), indexed.code[rows]
                first = np.argsort(-search_examples.scores(indexed.code, more, more[:0])).tolist()
                less = next(row for row in first if row in home and row not in right)
                order = np.argsort(-search_examples.scores(indexed.code, more, indexed.code[[less]])).tolist()
                order = [row for row in order if row not in rows and row != less]
                precisions.append(_average_precision(np.array([row in right for row in order])))
                unwanted = set(mates[home[less]]) - {less}
                if unwanted:
                    leaks.append(len(unwanted & set(order[:20])) / len(unwanted))
            print(f"{kind}, less at {weight}: mean average precision {np.mean(precisions):.3f}, "
                  f"unwanted in 20 {np.mean(leaks):.3f}")  # fmt: skip


def sketch(workspace: Workspace, indexed: Indexed) -> None:
    """The rank of a photo that is searched for by its 4 x 4 colours with noise, by layout and by code."""
    rng = np.random.default_rng(5)
    table = layouts(workspace.library, indexed.contents, silent, CancelToken())
    spec = workspace.encoder.input_spec
    by_layout, by_code, top_half = [], [], []
    rows = rng.permutation(len(table))[:200]
    for row in rows:
        jpeg = workspace.library.thumbnail(indexed.contents[row])
        if jpeg is None or np.isnan(table[row]).any():
            continue
        small = _decoded(jpeg).resize((FIELDS, FIELDS), Image.Resampling.BOX)
        noisy = np.asarray(small, np.float32) + rng.normal(0, _NOISE, (FIELDS, FIELDS, 3))
        drawn = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).resize(
            (256, 256), Image.Resampling.BOX
        )
        layout, weights = layout_of(drawn)
        by_layout.append(_rank(difference(table, layout, weights), row))
        weights[FIELDS * FIELDS // 2 :] = 0
        top_half.append(_rank(difference(table, layout, weights), row))
        square = np.asarray(drawn.resize((spec.size, spec.size), Image.Resampling.BICUBIC))
        code = workspace.encoder.encode(square[None]).code[0]
        by_code.append(_rank(-(indexed.code @ code), row))
    for name, ranks in (
        ("layout", by_layout),
        ("layout, upper half", top_half),
        ("code of the sketch", by_code),
    ):
        told = np.array(ranks)
        print(f"sketch by {name}: median rank {np.median(told):.0f} of {len(table)}, "
              f"first {np.mean(told == 1):.2f}, in 20 {np.mean(told <= 20):.2f}")  # fmt: skip


def _rank(apart: NDArray[np.floating], row: int) -> int:
    return int(np.sum(apart < apart[row])) + 1


def _distances(first: Codes, second: Codes) -> Codes:
    apart: Codes = np.sqrt(np.maximum(2 - 2 * first @ second.T, 0))
    return apart


def _average_precision(hits: NDArray[np.bool_]) -> float:
    places = np.flatnonzero(hits) + 1
    return float(np.mean(np.arange(1, len(places) + 1) / places)) if len(places) else 0.0


def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB")


if __name__ == "__main__":
    raise SystemExit(main())
