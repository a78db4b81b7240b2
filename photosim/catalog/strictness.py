"""How strictly the library compares, on disk."""

from __future__ import annotations

import sqlite3

from photosim.domain.strictness import NORMAL, checked

_NAME = "strictness"


def load_strictness(connection: sqlite3.Connection) -> int:
    """The saved strictness, or the normal one."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (_NAME,)).fetchone()
    return NORMAL if row is None else checked(int(row[0]))


def save_strictness(connection: sqlite3.Connection, strictness: int) -> None:
    """Save it."""
    connection.execute(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (_NAME, str(checked(strictness)))
    )
