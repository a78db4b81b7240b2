"""HEIF and HEIC through libheif; imported only when such a file is met."""

import pi_heif
from PIL import Image

from photosim.domain.scanning import DecodeLimits
from photosim.imaging.decode import LABELS, Decoded, Need, valid_orientation
from photosim.imaging.guard import check_pixels, decoding
from photosim.imaging.heif_boxes import with_thumbnail_as_picture
from photosim.imaging.silence import silence

_FORMAT = "HEIF"
_ODD_PROPORTIONS = 0.02


def decode(data: bytes, need: Need, limits: DecodeLimits) -> Decoded:
    """Decode the primary picture of a HEIF file, or its thumbnail when that serves; see `decode.decode`.

    Raises:
        Refusal: damaged, or more pixels than the limits allow.
    """
    with silence(), decoding(LABELS[_FORMAT]):
        # Several processes decode side by side already.
        pi_heif.options.DECODE_THREADS = 1
        file = pi_heif.open_heif(data)
        picture = file[file.primary_index]
        width, height = picture.size
        check_pixels(width, height, limits)
        exif = _exif(picture.info.get("exif"))
        image = _thumbnail(data, need, picture)
        if image is None:
            image = picture.to_pillow()
    # libheif turns the picture by the file's own properties; EXIF only repeats them.
    return Decoded(image, _FORMAT, width, height, valid_orientation(exif.get(0x0112)), 1, exif)


def _thumbnail(data: bytes, need: Need, picture: pi_heif.HeifImage) -> Image.Image | None:
    """The stored thumbnail if it has the pixels that are needed and the shape of the picture."""
    width, height = picture.size
    if need.region is not None or max(width, height) <= need.side:
        return None
    copy = with_thumbnail_as_picture(data)
    if copy is None:
        return None
    try:
        file = pi_heif.open_heif(copy)
        small = file[file.primary_index]
        across, down = small.size
        if max(across, down) < need.side or max(across, down) > max(width, height):
            return None
        if abs(across * height / (down * width) - 1) > _ODD_PROPORTIONS:
            return None
        image: Image.Image = small.to_pillow()
    except (ValueError, EOFError, SyntaxError, RuntimeError, OSError):
        return None  # a broken thumbnail says nothing of the picture
    if "icc_profile" not in image.info and "icc_profile" in picture.info:
        image.info["icc_profile"] = picture.info["icc_profile"]
    return image


def _exif(stored: bytes | None) -> Image.Exif:
    exif = Image.Exif()
    if stored:
        try:
            exif.load(stored)
        except Exception:  # noqa: BLE001 - Pillow's EXIF reader raises anything on broken data
            return Image.Exif()
    return exif
