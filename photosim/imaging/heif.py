"""HEIF and HEIC through libheif; imported only when such a file is met."""

import pi_heif
from PIL import Image

from photosim.domain.scanning import DecodeLimits
from photosim.imaging.decode import LABELS, Decoded, Need, valid_orientation
from photosim.imaging.guard import check_pixels, decoding
from photosim.imaging.silence import silence

_FORMAT = "HEIF"


def decode(data: bytes, _need: Need, limits: DecodeLimits) -> Decoded:
    """Decode the primary picture of a HEIF file; see `decode.decode`.

    Raises:
        Refusal: damaged, or more pixels than the limits allow.
    """
    with silence(), decoding(LABELS[_FORMAT]):
        # Several processes decode side by side already.
        pi_heif.options.DECODE_THREADS = 1
        primary = pi_heif.open_heif(data)
        width, height = primary.size
        check_pixels(width, height, limits)
        picture = primary[primary.primary_index]
        stored = picture.info.get("exif")
        image = picture.to_pillow()
    exif = _exif(stored)
    # libheif turns the picture by the file's own properties; EXIF only repeats them.
    return Decoded(image, _FORMAT, width, height, valid_orientation(exif.get(0x0112)), 1, exif)


def _exif(stored: bytes | None) -> Image.Exif:
    exif = Image.Exif()
    if stored:
        try:
            exif.load(stored)
        except Exception:  # noqa: BLE001 - Pillow's EXIF reader raises anything on broken data
            return Image.Exif()
    return exif
