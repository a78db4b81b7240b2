"""Thumbnails: JPEG, upright, in the picture's own proportions."""

from io import BytesIO

from PIL import Image

THUMBNAIL_SIDE = 320
"""Longest side in pixels; smaller pictures keep their size."""

_QUALITY = 80


def encode(image: Image.Image) -> bytes:
    """JPEG bytes of an upright RGB picture."""
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
