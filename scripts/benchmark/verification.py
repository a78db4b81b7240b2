"""How well laying pictures on each other tells copies from everything else.

    python scripts/benchmark/verification.py --photos DIR [--sources 40] [--json FILE]

Copies are attacked sources. Others are all pairs of pictures of one scene, taken from every folder of
the benchmark but the sources, and random pairs of sources. Every picture takes the way that the app's
photos take: read by `photosim.imaging`, compared by its thumbnail.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.domain.encoder import InputSpec
from photosim.domain.scanning import DecodeLimits
from photosim.domain.similarity import Evidence
from photosim.imaging import thumbnail
from photosim.imaging.read import read_bytes
from photosim.similarity.verification import Features, extract, verify
from scripts.benchmark.attacks import ATTACKS, attacked

_SPEC = InputSpec(32, "BILINEAR")
_MOST_VIEWS = 12


class Bench:
    """Extracts and compares, and notes how long that takes."""

    def __init__(self) -> None:
        self.extracting: list[float] = []
        self.comparing: list[float] = []

    def features(self, data: bytes, name: str) -> Features:
        """The features of a file's picture."""
        pixels = thumbnail.decode(read_bytes(data, name, _SPEC, DecodeLimits()).thumbnail)
        start = time.perf_counter()
        found = extract(pixels)
        self.extracting.append(time.perf_counter() - start)
        return found

    def look(self, first: Features, second: Features) -> Evidence:
        """The evidence."""
        start = time.perf_counter()
        found = verify(first, second)
        self.comparing.append(time.perf_counter() - start)
        return found


def _scenes(photos: Path) -> Iterator[tuple[str, list[Path]]]:
    """Folders of pictures of one thing; of long ones every n-th picture."""
    for folder in sorted(path for path in (photos / "bench").rglob("*") if path.is_dir()):
        files = sorted(path for path in folder.iterdir() if path.is_file())
        if folder.name != "sources" and len(files) > 1:
            yield folder.name, files[:: max(1, len(files) // _MOST_VIEWS)]


def copies(bench: Bench, sources: list[Path]) -> dict[str, float]:
    """The share of copies that is accepted, by attack."""
    pictures = []
    for path in sources:
        with Image.open(path) as opened:
            pictures.append(ImageOps.exif_transpose(opened).convert("RGB"))
    originals = [bench.features(path.read_bytes(), path.name) for path in sources]
    shares = {}
    for attack in ATTACKS:
        accepted = 0
        for number, path in enumerate(sources):
            others = [pictures[(number + step) % len(pictures)] for step in (7, 13, 17)]
            data = attacked(attack, path.name, pictures[number], others)
            accepted += bench.look(originals[number], bench.features(data, path.name)).same
        shares[attack.name] = accepted / len(sources)
        print(f"{attack.name:20} {shares[attack.name]:.3f}", flush=True)
    return shares


def others(bench: Bench, photos: Path, sources: list[Path]) -> dict[str, tuple[int, int]]:
    """Accepted pairs and all pairs of different pictures, of one scene and at random."""
    accepted, views = 0, 0
    for name, files in _scenes(photos):
        features = [bench.features(path.read_bytes(), path.name) for path in files]
        for one, two in combinations(range(len(files)), 2):
            found = bench.look(features[one], features[two])
            views += 1
            accepted += found.same
            if found.same:
                print(f"accepted: {name}: {files[one].name} and {files[two].name}: {found}", flush=True)
    features = [bench.features(path.read_bytes(), path.name) for path in sources]
    chance = random.Random(1)
    pairs = {tuple(sorted(chance.sample(range(len(sources)), 2))) for _ in range(20 * len(sources))}
    strangers = sum(bench.look(features[one], features[two]).same for one, two in sorted(pairs))
    result = {"views of one scene": (accepted, views), "random pairs": (strangers, len(pairs))}
    for what, (wrong, count) in result.items():
        print(f"{what:20} {wrong} of {count} accepted")
    return result


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Measure the verification.")
    parser.add_argument("--photos", type=Path, required=True, help="the folder that holds bench/")
    parser.add_argument("--sources", type=int, default=40, help="how many originals are attacked")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    files = sorted((options.photos / "bench" / "sources").iterdir())
    sources = files[:: max(1, len(files) // options.sources)][: options.sources]
    bench = Bench()
    different = others(bench, options.photos, sources)
    shares = copies(bench, sources)
    figures = {
        "copies": shares,
        "accepted copies": float(np.mean(list(shares.values()))),
        "others": different,
        "extraction ms": float(np.median(bench.extracting)) * 1000,
        "pair ms": float(np.median(bench.comparing)) * 1000,
    }
    print(f"accepted of all copies {figures['accepted copies']:.4f}")
    print(f"{figures['extraction ms']:.1f} ms a picture, {figures['pair ms']:.1f} ms a pair (medians)")
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
