"""Thumbnails: JPEG, upright, in the picture's own proportions."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from photosim.imaging.shrink import opencv

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


def encode_pixels(pixels: NDArray[np.uint8]) -> bytes:
    """The same bytes, of pixels that lie as uint8 (H, W, 3) RGB; faster than by way of Pillow."""
    cv2 = opencv()
    turned = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", turned, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))
    return bytes(encoded)


def decode(thumbnail: bytes) -> NDArray[np.uint8]:
    """The pixels of a thumbnail, (H, W, 3) uint8 RGB.

    Raises:
        OSError: the bytes are damaged.
    """
    with Image.open(BytesIO(thumbnail), formats=("JPEG",)) as opened:
        return np.asarray(opened.convert("RGB"))
