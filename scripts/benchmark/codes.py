"""How much memory the codes of a large library take, and how long it takes to read them and to add to them.

    python -m scripts.benchmark.codes [--photos 1000000] [--json figures.json]

Writes a catalogue of made-up codes into a temporary folder, and measures in fresh processes: codes read and
the index built; codes read and the index opened; a thousand photos more. Memory is what the process takes at
its peak less what it took before, so it holds whatever is needed on the way. CPU time of one core.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import faiss
import numpy as np

from photosim.app.nearest import KeptIndex
from photosim.catalog.codes import KeptCodes
from photosim.catalog.library import Library

_MODEL = "benchmark"
_WIDTH = 192
_NEW = 1000
_SCENE = 8
_BLOCK = 10_000

Figures = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--library", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.library:
        print(json.dumps(measure(options.library, options.photos)))
        return 0
    with tempfile.TemporaryDirectory(prefix="photosim-codes-") as folder:
        Library.open(folder).close()
        fill(folder, 0, options.photos)
        figures = {"photos": float(options.photos)}
        for what in ("building", "opening"):
            figures |= {f"{what}_{name}": value for name, value in in_fresh_process(folder, options.photos)}
    print(json.dumps(figures, indent=2))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    return 0


def in_fresh_process(folder: str, photos: int) -> Iterator[tuple[str, float]]:
    """What `measure` finds in a process that holds nothing else."""
    command = [sys.executable, "-m", __spec__.name, "--library", folder, "--photos", str(photos)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    yield from json.loads(answer.stdout).items()


def measure(folder: str, photos: int) -> Figures:
    """Read the codes, then the index; the second time a thousand photos have come in between."""
    faiss.omp_set_num_threads(1)
    with Library.open(folder, read_only=False) as library:
        kept, nearest = KeptCodes(), KeptIndex(folder, read_only=False)
        before = peak_mb()
        started = time.process_time()
        table = library.codes(_MODEL, kept)
        reading = time.process_time() - started
        after_reading = peak_mb()
        started = time.process_time()
        index = nearest.over(table.code, table.contents, _MODEL)
        indexing = time.process_time() - started
        figures = {
            "codes_mb": table.code.nbytes / 1e6,
            "reading_cpu_s": reading,
            "reading_peak_mb": after_reading - before,
            "index_cpu_s": indexing,
            "peak_mb": peak_mb() - before,
        }
        fill(folder, len(table.contents), _NEW)
        started = time.process_time()
        table = library.codes(_MODEL, kept)
        read_new = time.process_time() - started
        started = time.process_time()
        index = nearest.over(table.code, table.contents, _MODEL)
        figures |= {
            "reading_1000_cpu_s": read_new,
            "index_1000_cpu_s": time.process_time() - started,
            "peak_after_1000_mb": peak_mb() - before,
        }
        assert index.size >= photos + _NEW
    return figures


def fill(folder: str, start: int, count: int) -> None:
    """Write contents, codes and files into the catalogue, numbers from `start` on."""
    chance = np.random.default_rng(start)
    with closing(sqlite3.connect(os.path.join(folder, "catalog.sqlite"))) as connection, connection:
        connection.execute("INSERT OR IGNORE INTO models (id, name) VALUES (1, ?)", (_MODEL,))
        connection.execute("INSERT OR IGNORE INTO roots (id, path, role) VALUES (1, X'2F70', 'normal')")
        for first in range(start, start + count, _BLOCK):
            _fill_block(connection, range(first, min(first + _BLOCK, start + count)), chance)
        connection.execute("UPDATE state SET generation = generation + 1")


def _fill_block(connection: sqlite3.Connection, numbers: range, chance: np.random.Generator) -> None:
    scenes = chance.normal(size=(-(-len(numbers) // _SCENE), _WIDTH)).astype(np.float32)
    rows = np.repeat(scenes, _SCENE, axis=0)[: len(numbers)]
    rows += 0.3 * chance.normal(size=rows.shape).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    codes = rows.astype("<f2")
    connection.executemany(
        "INSERT INTO contents (id, digest, preview_digest, format, width, height, orientation, camera, "
        "exif_fields, sharpness) VALUES (?, ?, ?, 'JPEG', 4000, 3000, 1, '', 0, 0)",
        [(number + 1, chance.bytes(32), chance.bytes(32)) for number in numbers],
    )
    connection.executemany(
        "INSERT INTO codes (model, content, code, bits) VALUES (1, ?, ?, X'0000000000000000')",
        [(number + 1, code.tobytes()) for number, code in zip(numbers, codes, strict=True)],
    )
    connection.executemany(
        "INSERT INTO files (path, size, mtime_ns, device, inode, content, root, added, seen) "
        "VALUES (?, 1, 1, 1, ?, ?, 1, 1, 1)",
        [(b"/p/%d.jpg" % number, number, number + 1) for number in numbers],
    )


def peak_mb() -> float:
    """The most that this process took so far; `getrusage` would tell of the process that started it, too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


if __name__ == "__main__":
    sys.exit(main())
