"""How a JPEG was saved, from its first bytes: for pictures that were read before anybody asked."""

from __future__ import annotations

from io import BytesIO

from PIL import JpegImagePlugin

from photosim.domain.files import FoundFile
from photosim.domain.photo import Saving
from photosim.imaging.decode import exif_of
from photosim.imaging.guard import decoding
from photosim.imaging.jpeg import has_whole_header, quality
from photosim.imaging.metadata import read_metadata
from photosim.imaging.refusal import Refusal
from photosim.imaging.source import read_head_of

_HEAD = 128 * 1024
# Some phones lay whole depth maps before the picture.
_LONG_HEAD = 16 * 1024 * 1024


def read_saving(file: FoundFile) -> Saving | None:
    """How a JPEG was saved last; None where the file is no longer the one that was found."""
    try:
        head = read_head_of(file, _HEAD)
        if head is not None and not has_whole_header(head):
            head = read_head_of(file, _LONG_HEAD)
        if head is None:
            return None
        with decoding("JPEG picture"):
            told = read_metadata(exif_of(JpegImagePlugin.JpegImageFile(BytesIO(head))))
    except Refusal:
        return None
    return Saving(quality(head), told.software)
