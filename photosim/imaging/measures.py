"""What a small picture tells of its quality: blur, exposure, emptiness, a missing part, the looks of a page.

The scan's own `sharpness` is one number without a scale; these are chosen to tell kinds apart, on pictures of
a few hundred pixels as thumbnails are, in a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.domain.encoder import InputSpec

    Plane = NDArray[np.float32]

_LUMA = (0.299, 0.587, 0.114)
_TILE = 16
_SOFTENING = 9
_LEAST = 40
"""Pixels a side that a picture must have to be judged without its flat end."""

# A row of what was never decoded has one colour from side to side, for a decoder fills whole rows of blocks
# with it: but for the place where the filling begins, or its colour changes. Tables, walls and skies are lit
# unevenly, and a camera's noise is left on them.
_SAME = 2
_SAME_SHARE = 0.95
_BLACK, _WHITE = 14, 241
_DRIFT, _JUMP = 2, 8
_MOST_COLOURS = 3
_BLENDED = 2
"""Rows between two colours may be a blend of both."""

_ABOVE = slice(12, 24)
"""Rows beyond a band at which the picture is back: a row of blocks is lower, even of a small picture."""
_RIM = 4
_GOES_ON = 6
_GOES_ON_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Quality:
    """See the attributes of `photosim.domain.odd.Measures`."""

    fineness: float
    softness: float
    shadows: float
    highlights: float
    clipped: float
    contrast: float
    flat_end: float
    plain: float
    edges: float
    palette: float
    shading: float


def measure(pixels: NDArray[np.uint8]) -> Quality:
    """Measure a picture.

    Args:
        pixels: uint8 (H, W, 3) RGB, upright, at least 1 x 1; meant for some hundred pixels a side.
    """
    flat, rest = _without_flat_end(pixels)
    grey = (rest @ np.array(_LUMA, np.float32)).astype(np.float32)
    # Smaller pictures have no detail to be judged; enlarged by repetition they are plain.
    grey = np.pad(grey, [(0, max(0, _TILE - side)) for side in grey.shape], mode="edge")
    levels = np.cumsum(np.bincount(grey.astype(np.uint8).ravel(), minlength=256)) / grey.size
    across, down = np.abs(np.diff(grey, axis=1))[:-1], np.abs(np.diff(grey, axis=0))[:, :-1]
    steps = np.maximum(across, down)
    noticed = int((steps > 4).sum())
    return Quality(
        fineness=min(_fineness(grey), _fineness(grey.T)),
        softness=(_softness(grey) + _softness(grey.T)) / 2,
        shadows=float(np.searchsorted(levels, 0.05)) / 255,
        highlights=float(np.searchsorted(levels, 0.95)) / 255,
        clipped=float(1 - levels[249]),
        contrast=_contrast(grey) / 255,
        flat_end=flat,
        plain=float((steps <= 2).mean()),
        edges=float((steps >= 32).mean()),
        palette=_palette(rest),
        shading=float(((steps > 4) & (steps < 24)).sum() / (noticed + 50)),
    )


def squash(pixels: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    """A picture, uint8 (H, W, 3) RGB, brought to an encoder's square, uint8 (S, S, 3)."""
    square = Image.fromarray(pixels).resize((spec.size, spec.size), Image.Resampling[spec.resample])
    return np.asarray(square, np.uint8)


def _fineness(grey: Plane) -> float:
    """Mean second difference over the mean difference of points four apart, along the rows."""
    fine = np.abs(2 * grey[:, 1:-1] - grey[:, :-2] - grey[:, 2:]).mean()
    coarse = np.abs(grey[:, 4:] - grey[:, :-4]).mean()
    return float(fine / (coarse + 1))


def _softness(grey: Plane) -> float:
    """The blur effect of Crete et al. (2007) along the rows: 1 where another blur takes nothing away."""
    sums = np.cumsum(grey, axis=1, dtype=np.float32)
    softened = (sums[:, _SOFTENING:] - sums[:, :-_SOFTENING]) / _SOFTENING
    left = np.abs(np.diff(softened, axis=1))
    start = (_SOFTENING + 1) // 2
    there = np.abs(np.diff(grey, axis=1))[:, start : start + left.shape[1]]
    return float(1 - np.maximum(0, there - left).sum() / (there.sum() + 1e-3))


def _contrast(grey: Plane) -> float:
    height, width = (side // _TILE for side in grey.shape)
    tiles = grey[: height * _TILE, : width * _TILE].reshape(height, _TILE, width, _TILE)
    spread = np.sort(tiles.std(axis=(1, 3)), axis=None)
    return float(spread[int(0.9 * (len(spread) - 1))])


def _palette(pixels: NDArray[np.uint8]) -> float:
    red, green, blue = (pixels[..., channel].astype(np.int64) >> 4 for channel in range(3))
    counts = np.bincount(((red << 8) | (green << 4) | blue).ravel(), minlength=4096)
    return float(np.sort(counts)[-4:].sum() / counts.sum())


def _without_flat_end(pixels: NDArray[np.uint8]) -> tuple[float, NDArray[np.uint8]]:
    """The share of the picture that is a plain band at one end only, and the picture without that band.

    What is plain at the opposite end as well is a frame, a margin or bars; white and black are skies and
    nights. A half-decoded picture is plain below, or at another side once it was turned upright.
    """
    best, kept = 0.0, pixels
    for turned in (pixels, pixels.transpose(1, 0, 2)):
        length = len(turned)
        first, last = _plain_run(turned), _plain_run(turned[::-1])
        share = abs(last - first) / length
        if share <= best or max(first, last) == length:
            continue
        if _is_ground(turned[::-1] if last > first else turned, max(first, last)):
            continue
        best = share
        kept = turned[: length - last] if last > first else turned[first:]
    return best, kept if min(kept.shape[:2]) >= _LEAST else pixels


def _is_ground(pixels: NDArray[np.uint8], band: int) -> bool:
    """Whether a band at the start is what the picture was taken before, and seen elsewhere in it.

    A filling begins at one row of blocks, all across the picture. The ground behind a thing that was cut
    out, or photographed in a studio, is at the opposite end too, or goes on along both sides.
    """
    colour = np.median(pixels[:band], axis=(0, 1))
    alike = np.abs(pixels[band:] - colour).max(axis=2) <= _GOES_ON
    sides = (alike[_ABOVE, :_RIM], alike[_ABOVE, -_RIM:])
    goes_on = alike[_ABOVE].size > 0 and all(side.mean() > _GOES_ON_SHARE for side in sides)
    return bool(goes_on or alike[-_RIM // 2 :].mean() > _GOES_ON_SHARE)


def _plain_run(pixels: NDArray[np.uint8]) -> int:
    """How many of the first rows are filling: each of one colour, and all of the same few.

    A sky may be even from side to side, too, but its colour drifts from row to row.
    """
    if pixels.shape[1] < 2:
        return 0
    known: list[NDArray[np.float64]] = []
    blended = 0
    # Row by row: nearly every photo ends it in the first few.
    for row, line in enumerate(pixels):
        colour = np.median(line, axis=0)
        if (np.abs(line - colour).max(axis=1) <= _SAME).mean() < _SAME_SHARE:
            return row
        if not _BLACK < colour.mean() < _WHITE:
            return row
        away = min((float(np.abs(colour - other).max()) for other in known), default=np.inf)
        if away > _JUMP and len(known) < _MOST_COLOURS:
            known.append(colour)
        elif away > _DRIFT:
            blended += 1
            if blended > _BLENDED:
                return row - _BLENDED
    return len(pixels)
