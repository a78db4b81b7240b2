"""Sound files become broken ones, the same for the same seed."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Sequence

Mutation = Callable[[bytearray, bytes, random.Random], None]

_MOST_FLIPS = 40
_LONGEST_RUN = 2000
# Numbers at which counters of pixels, bytes and entries tip over.
_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_HEAD = 1024


def mutated(sound: bytes, other: bytes, chance: random.Random) -> bytes:
    """A broken file.

    Args:
        sound: the file to break.
        other: a file of any format, of which parts may be spliced in.
        chance: decides on everything.

    Returns:
        The file after one to three mutations.
    """
    broken = bytearray(sound)
    for mutation in chance.choices(MUTATIONS, k=chance.randint(1, 3)):
        if broken:
            mutation(broken, other, chance)
    return bytes(broken)


def _flip_bits(broken: bytearray, _other: bytes, chance: random.Random) -> None:
    for _ in range(chance.randint(1, _MOST_FLIPS)):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)


def _flip_in_head(broken: bytearray, _other: bytes, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        broken[chance.randrange(min(_HEAD, len(broken)))] = chance.randrange(256)


def _truncate(broken: bytearray, _other: bytes, chance: random.Random) -> None:
    del broken[chance.randrange(len(broken)) :]


def _edit_number(broken: bytearray, _other: bytes, chance: random.Random) -> None:
    """Put an edge into a place where a length, a size or an offset may stand."""
    size = chance.choice((1, 2, 4))
    code = {1: "B", 2: "H", 4: "I"}[size]
    reach = chance.choice((_HEAD, len(broken)))
    place = chance.randrange(min(reach, len(broken)))
    value = chance.choice(_EDGES) & (256**size - 1)
    packed = struct.pack(chance.choice("<>") + code, value)
    broken[place : place + size] = packed


def _splice(broken: bytearray, other: bytes, chance: random.Random) -> None:
    """Put a run of another file over, or into, this one."""
    if not other:
        return
    start = chance.randrange(len(other))
    run = other[start : start + chance.randint(1, _LONGEST_RUN)]
    place = chance.randrange(len(broken))
    broken[place : place + (len(run) if chance.random() < 0.5 else 0)] = run


def _repeat(broken: bytearray, _other: bytes, chance: random.Random) -> None:
    """Double a run: segments, chunks and boxes that come twice, or within themselves."""
    start = chance.randrange(len(broken))
    run = bytes(broken[start : start + chance.randint(1, _LONGEST_RUN)])
    place = chance.randrange(len(broken))
    broken[place:place] = run * chance.choice((1, 1, 2, 50))


def _cut_out(broken: bytearray, _other: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(broken))
    del broken[start : start + chance.randint(1, _LONGEST_RUN)]


def _blank(broken: bytearray, _other: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(broken))
    end = min(len(broken), start + chance.randint(1, _LONGEST_RUN))
    broken[start:end] = bytes([chance.choice((0, 0xFF))]) * (end - start)


def _append(broken: bytearray, other: bytes, chance: random.Random) -> None:
    broken += other[: chance.randint(0, _LONGEST_RUN)]


MUTATIONS: Sequence[Mutation] = (
    _flip_bits,
    _flip_in_head,
    _truncate,
    _edit_number,
    _edit_number,
    _splice,
    _repeat,
    _cut_out,
    _blank,
    _append,
)
"""What may happen to a file."""
