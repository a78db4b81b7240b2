"""What photosim itself did to files, written into the catalogue without a scan."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from photosim.catalog.paths import encoded, stamp_columns
from photosim.catalog.roots import RootFinder, bump_generation
from photosim.catalog.scans import TAKEN
from photosim.domain.files import FoundFile
from photosim.domain.photo import ContentId


def note_moves(
    connection: sqlite3.Connection, gone: Iterable[str], there: Iterable[tuple[FoundFile, ContentId]]
) -> None:
    """Write down which files left their place and which lie somewhere now; see `Library.note_moves`."""
    connection.executemany(
        "UPDATE files SET status = ? WHERE path = ?", [(TAKEN, encoded(path)) for path in gone]
    )
    finder = RootFinder(connection)
    (scan,) = connection.execute("SELECT coalesce(max(id), 0) FROM scans").fetchone()
    for file, content in there:
        path = encoded(file.path)
        # A content that is not known cannot be shown; the next scan reads it.
        connection.execute(
            "INSERT INTO files (path, size, mtime_ns, device, inode, content, root, status, added, seen) "
            "SELECT ?, ?, ?, ?, ?, id, ?, 0, ?, ? FROM contents WHERE digest = ? "
            "ON CONFLICT (path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, "
            "device = excluded.device, inode = excluded.inode, content = excluded.content, "
            "root = excluded.root, status = 0",
            (path, *stamp_columns(file.stamp), finder.find(path)[0], scan, scan, content),
        )
    bump_generation(connection)
