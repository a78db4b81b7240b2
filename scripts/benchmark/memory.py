"""The most memory that a scan takes, for a small library and for large ones.

    python scripts/benchmark/memory.py [--sizes 1000 50000] [--json figures.json]

Small made JPEGs, each file with bytes of its own. Memory is that of photosim and its decoding processes
together, pages that they share counted once. `growth` is the largest library's peak beside the smallest's.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from scripts.benchmark.scan import number, run

_FOLDER_SIZE = 500
_SIDE = 96
_PICTURES = 64


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 50_000])
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    figures: dict[str, float] = {}
    for size in sorted(options.sizes):
        with tempfile.TemporaryDirectory(prefix="photosim-memory-") as folder:
            make_files(Path(folder, "photos"), size)
            told = run(["--library", f"{folder}/library", "--format", "json", "scan", f"{folder}/photos"])
        assert number(told.told, "added") == size
        figures[f"peak_mb_{size}"] = round(told.peak_mb, 1)
        figures[f"cpu_seconds_{size}"] = round(told.cpu, 1)
    sizes = sorted(options.sizes)
    figures["growth"] = round(figures[f"peak_mb_{sizes[-1]}"] / figures[f"peak_mb_{sizes[0]}"], 3)
    print(json.dumps(figures, indent=2))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def make_files(folder: Path, count: int) -> None:
    """Files that differ in their last bytes, behind the picture."""
    pictures = [picture(seed) for seed in range(_PICTURES)]
    for place in range(count):
        path = folder / f"{place // _FOLDER_SIZE:04}" / f"{place:07}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pictures[place % _PICTURES] + b"%d" % place)


def picture(seed: int) -> bytes:
    """A small JPEG."""
    pixels = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), np.uint8)
    buffer = BytesIO()
    Image.fromarray(pixels).resize((_SIDE, _SIDE)).save(buffer, "JPEG")
    return buffer.getvalue()


if __name__ == "__main__":
    main()
