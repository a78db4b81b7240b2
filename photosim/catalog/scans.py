"""The beginning and the end of a scan: who was not seen, and what that means."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from photosim.catalog.paths import below, encoded, normal_root
from photosim.catalog.roots import add_roots, bump_generation, outermost
from photosim.domain.files import Root

MISSING = 1
LEFT_OUT = 2
TAKEN = 3
"""Set aside, moved or put into the trash by photosim: gone on purpose, and not missed."""


@dataclass(frozen=True, slots=True)
class Absentee:
    """A file that a scan of its folder did not come upon.

    Attributes:
        number: of its row.
        seen: the scan that saw it last.
        status: what it is now, `MISSING` or `LEFT_OUT`.
    """

    number: int
    seen: int
    status: int


def begin_scan(connection: sqlite3.Connection, roots: Sequence[Root]) -> int:
    """Number a new scan; roots that the library does not know yet are added."""
    add_roots(connection, roots, keep_roles=True)
    cursor = connection.execute("INSERT INTO scans (started_at) VALUES (?)", (int(time.time()),))
    scan = cursor.lastrowid
    assert scan is not None
    connection.executemany(
        "UPDATE roots SET begun = ? WHERE path = ?",
        [(scan, encoded(normal_root(root.path))) for root in roots],
    )
    return scan


def present(roots: Sequence[Root]) -> list[bytes]:
    """The scanned folders that are there, without those that lie in another of them."""
    return [path for path in outermost(roots) if os.path.isdir(path)]


def find_absentees(connection: sqlite3.Connection, scan: int, folders: Sequence[bytes]) -> list[Absentee]:
    """The known files below the folders that the scan did not come upon, with their new status."""
    absentees = []
    for folder in folders:
        rows = connection.execute(
            "SELECT id, path, seen FROM files WHERE path >= ? AND path < ? AND seen <> ? AND status <> ?",
            (*below(folder), scan, TAKEN),
        )
        for number, path, seen in rows.fetchall():
            status = _status_on_disk(path)
            if status is not None:
                absentees.append(Absentee(number, seen, status))
    return absentees


def _status_on_disk(path: bytes) -> int | None:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return MISSING
    except OSError:
        return None
    return LEFT_OUT


def finish_scan(
    connection: sqlite3.Connection,
    scan: int,
    roots: Sequence[Root],
    folders: Sequence[bytes],
    absentees: Sequence[Absentee],
) -> int:
    """Write down a scan that came to its end.

    Args:
        connection: inside a writing transaction.
        scan: number of the scan.
        roots: what was scanned.
        folders: those that are there, see `present`.
        absentees: see `find_absentees`.

    Returns:
        How many known files below the folders are missing.
    """
    changes = connection.total_changes
    connection.executemany(
        "UPDATE files SET status = ? WHERE id = ? AND seen = ? AND status <> ?",
        [(absent.status, absent.number, absent.seen, absent.status) for absent in absentees],
    )
    _forget_moved(connection, [absent.number for absent in absentees if absent.status == MISSING])
    if connection.total_changes != changes:
        bump_generation(connection)
    missing = 0
    for folder in folders:
        span = below(folder)
        connection.execute("DELETE FROM problems WHERE path >= ? AND path < ? AND seen <> ?", (*span, scan))
        connection.execute("DELETE FROM problems WHERE path = ? AND seen <> ?", (folder, scan))
        counted = connection.execute(
            "SELECT count(*) FROM files WHERE path >= ? AND path < ? AND status = ?",
            (*span, MISSING),
        )
        missing += counted.fetchone()[0]
    connection.executemany(
        "UPDATE roots SET completed = ? WHERE path = ?",
        [
            (scan, path)
            for path in (encoded(normal_root(root.path)) for root in roots)
            if _is_within(path, folders)
        ],
    )
    end_scan(connection, scan, complete=True)
    return missing


def end_scan(connection: sqlite3.Connection, scan: int, *, complete: bool) -> None:
    """Note that the scan is over, whether it came to its end or was stopped."""
    connection.execute(
        "UPDATE scans SET finished_at = ?, complete = ? WHERE id = ?", (int(time.time()), int(complete), scan)
    )


def _forget_moved(connection: sqlite3.Connection, missing: Sequence[int]) -> None:
    # A missing file whose bytes turned up under a path that was unknown when it was last seen has moved.
    connection.executemany(
        "DELETE FROM files WHERE id = ? AND EXISTS (SELECT 1 FROM files other "
        "WHERE other.content = files.content AND other.status = 0 AND other.added > files.seen)",
        [(number,) for number in missing],
    )


def _is_within(path: bytes, folders: Sequence[bytes]) -> bool:
    return any(path == folder or below(folder)[0] <= path < below(folder)[1] for folder in folders)
