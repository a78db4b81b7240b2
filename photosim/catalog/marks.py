"""Marks of the review on disk: by file and content, so that they follow a file and end with its bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from photosim.catalog.paths import decoded, encoded
from photosim.domain.marks import Mark


def load_marks(connection: sqlite3.Connection) -> dict[str, Mark]:
    """The marks of files that the library shows and whose bytes are those that were marked, by path."""
    rows = connection.execute(
        "SELECT shown.path, marks.mark FROM marks JOIN shown ON shown.id = marks.file "
        "AND shown.content = marks.content ORDER BY shown.path"
    )
    return {decoded(path): Mark(mark) for path, mark in rows}


def set_marks(connection: sqlite3.Connection, marks: Mapping[str, Mark | None]) -> None:
    """Mark files anew, None: not at all. Paths that the catalogue does not know are no matter."""
    connection.executemany(
        "DELETE FROM marks WHERE file = (SELECT id FROM files WHERE path = ?)",
        [(encoded(path),) for path, mark in marks.items() if mark is None],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO marks (file, content, mark) SELECT id, content, ? FROM files WHERE path = ?",
        [(mark.value, encoded(path)) for path, mark in marks.items() if mark is not None],
    )
