"""Photos as a camera of twelve megapixels saves them, made from smaller ones.

    python -m scripts.benchmark.camera SOURCES FOLDER [--count 40]

Real scenes, enlarged, with the noise of a sensor: a decoder's work is in the detail, and noise is most of it.
Files that are there already stay.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

_SIZE = (4000, 3000)
_QUALITY = 90
_NOISE = 5.0
_MAKE, _MODEL, _TAKEN, _EXIF = 271, 272, 36867, 0x8769


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=40)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(sorted(options.sources.rglob("*.jpg"))[: options.count]):
        target = options.folder / f"IMG_{number:04}.JPG"
        if not target.exists():
            develop(source, target, number)
    return 0


def develop(source: Path, target: Path, number: int) -> None:
    """Make one file; `number` seeds its noise."""
    with Image.open(source) as opened:
        scene = ImageOps.fit(opened.convert("RGB"), _SIZE, Image.Resampling.BICUBIC)
    noise = np.random.default_rng(number).normal(0.0, _NOISE, (_SIZE[1], _SIZE[0], 1)).astype(np.float32)
    pixels = np.clip(np.asarray(scene, np.float32) + noise, 0, 255).astype(np.uint8)
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL] = "Example", "Twelve"
    exif.get_ifd(_EXIF)[_TAKEN] = f"2024:05:17 10:{number // 60 % 60:02}:{number % 60:02}"
    Image.fromarray(pixels).save(target, quality=_QUALITY, exif=exif)


if __name__ == "__main__":
    sys.exit(main())
