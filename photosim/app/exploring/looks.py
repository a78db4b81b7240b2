"""Photos by how they look: the semantic hash of the autoencoder puts like with like.

The first 16 of a photo's 64 bits name its bucket, as the seed of the method has it (a binary code from
noise before a sigmoid; Salakhutdinov and Hinton 2009, "Semantic hashing").
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Indexed, Workspace
    from photosim.domain.photo import Photo

MOST_BITS = 16
"""So many of a photo's 64 bits name its bucket at the finest."""

FEWEST_BITS = 4

_PHOTOS_A_BUCKET = 6
"""What a bucket should hold on average for a row of its own to be worth looking at."""


class LooksOrder(StrEnum):
    """In which order the buckets come."""

    SIZE = "size"
    """The largest first."""
    ALIKE = "alike"
    """Each beside one whose bits differ little, from the largest on."""


@dataclass(frozen=True, slots=True)
class Look:
    """The photos of one bucket.

    Attributes:
        bucket: its number, 0..65535: the bits that name it, and zeros up to 16.
        photos: those nearest to the bucket's mean first, equal ones by path.
    """

    bucket: int
    photos: tuple[Photo, ...]

    @property
    def name(self) -> str:
        """The bits as four hexadecimal digits."""
        return f"{self.bucket:04x}"


@dataclass(frozen=True, slots=True)
class Looks:
    """A library by looks.

    Attributes:
        looks: the buckets that hold several photos.
        alone: photos that have a bucket to themselves, by bucket and path.
        bits: how many of the bits name a bucket.
    """

    looks: tuple[Look, ...]
    alone: tuple[Photo, ...]
    bits: int


def find_looks(workspace: Workspace, order: LooksOrder = LooksOrder.SIZE, bits: int | None = None) -> Looks:
    """Sort the photos of a library by looks.

    Args:
        workspace: the library.
        order: of the buckets.
        bits: how many bits name a bucket, 4..16: the more, the more alike are the photos of one, and the
            more are alone. None: as many as suit the number of photos.

    Raises:
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
        ValueError: there are no buckets of so many bits.
    """
    indexed = workspace.indexed()
    if bits is None:
        bits = suitable_bits(len(indexed.contents))
    rows_by_bucket = _rows_by_bucket(bucket_numbers(indexed.bits, bits))
    every = [_look(indexed, bucket, rows) for bucket, rows in rows_by_bucket.items()]
    several = [look for look in every if len(look.photos) > 1]
    several.sort(key=lambda look: (-len(look.photos), look.bucket))
    if order is LooksOrder.ALIKE:
        path = side_by_side(np.array([look.bucket for look in several], np.uint16))
        several = [several[place] for place in path]
    alone = sorted((look for look in every if len(look.photos) == 1), key=lambda look: look.bucket)
    return Looks(tuple(several), tuple(look.photos[0] for look in alone), bits)


def suitable_bits(photos: int) -> int:
    """How many bits suit a library of so many photos: all 16 from some 400,000 on, fewer below."""
    return min(MOST_BITS, max(FEWEST_BITS, (photos // _PHOTOS_A_BUCKET).bit_length() - 1))


def bucket_numbers(bits: NDArray[np.uint8], count: int = MOST_BITS) -> NDArray[np.uint16]:
    """The bucket of each photo.

    Args:
        bits: (N, 8) uint8, most significant first.
        count: how many bits name a bucket, 4..16.

    Returns:
        (N,) uint16, the bits that do not count being 0.

    Raises:
        ValueError: there are no buckets of so many bits.
    """
    if not FEWEST_BITS <= count <= MOST_BITS:
        raise ValueError(f"a bucket is named by {FEWEST_BITS} to {MOST_BITS} bits, not {count}")
    whole = bits[:, 0].astype(np.uint16) * np.uint16(256) + bits[:, 1]
    return whole & np.uint16(0xFFFF << (MOST_BITS - count) & 0xFFFF)


def hamming(bits: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How many bits differ.

    Args:
        bits: (N, 8) uint8.
        other: (8,) uint8.

    Returns:
        (N,) uint8, 0..64.
    """
    words = np.ascontiguousarray(bits).view(np.uint64)[:, 0]
    differing: NDArray[np.uint8] = np.bitwise_count(words ^ np.ascontiguousarray(other).view(np.uint64)[0])
    return differing


def side_by_side(numbers: NDArray[np.uint16]) -> list[int]:
    """A walk over numbers in which neighbours differ in few bits.

    Each step goes to the one, of those not visited, that differs least from where the walk is; of
    equals to the first. (A nearest-neighbour tour: quadratic, a second for 16,000 numbers.)

    Args:
        numbers: (N,) uint16; the walk begins at the first.

    Returns:
        The places 0..N-1 in their order.
    """
    if not len(numbers):
        return []
    left = np.arange(len(numbers))
    walk, here = [0], numbers[0]
    left = left[1:]
    while len(left):
        nearest = int(np.argmin(np.bitwise_count(numbers[left] ^ here)))
        place = int(left[nearest])
        walk.append(place)
        here = numbers[place]
        left = np.delete(left, nearest)
    return walk


def _rows_by_bucket(numbers: NDArray[np.uint16]) -> dict[int, list[int]]:
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, number in enumerate(numbers.tolist()):
        rows[number].append(row)
    return rows


def _look(indexed: Indexed, bucket: int, rows: list[int]) -> Look:
    code = indexed.code[rows]
    # Rounded, so that copies with all but equal codes come by path.
    apart = np.round(np.linalg.norm(code - code.mean(axis=0), axis=1), 4).tolist()
    photos = [
        (distance, photo.path, photo)
        for row, distance in zip(rows, apart, strict=True)
        for photo in indexed.photos_by_content[indexed.contents[row]]
    ]
    photos.sort(key=lambda entry: entry[:2])
    return Look(bucket, tuple(photo for _, _, photo in photos))
