"""Thumbnails: JPEG, upright, in the picture's own proportions."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

THUMBNAIL_SIDE = 320
"""Longest side in pixels; smaller pictures keep their size."""

_QUALITY = 80


def encode(image: Image.Image) -> bytes:
    """JPEG bytes of an upright RGB picture."""
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def decode(thumbnail: bytes) -> NDArray[np.uint8]:
    """The pixels of a thumbnail, (H, W, 3) uint8 RGB.

    Raises:
        OSError: the bytes are damaged.
    """
    with Image.open(BytesIO(thumbnail), formats=("JPEG",)) as opened:
        return np.asarray(opened.convert("RGB"))
