"""How much of a picture must be decoded for what is seen of it. Knows no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

from photosim.gui.compare.geometry import Box, Size, whole

BASE_PIXELS = 3_000_000
"""Of every shown picture so many pixels are kept as a whole."""

SHARP_PIXELS = 24_000_000
"""So many pixels are kept of all shown pictures together where they are looked at closely."""

_FINEST_STEP = 12


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a picture at a scale.

    Attributes:
        box: the part, in pixels of the picture; whole numbers.
        share: pixels of the cut for one of the picture, a power of a half; 1 is full size.
        size: of the picture.
    """

    box: Box
    share: float
    size: Size

    @property
    def region(self) -> tuple[int, int, int, int] | None:
        """x, y, width, height in pixels of the picture; None: all of it."""
        if self.box == whole(self.size):
            return None
        box = self.box
        return int(box.left), int(box.top), int(box.width), int(box.height)

    @property
    def side(self) -> int:
        """Its longest side in its own pixels."""
        return max(1, round(max(self.box.width, self.box.height) * self.share))

    def serves(self, visible: Box, density: float) -> bool:
        """Whether it shows a part of the picture as sharply as the screen can, or the picture is.

        Args:
            visible: the part, in pixels of the picture.
            density: device pixels for one pixel of the picture.
        """
        return self.share >= min(1.0, density) * 0.999 and self.box.covers(visible.within(whole(self.size)))


def base_cut(size: Size, density: float) -> Cut:
    """All of a picture, for seeing all of it, within `BASE_PIXELS`; see `Cut.serves`."""
    share = _share_for(density)
    while share * share * size[0] * size[1] > BASE_PIXELS:
        share /= 2
    return Cut(whole(size), share, size)


def sharp_cut(size: Size, visible: Box, density: float, budget: int) -> Cut:
    """A part of a picture as sharp as the screen can show it, with as much around it as may be kept.

    Args:
        size: of the picture.
        visible: what is seen of it, in its pixels.
        density: device pixels for one of its pixels.
        budget: pixels to keep.
    """
    share = _share_for(density)
    most = budget / share**2
    if size[0] * size[1] <= most:
        return Cut(whole(size), share, size)
    seen = visible.within(whole(size))
    # Equal room on all sides, for nobody knows where one goes from here: solved for the area.
    half = (seen.width + seen.height) / 4
    room = max(0.0, (half * half + (most - seen.width * seen.height) / 4)) ** 0.5 - half
    grown = seen.grown(max(0.0, room)).within(whole(size))
    left, top = math.floor(grown.left), math.floor(grown.top)
    return Cut(Box(left, top, math.ceil(grown.right), math.ceil(grown.bottom)), share, size)


def _share_for(density: float) -> float:
    """The smallest power of a half that is as fine as the screen, at most 1."""
    share = 1.0
    for _ in range(_FINEST_STEP):
        if share / 2 < density:
            break
        share /= 2
    return share
