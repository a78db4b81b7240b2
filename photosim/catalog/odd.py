"""What was measured of pictures, and which of them the user called fine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping

from photosim.catalog.database import Database
from photosim.domain.photo import ContentId

_LOAD = (
    "SELECT c.digest, m.figures FROM measures m JOIN contents c ON c.id = m.content "
    "WHERE m.model = (SELECT id FROM models WHERE name = ?) AND m.method = ?"
)
_SAVE = (
    "INSERT OR REPLACE INTO measures (model, content, method, figures) "
    "SELECT (SELECT id FROM models WHERE name = ?), id, ?, ? FROM contents WHERE digest = ?"
)


class OddRecords:
    """The part of a library that knows odd pictures; safe to use from any thread.

    Methods that change something raise `LibraryReadOnlyError` where the library can only be looked at;
    every method raises `LibraryError` when the disk gets in the way.

    Args:
        catalog: the library's database.
        must_be_writable: raises where nothing may be changed.
    """

    def __init__(self, catalog: Database, must_be_writable: Callable[[], None]) -> None:
        self._catalog = catalog
        self._must_be_writable = must_be_writable

    def measures(self, model_id: str, method: int) -> dict[ContentId, bytes]:
        """The figures that a method measured with a model, as `save_measures` took them."""
        with self._catalog.reading() as connection:
            return {
                ContentId(digest): figures
                for digest, figures in connection.execute(_LOAD, (model_id, method))
            }

    def save_measures(self, model_id: str, method: int, figures: Mapping[ContentId, bytes]) -> None:
        """Keep figures, all or none; contents that the catalogue does not know are left out."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            _save(connection, model_id, method, figures)

    def fine(self) -> frozenset[ContentId]:
        """What the user called fine; also contents that the library does not know."""
        with self._catalog.reading() as connection:
            return frozenset(ContentId(digest) for (digest,) in connection.execute("SELECT digest FROM fine"))

    def call_fine(self, contents: Collection[ContentId], *, fine: bool = True) -> None:
        """Remember that pictures are fine, or (`fine` False) forget that they were called so."""
        self._must_be_writable()
        change = (
            "INSERT OR IGNORE INTO fine (digest) VALUES (?)" if fine else "DELETE FROM fine WHERE digest = ?"
        )
        with self._catalog.writing() as connection:
            connection.executemany(change, [(content,) for content in contents])


def _save(
    connection: sqlite3.Connection, model_id: str, method: int, figures: Mapping[ContentId, bytes]
) -> None:
    connection.execute("INSERT OR IGNORE INTO models (name) VALUES (?)", (model_id,))
    connection.executemany(_SAVE, [(model_id, method, data, content) for content, data in figures.items()])
