"""Whether a picture was made from another: it repeats the errors that the other's compression made.

A JPEG holds the strengths of waves in blocks of 8 x 8 pixels, each rounded to a multiple of a step. What is
made from it afterwards, be it brighter, without colour, stretched, turned or written over, still shows
strengths close to those multiples once it is laid on it and its changes are undone. A picture from before
that saving does not: its strengths lie anywhere between two multiples. So the marks tell which was first,
and whatever came of it since can only have lost (the comb of Lukáš and Fridrich 2003, looked for in a pair).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.undoing import LUMA, MIDDLE, undone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.float32]

BLOCK = 8
"""Pixels of a block each way."""

PERHAPS_MADE_FROM = 0.04
"""What it hardly ever reaches for others."""

MADE_FROM = 0.12
"""What `repeated` reaches for copies; chosen by scripts/benchmark/keeper.py on a few of its first half."""

# Below it the rounding of the decoded pixels hides a step.
_LEAST_STEP = 3.0
# Steps of both files in one grid: multiples of nearly the same step lie close to each other by themselves.
_CLEARLY_FINER = 1.15
# In steps: waves as good as absent lie close to a multiple, zero, in every picture.
_PRESENT = 0.6
_LEAST_WAVES = 200
# Of steps so much alike that chance explains nearly everything little can be told.
_LEAST_TELLING = 0.2
# The share of blocks that are believed: the others are written over, or too bright to have kept anything.
_BELIEVED = 0.7
_MULTIPLES = 200
# Grey levels.
_SAME_TONE, _TWICE = 0.5, 2.0


def _cosines() -> NDArray[np.float32]:
    """The orthonormal discrete cosine transform of `BLOCK` values, (BLOCK, BLOCK)."""
    line = np.arange(BLOCK)
    cosines = np.cos((2 * line[None] + 1) * line[:, None] * math.pi / (2 * BLOCK)) * math.sqrt(2 / BLOCK)
    cosines[0] /= math.sqrt(2)
    return np.asarray(cosines, np.float32)


_WAVES = _cosines()


@dataclass(frozen=True, slots=True)
class Saved:
    """A part of a picture in full size, with the marks that its compression left.

    Attributes:
        rgb: (H, W, 3) uint8, upright.
        steps: (BLOCK, BLOCK) float32, the steps of brightness as the upright picture lies, waves down by
            waves across; None where it was not saved as JPEG.
        grid: x and y where the first whole block of the part begins, 0..BLOCK - 1.
    """

    rgb: NDArray[np.uint8]
    steps: NDArray[np.float32] | None
    grid: tuple[int, int]


def upright_steps(steps: NDArray[np.float32], orientation: int) -> NDArray[np.float32]:
    """The steps of a file, (BLOCK, BLOCK), as its upright picture lies; `orientation` is EXIF's, 1..8."""
    return steps.T.copy() if orientation >= 5 else steps


def upright_grid(size: tuple[int, int], orientation: int, corner: tuple[int, int]) -> tuple[int, int]:
    """Where blocks begin in a part of an upright picture, see `Saved.grid`.

    Args:
        size: width and height of the upright picture.
        orientation: EXIF's, 1..8: blocks begin in the corner of the picture as it was stored.
        corner: left and top of the part.
    """
    across, down = orientation in (2, 3, 6, 7), orientation in (3, 4, 7, 8)
    x, y = (length % BLOCK if turned else 0 for length, turned in zip(size, (across, down), strict=True))
    return (x - corner[0]) % BLOCK, (y - corner[1]) % BLOCK


def repeated(parent: Saved, child: NDArray[np.uint8], finest: NDArray[np.float32] | None = None) -> float:
    """How far a picture repeats what the compression of another did to it.

    Args:
        parent: the one that may have been there first.
        child: (H, W, 3) uint8, the other, laid on `parent.rgb`.
        finest: the steps of the child where its blocks lie in the same grid, as `Saved.steps`; None where
            they lie elsewhere or there are none.

    Returns:
        About 0 where it does not, or nothing can be told; up to 1 where it shows every mark.
    """
    if parent.steps is None:
        return 0.0
    told = parent.steps >= _LEAST_STEP
    told[0, 0] = False
    if finest is not None:
        told &= parent.steps > _CLEARLY_FINER * finest
    if not told.any():
        return 0.0
    child_told, off = undone(parent.rgb, child)
    if finest is not None and not _has_its_tone(parent.rgb, child, off):
        finest = None
    if finest is not None:
        # What came after the parent's saving lies off it by half a step of its own saving at most.
        own = float(np.median((finest / parent.steps)[told]))
        if _lost(parent, child, off, told) > (1.0 + own) / 2.0:
            return 0.0
    x, y = parent.grid
    marks = _comb(child_told[y:, x:], off[y:, x:], parent.steps, told, finest)
    # Where no blocks begin there is nothing to repeat: what shows there as well is chance.
    elsewhere = [(x + dx, y + dy) for dx, dy in ((4, 4), (4, 0), (0, 4))]
    chance = [_comb(child_told[b:, a:], off[b:, a:], parent.steps, told) for a, b in elsewhere]
    return max(0.0, marks - float(np.mean(chance)))


