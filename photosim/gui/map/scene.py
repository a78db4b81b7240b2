"""What lies on the map that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from photosim.gui.map.raster import packed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_FEW, _MANY = 3_000, 30_000
_UNKNOWN = 128


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The points of a map; equal to itself only.

    Attributes:
        items: what each point is: a `Photo`, a `Face`.
        places: (N, 2) float32.
        colours: (N,) uint32, packed.
    """

    items: Sequence[Any]
    places: NDArray[np.float32]
    colours: NDArray[np.uint32]

    @property
    def dot(self) -> int:
        """The side of a point in device-independent pixels, when the whole map is seen."""
        count = len(self.items)
        return 5 if count < _FEW else 3 if count < _MANY else 2


def scene_of(items: Sequence[Any], places: NDArray[np.float32], colours: NDArray[np.uint8] | None) -> Scene:
    """Points with their mean colours, (N, 3) uint8; grey while these are not known."""
    if colours is None:
        colours = np.full((len(items), 3), _UNKNOWN, np.uint8)
    return Scene(items, places, packed(colours))


EMPTY = Scene((), np.zeros((0, 2), np.float32), np.zeros(0, np.uint32))
