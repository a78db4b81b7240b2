"""How fast the catalogue is: a library of made-up photos, written and read as a scan and the window do.

    python scripts/benchmark/catalogue.py [--photos 100000] [--json figures.json]

Prints one figure a line; with --json, writes them to a file as well. Only a temporary
folder is touched.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import numpy as np
from PIL import Image

from photosim.catalog.library import Library
from photosim.catalog.records import FileState, Recorded
from photosim.domain.files import FileStamp, FoundFile, Root
from photosim.domain.photo import ContentId, Facts, ReadPhoto

_MODEL = "benchmark"
_DIMENSIONS = 128
_STORE_BATCH = 64
_CLASSIFY_BATCH = 500
_FOLDER_SIZE = 200
_NO_PIXELS = np.zeros((1, 1, 3), np.uint8)


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=int, default=100_000, help="how many (default 100,000)")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="photosim-catalogue-") as folder:
        figures = measure(folder, arguments.photos)
    for name, value in figures.items():
        print(f"{name:36} {value:12,.3f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def measure(folder: str, count: int) -> dict[str, float]:
    """All figures for a library of `count` photos, in seconds unless the name says otherwise."""
    figures: dict[str, float] = {"library of photos": count}
    root = Root(os.path.join(folder, "photos"))
    os.mkdir(root.path)
    library_folder = os.path.join(folder, "library")
    files = _files(root, count)
    with Library.open(library_folder) as library:
        scan = library.begin_scan([root])
        with _timed(figures, "classify, all new"):
            _classify(library, scan, files, FileState.NEW)
        figures["store, in batches of 64"] = _store(library, scan, files)
        with _timed(figures, "finish scan"):
            library.finish_scan(scan, [], complete=True)

        scan = library.begin_scan([root])
        with _timed(figures, "classify, all unchanged"):
            _classify(library, scan, files, FileState.UNCHANGED)

    with _timed(figures, "open"):
        library = Library.open(library_folder)
    with library:
        with _timed(figures, "codes"):
            table = library.codes(_MODEL)
        assert table.code.shape == (count, _DIMENSIONS)
        with _timed(figures, "photos"):
            photos = library.photos()
        assert len(photos) == count
        with _timed(figures, "1,000 thumbnails one by one"):
            for photo in photos[:: max(1, count // 1000)]:
                assert library.thumbnail(photo.content)
        with _timed(figures, "200 x photo(path)"):
            for photo in photos[:200]:
                assert library.photo(photo.path) == photo
    for name in ("catalog.sqlite", "thumbnails.sqlite"):
        figures[f"{name}, MiB"] = os.path.getsize(os.path.join(library_folder, name)) / 1024**2
    # Kilobytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    figures["peak memory, MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024**2
    return figures


@contextmanager
def _timed(figures: dict[str, float], name: str) -> Iterator[None]:
    # On a machine that does other things as well, the processor's time is the one to compare.
    start, start_cpu = time.perf_counter(), time.process_time()
    yield
    figures[name] = time.perf_counter() - start
    figures[f"{name}, CPU"] = time.process_time() - start_cpu


def _files(root: Root, count: int) -> list[FoundFile]:
    return [
        FoundFile(
            os.path.join(root.path, f"{number // _FOLDER_SIZE:05d}", f"IMG_{number:07d}.jpg"),
            FileStamp(3_000_000 + number, 1_700_000_000_000_000_000 + number, 42, 1_000_000 + number),
        )
        for number in range(count)
    ]


def _classify(library: Library, scan: int, files: list[FoundFile], expected: FileState) -> None:
    for start in range(0, len(files), _CLASSIFY_BATCH):
        states = library.classify(scan, files[start : start + _CLASSIFY_BATCH], _MODEL)
        assert set(states) == {expected}


def _store(library: Library, scan: int, files: list[FoundFile]) -> float:
    """Seconds spent in storing, without the making of the photos."""
    random = np.random.default_rng(1)
    thumbnail = _thumbnail(random)
    seconds = 0.0
    for start in range(0, len(files), _STORE_BATCH):
        part = files[start : start + _STORE_BATCH]
        code = random.normal(size=(len(part), _DIMENSIONS)).astype(np.float32)
        code /= np.linalg.norm(code, axis=1, keepdims=True)
        bits = random.integers(0, 256, (len(part), 8), np.uint8)
        records = [
            Recorded(_photo(file, start + row, thumbnail), code[row], bits[row])
            for row, file in enumerate(part)
        ]
        begin = time.perf_counter()
        library.store(scan, records, [], _MODEL)
        seconds += time.perf_counter() - begin
    return seconds


def _photo(file: FoundFile, number: int, thumbnail: bytes) -> ReadPhoto:
    digest = blake2b(file.path.encode(), digest_size=32).digest()
    taken_at = datetime(2020, 1, 1) + timedelta(minutes=number)  # noqa: DTZ001 - a camera's clock has no zone
    facts = Facts("JPEG", 4000, 3000, 1, taken_at, 37.5, 127.0, "Maker Model", 60, 120.0)
    return ReadPhoto(file.path, file.stamp, ContentId(digest), digest, facts, thumbnail, _NO_PIXELS)


def _thumbnail(random: np.random.Generator) -> bytes:
    """A JPEG of the size that a photo's thumbnail has, about 12 KB."""
    small = Image.fromarray(random.integers(0, 256, (40, 53, 3), np.uint8))
    buffer = io.BytesIO()
    small.resize((320, 240), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
