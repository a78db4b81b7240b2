"""Bytes become pixels: only formats of the table, reduced while decoding where the format can."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from photosim.domain.scanning import DecodeLimits
from photosim.imaging.formats import FORMATS
from photosim.imaging.guard import check_pixels, damaged, decoding
from photosim.imaging.jpeg import ends_in_zeros
from photosim.imaging.jpeg_pixels import jpeg_pixels
from photosim.imaging.silence import silence
from photosim.imaging.tiff import is_dng

if TYPE_CHECKING:
    from photosim.imaging.shrink import Pixels

# Pillow's own `Image.open` would try every format it knows; these open exactly one each.
_OPENERS: dict[str, Callable[[BytesIO], ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
}
LABELS = {form.name: form.label for form in FORMATS}
"""Name of a format to how people call it."""


@dataclass(frozen=True, slots=True)
class Need:
    """How much of a picture is asked for.

    Attributes:
        side: the longest side that the result should have at least, in pixels, if the picture has as many.
        region: x, y, width, height in pixels of the upright picture; None: all of it.
    """

    side: int
    region: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded picture, not yet upright.

    Attributes:
        image: its pixels, perhaps reduced, in the mode of the file.
        format: name of the format.
        width: of the whole picture, upright, in full size.
        height: likewise.
        orientation: EXIF orientation as stored, 1..8.
        turn: EXIF orientation that `image` still has to be turned by.
        exif: its EXIF fields.
        pixels: those of `image`, which then has not loaded them, uint8 (H, W, 3) RGB; None where only `image`
            has them.
    """

    image: Image.Image
    format: str
    width: int
    height: int
    orientation: int
    turn: int
    exif: Image.Exif
    pixels: Pixels | None = None


def decode(data: bytes, name: str, need: Need, limits: DecodeLimits, *, as_array: bool = False) -> Decoded:
    """Decode a picture.

    Args:
        data: the whole file.
        name: of the format, as `sniff.identify` gives it.
        need: how much of it is asked for.
        limits: on its pixels.
        as_array: the pixels are wanted as an array, where that is the shorter way.

    Raises:
        Refusal: damaged, or more pixels than the limits allow.
    """
    if name == "HEIF":
        from photosim.imaging import heif  # noqa: PLC0415 - brings libheif, for such files only

        return heif.decode(data, need, limits)
    if name == "RAW" or (name == "TIFF" and is_dng(data)):
        from photosim.imaging import raw  # noqa: PLC0415 - brings LibRaw, for such files only

        return raw.decode(data, need, limits)
    # libtiff tells its errors to the terminal. The other libraries are quiet: they need no silence, which
    # threads share.
    quiet = silence() if name == "TIFF" else nullcontext()
    with quiet, decoding(LABELS[name]):
        image = _OPENERS[name](BytesIO(data))
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            return _load_jpeg(image, data, need, limits, as_array=as_array)
        return _load(image, name, limits)


def _load_jpeg(
    image: JpegImagePlugin.JpegImageFile, data: bytes, need: Need, limits: DecodeLimits, *, as_array: bool
) -> Decoded:
    check_pixels(*image.size, limits)
    width, height = image.size
    image.draft(None, draft_size(width, height, need))
    pixels = jpeg_pixels(data, image) if as_array and need.region is None else None
    if pixels is None:
        # In one piece: a decoder that waits for the next piece goes carefully, and pieces are copied.
        image.decodermaxblock = len(data)
        image.load()
    if ends_in_zeros(data):
        raise damaged(LABELS["JPEG"], cut_short=True)
    turn = orientation_of(image)
    upright_size = (height, width) if turn >= 5 else (width, height)
    return Decoded(image, "JPEG", *upright_size, turn, turn, exif_of(image), pixels)


def _load(image: ImageFile.ImageFile, name: str, limits: DecodeLimits) -> Decoded:
    check_pixels(*image.size, limits)
    width, height = image.size
    # Asking a PNG for its EXIF decodes it; a TIFF forgets its orientation once decoded, being upright then.
    orientation = orientation_of(image) if name == "TIFF" else 0
    upright_size = image.size
    image.load()
    turn = orientation_of(image)
    if name != "TIFF" and turn >= 5:
        upright_size = (height, width)
    return Decoded(image, name, *upright_size, orientation or turn, turn, exif_of(image))


def draft_size(width: int, height: int, need: Need) -> tuple[int, int]:
    """The smallest stored size that still serves the need; never less than 1 x 1."""
    longest = max(need.region[2:]) if need.region else max(width, height)
    share = min(1.0, need.side / max(1, longest))
    return max(1, int(width * share)), max(1, int(height * share))


def exif_of(image: Image.Image) -> Image.Exif:
    """The EXIF fields; none when they are broken, for the picture may be good all the same."""
    try:
        return image.getexif()
    except Exception:  # noqa: BLE001 - Pillow's EXIF reader raises anything on broken data
        return Image.Exif()


def orientation_of(image: Image.Image) -> int:
    """EXIF orientation, 1..8; 1 when there is none or it makes no sense."""
    return valid_orientation(exif_of(image).get(0x0112))


def valid_orientation(value: object) -> int:
    """An orientation as a file tells it, 1..8; 1 for everything else."""
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
