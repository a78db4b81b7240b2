"""What other programs do with a folder of photos, each in a process of its own, so that its costs are told.

python -m scripts.benchmark.peers NAME FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image

_FLOOR_SCALE = 8


def floor(files: list[Path]) -> None:
    """The least decoding that gives pixels: libjpeg-turbo at an eighth of the size, and nothing else."""
    for file in files:
        with Image.open(BytesIO(file.read_bytes())) as picture:
            picture.draft("RGB", (picture.width // _FLOOR_SCALE, picture.height // _FLOOR_SCALE))
            picture.load()


def imagehash(files: list[Path]) -> None:
    """The perceptual hash of imagehash; it compares nothing."""
    import imagehash as library  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    for file in files:
        with Image.open(file) as picture:
            library.phash(picture)


def czkawka(files: list[Path]) -> None:
    """The core of Czkawka, by its Python package: hashes and compares."""
    from czkawka import ImageSimilarity  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    finder = ImageSimilarity()
    finder.set_directories(sorted({str(file.parent) for file in files}))
    finder.find_similar()


PEERS: dict[str, Callable[[list[Path]], None]] = {
    "floor": floor,
    "imagehash": imagehash,
    "czkawka": czkawka,
}


def main() -> None:
    """Run one of them."""
    name, folder = sys.argv[1:]
    suffixes = (".jpg", ".jpeg")
    PEERS[name](sorted(file for file in Path(folder).rglob("*") if file.suffix.lower() in suffixes))


if __name__ == "__main__":
    main()
