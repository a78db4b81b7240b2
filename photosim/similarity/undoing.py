"""The brightness of one picture as another tells it that was made from it: what was changed is undone."""

from __future__ import annotations

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
    kept = ~clipped if clipped.mean() < _MOST_CLIPPED else np.ones_like(clipped)
    told, off = bright, np.zeros_like(bright)
    for _ in range(_ROUNDS):
        places = np.flatnonzero(kept)
        places = places[:: len(places) // _ASKED | 1]
        if len(places) < 4 * terms.count:
            break
        told = terms.weighed(_fitted(terms.at(places), bright.ravel()[places]))
        off = bright - told
        local = cv2.boxFilter(np.square(off), -1, _SMOOTH)
        kept = ~clipped & (local <= np.quantile(local, _BELIEVED))
    return told, off


class _Terms:
    """Everything that may have become of a pixel's brightness: its surroundings, colours and place."""

    def __init__(self, cv2: ModuleType, child: NDArray[np.uint8]) -> None:
        self._cv2 = cv2
        colours = child.astype(np.float32)
        self._bright = colours @ LUMA
        self._wide = np.pad(self._bright, _RADIUS, mode="edge")
        self._level = self._bright / MIDDLE
        red, green, blue = (colours[..., channel] / MIDDLE for channel in range(3))
        self._tones = (
            np.ones_like(red), red, blue, red * red, green * green, blue * blue,
            red * green, green * blue, red * blue, self._level**3,
        )  # fmt: skip
        height, width = self._bright.shape
        y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        x = np.linspace(-1, 1, width, dtype=np.float32)[None]
        self._places = (x, y, x * x, x * y, y * y, x**3, x * x * y, x * y * y, y**3)
        self._lighting = (*self._places[:5], *(self._level * place for place in self._places))
        self._glare = (self._level * self._level * x, self._level * self._level * y)

    @property
    def count(self) -> int:
        """How many there are."""
        return _ACROSS**2 + len(self._all)

    @property
    def _all(self) -> tuple[Plane, ...]:
        return (*self._tones, *self._lighting, *self._glare)

    def at(self, places: NDArray[np.intp]) -> Plane:
        """(terms, places), of some pixels counted row by row."""
        down, across = np.divmod(places, self._bright.shape[1])
        around = range(_ACROSS)
        near = [self._wide[down + dy, across + dx] for dy in around for dx in around]
        shape = self._bright.shape
        return np.stack([*near, *(np.broadcast_to(term, shape)[down, across] for term in self._all)])

    def weighed(self, weights: Plane) -> Plane:
        """(H, W), the sum of all terms by their weights."""
        around = weights[: _ACROSS**2].reshape(_ACROSS, _ACROSS)
        told = self._cv2.filter2D(self._bright, -1, around, borderType=self._cv2.BORDER_REPLICATE)
        for weight, term in zip(weights[_ACROSS**2 :].tolist(), self._all, strict=True):
            told += weight * term
        return np.asarray(told, np.float32)


def _fitted(terms: Plane, values: Plane) -> Plane:
    """The weights by which terms, (N, places), come closest to values, (places,)."""
    count, length = terms.shape
    whole = length // _AT_ONCE * _AT_ONCE
    parts = np.ascontiguousarray(terms[:, :whole].reshape(count, -1, _AT_ONCE).transpose(1, 0, 2))
    square = (parts @ parts.transpose(0, 2, 1)).sum(0, dtype=np.float64)
    wanted = (parts @ values[:whole].reshape(-1, _AT_ONCE, 1)).sum(0, dtype=np.float64)
    square[np.diag_indices_from(square)] *= 1 + _RIDGE
    return np.linalg.solve(square, wanted[:, 0]).astype(np.float32)
