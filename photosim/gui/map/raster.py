"""Many small squares at once: numpy writes them into the pixels of one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from numpy.typing import NDArray


def packed(colours: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """(N, 3) uint8 RGB as Qt keeps the pixels of a picture, (N,) uint32."""
    red, green, blue = (colours[:, part].astype(np.uint32) for part in range(3))
    return np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue


def squares(
    width: int,
    height: int,
    ground: QColor,
    layers: list[tuple[NDArray[np.float32], NDArray[np.uint32] | QColor, int]],
) -> QImage:
    """Draw squares.

    Args:
        width: of the picture, in its own pixels.
        height: likewise.
        ground: behind the squares.
        layers: one over the other: the middles (N, 2) of squares, their packed colours (N,) or the one colour
            of all, and their side in pixels.

    Returns:
        A picture that owns its pixels.
    """
    around = max((side for _, _, side in layers), default=1)
    across = width + 2 * around
    pixels = np.full((height + 2 * around) * across, ground.rgb(), np.uint32)
    for middles, colours, side in layers:
        corners = np.floor(middles - (side - 1) / 2).astype(np.int32)
        seen = (
            (corners[:, 0] > -side)
            & (corners[:, 0] < width)
            & (corners[:, 1] > -side)
            & (corners[:, 1] < height)
        )
        corners = corners[seen] + np.int32(around)
        firsts = corners[:, 1].astype(np.int64) * across + corners[:, 0]
        paint = np.uint32(colours.rgb()) if isinstance(colours, QColor) else colours[seen]
        for down in range(side):
            for right in range(side):
                pixels[firsts + (down * across + right)] = paint
    # The pixels belong to numpy: the copy of what is inside of the edges does not.
    drawn = QImage(pixels.data, across, height + 2 * around, across * 4, QImage.Format.Format_RGB32)
    return drawn.copy(around, around, width, height)
