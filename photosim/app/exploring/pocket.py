"""The pocket catalogue: what a library knows of its photos, small enough to be carried to other drives."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from photosim.domain.progress import CancelToken, Progress, Report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId, Facts

_THUMBNAIL_SIDE = 48
_THUMBNAIL_QUALITY = 30
"""Of WebP: about 400 bytes a picture, a third of them would be headers in JPEG."""
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Entry:
    """A photo at home.

    Attributes:
        content: digest of its bytes.
        preview_digest: see `ReadPhoto`.
        facts: format, size and time; the rest is left out.
        paths: the files with these bytes, by path.
        size: bytes of each.
        mtime_ns: when the first of them was changed last, nanoseconds since the epoch.
        thumbnail: a tiny WebP picture, b"" where there is none.
    """

    content: ContentId
    preview_digest: bytes
    facts: Facts
    paths: tuple[str, ...]
    size: int
    mtime_ns: int
    thumbnail: bytes = b""


@dataclass(frozen=True, slots=True)
class Pocket:
    """What is known of the photos of a library; row i of the arrays is `entries[i]`.

    Attributes:
        model_id: made the codes.
        made_at: when, in ISO 8601 with a time zone.
        name: what it was made of, the path of a library.
        entries: its photos, each content once.
        code: (N, D) float32, rows of unit L2 norm.
        bits: (N, 8) uint8.
        left_out: photos of the library whose files were not there, and which are therefore not in it.
    """

    model_id: str
    made_at: str
    name: str
    entries: tuple[Entry, ...]
    code: NDArray[np.float32]
    bits: NDArray[np.uint8]
    left_out: int = 0


def pocket_of(workspace: Workspace, made_at: str, outside: str | None = None) -> Pocket:
    """The pocket catalogue of a library, without thumbnails.

    Files that the last scan did not find are left out: what was lost at home must not be taken for safe.

    Args:
        workspace: the library.
        made_at: now, in ISO 8601.
        outside: files below this folder are left out, None: none is.

    Raises:
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
    """
    indexed = workspace.indexed()
    entries, rows, left_out = [], [], 0
    for row, content in enumerate(indexed.contents):
        files = [
            photo
            for photo in indexed.photos_by_content[content]
            if outside is None or not lies_below(photo.path, outside)
        ]
        there = [photo for photo in files if not photo.missing]
        left_out += len(files) - len(there)
        if there:
            first = there[0]
            paths = tuple(photo.path for photo in there)
            stamp = first.stamp
            entries.append(
                Entry(content, first.preview_digest, first.facts, paths, stamp.size, stamp.mtime_ns)
            )
            rows.append(row)
    return Pocket(
        workspace.encoder.model_id,
        made_at,
        workspace.library.folder,
        tuple(entries),
        indexed.code[rows],
        indexed.bits[rows],
        left_out,
    )


def with_thumbnails(workspace: Workspace, pocket: Pocket, report: Report, cancel: CancelToken) -> Pocket:
    """The same with a tiny picture of each photo that has a thumbnail.

    Args:
        workspace: the library it was made of.
        pocket: without thumbnails.
        report: told of each few hundred.
        cancel: looked at as often.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the thumbnails cannot be read.
    """
    entries: list[Entry] = []
    for start in range(0, len(pocket.entries), _CHUNK):
        cancel.checkpoint()
        chunk = pocket.entries[start : start + _CHUNK]
        stored = workspace.library.thumbnails([entry.content for entry in chunk])
        entries += [replace(entry, thumbnail=_tiny(stored.get(entry.content, b""))) for entry in chunk]
        report(Progress("Making tiny pictures", len(entries), len(pocket.entries)))
    return replace(pocket, entries=tuple(entries))


def lies_below(path: str, folder: str) -> bool:
    """Whether a file lies in a folder or below it."""
    return os.path.normcase(path).startswith(os.path.join(os.path.normcase(folder), ""))


def sizes_of(entries: Iterable[Entry]) -> frozenset[int]:
    """The sizes in bytes that occur."""
    return frozenset(entry.size for entry in entries)


def _tiny(jpeg: bytes) -> bytes:
    if not jpeg:
        return b""
    out = BytesIO()
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            picture.draft("RGB", (2 * _THUMBNAIL_SIDE, 2 * _THUMBNAIL_SIDE))
            small = picture.convert("RGB")
            small.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE))
            small.save(out, "WEBP", quality=_THUMBNAIL_QUALITY)
    except OSError:  # a damaged thumbnail is as good as none
        return b""
    return out.getvalue()
