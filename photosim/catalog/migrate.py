"""Brings a catalogue to the present schema: numbered SQL files, all of them or none."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from photosim.catalog.database import connect, transaction, write_ahead
from photosim.catalog.failures import damaged, library_error, plainly
from photosim.domain.errors import LibraryError
from photosim.domain.files import display_path

APPLICATION_ID = 0x70686F74
"""Marks a SQLite file as photosim's ("phot")."""

Column = tuple[str, str, str, int, int]
"""A table, a column, its type, whether it must have a value, its place in the primary key or 0."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema.

    Attributes:
        number: the schema's version after the step, 1 upwards without gaps.
        name: what it does, in a word or two.
        sql: statements.
    """

    number: int
    name: str
    sql: str


def shipped_migrations(folder_name: str = "migrations") -> list[Migration]:
    """The steps that belong to this version of photosim, in order; by default those of the catalogue."""
    folder = resources.files("photosim.catalog") / folder_name
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda file: file.name
    )
    return [
        Migration(int(file.name[:4]), file.name[5:].removesuffix(".sql"), file.read_text("utf-8"))
        for file in files
    ]


def schema_version(connection: sqlite3.Connection) -> int:
    """The number of the last step that was applied, 0 for a fresh database."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def create(path: str, steps: Sequence[Migration]) -> None:
    """Make a fresh catalogue; it appears under its name only when it is whole.

    Raises:
        LibraryError: the disk refused it.
    """
    draft = path + ".new"
    try:
        # A log left over from a deleted catalogue would be replayed into the new one.
        for leftover in (draft, draft + "-wal", draft + "-shm", path + "-wal", path + "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(leftover)
        with plainly(path):
            connection = connect(draft, "mode=rwc")
            try:
                _apply(connection, steps)
                write_ahead(connection)
            finally:
                connection.close()
        os.replace(draft, path)
    except OSError as error:
        raise library_error(error, "create the library's file", path) from error


def upgrade(path: str, steps: Sequence[Migration]) -> None:
    """Apply the steps that an existing catalogue lacks, after a backup beside it.

    Raises:
        LibraryError: the file is damaged, foreign, from a newer photosim, or the disk refused it.
    """
    with plainly(path):
        connection = connect(path, "mode=rw")
        try:
            version = check(connection, path, steps)
            missing = [step for step in steps if step.number > version]
            if missing:
                backup(connection, f"{path}.backup-{version:04d}")
                _apply(connection, missing)
        finally:
            connection.close()


def check(connection: sqlite3.Connection, path: str, steps: Sequence[Migration]) -> int:
    """Make sure that the file is a catalogue that this photosim can use; returns its version.

    Raises:
        LibraryError: it is damaged, foreign or from a newer photosim.
    """
    if os.path.getsize(path) == 0:
        raise damaged(path)
    version = schema_version(connection)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise LibraryError(
            f"“{display_path(path)}” is a database of another program, not a photosim library."
        )
    if version > steps[-1].number:
        raise LibraryError(
            f"The library “{display_path(os.path.dirname(path))}” was made by a newer photosim (format "
            f"{version}, this one knows up to {steps[-1].number}): update photosim to open it."
        )
    if not columns_of(tuple(step.sql for step in steps if step.number <= version)) <= columns(connection):
        raise damaged(path)
    return version


def columns(connection: sqlite3.Connection) -> frozenset[Column]:
    """Every column of every table, so that a name or a type that was damaged is seen before it is used."""
    return frozenset(
        connection.execute(
            'SELECT t.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master AS t, '
            "pragma_table_xinfo(t.name) AS c WHERE t.type = 'table'"
        )
    )


@lru_cache
def columns_of(scripts: tuple[str, ...]) -> frozenset[Column]:
    """The columns that there are after these statements."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for script in scripts:
            connection.executescript(script)
        return columns(connection)


def backup(connection: sqlite3.Connection, path: str) -> None:
    """A complete copy of an open database, present under its name only when it is whole."""
    draft = path + ".new"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(draft)
    copy = sqlite3.connect(draft)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    os.replace(draft, path)


def _apply(connection: sqlite3.Connection, steps: Sequence[Migration]) -> None:
    # A step may have to rebuild a table that others refer to; what counts is how it ends.
    connection.execute("PRAGMA foreign_keys = OFF")
    with transaction(connection):
        for step in steps:
            # executescript would commit first and leave the tables of a failed step behind.
            for statement in _statements(step.sql):
                connection.execute(statement)
        if dangling := connection.execute("PRAGMA foreign_key_check").fetchall():
            raise sqlite3.IntegrityError(
                f"the steps up to {steps[-1].number} leave {len(dangling)} dangling rows"
            )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {steps[-1].number}")


def _statements(script: str) -> Iterator[str]:
    *pieces, rest = script.split(";")
    statement = ""
    for piece in pieces:
        statement += piece + ";"
        # A semicolon in a text, a comment or a trigger ends nothing.
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    yield statement + rest
