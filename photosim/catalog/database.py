"""One SQLite file: many readers, one writer, transactions that are either whole or nothing."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from photosim.catalog.failures import plainly, vanished
from photosim.domain.errors import LibraryError, LibraryReadOnlyError
from photosim.domain.files import display_path

BUSY_SECONDS = 5.0
_WAL_LIMIT = 64 * 1024**2
_PARAMETERS = 500


def _uri(path: str, mode: str) -> str:
    slashed = path.replace("\\", "/") if os.name == "nt" else path
    root = "" if slashed.startswith("/") else "/"
    return f"file://{root}{quote(os.fsencode(slashed))}?{mode}"


def connect(path: str, mode: str, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open a database; statements run outside of transactions unless BEGIN says otherwise.

    Args:
        path: the file.
        mode: SQLite's URI parameters: "mode=rwc", "mode=rw", "mode=ro" or "immutable=1".
        busy_seconds: how long to wait for a lock of another process.
    """
    # The default isolation commits by itself before some statements; explicit BEGIN never does.
    connection = sqlite3.connect(
        _uri(path, mode), uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and the writer work side by side; a killed process loses no finished transaction."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """All of the block's changes, or none."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk can make SQLite roll back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def select_among(
    connection: sqlite3.Connection, query: str, values: Sequence[object], before: tuple[object, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query over many values, asked in portions.

    Args:
        connection: to read from.
        query: with `IN (*)` for the values, as its last parameter.
        values: any number of them.
        before: the query's other parameters.
    """
    for start in range(0, len(values), _PARAMETERS):
        part = values[start : start + _PARAMETERS]
        marks = ",".join("?" * len(part))
        yield from connection.execute(query.replace("(*)", f"({marks})"), [*before, *part])


class Database:
    """An existing database file, for use by any thread.

    A reader takes a connection from a pool for the length of one transaction and so sees one state;
    the only writer is guarded by a lock.
    """

    def __init__(
        self, path: str, *, read_only: bool, immutable: bool = False, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        """Open the file.

        Args:
            path: the file.
            read_only: refuse `writing`.
            immutable: nobody can change the file (a read-only medium), so SQLite needs no locks there.
            busy_seconds: how long to wait for a lock of another process.

        Raises:
            LibraryError: the file is not there, damaged or locked.
        """
        self.path = path
        self._mode = "immutable=1" if immutable else "mode=ro"
        self._busy_seconds = busy_seconds
        self._idle: list[sqlite3.Connection] = []
        self._idle_lock = threading.Lock()
        self._write_lock = threading.RLock()
        self._closed = False
        self._writer: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        if not read_only:
            with plainly(path):
                writer = connect(path, "mode=rw", busy_seconds)
                try:
                    write_ahead(writer)
                except (sqlite3.Error, UnicodeDecodeError):
                    writer.close()
                    raise
                self._writer = writer
            self._file = _identity(path)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the database, for the length of the block.

        Raises:
            LibraryError: the database cannot be read, or was closed.
        """
        with plainly(self.path):
            connection = self._take()
            try:
                with transaction(connection, "BEGIN"):
                    yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The writer inside a transaction: all of the block's changes, or none.

        Raises:
            LibraryReadOnlyError: opened for reading only.
            LibraryError: the database cannot be written, or was closed.
        """
        with self._write_lock:
            if self._closed:
                raise self._closed_error()
            if self._writer is None:
                raise LibraryReadOnlyError(f"“{display_path(self.path)}” is open for reading only.")
            if _identity(self.path) != self._file:
                # The system lets us write on into a file without a name, and nobody would ever see it.
                raise vanished(self.path)
            with plainly(self.path), transaction(self._writer):
                yield self._writer

    def close(self) -> None:
        """Close all connections; those in use close when their block ends. May be called twice."""
        with self._write_lock, self._idle_lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()
            # Last of all, so that SQLite folds the write-ahead log into the file.
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _take(self) -> sqlite3.Connection:
        with self._idle_lock:
            if self._closed:
                raise self._closed_error()
            if self._idle:
                return self._idle.pop()
        return connect(self.path, self._mode, self._busy_seconds)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._idle_lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _closed_error(self) -> LibraryError:
        return LibraryError(f"The library “{display_path(os.path.dirname(self.path))}” was closed.")
