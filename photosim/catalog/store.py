"""Writes what a scan found out: one call, one transaction, one batch."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from photosim.catalog.database import select_among
from photosim.catalog.paths import below, encoded, stamp_columns
from photosim.catalog.records import Recorded, StampedProblem
from photosim.catalog.roots import RootFinder, bump_generation
from photosim.domain.photo import ContentId, Photo, ReadPhoto

_UNIT_TOLERANCE = 1e-2


def store(
    connection: sqlite3.Connection,
    scan: int,
    records: Sequence[Recorded],
    problems: Sequence[StampedProblem],
    model_id: str,
) -> list[Photo]:
    """Write a batch inside the caller's transaction; returns the photos as the catalogue knows them now."""
    finder = RootFinder(connection)
    model = _model_number(connection, model_id)
    photos = [_store_photo(connection, scan, record, model, finder) for record in records]
    lost = [_store_problem(connection, scan, problem) for problem in problems]
    if photos or any(lost):
        bump_generation(connection)
    return photos


def contents_with_code(
    connection: sqlite3.Connection, contents: Iterable[ContentId], model_id: str
) -> set[ContentId]:
    """Those of the contents that have a code of the model."""
    rows = select_among(
        connection,
        "SELECT c.digest FROM contents c JOIN codes k ON k.content = c.id "
        "JOIN models m ON m.id = k.model AND m.name = ? WHERE c.digest IN (*)",
        list(contents),
        (model_id,),
    )
    return {ContentId(digest) for (digest,) in rows}


def _model_number(connection: sqlite3.Connection, model_id: str) -> int:
    connection.execute("INSERT OR IGNORE INTO models (name) VALUES (?)", (model_id,))
    return int(connection.execute("SELECT id FROM models WHERE name = ?", (model_id,)).fetchone()[0])


def _store_photo(
    connection: sqlite3.Connection, scan: int, record: Recorded, model: int, finder: RootFinder
) -> Photo:
    read = record.read
    content = _store_content(connection, read)
    if record.code is not None and record.bits is not None:
        connection.execute(
            "INSERT OR REPLACE INTO codes (model, content, code, bits) VALUES (?, ?, ?, ?)",
            (model, content, _code_blob(record.code), _bits_blob(record.bits)),
        )
    path = encoded(read.path)
    root, role = finder.find(path)
    connection.execute(
        "INSERT INTO files (path, size, mtime_ns, device, inode, content, root, added, seen) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET "
        "size = excluded.size, mtime_ns = excluded.mtime_ns, device = excluded.device, "
        "inode = excluded.inode, root = excluded.root, status = 0, seen = excluded.seen, "
        "content = excluded.content, "
        "added = CASE WHEN content = excluded.content THEN added ELSE excluded.added END",
        (path, *stamp_columns(read.stamp), content, root, scan, scan),
    )
    connection.execute("DELETE FROM problems WHERE path = ?", (path,))
    return Photo(read.path, read.stamp, role, False, read.content, read.preview_digest, read.facts)


def _store_content(connection: sqlite3.Connection, read: ReadPhoto) -> int:
    facts = read.facts
    connection.execute(
        "INSERT INTO contents (digest, preview_digest, format, width, height, orientation, taken_at, "
        "latitude, longitude, camera, exif_fields, sharpness, jpeg_quality, software) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (digest) DO UPDATE SET preview_digest = excluded.preview_digest, "
        "format = excluded.format, width = excluded.width, height = excluded.height, "
        "orientation = excluded.orientation, taken_at = excluded.taken_at, latitude = excluded.latitude, "
        "longitude = excluded.longitude, camera = excluded.camera, exif_fields = excluded.exif_fields, "
        "sharpness = excluded.sharpness, jpeg_quality = excluded.jpeg_quality, software = excluded.software",
        (
            read.content,
            read.preview_digest,
            facts.format,
            facts.width,
            facts.height,
            facts.orientation,
            facts.taken_at.isoformat() if facts.taken_at is not None else None,
            facts.latitude,
            facts.longitude,
            facts.camera,
            facts.exif_fields,
            facts.sharpness,
            facts.jpeg_quality,
            facts.software,
        ),
    )
    row = connection.execute("SELECT id FROM contents WHERE digest = ?", (read.content,)).fetchone()
    return int(row[0])


def _code_blob(code: NDArray[np.float32]) -> bytes:
    norm = float(np.linalg.norm(code))
    if code.ndim != 1 or not abs(norm - 1.0) <= _UNIT_TOLERANCE:
        raise ValueError(f"a code must be one row of unit norm, not of shape {code.shape} and norm {norm}")
    return code.astype("<f2").tobytes()


def _bits_blob(bits: NDArray[np.uint8]) -> bytes:
    if bits.shape != (8,) or bits.dtype != np.uint8:
        raise ValueError(f"bits must be 8 bytes, not {bits.dtype} of shape {bits.shape}")
    return bits.tobytes()


def _store_problem(connection: sqlite3.Connection, scan: int, stamped: StampedProblem) -> bool:
    """Write down a problem; returns whether a photo went with it."""
    lost = False
    problem = stamped.problem
    path = encoded(problem.path)
    if stamped.stamp is None:
        # What cannot be looked into is not missing.
        start, end = below(path)
        connection.execute(
            "UPDATE files SET seen = ? WHERE path = ? OR (path >= ? AND path < ?)", (scan, path, start, end)
        )
        connection.execute("UPDATE problems SET seen = ? WHERE path >= ? AND path < ?", (scan, start, end))
        columns: tuple[int | None, ...] = (None, None, None, None)
    else:
        columns = stamp_columns(stamped.stamp)
        # Another file lies there now, and it is no photo; its content stays known for the day it returns.
        cursor = connection.execute(
            "DELETE FROM files WHERE path = ? AND NOT (size = ? AND mtime_ns = ?)", (path, *columns[:2])
        )
        lost = cursor.rowcount > 0
    connection.execute(
        "INSERT OR REPLACE INTO problems (path, kind, reason, size, mtime_ns, device, inode, seen) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (path, problem.kind.value, problem.reason, *columns, scan),
    )
    return lost
