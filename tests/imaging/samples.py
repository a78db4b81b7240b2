"""Pictures made for tests: real photos re-saved, and files built byte by byte."""

import functools
import struct
import zlib
from io import BytesIO

import numpy as np
from PIL import Image

from photosim.domain.encoder import InputSpec
from tests.helpers.photos import sample_paths

SPEC = InputSpec(size=160, resample="BILINEAR")
ORIENTATION = 0x0112


def china(width: int = 640, height: int = 427) -> Image.Image:
    """A real photo of the given size."""
    return _china(width, height).copy()


@functools.cache
def _china(width: int, height: int) -> Image.Image:
    return Image.open(sample_paths()[0]).convert("RGB").resize((width, height), Image.Resampling.BICUBIC)


def saved(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The image as a file's bytes."""
    if form == "AVIF":
        options = {"speed": 10, **options}
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def turned_for(image: Image.Image, orientation: int) -> Image.Image:
    """How a camera held in that orientation stores the scene."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return image.transpose(undo[orientation]) if orientation in undo else image


def exif_with(**tags: object) -> Image.Exif:
    """EXIF fields by their names in `PIL.ExifTags.Base`."""
    from PIL.ExifTags import Base

    exif = Image.Exif()
    for name, value in tags.items():
        exif[Base[name]] = value
    return exif


def pixels(jpeg: bytes) -> np.ndarray:
    """A JPEG's pixels, signed so that they can be subtracted."""
    return np.asarray(Image.open(BytesIO(jpeg)).convert("RGB"), dtype=np.int16)


def jpeg_header(width: int, height: int) -> bytes:
    """The header of a JPEG that promises a size, its picture data missing."""
    data = bytearray(saved(Image.new("RGB", (8, 8))))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def png_header(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that promises a size; `body` is its compressed picture data."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def slow_png(side: int) -> bytes:
    """A good PNG of few bytes and side x side pixels, which takes its time."""
    return saved(Image.new("RGB", (side, side), "navy"), "PNG", compress_level=1)


def dng(image: Image.Image, preview: bytes | None, orientation: int = 1) -> bytes:
    """A small camera raw file of the image, with a preview JPEG beside the raw data.

    The layout of the DNG specification: raw data in the first directory, the preview in the second.
    """
    width, height = image.size
    rgb = np.asarray(image, dtype=np.uint16) * 257
    mosaic = np.empty((height, width), dtype="<u2")
    for down, across, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        mosaic[down::2, across::2] = rgb[down::2, across::2, channel]
    raw = mosaic.tobytes()
    matrix = [(10000, 10000), (0, 1), (0, 1), (0, 1), (10000, 10000), (0, 1), (0, 1), (0, 1), (10000, 10000)]
    first = {
        254: ("I", [0]),
        256: ("I", [width]),
        257: ("I", [height]),
        258: ("H", [16]),
        259: ("H", [1]),
        262: ("H", [32803]),
        271: ("s", b"Testmaker\0"),
        272: ("s", b"Testcam 1\0"),
        273: ("data", raw),
        274: ("H", [orientation]),
        277: ("H", [1]),
        278: ("I", [height]),
        279: ("I", [len(raw)]),
        33421: ("H", [2, 2]),
        33422: ("B", [0, 1, 1, 2]),
        50706: ("B", [1, 4, 0, 0]),
        50708: ("s", b"Testcam 1\0"),
        50721: ("r", matrix),
        50778: ("H", [21]),
    }
    directories = [first]
    if preview is not None:
        shown = Image.open(BytesIO(preview))
        directories.append(
            {
                254: ("I", [1]),
                256: ("I", [shown.width]),
                257: ("I", [shown.height]),
                258: ("H", [8, 8, 8]),
                259: ("H", [7]),
                262: ("H", [6]),
                273: ("data", preview),
                277: ("H", [3]),
                278: ("I", [shown.height]),
                279: ("I", [len(preview)]),
            }
        )
    return _tiff(directories)


def _tiff(directories: list[dict[int, tuple[str, object]]]) -> bytes:
    codes = {"B": 1, "s": 2, "H": 3, "I": 4, "r": 10, "data": 4}
    out = bytearray(b"II*\0\0\0\0\0")
    link = 4
    for tags in directories:
        entries = []
        for tag, (kind, value) in sorted(tags.items()):
            if kind == "data":
                packed, count = struct.pack("<I", len(out)), 1
                out += value
            elif kind == "s":
                packed, count = value, len(value)
            elif kind == "r":
                packed, count = b"".join(struct.pack("<ii", *pair) for pair in value), len(value)
            else:
                packed, count = struct.pack(f"<{len(value)}{kind}", *value), len(value)
            if len(packed) > 4:
                place = len(out)
                out += packed
                packed = struct.pack("<I", place)
            entries.append(struct.pack("<HHI", tag, codes[kind], count) + packed.ljust(4, b"\0"))
        out += b"\0" * (len(out) % 2)
        out[link : link + 4] = struct.pack("<I", len(out))
        out += struct.pack("<H", len(entries)) + b"".join(entries)
        link = len(out)
        out += b"\0\0\0\0"
    return bytes(out)
