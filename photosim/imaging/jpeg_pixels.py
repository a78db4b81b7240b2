"""The pixels of a small JPEG as an array, without the way through Pillow's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.imaging.jpeg import is_unbroken
from photosim.imaging.shrink import opencv

if TYPE_CHECKING:
    from PIL.JpegImagePlugin import JpegImageFile

    from photosim.imaging.shrink import Pixels


def jpeg_pixels(data: bytes, image: JpegImageFile) -> Pixels | None:
    """Decode in full size by OpenCV, whose JPEG library is Pillow's, so that the pixels are the same.

    Args:
        data: the whole file.
        image: the same, opened but not loaded, set to the scale that is wanted.

    Returns:
        uint8 (H, W, 3), RGB, as stored; None where Pillow must be asked: about reduced pictures, with which
        the way is short, about those that are not stored in three colours, and about all that may be damaged,
        for OpenCV overlooks what Pillow tells.
    """
    reduced = bool(image.decoderconfig) and image.decoderconfig[0] > 1
    if reduced or image.mode != "RGB" or not is_unbroken(data):
        return None
    cv2 = opencv()
    try:
        pixels: Pixels | None = cv2.imdecode(
            np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
        )
    except cv2.error:
        return None
    return pixels if pixels is not None and pixels.shape == (image.height, image.width, 3) else None
