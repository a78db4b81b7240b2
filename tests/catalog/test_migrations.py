"""The schema grows by steps, each whole or not at all."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from photosim.catalog.library import Library
from photosim.catalog.migrate import (
    APPLICATION_ID,
    Migration,
    backup,
    create,
    schema_version,
    shipped_migrations,
    upgrade,
)
from photosim.domain.errors import LibraryError
from tests.catalog.builders import Folder, scan

_LATEST = len(shipped_migrations())
_TABLES = {"state", "settings", "scans", "roots", "models", "contents", "codes", "files", "problems"}


@pytest.fixture
def old(tmp_path: Path, folder: Folder) -> str:
    """The catalogue of a library of the shipped format, with a photo in it."""
    folder.write("a.jpg", "aaa")
    with Library.open(str(tmp_path / "library")) as library:
        scan(library, [folder.root], folder.files())
    return str(tmp_path / "library" / "catalog.sqlite")


def _dump(path: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()
        return [str(version), *connection.iterdump()]


def _next(*statements: str) -> list[Migration]:
    steps = shipped_migrations()
    for statement in statements:
        steps.append(Migration(steps[-1].number + 1, "test", statement))
    return steps


def test_migration_0001(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    create(path, shipped_migrations()[:1])
    with closing(sqlite3.connect(path)) as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        assert tables - {"sqlite_sequence"} == _TABLES
        assert schema_version(connection) == 1
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT generation FROM state").fetchall() == [(1,)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert os.listdir(tmp_path) == ["catalog.sqlite"]


def test_migration_0002(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    create(path, shipped_migrations()[:1])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO models (name) VALUES ('one')")
        connection.commit()
    upgrade(path, shipped_migrations()[:2])
    with closing(sqlite3.connect(path)) as connection:
        assert schema_version(connection) == 2
        assert connection.execute("SELECT count(*) FROM evidence").fetchone() == (0,)
        assert connection.execute("SELECT name FROM models").fetchall() == [("one",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert os.path.exists(path + ".backup-0001")


def test_migration_0003(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    create(path, shipped_migrations()[:2])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO contents (digest, preview_digest, format, width, height, orientation, camera, "
            "exif_fields, sharpness) VALUES (x'00', x'', 'JPEG', 4, 3, 1, '', 0, 0), "
            "(x'01', x'', 'JPEG', 4, 3, 1, '', 0, 0)"
        )
        connection.execute("INSERT INTO evidence VALUES (1, 2, 1, 1, 1.0, 1.0, 0.9, 40, 0.0, 0, 1.0)")
        connection.commit()
    upgrade(path, shipped_migrations()[:3])
    with closing(sqlite3.connect(path)) as connection:
        assert schema_version(connection) == 3
        # Derived, and found again by the present method.
        assert connection.execute("SELECT count(*) FROM evidence").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM contents").fetchone() == (2,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert os.path.exists(path + ".backup-0002")


def test_migration_0004(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    create(path, shipped_migrations()[:3])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO models (name) VALUES ('one')")
        connection.commit()
    upgrade(path, shipped_migrations()[:4])
    with closing(sqlite3.connect(path)) as connection:
        assert schema_version(connection) == 4
        assert connection.execute("SELECT count(*) FROM judgements").fetchone() == (0,)
        assert connection.execute("SELECT name FROM models").fetchall() == [("one",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        # A pair has one order.
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO judgements VALUES (x'02', x'01', 'same', 0, 0)")
    assert os.path.exists(path + ".backup-0003")


def test_migration_0005(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    create(path, [step for step in shipped_migrations() if step.number < 5])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO contents (digest, preview_digest, format, width, height, orientation, camera, "
            "exif_fields, sharpness) VALUES (x'00', x'', 'JPEG', 4, 3, 1, '', 0, 0), "
            "(x'01', x'', 'HEIF', 4, 3, 1, '', 0, 0)"
        )
        connection.commit()
        before = schema_version(connection)
    upgrade(path, [step for step in shipped_migrations() if step.number <= 5])
    with closing(sqlite3.connect(path)) as connection:
        assert schema_version(connection) == 5
        rows = connection.execute("SELECT format, jpeg_quality, software FROM contents ORDER BY digest")
        assert rows.fetchall() == [("JPEG", None, None), ("HEIF", None, "")]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert os.path.exists(f"{path}.backup-{before:04}")


def test_migration_0006(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    create(path, shipped_migrations()[:5])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO models (name) VALUES ('one')")
        connection.commit()
    upgrade(path, shipped_migrations()[:6])
    with closing(sqlite3.connect(path)) as connection:
        assert schema_version(connection) == 6
        assert connection.execute("SELECT count(*) FROM marks").fetchone() == (0,)
        assert connection.execute("SELECT name FROM models").fetchall() == [("one",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert os.path.exists(path + ".backup-0005")


def test_migration_0007(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    create(path, shipped_migrations()[:6])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO models (name) VALUES ('one')")
        connection.commit()
    upgrade(path, shipped_migrations()[:7])
    with closing(sqlite3.connect(path)) as connection:
        assert schema_version(connection) == 7
        for table in ("face_looks", "faces", "people", "face_words"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert connection.execute("SELECT version FROM people_state").fetchall() == [(1,)]
        assert connection.execute("SELECT name FROM models").fetchall() == [("one",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert os.path.exists(path + ".backup-0006")


def test_migration_0008(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    create(path, shipped_migrations()[:7])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO models (name) VALUES ('one')")
        connection.commit()
    upgrade(path, shipped_migrations()[:8])
    with closing(sqlite3.connect(path)) as connection:
        assert schema_version(connection) == 8
        assert connection.execute("SELECT count(*) FROM measures").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM fine").fetchone() == (0,)
        assert connection.execute("SELECT name FROM models").fetchall() == [("one",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert os.path.exists(path + ".backup-0007")


def test_every_migration_has_a_test() -> None:
    steps = shipped_migrations()
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    missing = [step.number for step in steps if f"test_migration_{step.number:04}" not in globals()]
    assert not missing, f"no test for migration {missing}"


def test_steps_are_applied_in_order_after_a_backup(old: str) -> None:
    before = _dump(old)
    upgrade(
        old, _next("CREATE TABLE later (x); INSERT INTO later VALUES ('a;b');", "ALTER TABLE later ADD y;")
    )
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT x, y FROM later").fetchall() == [("a;b", None)]
        assert schema_version(connection) == _LATEST + 2
        assert connection.execute("SELECT count(*) FROM files").fetchone() == (1,)
    assert _dump(f"{old}.backup-{_LATEST:04}") == before


@pytest.mark.parametrize(
    "broken",
    [
        "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1);",
        "DROP TABLE files; CREATE TABLE files (x); SELECT * FROM files, nowhere;",
        "ALTER TABLE files ADD more; CREATE TABLE state (x);",
        "DROP TABLE contents; SELECT no_such_function();",
        "DELETE FROM contents;",
    ],
)
def test_a_step_that_raises_leaves_everything_as_before(old: str, broken: str) -> None:
    before = _dump(old)
    with pytest.raises((sqlite3.OperationalError, sqlite3.IntegrityError)):
        upgrade(old, _next("CREATE TABLE later (x);", broken))
    assert _dump(old) == before
    assert _dump(f"{old}.backup-{_LATEST:04}") == before
    with Library.open(os.path.dirname(old)) as library:
        assert library.photo_count() == 1
        assert not library.read_only


def test_a_fresh_catalogue_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = str(tmp_path / "catalog.sqlite")
    with pytest.raises(sqlite3.OperationalError):
        create(path, _next("CREATE TABLE half (x); nonsense;"))
    assert not os.path.exists(path)
    # What a killed process left is no hindrance, and an orphaned log is not taken for the new file's.
    for suffix in (".new", ".new-wal", "-wal", "-shm"):
        Path(path + suffix).write_bytes(b"left over")
    create(path, shipped_migrations())
    assert os.listdir(tmp_path) == ["catalog.sqlite"]


def test_nothing_to_do_makes_no_backup(old: str) -> None:
    before = _dump(old)
    upgrade(old, shipped_migrations())
    assert _dump(old) == before
    assert not [name for name in os.listdir(os.path.dirname(old)) if "backup" in name]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_schema_is_refused_in_plain_words(old: str, read_only: bool) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA user_version = {_LATEST + 5}")
    before = _dump(old)
    folder = os.path.dirname(old)
    with pytest.raises(LibraryError) as refused:
        Library.open(folder, read_only=read_only)
    assert str(refused.value) == (
        f"The library “{folder}” was made by a newer photosim (format {_LATEST + 5}, this one "
        f"knows up to {_LATEST}): update photosim to open it."
    )
    assert _dump(old) == before


def test_an_older_schema_cannot_be_upgraded_for_a_reader(old: str) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("PRAGMA user_version = 0")
    with pytest.raises(LibraryError, match="older photosim"):
        Library.open(os.path.dirname(old), read_only=True)


@pytest.mark.parametrize("read_only", [False, True])
def test_another_programs_database_is_left_alone(tmp_path: Path, read_only: bool) -> None:
    path = str(tmp_path / "catalog.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = Path(path).read_bytes()
    with pytest.raises(LibraryError, match="another program") as refused:
        Library.open(str(tmp_path), read_only=read_only)
    assert path in str(refused.value)
    assert Path(path).read_bytes() == before


def test_a_backup_of_an_open_database_is_complete(old: str) -> None:
    folder = os.path.dirname(old)
    with Library.open(folder) as library:
        library.add_roots(library.roots())
        with closing(sqlite3.connect(old)) as connection:
            Path(old + ".copy.new").write_bytes(b"of a killed process")
            backup(connection, old + ".copy")
    assert _dump(old + ".copy") == _dump(old)


def test_a_fresh_catalogue_that_cannot_take_its_name(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    path.mkdir()
    with pytest.raises(LibraryError, match="Could not create the library's file") as refused:
        create(str(path), shipped_migrations())
    assert str(path) in str(refused.value)
