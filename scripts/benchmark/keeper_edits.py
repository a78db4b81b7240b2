"""Copies with other brightness and colours, saved better than their original, for the keeper benchmark."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

from scripts.benchmark.attacks import Edit, Picture, filtered, gamma, grey, jpeg, sepia

_QUALITY = 97
_FINE = 0.8
"""An original reduced to this has none of the marks that its first compression left."""


def _brighter(picture: Picture, chance: random.Random) -> Picture:
    return ImageEnhance.Brightness(picture).enhance(chance.uniform(1.3, 1.6))


def _darker(picture: Picture, chance: random.Random) -> Picture:
    return ImageEnhance.Brightness(picture).enhance(chance.uniform(0.5, 0.7))


def _washed_out(picture: Picture, chance: random.Random) -> Picture:
    pale = ImageEnhance.Color(picture).enhance(chance.uniform(0.4, 0.7))
    lift = chance.uniform(30, 60)
    return pale.point([round(lift + (255 - lift) * value / 255) for value in range(256)] * 3)


def _vivid(picture: Picture, chance: random.Random) -> Picture:
    del chance
    return ImageEnhance.Color(ImageEnhance.Contrast(picture).enhance(1.25)).enhance(1.4)


EDITS: Mapping[str, Edit] = {
    "brighter": _brighter,
    "darker": _darker,
    "washed out": _washed_out,
    "vivid": _vivid,
    "gamma": gamma,
    "filter": filtered,
    "grey": grey,
    "sepia": sepia,
}


def write_edits(source: Path, folder: Path, *, fine: bool) -> Path:
    """Write an original and its edited copies, each saved at quality 97; what is there already stays.

    Args:
        source: folder of a source, as scripts/benchmark/groups.py left it.
        folder: for the files, in a folder of the source's name.
        fine: whether the original is to have no marks of compression: reduced, and saved as its copies are.

    Returns:
        That folder.
    """
    place = folder / source.name
    place.mkdir(parents=True, exist_ok=True)
    (path,) = source.glob("original.*")
    data = path.read_bytes()
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    if fine:
        size = (round(picture.width * _FINE), round(picture.height * _FINE))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
        data = jpeg(picture, _QUALITY)
    _write(place / "original.jpg", data)
    for name, edit in EDITS.items():
        chance = random.Random(f"{name}/{source.name}")
        _write(place / f"{name}.jpg", jpeg(edit(picture, chance), _QUALITY))
    return place


def _write(path: Path, data: bytes) -> None:
    if not path.exists():
        path.write_bytes(data)
