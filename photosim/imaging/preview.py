"""Pictures for the eye: the first thing to paint, the thumbnail, the large view."""

from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageStat, JpegImagePlugin

from photosim.domain.scanning import DecodeLimits
from photosim.imaging.decode import Need, decode, exif_of, orientation_of
from photosim.imaging.guard import decoding
from photosim.imaging.refusal import Refusal
from photosim.imaging.source import given, load, read_head
from photosim.imaging.thumbnail import THUMBNAIL_SIDE, encode, encode_pixels
from photosim.imaging.upright import Region, reduced, turned, upright

_HEAD = 128 * 1024
_BAR_DARKNESS = 24
_ODD_PROPORTIONS = 0.02


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels ready to paint.

    Attributes:
        width: pixels.
        height: pixels.
        rgb: width x height x 3 bytes, row by row without padding, sRGB.
    """

    width: int
    height: int
    rgb: bytes


def render(
    path: str, max_side: int, limits: DecodeLimits | None = None, region: Region | None = None
) -> Raster:
    """Decode a photo, or a part of it, for the large view.

    Args:
        path: the file, of any readable format.
        max_side: the longest side of what is shown will have at most so many pixels; never enlarged.
        limits: on bytes and pixels.
        region: the part that is shown; None: all.

    Raises:
        FileError: the file is no photo, or the region lies outside of it.
    """
    answer = render_or_refuse(path, max_side, limits or DecodeLimits(), region)
    if isinstance(answer, Refusal):
        raise answer.as_error(path)
    return answer


def render_or_refuse(
    path: str, max_side: int, limits: DecodeLimits, region: Region | None = None, data: bytes | None = None
) -> Raster | Refusal:
    """Like `render`, for decoding processes: the refusal is returned. `data` stands for the file's bytes."""
    try:
        source = load(path, limits) if data is None else given(data, path, limits)
        need = Need(max_side, region)
        image = upright(decode(source.data, source.format, need, limits), need)
    except Refusal as refusal:
        return refusal
    return Raster(image.width, image.height, image.tobytes())


def raster_of(data: bytes) -> Raster | None:
    """The pixels of a small picture in memory, such as a thumbnail, as they lie; None where it is damaged."""
    try:
        with decoding("picture"), Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
            image = opened.convert("RGB")
    except Refusal:
        return None
    return Raster(image.width, image.height, image.tobytes())


def thumbnail_or_refuse(path: str, limits: DecodeLimits) -> bytes | Refusal:
    """The thumbnail of a photo, JPEG bytes, upright; for decoding processes: a refusal is returned."""
    need = Need(THUMBNAIL_SIDE)
    try:
        source = load(path, limits)
        decoded = decode(source.data, source.format, need, limits, as_array=True)
        return encode_pixels(reduced(decoded, need))
    except Refusal as refusal:
        return refusal


def first_paint(path: str) -> bytes | None:
    """The small picture that a camera stored in a JPEG's EXIF, if it can stand for the photo.

    Returns:
        JPEG bytes, upright, the black bars of another shape of picture cut off; None, quickly, when
        there is no such picture or it shows something else than the photo would.
    """
    try:
        head = read_head(path, _HEAD)
        if not head.startswith(b"\xff\xd8\xff"):
            return None
        with decoding("JPEG picture"):
            return _stored_thumbnail(head)
    except Refusal:
        return None


def _stored_thumbnail(head: bytes) -> bytes | None:
    photo = JpegImagePlugin.JpegImageFile(BytesIO(head))
    exif = exif_of(photo)
    where = exif.get_ifd(ExifTags.IFD.IFD1)
    start, length = where.get(0x0201), where.get(0x0202)
    block = photo.info.get("exif")
    if not isinstance(start, int) or not isinstance(length, int) or not isinstance(block, bytes):
        return None
    start += len(b"Exif\0\0")
    stored = JpegImagePlugin.JpegImageFile(BytesIO(block[start : start + length]))
    stored.load()
    shown = _without_bars(stored, photo.width / photo.height)
    if shown is None:
        return None
    return encode(turned(shown.convert("RGB"), orientation_of(photo)))


def _without_bars(stored: Image.Image, proportion: float) -> Image.Image | None:
    """The part of a stored thumbnail that shows the photo, whose width to height is `proportion`."""
    across = min(stored.width, round(stored.height * proportion))
    down = min(stored.height, round(stored.width / proportion))
    if min(across, down) < 1:
        return None
    lost = 1 - across * down / (stored.width * stored.height)
    if lost <= _ODD_PROPORTIONS:
        return stored
    left, top = (stored.width - across) // 2, (stored.height - down) // 2
    grey = stored.convert("L")
    if down < stored.height:
        bars = (grey.crop((0, 0, stored.width, top)), grey.crop((0, top + down, stored.width, stored.height)))
    else:
        bars = (grey.crop((0, 0, left, stored.height)), grey.crop((left + across, 0, *stored.size)))
    for bar in bars:
        if min(bar.size) > 0 and ImageStat.Stat(bar).mean[0] > _BAR_DARKNESS:
            return None
    return stored.crop((left, top, left + across, top + down))
