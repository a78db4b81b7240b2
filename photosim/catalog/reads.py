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

# From the files to their contents and never the other way round: they come in the order of their paths, and
# a scan has stored both side by side.
_PHOTOS = (
    "SELECT path, size, mtime_ns, device, inode, shown.status, root, digest, preview_digest, format, width, "
    "height, orientation, taken_at, latitude, longitude, camera, exif_fields, sharpness, jpeg_quality, "
    "coalesce(software, '') FROM shown CROSS JOIN contents ON contents.id = shown.content "
)


@sensible()
def load_photos(connection: sqlite3.Connection) -> list[Photo]:
    """All photos of the library's folders, in the order of their path bytes."""
    make = _Maker(_roles(connection))
    return [make.photo(row) for row in connection.execute(_PHOTOS + "ORDER BY path")]


@sensible()
def load_photo(connection: sqlite3.Connection, path: str) -> Photo | None:
    """The photo under this path, or None."""
    row = connection.execute(_PHOTOS + "WHERE path = ?", (encoded(path),)).fetchone()
    return _Maker(_roles(connection)).photo(row) if row is not None else None


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


class _Maker:
    """Makes photos that share what they have in common: a library may have a million of them."""

    def __init__(self, roles: dict[int, Role]) -> None:
        self._roles = roles
        self._first: dict[ContentId, Photo] = {}
        self._numbers: dict[int, int] = {}

    def photo(self, row: tuple[Any, ...]) -> Photo:
        path, size, mtime_ns, device, inode, status, root, digest, preview_digest, *facts = row
        stamp = stamp_from(size, mtime_ns, self._shared(device), inode)
        role, missing = self._roles[root], status == MISSING
        first = self._first.get(digest)
        if first is not None:
            known = first.content, first.preview_digest, first.facts
            return Photo(decoded(path), stamp, role, missing, *known)
        content = ContentId(digest)
        made = Photo(decoded(path), stamp, role, missing, content, preview_digest, self._facts(facts))
        self._first[content] = made
        return made

    def _facts(self, columns: list[Any]) -> Facts:
        form, width, height, orientation, taken_at, latitude, longitude, *rest = columns
        camera, exif_fields, sharpness, jpeg_quality, software = rest
        return Facts(
            format=intern(form),
            width=self._shared(width),
            height=self._shared(height),
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

    def _shared(self, number: int) -> int:
        return self._numbers.setdefault(number, number)
