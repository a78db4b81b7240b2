"""What the window remembers of a library: how a page was arranged, as the page itself writes it."""

from __future__ import annotations

import sqlite3

_PREFIX = "window:"


def load_arrangement(connection: sqlite3.Connection, page: str) -> str | None:
    """What a page wrote last, or None."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (_PREFIX + page,)).fetchone()
    return None if row is None else str(row[0])


def save_arrangement(connection: sqlite3.Connection, page: str, text: str) -> None:
    """Keep what a page writes."""
    connection.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (_PREFIX + page, text))
