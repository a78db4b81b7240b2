"""By which steps a JPEG rounded the brightness of its picture, from its first bytes."""

from __future__ import annotations

from io import BytesIO

from PIL import JpegImagePlugin

from photosim.imaging.guard import decoding
from photosim.imaging.refusal import Refusal
from photosim.imaging.source import read_head

_HEAD = 128 * 1024
_JPEG = b"\xff\xd8\xff"
_VALUES = 64


def brightness_steps(path: str) -> tuple[int, ...] | None:
    """The quantisation table of brightness.

    Args:
        path: a file of any kind.

    Returns:
        64 steps, row by row: waves down by waves across, as the picture is stored; None where the file is no
        JPEG, or cannot be read.
    """
    try:
        head = read_head(path, _HEAD)
        if not head.startswith(_JPEG):
            return None
        with decoding("JPEG picture"):
            tables = JpegImagePlugin.JpegImageFile(BytesIO(head)).quantization
    except Refusal:
        return None
    steps = tuple(tables.get(0, ()))
    return steps if len(steps) == _VALUES and min(steps) > 0 else None
