"""Thumbnails by content, bounded and disposable: what is lost here the next scan makes again."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from photosim.catalog.database import Database, connect, select_among, write_ahead
from photosim.catalog.failures import DamagedError, damaged, library_error, plainly
from photosim.catalog.migrate import columns, columns_of
from photosim.domain.errors import LibraryError
from photosim.domain.photo import ContentId

Answer = TypeVar("Answer")

DEFAULT_LIMIT = 24 * 1024**3
"""Bytes of thumbnails that are kept; more than a million of them."""

_FORMAT = 1
_PENDING_LOOKS = 256
# Beyond it, what is made again would soon push out something else.
_ROOMY = 0.9
# The pictures stand apart, because noting the use of a row rewrites all of it.
_SCHEMA = (
    "CREATE TABLE jpegs (id INTEGER PRIMARY KEY, jpeg BLOB NOT NULL)",
    (
        "CREATE TABLE thumbnails (digest BLOB PRIMARY KEY, id INTEGER NOT NULL, size INTEGER NOT NULL, "
        "used INTEGER NOT NULL) WITHOUT ROWID"
    ),
    "CREATE INDEX thumbnails_by_use ON thumbnails (used)",
    f"PRAGMA user_version = {_FORMAT}",
)


class ThumbnailStore:
    """The file `thumbnails.sqlite`; any thread may use it.

    A file that is damaged or of another version is thrown away and begun afresh.
    """

    def __init__(
        self, path: str, *, read_only: bool, immutable: bool = False, limit: int = DEFAULT_LIMIT
    ) -> None:
        """Open the file, or make it.

        Args:
            path: the file.
            read_only: never change the file; if it is not usable there are no thumbnails.
            immutable: see `Database`.
            limit: bytes the file may hold; the longest unused thumbnails go first.

        Raises:
            LibraryError: the disk refused it.
        """
        self._path = path
        self._read_only = read_only
        self._immutable = immutable
        self._limit = limit
        self._lock = threading.RLock()
        self._looks = _Looks()
        self._database = self._open()

    def get(self, contents: Iterable[ContentId]) -> dict[ContentId, bytes]:
        """The JPEG bytes of those contents that have a thumbnail."""
        asked = list(contents)
        found = self._ask(lambda database: _load(database, asked), dict[ContentId, bytes]())
        if not self._read_only:
            self._note_use(found)
        return found

    def fewer_than(self, contents: int) -> bool:
        """Whether there are thumbnails of fewer contents than these, and room for more of them."""
        return self._ask(lambda database: _has_gaps(database, contents, self._limit), contents > 0)

    def lost(self, contents: Collection[ContentId]) -> set[ContentId]:
        """Those of the contents that have no thumbnail."""
        asked = list(contents)
        return set(contents) - self._ask(lambda database: _known(database, asked), set[ContentId]())

    def put(self, thumbnails: Mapping[ContentId, bytes]) -> None:
        """Keep the thumbnails; may drop others, the longest unused first.

        Raises:
            LibraryError: the disk refused it.
        """
        if not thumbnails:
            return
        with self._lock:
            try:
                self._save(thumbnails)
            except DamagedError:
                self._start_over(self._database)
                self._save(thumbnails)

    def close(self) -> None:
        """Close the file. May be called twice."""
        with self._lock:
            if self._database is not None:
                self._save_use()
                self._database.close()
                self._database = None

    def _ask(self, question: Callable[[Database], Answer], otherwise: Answer) -> Answer:
        """The answer; `otherwise` where the file is closed, or was damaged and is begun afresh."""
        database = self._database
        if database is None:
            return otherwise
        try:
            return question(database)
        except DamagedError:
            self._start_over(database)
        except LibraryError:
            if database is self._database:
                raise
            # Another thread closed it or began it afresh in the meantime.
        return otherwise

    def _open(self) -> Database | None:
        if self._read_only:
            if not os.path.exists(self._path):
                return None
            database = Database(self._path, read_only=True, immutable=self._immutable)
            if _makes_sense(database):
                return database
            database.close()
            return None
        try:
            self._prepare()
        except DamagedError:
            self._remove()
            self._prepare()
        return Database(self._path, read_only=False)

    def _prepare(self) -> None:
        with plainly(self._path):
            connection = connect(self._path, "mode=rwc")
            try:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                    write_ahead(connection)
                    connection.execute("BEGIN IMMEDIATE")
                    for statement in _SCHEMA:
                        connection.execute(statement)
                    connection.execute("COMMIT")
                elif version != _FORMAT:
                    raise DamagedError(f"“{self._path}” has the format {version}")
                elif not columns_of(_SCHEMA) <= columns(connection):
                    raise damaged(self._path)
            finally:
                connection.close()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            try:
                os.unlink(self._path + suffix)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise library_error(error, "replace the damaged file", self._path + suffix) from error

    def _start_over(self, met: Database | None) -> None:
        with self._lock:
            # Of several threads that met the damage, one clears it away.
            if met is None or met is not self._database:
                return
            met.close()
            self._database = None
            if not self._read_only:
                self._remove()
                self._database = self._open()

    def _note_use(self, found: Iterable[ContentId]) -> None:
        many = self._looks.add(found) >= _PENDING_LOOKS
        # Whoever looks never waits for whoever stores; the next one will write it down.
        if many and self._lock.acquire(blocking=False):
            try:
                self._save_use()
            finally:
                self._lock.release()

    def _save_use(self) -> None:
        # Without it only the order of dropping would be another.
        with contextlib.suppress(LibraryError):
            self._save({})

    def _save(self, thumbnails: Mapping[ContentId, bytes]) -> None:
        with self._lock:
            if self._database is None:
                return
            with self._database.writing() as connection:
                tick = connection.execute("SELECT coalesce(max(used), 0) + 1 FROM thumbnails").fetchone()[0]
                for content in self._looks.take():
                    connection.execute("UPDATE thumbnails SET used = ? WHERE digest = ?", (tick, content))
                    tick += 1
                for content, jpeg in thumbnails.items():
                    _replace(connection, content, jpeg, tick)
                    tick += 1
                _drop_oldest(connection, self._limit)


class _Looks:
    """The thumbnails that were looked at since that was last written down, the latest last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contents: dict[ContentId, None] = {}

    def add(self, contents: Iterable[ContentId]) -> int:
        """Note some more; returns how many they are now."""
        with self._lock:
            for content in contents:
                self._contents.pop(content, None)
                self._contents[content] = None
            return len(self._contents)

    def take(self) -> list[ContentId]:
        """All of them; they are forgotten here."""
        with self._lock:
            contents, self._contents = list(self._contents), {}
            return contents


