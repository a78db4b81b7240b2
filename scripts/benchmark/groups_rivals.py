"""What others call copies: perceptual hashes and dupeGuru's blocks, with their usual thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scripts.benchmark.hashes import hash_bits

_ROWS = 1024
_BLOCKS = 15
_COARSE = 3

Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way of finding copies.

    Attributes:
        name: as in the table.
        vector: of an upright picture.
        pairs: rows of vectors that are called copies, (P, 2), the smaller row first.
    """

    name: str
    vector: Callable[[Image.Image], NDArray[np.float32]]
    pairs: Callable[[NDArray[np.float32]], Pairs]


def _hash(name: str) -> Callable[[Image.Image], NDArray[np.float32]]:
    return lambda picture: hash_bits(name, picture).astype(np.float32) * 2.0 - 1.0


def _within_bits(bits: int) -> Callable[[NDArray[np.float32]], Pairs]:
    def pairs(signs: NDArray[np.float32]) -> Pairs:
        least = signs.shape[1] - 2 * bits
        return _collected(
            (signs[start : start + _ROWS] @ signs.T >= least, start) for start in _starts(signs)
        )

    return pairs


def blocks(picture: Image.Image) -> NDArray[np.float32]:
    """The blocks of dupeGuru (core/pe/block.py::getblocks2): mean colours of 15 x 15 parts, (675,)."""
    pixels = np.asarray(picture.convert("RGB"), np.float32)
    rows, columns = (np.arange(_BLOCKS) * max(1, size // _BLOCKS) for size in pixels.shape[:2])
    height, width = (max(1, size // _BLOCKS) for size in pixels.shape[:2])
    parts = [pixels[y : y + height, x : x + width].mean((0, 1)) for y in rows for x in columns]
    return np.nan_to_num(np.concatenate(parts)).astype(np.float32)


def _within_blocks(percent: int) -> Callable[[NDArray[np.float32]], Pairs]:
    """core/pe/matchblock.py: the mean over the blocks of the summed differences is at most 100 - percent."""
    limit = float(100 - percent)

    def pairs(vectors: NDArray[np.float32]) -> Pairs:
        parts = vectors.reshape(-1, _COARSE, _BLOCKS // _COARSE, _COARSE, _BLOCKS // _COARSE, 3)
        # A mean of differences is never below the difference of means.
        coarse = parts.mean((2, 4)).reshape(len(vectors), -1)
        found = _collected((_coarse_distance(coarse, start) <= limit, start) for start in _starts(coarse))
        off = [np.abs(vectors[a] - vectors[b]).sum() / _BLOCKS**2 for a, b in found.tolist()]
        return found[np.array(off) <= limit] if len(found) else found

    return pairs


def _coarse_distance(coarse: NDArray[np.float32], start: int) -> NDArray[np.float32]:
    block = coarse[start : start + _ROWS]
    total = np.zeros((len(block), len(coarse)), np.float32)
    for column in range(coarse.shape[1]):
        total += np.abs(block[:, column, None] - coarse[None, :, column])
    return total / np.float32(_COARSE**2)


def _starts(vectors: Sequence[object] | NDArray[np.float32]) -> range:
    return range(0, len(vectors), _ROWS)


def _collected(found: Iterator[tuple[NDArray[np.bool_], int]]) -> Pairs:
    parts = [np.argwhere(mask) + np.array([start, 0]) for mask, start in found]
    pairs = np.concatenate([np.empty((0, 2), np.int64), *parts])
    return np.asarray(pairs[pairs[:, 0] < pairs[:, 1]])


RIVALS = (
    # imagededup's default of 10 in 64 bits, at the same share of 256.
    Rival("pHash-256, 40 bits", _hash("pHash-256"), _within_bits(40)),
    # What its README compares with.
    Rival("imagehash pHash-64, 5 bits", _hash("pHash-64"), _within_bits(5)),
    Rival("imagehash dHash-64, 5 bits", _hash("dHash-64"), _within_bits(5)),
    Rival("dupeGuru blocks, 95 %", blocks, _within_blocks(95)),
    Rival("dupeGuru blocks, 80 %", blocks, _within_blocks(80)),
)


def vectors(thumbnails: Sequence[bytes]) -> dict[str, NDArray[np.float32]]:
    """Of each rival the vectors of all pictures; upright thumbnails are more than most of them look at."""
    found: dict[str, list[NDArray[np.float32]]] = {rival.name: [] for rival in RIVALS}
    for data in thumbnails:
        with Image.open(BytesIO(data)) as opened:
            picture = opened.convert("RGB")
        made: dict[Callable[[Image.Image], NDArray[np.float32]], NDArray[np.float32]] = {}
        for rival in RIVALS:
            if rival.vector not in made:
                made[rival.vector] = rival.vector(picture)
            found[rival.name].append(made[rival.vector])
    return {name: np.stack(rows) for name, rows in found.items()}