def _comb(
    picture: Plane,
    off: Plane,
    steps: NDArray[np.float32],
    told: NDArray[np.bool_],
    finest: NDArray[np.float32] | None = None,
) -> float:
    """How close waves lie to multiples of the steps: 1 on them, -1 between, 0 anywhere.

    Where the waves were rounded to multiples of other steps since, only what is beyond chance counts, as a
    share of what there could be beyond it.
    """
    errors = np.square(blocks(off)).mean((1, 2))
    if not len(errors):
        return 0.0
    believed = errors <= np.quantile(errors, _BELIEVED)
    shares = ((_WAVES @ (blocks(picture)[believed] - MIDDLE) @ _WAVES.T) / steps)[:, told]
    # Of a comb that lies in noise so much is left.
    weights = np.exp(-2 * math.pi**2 * errors[believed, None] / np.square(steps[told]))
    present = np.abs(shares) > _PRESENT
    by_chance = (
        0.0 if finest is None else _by_chance(np.abs(shares), weights * present, (finest / steps)[told])
    )
    shares, weights = shares[present], weights[present]
    if np.square(weights.sum()) < _LEAST_WAVES * np.square(weights).sum() or not shares.size:
        return 0.0
    found = float((np.cos(2 * math.pi * shares) * weights).sum() / weights.sum())
    return (found - by_chance) / max(1.0 - by_chance, _LEAST_TELLING)


def _by_chance(shares: Plane, weights: Plane, ratios: Plane) -> float:
    """How close multiples of one step lie to those of another, when strong waves are rarer and rarer.

    Args:
        shares: (blocks, waves), strengths in steps of the first picture.
        weights: likewise, 0 for those that do not count.
        ratios: (waves,), the steps of the second in those of the first.
    """
    counts = weights.sum(0)
    beyond = ((shares - _PRESENT) * weights).sum(0) / np.maximum(counts, 1e-6)
    multiples = np.arange(1, _MULTIPLES) * ratios[:, None]
    chances = np.where(multiples > _PRESENT, np.exp(-multiples / np.maximum(beyond, 0.05)[:, None]), 0.0)
    close = (chances * np.cos(2 * math.pi * multiples)).sum(1) / np.maximum(chances.sum(1), 1e-30)
    return max(0.0, float((close * counts).sum() / max(float(counts.sum()), 1e-6)))


def _lost(parent: Saved, child: NDArray[np.uint8], off: Plane, told: NDArray[np.bool_]) -> float:
    """How far waves lie apart: 1 where they were rounded to the parent's steps, less for what came after."""
    assert parent.steps is not None
    x, y = parent.grid
    own, other = (blocks((rgb.astype(np.float32) @ LUMA)[y:, x:]) for rgb in (parent.rgb, child))
    errors = np.square(blocks(off[y:, x:])).mean((1, 2))
    believed = errors <= np.quantile(errors, _BELIEVED)
    held = (_WAVES @ (own[believed] - MIDDLE) @ _WAVES.T / parent.steps)[:, told]
    apart = (_WAVES @ (other[believed] - own[believed]) @ _WAVES.T / parent.steps)[:, told]
    present = np.abs(held) > _PRESENT
    # The median: what was drawn over moves some of them by far more.
    return 4.0 * float(np.median(np.abs(apart[present]))) if present.any() else 0.0


def _has_its_tone(parent: NDArray[np.uint8], child: NDArray[np.uint8], off: Plane) -> bool:
    """Whether next to nothing had to be undone, so that waves still lie where the child's saving put them."""
    plain = np.abs((parent.astype(np.float32) - child) @ LUMA)
    return float(np.median(plain)) < _SAME_TONE + _TWICE * float(np.median(np.abs(off)))


def blocks(picture: Plane) -> Plane:
    """(N, BLOCK, BLOCK) whole blocks."""
    high, wide = (length // BLOCK for length in picture.shape)
    cut = picture[: high * BLOCK, : wide * BLOCK].reshape(high, BLOCK, wide, BLOCK)
    return np.ascontiguousarray(cut.transpose(0, 2, 1, 3)).reshape(-1, BLOCK, BLOCK)


def waves(picture: Plane) -> Plane:
    """(N, BLOCK, BLOCK), the strengths of the waves of whole blocks, down by across; see `blocks`."""
    return np.asarray(_WAVES @ blocks(picture) @ _WAVES.T, np.float32)