def _makes_sense(database: Database) -> bool:
    try:
        with database.reading() as connection:
            return columns_of(_SCHEMA) <= columns(connection)
    except DamagedError:
        return False


def _load(database: Database, asked: list[ContentId]) -> dict[ContentId, bytes]:
    query = "SELECT t.digest, j.jpeg FROM thumbnails t JOIN jpegs j ON j.id = t.id WHERE t.digest IN (*)"
    with database.reading() as connection:
        return dict(select_among(connection, query, asked))


def _known(database: Database, asked: list[ContentId]) -> set[ContentId]:
    query = "SELECT digest FROM thumbnails WHERE digest IN (*)"
    with database.reading() as connection:
        return {ContentId(digest) for (digest,) in select_among(connection, query, asked)}


def _has_gaps(database: Database, contents: int, limit: int) -> bool:
    with database.reading() as connection:
        count: int = connection.execute("SELECT count(*) FROM thumbnails").fetchone()[0]
        return count < contents and _live_bytes(connection) < _ROOMY * limit


def _replace(connection: sqlite3.Connection, content: ContentId, jpeg: bytes, tick: int) -> None:
    connection.execute(
        "DELETE FROM jpegs WHERE id = (SELECT id FROM thumbnails WHERE digest = ?)", (content,)
    )
    number = connection.execute("INSERT INTO jpegs (jpeg) VALUES (?)", (jpeg,)).lastrowid
    connection.execute(
        "INSERT OR REPLACE INTO thumbnails (digest, id, size, used) VALUES (?, ?, ?, ?)",
        (content, number, len(jpeg), tick),
    )


def _drop_oldest(connection: sqlite3.Connection, limit: int) -> None:
    # Counted in pages of the file, so that the bound holds for the disk and not for the sum of the pictures.
    while (excess := _live_bytes(connection) - limit) > 0:
        dropped = []
        for digest, number, size in connection.execute(
            "SELECT digest, id, size FROM thumbnails ORDER BY used"
        ):
            dropped.append((digest, number))
            excess -= size
            # A little more than needed, so that not every batch has to drop something.
            if excess < -limit // 20:
                break
        if not dropped:
            return
        connection.executemany(
            "DELETE FROM thumbnails WHERE digest = ?", [(digest,) for digest, _ in dropped]
        )
        connection.executemany("DELETE FROM jpegs WHERE id = ?", [(number,) for _, number in dropped])


def _live_bytes(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)
