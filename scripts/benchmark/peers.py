"""What other programs do with a folder of photos, each in a process of its own, so that its costs are told.

    python -m scripts.benchmark.peers NAME FOLDER [--part 0/1]

Needs nothing of photosim, so that the interpreter of another environment can run it, one in which the other
programs are installed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from PIL import Image

_FLOOR_SCALE = 8
_SUFFIXES = (".jpg", ".jpeg")


def floor(files: list[Path]) -> None:
    """The least decoding that gives pixels: libjpeg-turbo at an eighth of the size, and nothing else."""
    for file in files:
        with Image.open(BytesIO(file.read_bytes())) as picture:
            picture.draft("RGB", (picture.width // _FLOOR_SCALE, picture.height // _FLOOR_SCALE))
            picture.load()


def simplejpeg(files: list[Path]) -> None:
    """The same by simplejpeg, which is libjpeg-turbo with next to no Python around it."""
    import simplejpeg as library  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    for file in files:
        data = file.read_bytes()
        height, width, *_ = library.decode_jpeg_header(data)
        library.decode_jpeg(data, min_height=height // _FLOOR_SCALE, min_width=width // _FLOOR_SCALE)


def imagehash(files: list[Path]) -> None:
    """The perceptual hash of imagehash; it compares nothing."""
    import imagehash as library  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    for file in files:
        with Image.open(file) as picture:
            library.phash(picture)


def imagededup(files: list[Path]) -> None:
    """The perceptual hash of imagededup; it compares nothing."""
    from imagededup.methods import PHash  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    hasher = PHash(verbose=False)
    for file in files:
        hasher.encode_image(str(file))


def czkawka(files: list[Path]) -> None:
    """The core of Czkawka, by its Python package: hashes and compares."""
    from czkawka import ImageSimilarity  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    finder = ImageSimilarity()
    finder.set_directories(sorted({str(file.parent) for file in files}))
    finder.find_similar()


FLOORS: Mapping[str, Callable[[list[Path]], None]] = MappingProxyType(
    {"floor": floor, "simplejpeg": simplejpeg}
)
"""Decoding and nothing else; a process on every core, as a scan has."""

PEERS: Mapping[str, Callable[[list[Path]], None]] = MappingProxyType(
    {"imagehash": imagehash, "imagededup": imagededup, "czkawka": czkawka}
)
"""Other programs, as they come: a process each, which may have threads."""


def main() -> None:
    """Run one of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=(*FLOORS, *PEERS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="0/1", help="I/N: the I-th of N parts of the files")
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    files = sorted(file for file in options.folder.rglob("*") if file.suffix.lower() in _SUFFIXES)
    {**FLOORS, **PEERS}[options.name](files[part::parts])


if __name__ == "__main__":
    main()
