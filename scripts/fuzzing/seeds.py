"""Sound files of every format that photosim reads, as the start of broken ones."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import numpy as np
from PIL import Image

_LARGEST = 400_000
_SIDE = 200


def made() -> list[bytes]:
    """Small pictures of each format that can be written here, with metadata, frames and depths."""
    picture = _picture()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0131] = 6, "Testmaker", "Testware"
    grey, palette, clear = picture.convert("L"), picture.convert("P"), picture.convert("RGBA")
    deep = Image.frombytes("I;16", (64, 64), np.arange(4096, dtype="<u2").tobytes())
    frames = [picture.rotate(90), picture.rotate(180)]
    return [
        _saved(picture, "JPEG", exif=exif, icc_profile=b"\0" * 300),
        _saved(picture, "JPEG", progressive=True, quality=60),
        _saved(grey, "JPEG"),
        _saved(picture.convert("CMYK"), "JPEG"),
        _saved(picture, "PNG", exif=exif),
        _saved(palette, "PNG", transparency=3),
        _saved(clear, "PNG"),
        _saved(deep, "PNG"),
        _saved(picture, "WEBP", exif=exif),
        _saved(clear, "WEBP", lossless=True),
        _saved(picture, "WEBP", save_all=True, append_images=frames),
        _saved(picture, "TIFF", compression="tiff_lzw", exif=exif),
        _saved(picture, "TIFF", compression="jpeg"),
        _saved(picture.convert("1"), "TIFF", compression="group4"),
        _saved(picture, "TIFF", compression="tiff_adobe_deflate", save_all=True, append_images=frames),
        _saved(picture, "GIF", save_all=True, append_images=frames),
        _saved(picture, "BMP"),
        _saved(palette, "BMP"),
        _saved(picture, "AVIF", speed=10),
        _saved(clear, "AVIF", speed=10, save_all=True, append_images=[clear.rotate(90)]),
        _raw(picture),
    ]


def from_folder(folder: Path | None) -> list[bytes]:
    """The files of a folder and all below, each at most 400,000 bytes; none without a folder."""
    if folder is None:
        return []
    paths = sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
    return [Path(path).read_bytes() for path in paths if 0 < os.path.getsize(path) <= _LARGEST]


def _picture() -> Image.Image:
    rows, columns = np.mgrid[0:_SIDE, 0:_SIDE]
    noise = np.random.default_rng(1).integers(0, 60, (_SIDE, _SIDE, 3))
    waves = np.stack([rows, columns, rows * columns // _SIDE], axis=-1)
    return Image.fromarray(((waves + noise) % 256).astype(np.uint8))


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def _raw(picture: Image.Image) -> bytes:
    """A little DNG: an uncompressed sensor, and a preview JPEG in a directory of its own."""
    preview = _saved(picture, "JPEG")
    side, sensor = 64, np.arange(64 * 64, dtype="<u2").tobytes()
    matrix = struct.pack("<18i", *[1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1])
    out = bytearray(b"II*\0\0\0\0\0")
    link = _directory(
        out,
        4,
        {
            254: (4, 1, struct.pack("<I", 0)),
            256: (4, 1, struct.pack("<I", side)),
            257: (4, 1, struct.pack("<I", side)),
            258: (3, 1, struct.pack("<H", 16)),
            259: (3, 1, struct.pack("<H", 1)),
            262: (3, 1, struct.pack("<H", 32803)),
            271: (2, 5, b"Test\0"),
            272: (2, 5, b"Cam1\0"),
            273: (4, 1, sensor),
            277: (3, 1, struct.pack("<H", 1)),
            278: (4, 1, struct.pack("<I", side)),
            279: (4, 1, struct.pack("<I", len(sensor))),
            33421: (3, 2, struct.pack("<2H", 2, 2)),
            33422: (1, 4, bytes([0, 1, 1, 2])),
            50706: (1, 4, bytes([1, 4, 0, 0])),
            50721: (10, 9, matrix),
        },
    )
    _directory(
        out,
        link,
        {
            254: (4, 1, struct.pack("<I", 1)),
            256: (4, 1, struct.pack("<I", _SIDE)),
            257: (4, 1, struct.pack("<I", _SIDE)),
            259: (3, 1, struct.pack("<H", 7)),
            262: (3, 1, struct.pack("<H", 6)),
            273: (4, 1, preview),
            277: (3, 1, struct.pack("<H", 3)),
            278: (4, 1, struct.pack("<I", _SIDE)),
            279: (4, 1, struct.pack("<I", len(preview))),
        },
    )
    return bytes(out)


def _directory(out: bytearray, link: int, tags: dict[int, tuple[int, int, bytes]]) -> int:
    """Append a directory of a TIFF file, linked from the place `link`; the place of its own link."""
    entries = []
    for tag, (kind, count, value) in sorted(tags.items()):
        packed = value
        if len(packed) > 4:
            place = len(out)
            out += packed
            packed = struct.pack("<I", place)
        entries.append(struct.pack("<HHI", tag, kind, count) + packed.ljust(4, b"\0"))
    out += b"\0" * (len(out) % 2)
    out[link : link + 4] = struct.pack("<I", len(out))
    out += struct.pack("<H", len(entries)) + b"".join(entries) + b"\0\0\0\0"
    return len(out) - 4
