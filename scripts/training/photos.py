"""The training photos, decoded once and kept as one array in memory.

The photos are squashed to a square here because the network only ever sees squashed squares:
turning, cropping and mirroring commute with that, so views can be made from the stored squares.
"""

import hashlib
import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HELD_OUT_ONE_IN = 5
_SALT = b"photosim held-out photos, version 1:"


class Member(NamedTuple):
    """One photo inside one zip."""

    archive: Path
    name: str


def is_held_out(name: str) -> bool:
    """Tell whether a photo belongs to the part that no network may be trained on.

    The name alone decides, so that training and benchmark agree without sharing a file, and so that
    adding photos never moves an old one to the other side.
    """
    digest = hashlib.blake2b(_SALT + name.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % HELD_OUT_ONE_IN == 0


def list_members(photos: Path, *, held_out: bool) -> list[Member]:
    """List the photos of `photos/train/*.zip` on one side of the split, in a fixed order."""
    members: list[Member] = []
    for archive in sorted((photos / "train").glob("*.zip")):
        with zipfile.ZipFile(archive) as opened:
            names = sorted(name for name in opened.namelist() if not name.endswith("/"))
        members.extend(Member(archive, name) for name in names if is_held_out(name) == held_out)
    if not members:
        raise FileNotFoundError(f"no training photos in {photos / 'train'}")
    return members


def read_member(archive: zipfile.ZipFile, name: str) -> Image.Image:
    """Decode one member of an open zip to an RGB picture."""
    with Image.open(io.BytesIO(archive.read(name))) as picture:
        return picture.convert("RGB")


def _decode_archive(archive: Path, names: list[str], side: int) -> NDArray[np.uint8]:
    out = np.empty((len(names), side, side, 3), np.uint8)
    with zipfile.ZipFile(archive) as opened:
        for row, name in enumerate(names):
            picture = read_member(opened, name)
            out[row] = np.asarray(picture.resize((side, side), Image.Resampling.BOX))
    return out


def load_squares(photos: Path, side: int, cache: Path) -> NDArray[np.uint8]:
    """Load the training side of the split as uint8 (N, side, side, 3), squashed.

    The first call decodes everything (under a minute) and leaves the array in `cache`; later calls
    read it back. A cache of another list of photos is recognised by the digest in its file name.
    """
    members = list_members(photos, held_out=False)
    digest = hashlib.blake2b("\n".join(m.name for m in members).encode(), digest_size=6).hexdigest()
    path = cache / f"train-{side}-{digest}.npy"
    if path.exists():
        return np.asarray(np.load(path))
    by_archive: dict[Path, list[str]] = {}
    for member in members:
        by_archive.setdefault(member.archive, []).append(member.name)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        parts = list(pool.map(lambda item: _decode_archive(item[0], item[1], side), by_archive.items()))
    squares = np.concatenate(parts)
    cache.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npy")
    np.save(partial, squares)
    os.replace(partial, path)
    return squares


def load_held_out(photos: Path, side: int, count: int) -> NDArray[np.uint8]:
    """Load some photos of the held-out side, spread over all archives, uint8 (count, side, side, 3)."""
    members = list_members(photos, held_out=True)
    chosen = members[:: max(1, len(members) // count)][:count]
    parts = [
        _decode_archive(archive, [m.name for m in chosen if m.archive == archive], side)
        for archive in sorted({m.archive for m in chosen})
    ]
    return np.concatenate(parts)
