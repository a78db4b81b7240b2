"""What the library tells of its photos and of what was left out."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from sys import intern
from typing import Any

from photosim.catalog.failures import sensible
from photosim.catalog.paths import below, decoded, encoded, normal_root, stamp_from
from photosim.catalog.scans import MISSING
from photosim.domain.files import Problem, ProblemKind, Role, Root
from photosim.domain.photo import ContentId, Facts, Photo

_FILES = "SELECT path, size, mtime_ns, device, inode, status, root, content FROM shown "
_CONTENTS = (
    "SELECT id, digest, preview_digest, format, width, height, orientation, taken_at, latitude, longitude, "
    "camera, exif_fields, sharpness, jpeg_quality, coalesce(software, '') FROM contents "
)

_Content = tuple[ContentId, bytes, Facts]


@sensible()
def load_photos(connection: sqlite3.Connection) -> list[Photo]:
    """All photos of the library's folders, in the order of their path bytes."""
    roles = _roles(connection)
    # Contents first and once: copies share their facts, and both tables are read from front to back.
    contents = {row[0]: _content(row) for row in connection.execute(_CONTENTS)}
    rows = connection.execute(_FILES + "ORDER BY path")
    return [_photo(row, roles, contents[row[7]]) for row in rows]


@sensible()
def load_photo(connection: sqlite3.Connection, path: str) -> Photo | None:
    """The photo under this path, or None."""
    row = connection.execute(_FILES + "WHERE path = ?", (encoded(path),)).fetchone()
    if row is None:
        return None
    content = connection.execute(_CONTENTS + "WHERE id = ?", (row[7],)).fetchone()
    return _photo(row, _roles(connection), _content(content))


def count_photos(connection: sqlite3.Connection) -> int:
    """How many photos `load_photos` would give."""
    return int(connection.execute("SELECT count(*) FROM shown").fetchone()[0])


@sensible()
def load_problems(connection: sqlite3.Connection, roots: Sequence[Root] | None) -> list[Problem]:
    """What was left out below the roots (of the library, if None), in the order of the path bytes."""
    if roots is None:
        folders = [row[0] for row in connection.execute("SELECT path FROM roots")]
    else:
        folders = [encoded(normal_root(root.path)) for root in roots]
    names = set(folders)
    prefixes = tuple(below(folder)[0] for folder in folders)
    return [
        Problem(decoded(path), ProblemKind(kind), reason)
        for path, kind, reason in connection.execute("SELECT path, kind, reason FROM problems ORDER BY path")
        if path in names or path.startswith(prefixes)
    ]


def load_generation(connection: sqlite3.Connection) -> int:
    """A number that differs whenever photos or codes differ."""
    return int(connection.execute("SELECT generation FROM state").fetchone()[0])


def _roles(connection: sqlite3.Connection) -> dict[int, Role]:
    return {number: Role(role) for number, role in connection.execute("SELECT id, role FROM roots")}


def _content(row: tuple[Any, ...]) -> _Content:
    _, digest, preview_digest, form, width, height, orientation, taken_at, *rest = row
    latitude, longitude, camera, exif_fields, sharpness, jpeg_quality, software = rest
    facts = Facts(
        # A library knows few formats, cameras and programs: each name is in memory once.
        format=intern(form),
        width=width,
        height=height,
        orientation=orientation,
        taken_at=datetime.fromisoformat(taken_at) if taken_at is not None else None,
        latitude=latitude,
        longitude=longitude,
        camera=intern(camera),
        exif_fields=exif_fields,
        sharpness=sharpness,
        jpeg_quality=jpeg_quality,
        software=intern(software),
    )
    return ContentId(digest), preview_digest, facts


def _photo(row: tuple[Any, ...], roles: dict[int, Role], content: _Content) -> Photo:
    path, size, mtime_ns, device, inode, status, root, _ = row
    digest, preview_digest, facts = content
    stamp = stamp_from(size, mtime_ns, device, inode)
    return Photo(decoded(path), stamp, roles[root], status == MISSING, digest, preview_digest, facts)
