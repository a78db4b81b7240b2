"""Transactions are whole or nothing, and the door is shut properly."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from photosim.catalog.database import Database, select_among
from photosim.catalog.failures import plainly
from photosim.domain.errors import LibraryError, LibraryReadOnlyError


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A database with a table."""
    place = str(tmp_path / "some.sqlite")
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE things (x INTEGER PRIMARY KEY)")
    return place


def _write_and_stop(database: Database) -> None:
    with database.writing() as connection:
        connection.execute("INSERT INTO things VALUES (1)")
        connection.execute("CREATE TABLE more (y)")
        raise KeyboardInterrupt


def test_a_block_that_raises_leaves_nothing(path: str) -> None:
    with closing(Database(path, read_only=False)) as database:
        with pytest.raises(KeyboardInterrupt):
            _write_and_stop(database)
        with database.reading() as connection:
            assert connection.execute("SELECT count(*) FROM things").fetchone() == (0,)
            assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("things",)]


def test_a_reader_sees_one_state(path: str) -> None:
    with closing(Database(path, read_only=False)) as database, database.reading() as reader:
        assert reader.execute("SELECT count(*) FROM things").fetchone() == (0,)
        with database.writing() as writer:
            writer.execute("INSERT INTO things VALUES (1)")
        assert reader.execute("SELECT count(*) FROM things").fetchone() == (0,)
        with database.reading() as other:
            assert other.execute("SELECT count(*) FROM things").fetchone() == (1,)


def test_a_reader_cannot_write(path: str) -> None:
    with closing(Database(path, read_only=True)) as database:
        with pytest.raises(LibraryReadOnlyError), database.writing():
            pass
        with pytest.raises(LibraryError, match="may not be changed"), database.reading() as connection:
            connection.execute("INSERT INTO things VALUES (1)")


def test_a_bug_of_ours_stays_a_bug(path: str) -> None:
    with closing(Database(path, read_only=False)) as database:
        with pytest.raises(sqlite3.OperationalError, match="no such table"), database.reading() as connection:
            connection.execute("SELECT * FROM nowhere")
        with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
            connection.executemany("INSERT INTO things VALUES (?)", [(1,), (1,)])


def test_a_drive_without_locks_is_told() -> None:
    # Some network drives; none is at hand for a test.
    error = sqlite3.OperationalError("locking protocol")
    error.sqlite_errorcode = sqlite3.SQLITE_PROTOCOL
    with (
        pytest.raises(LibraryError, match=r"“/nas/catalog\.sqlite” lies on a drive that cannot hold"),
        plainly("/nas/catalog.sqlite"),
    ):
        raise error


def test_what_is_no_database_is_not_opened(tmp_path: Path) -> None:
    place = tmp_path / "notes.txt"
    place.write_bytes(b"not a database at all" * 500)
    with pytest.raises(LibraryError, match="is damaged"):
        Database(str(place), read_only=False)


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 40_000])
def test_any_number_of_values_may_be_asked_for(path: str, count: int) -> None:
    with closing(Database(path, read_only=False)) as database, database.writing() as connection:
        connection.executemany("INSERT INTO things VALUES (?)", [(number,) for number in range(0, count, 3)])
        rows = select_among(
            connection, "SELECT x FROM things WHERE x >= ? AND x IN (*)", list(range(count)), (10,)
        )
        assert sorted(x for (x,) in rows) == [x for x in range(0, count, 3) if x >= 10]
