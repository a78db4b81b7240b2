"""A damaged, locked, full or forbidden library is refused in one plain sentence that names it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from photosim.catalog import database
from photosim.catalog.library import Library
from photosim.domain.errors import LibraryError, LibraryReadOnlyError
from tests.catalog.builders import MODEL, Folder, recorded, scan


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "photos")
    for number in range(300):
        made.write(f"{number:03}.jpg", f"photo {number}")
    return made


@pytest.fixture
def place(tmp_path: Path, folder: Folder) -> Path:
    """The folder of a closed library with 300 photos."""
    with Library.open(str(tmp_path / "library")) as library:
        scan(library, [folder.root], folder.files())
    return tmp_path / "library"


def _refused(use: Callable[[], object]) -> str:
    with pytest.raises(LibraryError) as refused:
        use()
    sentence = str(refused.value)
    # No jargon: words of SQLite and Python mean nothing to the user.
    for word in ("sqlite3", "errno", "disk image", "malformed", "Error", "Traceback", "readonly"):
        assert word not in sentence
    return sentence


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _no_database(path: Path) -> None:
    path.write_bytes(b"These are my holiday notes.\n" * 400)


def _break_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"X" * 100)


def _only_header(path: Path) -> None:
    os.truncate(path, 100)


@pytest.mark.parametrize("damage", [_truncate, _empty, _no_database, _break_header, _only_header])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_catalogue_is_refused(place: Path, damage: Callable[[Path], None], read_only: bool) -> None:
    path = place / "catalog.sqlite"
    damage(path)
    before = path.read_bytes()
    sentence = _refused(lambda: Library.open(str(place), read_only=read_only))
    assert sentence == (
        f"The library's file “{path}” is damaged; your photos are not affected. Move this file away and scan "
        "again, or put a backup in its place."
    )
    # Nothing is repaired, replaced or made worse behind the user's back.
    assert path.read_bytes() == before
    # And the advice works.
    path.unlink()
    with Library.open(str(place)) as library:
        assert library.photos() == []


@pytest.mark.parametrize("name", [b"mtime_ns", b"content", b"INTEGER"])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_name_in_a_table_is_no_mistake_of_ours(place: Path, name: bytes, read_only: bool) -> None:
    path = place / "catalog.sqlite"
    data = path.read_bytes()
    begin = data.index(b"CREATE TABLE files")
    place_of_name = data.index(name, begin)
    path.write_bytes(data[:place_of_name] + b"x" + data[place_of_name + 1 :])
    sentence = _refused(lambda: Library.open(str(place), read_only=read_only))
    assert f"“{path}” is damaged" in sentence


def test_thumbnails_with_a_damaged_name_are_begun_afresh(place: Path) -> None:
    path = place / "thumbnails.sqlite"
    path.write_bytes(path.read_bytes().replace(b"jpeg BLOB", b"jpfg BLOB"))
    with Library.open(str(place), read_only=True) as library:
        content = library.photos()[0].content
        assert library.thumbnail(content) is None
    with Library.open(str(place)) as library:
        assert library.thumbnail(content) is None
        library.save_thumbnails({content: b"a picture"})
        assert library.thumbnail(content) == b"a picture"


def test_damage_in_the_middle_is_told_when_it_is_met(place: Path, folder: Folder) -> None:
    path = place / "catalog.sqlite"
    size = path.stat().st_size
    with path.open("r+b") as file:
        # Behind the definitions of the tables, which lie at the beginning.
        file.seek(size // 2)
        file.write(os.urandom(size // 4))
    sentences = []
    with Library.open(str(place)) as library:
        for use in (
            library.photos,
            lambda: library.codes(MODEL),
            lambda: scan(library, [folder.root], folder.files()),
        ):
            try:
                use()
            except LibraryError as error:
                sentences.append(str(error))
    assert sentences
    assert all(str(path) in sentence and "is damaged" in sentence for sentence in sentences)


def test_a_locked_catalogue_is_told(place: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        database.Database.__init__, "__kwdefaults__", {"immutable": False, "busy_seconds": 0.1}
    )
    with Library.open(str(place)) as library, closing(sqlite3.connect(place / "catalog.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        sentence = _refused(lambda: library.add_roots([folder.root]))
        assert sentence == (
            f"“{place / 'catalog.sqlite'}” is locked by another program: close that program and try again."
        )
        assert library.photo_count() == 300
        other.rollback()
        library.add_roots([folder.root])


def test_a_full_database_loses_only_the_batch(place: Path, folder: Folder) -> None:
    with Library.open(str(place)) as library:
        writer = library._catalog._writer
        assert writer is not None
        pages = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count = {pages + 1}")
        for number in range(300, 600):
            folder.write(f"{number:03}.jpg", f"photo {number}")
        sentence = _refused(lambda: scan(library, [folder.root], folder.files(), batch=100))
        assert sentence == (
            f"The disk with the library “{place}” is full: free some space there and try again; what was "
            "stored before is kept."
        )
        kept = library.photo_count()
        assert kept in (300, 400, 500)
        writer.execute("PRAGMA max_page_count = 1000000")
        scan(library, [folder.root], folder.files())
        assert library.photo_count() == 600


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("making a small disk needs mount and its permission")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"making a small disk is not permitted here: {made.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_loses_only_the_batch(small_disk: Path, folder: Folder) -> None:
    place = small_disk / "library"
    stored = 0
    with Library.open(str(place)) as library:
        (small_disk / "other").write_bytes(bytes(1_000_000))
        number = library.begin_scan([folder.root])
        sentence = ""
        for turn in range(20):
            files = [file for file in folder.files() if turn]
            try:
                library.store(
                    number,
                    [recorded(file, b"%d %s" % (turn, file.path.encode())) for file in files],
                    [],
                    MODEL,
                )
            except LibraryError as error:
                sentence = str(error)
                break
            stored = len(library.codes(MODEL).contents)
        assert sentence.startswith(f"The disk with the library “{place}” is full")
        assert library.photo_count() in (0, 300)
        assert len(library.codes(MODEL).contents) == stored
    (small_disk / "other").unlink()
    with Library.open(str(place)) as library:
        assert len(library.codes(MODEL).contents) == stored
        library.add_roots([folder.root])
    with closing(sqlite3.connect(place / "catalog.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_no_room_for_a_new_library(small_disk: Path) -> None:
    with pytest.raises(OSError, match="space"):
        (small_disk / "other").write_bytes(bytes(4 * 1024**2))
    sentence = _refused(lambda: Library.open(str(small_disk / "library")))
    assert str(small_disk / "library") in sentence
    (small_disk / "other").unlink()
    with Library.open(str(small_disk / "library")) as library:
        assert library.photos() == []


def test_a_library_on_a_full_disk_can_be_looked_at(small_disk: Path, folder: Folder) -> None:
    place = str(small_disk / "library")
    few = folder.files()[:50]
    with Library.open(place) as library:
        scan(library, [folder.root], few)
    with pytest.raises(OSError, match="space"):
        (small_disk / "other").write_bytes(bytes(4 * 1024**2))
    with Library.open(place) as library:
        assert library.read_only_reason == (
            f"The disk with the library “{place}” is full, so it is open for reading only; free some space "
            "there and open it again."
        )
        photos = library.photos()
        assert len(photos) == 50
        assert library.thumbnail(photos[0].content) is not None
        # Two would need a common file to agree on, for which there is no room.
        assert "has free space" in _refused(lambda: Library.open(place))
    (small_disk / "other").unlink()
    with Library.open(place) as library:
        assert not library.read_only


def test_a_library_on_a_read_only_disk_can_be_looked_at(small_disk: Path, folder: Folder) -> None:
    place = small_disk / "library"
    few = folder.files()[:50]
    with Library.open(str(place)) as library:
        scan(library, [folder.root], few)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    _can_be_looked_at(str(place), folder, 50)
    assert "new" in _refused(lambda: Library.open(str(small_disk / "new")))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_library_in_a_read_only_folder_can_be_looked_at(place: Path, folder: Folder) -> None:
    place.chmod(0o500)
    try:
        _can_be_looked_at(str(place), folder, 300)
        assert "new" in _refused(lambda: Library.open(str(place / "new")))
    finally:
        place.chmod(0o700)


def _can_be_looked_at(place: str, folder: Folder, count: int) -> None:
    with Library.open(place) as library:
        assert library.read_only
        assert library.read_only_reason == (
            f"The library “{place}” may not be changed (no write permission), so it is open for reading only."
        )
        photos = library.photos()
        assert len(photos) == len(library.codes(MODEL).contents) == count
        assert library.thumbnail(photos[0].content) is not None
        with pytest.raises(LibraryReadOnlyError, match="no write permission"):
            library.add_roots([folder.root])


def test_a_library_that_vanishes_while_open(place: Path, folder: Folder) -> None:
    library = Library.open(str(place))
    place.rename(str(place) + "-unplugged")
    try:
        assert _refused(library.photos) == (
            f"“{place / 'catalog.sqlite'}” cannot be opened: check that the folder is there and that "
            "you may use it."
        )
    finally:
        Path(str(place) + "-unplugged").rename(place)
        library.close()


@pytest.mark.skipif(os.name == "nt", reason="an open file has no way to vanish there")
@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_written_into_a_catalogue_that_is_gone(
    place: Path, folder: Folder, replaced: bool
) -> None:
    path = place / "catalog.sqlite"
    with Library.open(str(place)) as library:
        path.rename(place / "away")
        if replaced:
            shutil.copy(place / "away", path)
        sentence = _refused(lambda: scan(library, [folder.root], folder.files()))
        assert f"“{path}” was moved, deleted or replaced while it was open" in sentence
        (place / "away").replace(path)
        scan(library, [folder.root], folder.files())


def test_a_catalogue_that_may_not_be_written(place: Path, folder: Folder) -> None:
    with Library.open(str(place)) as library:
        writer = library._catalog._writer
        assert writer is not None
        writer.execute("PRAGMA query_only = ON")
        assert _refused(lambda: library.add_roots([folder.root])) == (
            f"“{place / 'catalog.sqlite'}” may not be changed: check the permissions of the folder “{place}”."
        )


def test_thumbnails_that_cannot_be_opened_give_everything_back(place: Path) -> None:
    (place / "thumbnails.sqlite").unlink()
    (place / "thumbnails.sqlite").mkdir()
    assert str(place / "thumbnails.sqlite") in _refused(lambda: Library.open(str(place)))
    (place / "thumbnails.sqlite").rmdir()
    with Library.open(str(place)) as library:
        assert not library.read_only


def test_a_library_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    sentence = _refused(lambda: Library.open(str(tmp_path / "nothing"), read_only=True))
    assert sentence.startswith(f"There is no photosim library in “{tmp_path / 'nothing'}” yet: scan ")
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("name", ["file", "file/library"])
def test_a_file_is_in_the_way(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"something else")
    sentence = _refused(lambda: Library.open(str(tmp_path / name)))
    assert sentence.startswith(f"Could not make a library in “{tmp_path / name}”: ")
    assert (tmp_path / "file").read_bytes() == b"something else"


def test_a_folder_is_in_the_way_of_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").mkdir()
    assert str(tmp_path) in _refused(lambda: Library.open(str(tmp_path)))
    (tmp_path / "catalog.sqlite").rmdir()
    with Library.open(str(tmp_path)) as library:
        assert library.photos() == []


_LIMITED = """
import resource, sys
from photosim.catalog.library import Library
from photosim.domain.errors import LibraryError
from tests.catalog.builders import MODEL, Folder, scan
from pathlib import Path
folder = Folder(Path(sys.argv[2]))
with Library.open(sys.argv[1]) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        scan(library, [folder.root], folder.files(), model="other")
    except LibraryError as error:
        sys.stdout.buffer.write(str(error).encode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_quota_is_told(place: Path, folder: Folder) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, place, folder.path],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    said = done.stdout.decode()
    assert done.stderr == b""
    assert str(place) in said
    assert "free space" in said
    with Library.open(str(place)) as library:
        assert library.photo_count() == 300


