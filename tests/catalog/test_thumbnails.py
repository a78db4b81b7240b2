"""Thumbnails are bounded and disposable."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from blake3 import blake3

from photosim.catalog.library import Library
from photosim.catalog.thumbnails import ThumbnailStore
from photosim.domain.errors import LibraryError, LibraryReadOnlyError
from photosim.domain.photo import ContentId
from tests.catalog.builders import Folder, jpeg, scan

_LIMIT = 256 * 1024


def _content(number: int) -> ContentId:
    return ContentId(blake3(number.to_bytes(4)).digest())


def _pictures(numbers: range) -> dict[ContentId, bytes]:
    return {_content(number): jpeg(_content(number), 200) for number in numbers}


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "thumbnails.sqlite")


def test_the_file_stays_within_its_limit(path: str) -> None:
    store = ThumbnailStore(path, read_only=False, limit=_LIMIT)
    total = 0
    for start in range(0, 1000, 20):
        batch = _pictures(range(start, start + 20))
        total += sum(map(len, batch.values()))
        store.put(batch)
        assert store.get(batch) == batch
    store.close()
    assert total > 5 * _LIMIT
    # One batch may be in the file before others make room for it.
    assert os.path.getsize(path) < 1.3 * _LIMIT
    assert os.listdir(os.path.dirname(path)) == ["thumbnails.sqlite"]


def test_the_longest_unused_go_first(path: str) -> None:
    store = ThumbnailStore(path, read_only=False, limit=_LIMIT)
    favourites = _pictures(range(3))
    store.put(favourites)
    for start in range(3, 600, 10):
        store.put(_pictures(range(start, start + 10)))
        assert store.get(favourites) == favourites
    assert store.get([_content(5)]) == {}
    store.close()
    # Use is remembered over a restart.
    store = ThumbnailStore(path, read_only=False, limit=_LIMIT)
    store.get(favourites)
    store.close()
    store = ThumbnailStore(path, read_only=False, limit=_LIMIT)
    store.put(_pictures(range(600, 610)))
    assert store.get(favourites) == favourites
    store.close()


def test_many_looks_are_written_down_in_between(path: str) -> None:
    store = ThumbnailStore(path, read_only=False, limit=_LIMIT)
    pictures = {_content(number): b"small" for number in range(400)}
    store.put(pictures)
    for content in reversed(pictures):
        # One that was never kept costs nothing.
        store.get([content, _content(9000)])
    assert 0 < store._looks.add([]) < 256
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        order = [digest for (digest,) in connection.execute("SELECT digest FROM thumbnails ORDER BY used")]
    assert order == list(reversed(pictures))


def test_looking_does_not_wait_for_storing(path: str) -> None:
    store = ThumbnailStore(path, read_only=False)
    pictures = {_content(number): b"small" for number in range(400)}
    store.put(pictures)
    with ThreadPoolExecutor(1) as another, store._lock:
        assert another.submit(store.get, pictures).result(timeout=30) == pictures
    store.close()


def test_a_limit_smaller_than_the_empty_file_keeps_nothing(path: str) -> None:
    store = ThumbnailStore(path, read_only=False, limit=1)
    store.put(_pictures(range(5)))
    assert store.get(_pictures(range(5))) == {}
    store.close()


def test_a_picture_may_be_replaced(path: str) -> None:
    store = ThumbnailStore(path, read_only=False, limit=_LIMIT)
    store.put({_content(1): b"old"})
    store.put({_content(1): b"new"})
    store.put({})
    assert store.get([_content(1)]) == {_content(1): b"new"}
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM jpegs").fetchone() == (1,)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"not a database at all" * 500,
        "truncate",
        "middle",
        "other version",
    ],
)
def test_a_damaged_file_is_begun_afresh(path: str, damage: bytes | str) -> None:
    store = ThumbnailStore(path, read_only=False)
    store.put(_pictures(range(100)))
    store.close()
    _spoil(path, damage)
    store = ThumbnailStore(path, read_only=False)
    found = store.get(_pictures(range(100)))
    assert all(picture == jpeg(content, 200) for content, picture in found.items())
    fresh = _pictures(range(200, 210))
    store.put(fresh)
    assert store.get(fresh) == fresh
    store.close()


def _spoil(path: str, damage: bytes | str) -> None:
    data = Path(path).read_bytes()
    match damage:
        case bytes():
            data = damage
        case "truncate":
            data = data[: len(data) // 2]
        case "middle":
            data = data[:4096] + b"\xaa" * (len(data) - 4096)
        case _:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA user_version = 99")
            return
    Path(path).write_bytes(data)


def test_damage_that_shows_later_is_begun_afresh_too(path: str) -> None:
    store = ThumbnailStore(path, read_only=False)
    store.put(_pictures(range(100)))
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'jpegs'")
        connection.commit()
    store = ThumbnailStore(path, read_only=False)
    store.put(_pictures(range(5)))
    store.get(_pictures(range(5)))
    store.put(_pictures(range(5)))
    assert store.get(_pictures(range(5))) == _pictures(range(5))
    store.close()


def test_threads_that_meet_damage_at_once_clear_it_once(path: str) -> None:
    store = ThumbnailStore(path, read_only=False)
    damaged = store._database
    store._start_over(damaged)
    store.put(_pictures(range(5)))
    store._start_over(damaged)
    assert store.get(_pictures(range(5))) == _pictures(range(5))

    def asked_while_another_thread_clears() -> Iterator[ContentId]:
        store._start_over(store._database)
        yield _content(1)

    assert store.get(asked_while_another_thread_clears()) == {}
    assert damaged is not None
    store._database, fresh = damaged, store._database
    with pytest.raises(LibraryError, match="was closed"):
        store.get([_content(1)])
    store._database = fresh
    store.close()
    assert store.get([_content(1)]) == {}
    store.put(_pictures(range(5)))
    assert store.get(_pictures(range(5))) == {}


def test_a_damaged_file_that_cannot_be_removed(path: str) -> None:
    Path(path).write_bytes(b"not a database at all" * 500)
    Path(path + "-shm").mkdir()
    with pytest.raises(LibraryError, match="Could not replace the damaged file") as refused:
        ThumbnailStore(path, read_only=False)
    assert path in str(refused.value)


def test_a_reader_changes_nothing(path: str) -> None:
    store = ThumbnailStore(path, read_only=True)
    assert store.get([_content(1)]) == {}
    store.close()
    Path(path).write_bytes(b"not a database at all" * 500)
    store = ThumbnailStore(path, read_only=True)
    assert store.get([_content(1)]) == {}
    assert store.get([_content(1)]) == {}
    store.close()
    assert os.path.getsize(path) == 10500


def test_the_library_keeps_its_limit(tmp_path: Path, folder: Folder) -> None:
    for number in range(300):
        folder.write(f"{number:03}.jpg", f"photo {number}")
    with Library.open(str(tmp_path / "library"), thumbnail_limit=64 * 1024) as library:
        scan(library, [folder.root], folder.files(), batch=20)
        contents = [photo.content for photo in library.photos()]
        assert 0 < len(library.thumbnails(contents)) < 300
        # What there is no room for is not read again by every scan.
        assert not scan(library, [folder.root], folder.files()).read
        # Made again by whoever needs it.
        assert library.thumbnail(contents[0]) is None
        library.save_thumbnails({contents[0]: jpeg(contents[0])})
        assert library.thumbnail(contents[0]) == jpeg(contents[0])
        with Library.open(library.folder) as second:
            assert second.thumbnail(contents[0]) == jpeg(contents[0])
            with pytest.raises(LibraryReadOnlyError):
                second.save_thumbnails({contents[1]: b""})


def test_gaps_of_a_damaged_file_are_known(path: str) -> None:
    store = ThumbnailStore(path, read_only=False)
    store.put(_pictures(range(100)))
    assert not store.fewer_than(100)
    assert store.fewer_than(101)
    assert store.lost({_content(3), _content(300)}) == {_content(300)}
    store.close()
    assert store.lost({_content(3)}) == {_content(3)}
    _spoil(path, "middle")
    store = ThumbnailStore(path, read_only=False)
    assert store.fewer_than(100)
    assert store.lost(set(_pictures(range(100)))) == set(_pictures(range(100)))
    store.close()
