"""journal.sqlite: what was done to files of the user, on the disk before it is done."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from photosim.catalog.database import connect, transaction
from photosim.catalog.failures import DamagedError, plainly
from photosim.catalog.journal_rows import (
    SELECT_LINES,
    SELECT_RECORDS,
    line_from,
    record_from,
    steps_to_json,
)
from photosim.catalog.migrate import check, create, shipped_migrations, upgrade
from photosim.domain.actions import SET_ASIDE_FOLDER, Outcome, Plan, Removal
from photosim.domain.errors import LibraryError, LibraryReadOnlyError
from photosim.domain.files import display_path
from photosim.domain.journal import Line, LineState, PlanRecord, Step
from photosim.domain.planfile import PlanFileError, plan_from_json, plan_to_json, removal_to_json

JOURNAL_NAME: Final = "journal.sqlite"
_MIGRATIONS: Final = "journal_migrations"
_T = TypeVar("_T")


class SqliteJournal:
    """The journal of a library; see `domain.journal.Journal`. Any thread may call any method."""

    def __init__(self, path: str, connection: sqlite3.Connection | None, *, read_only: bool) -> None:
        """Take over a connection; `open` makes one.

        Args:
            path: of the file.
            connection: to it; None: there is none, and nothing was ever done.
            read_only: refuse what changes something.
        """
        self.path = path
        self._connection = connection
        self._read_only = read_only
        self._closed = False
        # One connection for reading and writing: what is read is what was last written.
        self._lock = threading.RLock()

    @classmethod
    def open(cls, folder: str, *, read_only: bool = False) -> Self:
        """Open the journal in a library's folder; it is made when there is none.

        Args:
            folder: of the library; whoever writes must hold the library open for writing.
            read_only: do not change anything; without a journal its history is empty.

        Raises:
            LibraryError: it is damaged, from a newer photosim, or the disk refused it.
        """
        path = os.path.join(os.path.abspath(folder), JOURNAL_NAME)
        steps = shipped_migrations(_MIGRATIONS)
        exists = os.path.exists(path)
        with _plainly(path):
            if not read_only:
                if exists:
                    upgrade(path, steps)
                else:
                    create(path, steps)
                return cls(path, _durable(connect(path, "mode=rw")), read_only=False)
            if not exists:
                return cls(path, None, read_only=True)
            connection = connect(path, _reading_mode(path))
            try:
                if check(connection, path, steps) < steps[-1].number:
                    raise LibraryError(
                        f"The journal “{display_path(path)}” was made by an older photosim and must first be "
                        "opened where it may be changed."
                    )
            except BaseException:
                connection.close()
                raise
            return cls(path, connection, read_only=True)

    def close(self) -> None:
        """Close the file. May be called twice."""
        with self._lock:
            self._closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin(self, plan: Plan, began_at: str) -> str:
        """See `Journal`."""
        with self._writing() as connection:
            (before,) = connection.execute(
                "SELECT count(*) FROM records WHERE plan = ?", (plan.id,)
            ).fetchone()
            name = f"{plan.id}-{before + 1}" if before else plan.id
            connection.execute(
                "INSERT INTO records (id, plan, act, body, removals, began_at) VALUES (?, ?, ?, ?, ?, ?)",
                (name, plan.id, plan.act.value, plan_to_json(plan), len(plan.removals), began_at),
            )
        return name

    def end(self, record: str) -> None:
        """See `Journal`."""
        with self._writing() as connection:
            connection.execute("UPDATE records SET finished = 1 WHERE id = ?", (record,))

    def open_line(self, record: str, removal: Removal, steps: Sequence[Step]) -> int:
        """See `Journal`."""
        return self._add(record, removal, steps, LineState.BEGUN, "")

    def note(self, record: str, outcome: Outcome) -> None:
        """See `Journal`."""
        self._add(record, outcome.removal, (), LineState.REFUSED, outcome.words)

    def mark(self, line: int, state: LineState, words: str = "", steps: Sequence[Step] | None = None) -> None:
        """See `Journal`."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE lines SET state = ?, words = ? WHERE number = ?", (state.value, words, line)
            )
            if steps is not None:
                connection.execute(
                    "UPDATE lines SET steps = ? WHERE number = ?", (steps_to_json(steps), line)
                )

    def records(self) -> list[PlanRecord]:
        """See `Journal`."""
        return self._read(record_from, SELECT_RECORDS)

    def plan(self, record: str) -> Plan:
        """See `Journal`."""
        query = "SELECT body FROM records WHERE id = ?"
        plans = self._read(lambda row: plan_from_json(row[0]), query, record)
        if not plans:
            raise KeyError(record)
        return plans[0]

    def lines(self, record: str) -> list[Line]:
        """See `Journal`."""
        return self._read(line_from, f"{SELECT_LINES} WHERE record = ? ORDER BY lines.number", record)

    def open_lines(self) -> list[Line]:
        """See `Journal`."""
        # Named one by one, so that the index of open lines serves.
        where = "WHERE state IN ('begun', 'undoing', 'emptying') ORDER BY lines.number"
        return self._read(line_from, f"{SELECT_LINES} {where}")

    def _add(self, record: str, removal: Removal, steps: Sequence[Step], state: LineState, words: str) -> int:
        with self._writing() as connection:
            cursor = connection.execute(
                "INSERT INTO lines (record, removal, steps, bytes, state, words) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    record,
                    removal_to_json(removal),
                    steps_to_json(steps),
                    # What the files have, not what the plan claims: a number made up fits no column.
                    sum(step.file.stamp.size for step in steps),
                    state.value,
                    words,
                ),
            )
        number = cursor.lastrowid
        assert number is not None
        return number

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._read_only:
            raise LibraryReadOnlyError(f"“{display_path(self.path)}” is open for reading only.")
        with self._lock, _plainly(self.path), transaction(self._open()):
            yield self._open()

    def _read(self, made: Callable[[tuple[Any, ...]], _T], query: str, *parameters: str) -> list[_T]:
        with self._lock, _plainly(self.path):
            if self._connection is None and not self._closed:
                return []
            rows = self._open().execute(query, parameters).fetchall()
        try:
            return [made(row) for row in rows]
        except (KeyError, TypeError, ValueError, PlanFileError) as error:
            raise _damaged(self.path) from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise LibraryError(f"The journal “{display_path(self.path)}” was closed.")
        return self._connection


@contextmanager
def _plainly(path: str) -> Iterator[None]:
    try:
        with plainly(path):
            yield
    except DamagedError as error:
        raise _damaged(path) from error


def _damaged(path: str) -> LibraryError:
    return LibraryError(
        f"The journal “{display_path(path)}” is damaged, so nothing can be removed or undone now; your "
        f"photos are not affected. What was set aside lies beside them in folders named "
        f"“{SET_ASIDE_FOLDER}”, each file under its old path. Move the journal's file away to begin a "
        "new one."
    )


def _durable(connection: sqlite3.Connection) -> sqlite3.Connection:
    """What is committed survives a power cut."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # In WAL mode NORMAL would leave the last commits to the system's leisure.
        connection.execute("PRAGMA synchronous = FULL")
        # An fsync of macOS leaves them in the drive's own memory.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _reading_mode(path: str) -> str:
    # Where nothing can be written, the files that readers share with a writer cannot be made.
    log = path + "-wal"
    unwritten = not os.path.exists(log) or os.path.getsize(log) == 0
    return "immutable=1" if unwritten and not os.access(os.path.dirname(path), os.W_OK) else "mode=ro"