def test_the_library_leaves_no_trace_elsewhere(tmp_path: Path, folder: Folder) -> None:
    home = Path(os.environ["HOME"])
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    with Library.open(str(tmp_path / "here" / "library")) as library:
        scan(library, [folder.root], folder.files())
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    assert sorted(os.listdir(tmp_path / "here")) == ["library"]
    assert sorted(os.listdir(tmp_path / "here" / "library")) == [
        "catalog.sqlite",
        "library.lock",
        "logs",
        "thumbnails.sqlite",
    ]


def test_rows_that_make_no_sense_are_told_as_damage(place: Path, folder: Folder) -> None:
    path = place / "catalog.sqlite"
    for change, use in (
        ("UPDATE contents SET taken_at = 'yesterday' WHERE id = 1", Library.photos),
        ("UPDATE contents SET taken_at = CAST(X'32FF' AS TEXT) WHERE id = 1", Library.photos),
        ("UPDATE roots SET role = 'king'", Library.roots),
        ("UPDATE codes SET code = X'00'", lambda library: library.codes(MODEL)),
    ):
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA ignore_check_constraints = ON")
            other.execute(change)
            other.commit()
        with Library.open(str(place)) as library:
            sentence = _refused(lambda library=library, use=use: use(library))  # type: ignore[misc]
        assert sentence.startswith(f"The library's file “{path}” is damaged; your photos are not affected.")


def test_a_file_format_that_sqlite_does_not_know(place: Path) -> None:
    path = place / "catalog.sqlite"
    data = bytearray(path.read_bytes())
    data[47] = 9
    path.write_bytes(bytes(data))
    assert _refused(lambda: Library.open(str(place))).startswith(f"The library's file “{path}” is damaged")
    assert path.read_bytes() == bytes(data)
