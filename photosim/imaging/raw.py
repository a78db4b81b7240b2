"""Camera raw through LibRaw: the preview that the camera stored, else a quick development.

Imported only when such a file is met.
"""

from io import BytesIO

import rawpy
from PIL import Image, JpegImagePlugin

from photosim.domain.scanning import DecodeLimits
from photosim.imaging.decode import LABELS, Decoded, Need, draft_size, exif_of, orientation_of
from photosim.imaging.guard import check_pixels, decoding
from photosim.imaging.silence import silence

_FORMAT = "RAW"
_ORIENTATION_OF_FLIP = {3: 3, 5: 8, 6: 6}
_TIFF_MARKS = (b"II*\0", b"MM\0*")


def decode(data: bytes, need: Need, limits: DecodeLimits) -> Decoded:
    """Decode a camera raw file; see `decode.decode`.

    Raises:
        Refusal: damaged, of an unknown camera, or more pixels than the limits allow.
    """
    with silence(), decoding(LABELS[_FORMAT]), rawpy.imread(BytesIO(data)) as raw:
        sizes = raw.sizes
        check_pixels(sizes.width, sizes.height, limits)
        orientation = _ORIENTATION_OF_FLIP.get(sizes.flip, 1)
        width, height = (sizes.height, sizes.width) if orientation >= 5 else (sizes.width, sizes.height)
        preview = _preview(raw, need)
        if preview is None or max(preview.size) < min(need.side, max(width, height)):
            image, turn = _develop(raw), 1
        else:
            image, turn = preview, _turn_of_preview(preview, orientation, sizes.width >= sizes.height)
        return Decoded(image, _FORMAT, width, height, orientation, turn, _exif(data, preview))


def _preview(raw: rawpy.RawPy, need: Need) -> Image.Image | None:
    """The largest picture the camera stored beside the raw data, loaded."""
    try:
        stored = raw.extract_thumb()
    except rawpy.LibRawError:
        return None  # none there, of an unknown kind, or broken: the raw data may be good all the same
    if not isinstance(stored.data, bytes):
        return Image.fromarray(stored.data)
    try:
        image = JpegImagePlugin.JpegImageFile(BytesIO(stored.data))
        image.draft(None, draft_size(*image.size, need))
        image.load()
    except (OSError, SyntaxError, ValueError):
        return None
    return image


def _develop(raw: rawpy.RawPy) -> Image.Image:
    """The raw data at half size, upright."""
    pixels = raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8)
    return Image.fromarray(pixels)


def _turn_of_preview(preview: Image.Image, orientation: int, sensor_is_wide: bool) -> int:
    """How a preview must be turned so that it lies as the raw data does once that is upright.

    Cameras store the preview as the sensor saw it or upright; LibRaw writes the orientation of the raw
    data into either. For quarter turns the shape tells, for the rest the preview's own EXIF.
    """
    if orientation >= 5:
        lies_like_sensor = (preview.width >= preview.height) == sensor_is_wide
        return orientation if lies_like_sensor else 1
    return orientation_of(preview) if orientation == 3 else 1


def _exif(data: bytes, preview: Image.Image | None) -> Image.Exif:
    exif = Image.Exif()
    if data.startswith(_TIFF_MARKS):
        try:
            exif.load(data)
        except Exception:  # noqa: BLE001 - Pillow's EXIF reader raises anything on broken data
            exif = Image.Exif()
    if not exif and preview is not None:
        return exif_of(preview)
    return exif
