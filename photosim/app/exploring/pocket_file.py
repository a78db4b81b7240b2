"""The file of a pocket catalogue: an `npz` archive, which numpy reads without photosim, too.

Its members, N photos with codes of D numbers:

photosim_pocket
    uint8, a JSON object in UTF-8: `version`, `model_id`, `made_at`, `name`, `left_out` and `photos`, a list
    of N objects with `paths`, `size` (bytes), `mtime_ns`, `format`, `width`, `height`, `taken_at`.
digest, preview_digest
    (N, 32) uint8, BLAKE3 of the bytes and of the reduced pixels.
bits
    (N, 8) uint8.
code
    (N, D) int8; a row divided by its L2 norm is the code, with an error of about 0.0003 in distances.
thumbnails, thumbnail_ends
    uint8, the WebP pictures one after the other, and (N,) int64, where each ends.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photosim.app.atomic import read_named, write_atomically
from photosim.app.exploring.pocket import Entry, Pocket
from photosim.domain.errors import FileError
from photosim.domain.files import display_path
from photosim.domain.photo import ContentId, Facts

VERSION = 1
_DIGEST_BYTES = 32
_MOST_BYTES = 8 * 1024**3
# The first member's name stands at a fixed place of a zip archive: it tells this file from others even
# when its end, where a zip archive is read from, is missing.
_MARK = b"photosim_pocket.npy"
_MARK_AT = 30
_DAMAGED = "it is cut off or damaged; export it again"


def write_pocket(pocket: Pocket, path: str) -> int:
    """Write the file, whole or not at all; an existing one is replaced.

    Returns:
        Its size in bytes.

    Raises:
        FileError: it cannot be written; an existing file is as it was.
    """
    scale = np.abs(pocket.code).max(axis=1, keepdims=True, initial=1e-9) / 127
    thumbnails = [entry.thumbnail for entry in pocket.entries]
    target = BytesIO()
    np.savez_compressed(
        target,
        photosim_pocket=_bytes_array(json.dumps(_header(pocket), separators=(",", ":")).encode()),
        digest=_digests(entry.content for entry in pocket.entries),
        preview_digest=_digests(entry.preview_digest for entry in pocket.entries),
        bits=pocket.bits,
        code=np.round(pocket.code / scale).astype(np.int8),
        thumbnails=_bytes_array(b"".join(thumbnails)),
        thumbnail_ends=np.cumsum([len(thumbnail) for thumbnail in thumbnails], dtype=np.int64),
    )
    data = target.getvalue()
    write_atomically(path, data)
    return len(data)


def read_pocket(path: str) -> Pocket:
    """Read a file that `write_pocket` wrote.

    Raises:
        FileError: it cannot be read, is none, is damaged, or was written by a newer photosim.
    """
    shown = display_path(path)
    data = read_named("read", path, _MOST_BYTES)
    if not data[_MARK_AT:].startswith(_MARK):
        raise FileError("read", shown, "it is no pocket catalogue of photosim")
    try:
        return _parsed(data, shown)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, TypeError, ValueError) as error:
        raise FileError("read", shown, _DAMAGED) from error


def _header(pocket: Pocket) -> dict[str, object]:
    return {
        "version": VERSION,
        "model_id": pocket.model_id,
        "made_at": pocket.made_at,
        "name": pocket.name,
        "left_out": pocket.left_out,
        "photos": [
            {
                "paths": entry.paths,
                "size": entry.size,
                "mtime_ns": entry.mtime_ns,
                "format": entry.facts.format,
                "width": entry.facts.width,
                "height": entry.facts.height,
                "taken_at": entry.facts.taken_at and entry.facts.taken_at.isoformat(),
            }
            for entry in pocket.entries
        ],
    }


def _parsed(data: bytes, shown: str) -> Pocket:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        # A small archive may claim to unfold into more than any memory.
        if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
            raise ValueError("too large")
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        header = json.loads(arrays["photosim_pocket"].tobytes())
        if header["version"] > VERSION:
            raise FileError("read", shown, "it was written by a newer photosim; update this one")
        told = header["photos"]
        count = len(told)
        digests = _checked(arrays["digest"], (count, _DIGEST_BYTES), np.uint8)
        previews = _checked(arrays["preview_digest"], (count, _DIGEST_BYTES), np.uint8)
        bits = _checked(arrays["bits"], (count, 8), np.uint8)
        whole = arrays["code"]
        code = _checked(whole, (count, whole.shape[1]), np.int8).astype(np.float32)
        pictures = arrays["thumbnails"].tobytes()
        ends = _checked(arrays["thumbnail_ends"], (count,), np.int64).tolist()
    norms = np.linalg.norm(code, axis=1, keepdims=True)
    if not np.all(norms > 0) or ends != sorted(ends) or (ends and ends[-1] != len(pictures)):
        raise ValueError("codes or thumbnails do not fit")
    starts = [0, *ends]
    entries = tuple(
        _entry(photo, digests[row].tobytes(), previews[row].tobytes(), pictures[starts[row] : ends[row]])
        for row, photo in enumerate(told)
    )
    return Pocket(
        str(header["model_id"]),
        str(header["made_at"]),
        str(header["name"]),
        entries,
        code / norms,
        bits,
        int(header["left_out"]),
    )


def _entry(told: dict[str, Any], digest: bytes, preview: bytes, thumbnail: bytes) -> Entry:
    taken = told["taken_at"]
    facts = Facts(
        str(told["format"]),
        int(told["width"]),
        int(told["height"]),
        taken_at=datetime.fromisoformat(taken) if taken else None,
    )
    paths = tuple(str(path) for path in told["paths"])
    if not paths:
        raise ValueError("a photo without a file")
    size, mtime_ns = int(told["size"]), int(told["mtime_ns"])
    return Entry(ContentId(digest), preview, facts, paths, size, mtime_ns, thumbnail)


def _checked(array: NDArray[Any], shape: tuple[int, ...], kind: type) -> NDArray[Any]:
    if array.shape != shape or array.dtype != kind:
        raise ValueError(f"{array.dtype} {array.shape} instead of {shape}")
    return array


def _digests(digests: Iterable[bytes]) -> NDArray[np.uint8]:
    return _bytes_array(b"".join(digests)).reshape(-1, _DIGEST_BYTES)


def _bytes_array(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)
