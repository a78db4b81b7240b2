"""Where which colours are: the coarse colour layout of photos, from their stored thumbnails.

A picture is squashed to 4 x 4 fields, in CIE Lab (as MPEG-7's colour layout descriptor, without its
frequency transform). What was computed is kept beside the library in a file that may be deleted.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from photosim.app.atomic import write_atomically
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken, Progress, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from photosim.catalog.library import Library

FIELDS = 4
"""Fields across and down."""

FILE_NAME = "layouts.npz"

_FORMAT = 1
_CHUNK = 256
_DIGEST_BYTES = 32

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
) / np.array([[0.95047], [1.0], [1.08883]])


def layout_of(picture: Image.Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The layout of a picture of which parts may be transparent.

    Returns:
        (16, 3) float32 Lab (L 0..100), row by row; and (16,) float32, how much of each field is opaque, 0..1.
    """
    rgba = picture.convert("RGBA").resize((8 * FIELDS, 8 * FIELDS), Image.Resampling.BOX)
    pixels = np.asarray(rgba, np.float32) / np.float32(255)
    opaque = pixels[..., 3:]
    seen = _in_fields(opaque)
    # Averages over what is opaque; a field without anything has no colour that counts.
    linear = _in_fields(_linear(pixels[..., :3]) * opaque) / np.maximum(seen, 1e-6)
    return _lab(linear.astype(np.float32)), seen[:, 0]


def layouts(
    library: Library, contents: Sequence[ContentId], report: Report, cancel: CancelToken
) -> NDArray[np.float32]:
    """The layouts of photos of a library; what is new is computed and, where that is allowed, kept.

    Args:
        library: has their thumbnails.
        contents: of the photos.
        report: told of each few hundred that are computed.
        cancel: looked at as often; what is finished is kept.

    Returns:
        (N, 16, 3) float32 Lab; NaN where there is no usable thumbnail.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the thumbnails cannot be read.
        FileError: the file cannot be written.
    """
    path = os.path.join(library.folder, FILE_NAME)
    known = _read(path)
    missing = [content for content in contents if content not in known]
    try:
        for start in range(0, len(missing), _CHUNK):
            cancel.checkpoint()
            stored = library.thumbnails(missing[start : start + _CHUNK])
            for content, jpeg in stored.items():
                known[content] = _layout_of_jpeg(jpeg)
            report(Progress("Looking at colours", min(start + _CHUNK, len(missing)), len(missing)))
    finally:
        if missing and not library.read_only:
            _write(path, known)
    nothing = np.full((FIELDS * FIELDS, 3), np.nan, np.float32)
    return np.array([known.get(content, nothing) for content in contents], np.float32).reshape(-1, 16, 3)


def difference(
    table: NDArray[np.float32], layout: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How far layouts are from a sketch.

    Args:
        table: (N, 16, 3) Lab.
        layout: (16, 3) Lab.
        weights: (16,) how much each field counts, not all 0.

    Returns:
        (N,) float32, mean colour difference in CIE76 units (2.3 is just noticeable); NaN stays NaN.
    """
    apart: NDArray[np.float32] = np.linalg.norm(table - layout, axis=2) @ (weights / weights.sum())
    return apart


def _in_fields(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    channels = pixels.shape[2]
    parts = pixels.reshape(FIELDS, 8, FIELDS, 8, channels).mean(axis=(1, 3))
    fields: NDArray[np.float32] = parts.reshape(FIELDS * FIELDS, channels)
    return fields


def _linear(srgb: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _lab(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    xyz = linear @ _TO_XYZ.T
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = root.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1).astype(np.float32)


def _layout_of_jpeg(jpeg: bytes) -> NDArray[np.float32]:
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            picture.draft("RGB", (64, 64))
            return layout_of(picture)[0]
    except OSError:  # a damaged thumbnail is as good as none
        return np.full((FIELDS * FIELDS, 3), np.nan, np.float32)


def _read(path: str) -> dict[ContentId, NDArray[np.float32]]:
    try:
        with open(path, "rb") as file:
            data = file.read()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            if int(arrays["format"]) != _FORMAT:
                return {}
            digests, table = arrays["digest"], arrays["layout"].astype(np.float32)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        # Not there yet, or damaged: it is made anew.
        return {}
    if digests.shape != (len(table), _DIGEST_BYTES) or table.shape[1:] != (FIELDS * FIELDS, 3):
        return {}
    return {ContentId(digest.tobytes()): layout for digest, layout in zip(digests, table, strict=True)}


def _write(path: str, known: dict[ContentId, NDArray[np.float32]]) -> None:
    target = BytesIO()
    digests = np.frombuffer(b"".join(known), np.uint8).reshape(-1, _DIGEST_BYTES)
    table = np.array(list(known.values()), np.float16).reshape(-1, FIELDS * FIELDS, 3)
    np.savez(target, format=np.array(_FORMAT), digest=digests, layout=table)
    write_atomically(path, target.getvalue())
