"""The brightness of one picture as another tells it that was made from it: what was changed is undone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.verification.opencv import opencv

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    Plane = NDArray[np.float32]

LUMA = np.array((0.299, 0.587, 0.114), np.float32)
"""How much of each colour makes brightness, as JPEG has it."""

MIDDLE = 128.0

# The share of pixels that are believed: the others are written over.
_BELIEVED = 0.8
_ROUNDS = 3
# So many pixels are enough for half a hundred unknowns; in odd steps they meet every place of a block.
_ASKED = 6144
_MOST_CLIPPED = 2 / 3
_SMOOTH = (9, 9)
_BLACK, _WHITE = 1, 254
_RADIUS = 2
_ACROSS = 2 * _RADIUS + 1
_DEGREE = 3
# Powers of the place down and across: corners are darker, or brighter.
_SPREAD = ((0, 1), (1, 0), (0, 2), (1, 1), (2, 0), (0, 3), (1, 2), (2, 1), (3, 0))
_PLAIN, _TONES = 5, 10
_PARTS = np.cumsum((_ACROSS**2, _TONES, _PLAIN, len(_SPREAD)))
_RIDGE = 1e-4
# Products as small as this are left to one thread; more of them would wait for each other for longer.
_AT_ONCE = 64


def undone(parent: NDArray[np.uint8], child: NDArray[np.uint8]) -> tuple[Plane, Plane]:
    """The brightness of the parent as the child tells it, and by how much that is off.

    Curves, mixtures of colours, darker corners and softening are undone by least squares, without what
    does not fit: that was drawn over.

    Args:
        parent: (H, W, 3) uint8 RGB.
        child: likewise, laid on it.

    Returns:
        Two (H, W) float32, grey levels.
    """
    cv2 = opencv()
    bright = parent.astype(np.float32) @ LUMA
    terms = _Terms(cv2, child)
    clipped = ((child >= _WHITE) | (child <= _BLACK)).any(2)
    asked = np.flatnonzero(~clipped if clipped.mean() < _MOST_CLIPPED else np.ones_like(clipped))
    asked = asked[:: len(asked) // _ASKED | 1]
    values, seen = bright.ravel()[asked], terms.at(asked)
    kept = np.ones(len(asked), bool)
    told, off = bright, np.zeros_like(bright)
    for _ in range(_ROUNDS):
        if np.count_nonzero(kept) < 4 * len(seen):
            break
        told = terms.weighed(_fitted(seen[:, kept], values[kept]))
        off = bright - told
        local = cv2.boxFilter(np.square(off), -1, _SMOOTH).ravel()[asked]
        kept = local <= np.quantile(local, _BELIEVED)
    return told, off


class _Terms:
    """Everything that may have become of a pixel's brightness: its surroundings, colours and place."""

    def __init__(self, cv2: ModuleType, child: NDArray[np.uint8]) -> None:
        self._cv2 = cv2
        self._bright = child.astype(np.float32) @ LUMA
        # Each colour in one piece: so they are multiplied fastest.
        self._shades = np.moveaxis(child, 2, 0).astype(np.float32, order="C") / MIDDLE
        self._level = self._bright / MIDDLE

    def at(self, places: NDArray[np.intp]) -> Plane:
        """(terms, places), of some pixels counted row by row; the terms in the order that `weighed` has."""
        height, width = self._bright.shape
        wide = np.pad(self._bright, _RADIUS, mode="edge").ravel()
        down, across = np.divmod(places, width)
        corner = down * (width + 2 * _RADIUS) + across
        around = range(_ACROSS)
        near = [wide[corner + dy * (width + 2 * _RADIUS) + dx] for dy in around for dx in around]
        red, green, blue = (shade.ravel()[places] for shade in self._shades)
        level = self._level.ravel()[places]
        tones = (
            np.ones_like(level), red, blue, red * red, green * green, blue * blue,
            red * green, green * blue, blue * red, level**3,
        )  # fmt: skip
        x, y = _powers(width)[:, across], _powers(height)[:, down]
        spread = [y[i] * x[j] for i, j in _SPREAD]
        lighting = [place * level for place in spread]
        return np.stack([*near, *tones, *spread[:_PLAIN], *lighting, *(one * level for one in lighting[:2])])

    def weighed(self, weights: Plane) -> Plane:
        """(H, W), the sum of all terms by their weights."""
        near, tones, plain, lighting, glare = np.split(weights, _PARTS)
        (red, green, blue), level = self._shades, self._level
        flat, r, b, rr, gg, bb, rg, gb, br, cubed = tones.tolist()
        around = near.reshape(_ACROSS, _ACROSS)
        told = self._cv2.filter2D(self._bright, -1, around, borderType=self._cv2.BORDER_REPLICATE)
        told += red * (r + rr * red + rg * green) + green * (gg * green + gb * blue)
        told += blue * (b + bb * blue + br * red) + flat + self._over_all(plain)
        told += level * (self._over_all(lighting) + level * (self._over_all(glare) + cubed * level))
        return np.asarray(told, np.float32)

    def _over_all(self, weights: Plane) -> Plane:
        """(H, W), a surface made of the first of `_SPREAD`."""
        height, width = self._bright.shape
        square = np.zeros((_DEGREE + 1, _DEGREE + 1), np.float32)
        for (i, j), weight in zip(_SPREAD, weights, strict=False):
            square[i, j] = weight
        # Not a product of BLAS, whose threads wait for each other longer than this takes.
        return np.asarray(np.einsum("ih,iw->hw", _powers(height), square @ _powers(width)), np.float32)


@cache
def _powers(length: int) -> Plane:
    """(degree, length), of places from -1 to 1."""
    return np.linspace(-1, 1, length, dtype=np.float32) ** np.arange(_DEGREE + 1, dtype=np.float32)[:, None]


def _fitted(terms: Plane, values: Plane) -> Plane:
    """The weights by which terms, (N, places), come closest to values, (places,)."""
    count, length = terms.shape
    whole = length // _AT_ONCE * _AT_ONCE
    parts = np.ascontiguousarray(terms[:, :whole].reshape(count, -1, _AT_ONCE).transpose(1, 0, 2))
    square = (parts @ parts.transpose(0, 2, 1)).sum(0, dtype=np.float64)
    wanted = (parts @ values[:whole].reshape(-1, _AT_ONCE, 1)).sum(0, dtype=np.float64)
    square[np.diag_indices_from(square)] *= 1 + _RIDGE
    return np.linalg.solve(square, wanted[:, 0]).astype(np.float32)
