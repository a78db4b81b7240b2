"""Which part of a map is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EDGE = 36
_NEAREST = 2000.0
_FARTHEST = 0.5
"""How much larger and smaller than the whole map in the window things can be seen."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A look at a map in a window.

    Attributes:
        width: of the window, in pixels.
        height: of the window.
        x: of the map, in the middle of the window.
        y: likewise.
        scale: pixels for each unit of the map.
        whole: the scale at which the whole map just fits.
    """

    width: int
    height: int
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    whole: float = 1.0

    @property
    def magnification(self) -> float:
        """How much larger than when all of it is seen; 1 shows the whole map."""
        return self.scale / self.whole

    def fitted(self, places: NDArray[np.float32], edge: int = _EDGE) -> Plane:
        """All points in the window, with so many pixels around them."""
        if not len(places):
            return Plane(self.width, self.height)
        low, high = places.min(axis=0), places.max(axis=0)
        span = np.maximum(high - low, 1e-9)
        room = np.maximum((self.width - 2 * edge, self.height - 2 * edge), 16)
        x, y = (float(value) for value in (low + high) / 2)
        # Points that all lie on one place are in the middle.
        scale = float((room / span).min()) if float(span.max()) > 1e-6 else 1.0
        return Plane(self.width, self.height, x, y, scale, scale)

    def resized(self, width: int, height: int) -> Plane:
        """The same look in another window."""
        share = min(width / max(1, self.width), height / max(1, self.height))
        return replace(self, width=width, height=height, scale=self.scale * share, whole=self.whole * share)

    def zoomed(self, factor: float, x: float, y: float) -> Plane:
        """Nearer or farther; what is seen at the pixel (x, y) stays there."""
        scale = min(max(self.scale * factor, self.whole * _FARTHEST), self.whole * _NEAREST)
        there_x, there_y = self.on_map(x, y)
        return replace(
            self,
            scale=scale,
            x=there_x - (x - self.width / 2) / scale,
            y=there_y - (y - self.height / 2) / scale,
        )

    def moved(self, across: float, down: float) -> Plane:
        """The map dragged by so many pixels."""
        return replace(self, x=self.x - across / self.scale, y=self.y - down / self.scale)

    def centred(self, x: float, y: float) -> Plane:
        """The place (x, y) of the map in the middle."""
        return replace(self, x=x, y=y)

    def on_map(self, x: float, y: float) -> tuple[float, float]:
        """The place of the map that is seen at a pixel."""
        return (
            self.x + (x - self.width / 2) / self.scale,
            self.y + (y - self.height / 2) / self.scale,
        )

    def on_screen(self, places: NDArray[np.float32]) -> NDArray[np.float32]:
        """The pixels at which places are seen, (N, 2) float32; also outside of the window."""
        middle = np.array((self.x, self.y), np.float32)
        window = np.array((self.width / 2, self.height / 2), np.float32)
        return (places - middle) * np.float32(self.scale) + window
