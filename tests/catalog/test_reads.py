"""What was stored comes back as it was."""

import dataclasses
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime

import numpy as np
import pytest

from photosim.catalog.library import Library
from photosim.catalog.records import Recorded, StampedProblem
from photosim.domain.errors import LibraryError
from photosim.domain.files import FileStamp, FoundFile, Problem, ProblemKind, Role, Root
from photosim.domain.photo import Facts, Photo
from tests.catalog.builders import MODEL, Folder, code_of, facts, found, jpeg, recorded, scan

_BARE = Facts("PNG", 1, 2)
_FULL = Facts(
    "RAW",
    9000,
    6000,
    8,
    datetime.fromisoformat("1999-12-31T23:59:58.123456"),
    -89.999999,
    179.123456789,
    "카메라 “X”",
    512,
    1e-9,
)


@pytest.mark.parametrize("of", [_BARE, _FULL, dataclasses.replace(_FULL, latitude=0.0, longitude=None)])
def test_facts_come_back(library: Library, folder: Folder, of: Facts) -> None:
    path = folder.write("a.jpg", "aaa")
    record = recorded(found(path))
    read = dataclasses.replace(record.read, facts=of)
    scan_number = library.begin_scan([Root(folder.path, Role.PROTECTED)])
    (photo,) = library.store(scan_number, [Recorded(read, record.code, record.bits)], [], MODEL)
    expected = Photo(path, read.stamp, Role.PROTECTED, False, read.content, read.preview_digest, of)
    assert photo == expected
    assert library.photo(path) == expected
    assert library.photos() == [expected]


def test_codes_come_back_as_unit_rows(library: Library, folder: Folder) -> None:
    for number in range(40):
        folder.write(f"{number}.jpg", f"photo {number % 30}")
    scan(library, [folder.root], folder.files(), batch=7)
    table = library.codes(MODEL)
    assert (table.code.dtype, table.bits.dtype) == (np.float32, np.uint8)
    assert len(set(table.contents)) == len(table.contents) == 30
    for row, content in enumerate(table.contents):
        code, bits = code_of(content)
        assert np.linalg.norm(table.code[row] - code) < 1e-3
        assert (table.bits[row] == bits).all()
    assert np.allclose(np.linalg.norm(table.code, axis=1), 1, atol=1e-6)
    assert {photo.content for photo in library.photos()} == set(table.contents)


def test_an_empty_library_is_empty(library: Library) -> None:
    assert library.photos() == []
    assert library.problems() == []
    assert library.pending() == []
    assert library.photo("/nowhere.jpg") is None
    table = library.codes(MODEL)
    assert (table.contents, table.code.shape, table.bits.shape) == ([], (0, 0), (0, 8))
    assert library.thumbnails([]) == {}


def test_stored_thumbnails_are_the_pictures(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    folder.write("b.jpg", "bbb")
    scan(library, [folder.root], folder.files())
    contents = [photo.content for photo in library.photos()]
    assert library.thumbnails(contents) == {content: jpeg(content) for content in contents}
    assert library.thumbnail(contents[0]) == jpeg(contents[0])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: Recorded(record.read, record.code * 2, record.bits),
        lambda record: Recorded(record.read, record.code * np.nan, record.bits),
        lambda record: Recorded(record.read, record.code[None], record.bits),
        lambda record: Recorded(record.read, record.code, record.bits[:4]),
        lambda record: Recorded(record.read, record.code, record.bits.astype(np.int64)),
    ],
)
def test_a_batch_with_a_wrong_code_leaves_nothing(library: Library, folder: Folder, spoil) -> None:  # noqa: ANN001
    good, bad = folder.write("a.jpg", "aaa"), folder.write("b.jpg", "bbb")
    number = library.begin_scan([folder.root])
    with pytest.raises(ValueError, match=r"unit norm|8 bytes"):
        library.store(number, [recorded(found(good)), spoil(recorded(found(bad)))], [], MODEL)
    assert library.photos() == []
    assert library.codes(MODEL).contents == []


def test_one_of_many_roots_of_one_content(library: Library, folder: Folder) -> None:
    paths = [folder.write(f"{number}.jpg", "same") for number in range(3)]
    number = library.begin_scan([folder.root])
    library.store(number, [recorded(found(path)) for path in paths], [], MODEL)
    first, *others = library.photos()
    assert all(photo.facts is first.facts for photo in others)
    assert first.facts == facts(first.content)


def test_the_generation_tells_of_changes_only(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    seen = [library.generation()]

    def grew() -> bool:
        seen.append(library.generation())
        return seen[-1] > seen[-2]

    scan(library, [folder.root], folder.files())
    assert grew()
    scan(library, [folder.root], folder.files())
    assert not grew()
    problem = Problem(folder.at("x"), ProblemKind.OTHER_FILE, "It is bad.")
    library.store(library.begin_scan([]), [], [StampedProblem(problem, FileStamp(1, 2, 3, 4))], MODEL)
    assert not grew()
    library.add_roots([Root(folder.path, Role.PROTECTED)])
    assert grew()
    os.unlink(folder.at("a.jpg"))
    scan(library, [folder.root], [])
    assert grew()
    scan(library, [folder.root], [])
    assert not grew()
    folder.write("a.jpg", "aaa")
    os.utime(folder.at("a.jpg"), ns=(library.photos()[0].stamp.mtime_ns,) * 2)
    scan(library, [folder.root], folder.files())
    assert grew()


def test_any_thread_may_read_and_write_at_once(library: Library, folder: Folder) -> None:
    stamps = [FileStamp(number, number, 1, number) for number in range(400)]
    files = [FoundFile(folder.at(f"{stamp.inode}.jpg"), stamp) for stamp in stamps]
    number = library.begin_scan([folder.root])
    written = threading.Event()

    def write(part: list[FoundFile]) -> None:
        for start in range(0, len(part), 10):
            batch = part[start : start + 10]
            library.classify(number, batch, MODEL)
            library.store(number, [recorded(file, file.path.encode()) for file in batch], [], MODEL)

    def read() -> int:
        looks = 0
        # Once at least: a thread may come to its turn only when all is written.
        while not (looks and written.is_set()):
            photos = library.photos()
            # A reader sees whole batches only, with the codes and thumbnails that belong to them.
            assert len(photos) % 10 == 0
            assert {photo.content for photo in photos} <= set(library.codes(MODEL).contents)
            assert len(library.thumbnails([photo.content for photo in photos[-20:]])) == len(photos[-20:])
            looks += 1
        return looks

    with ThreadPoolExecutor(7) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        writers = [pool.submit(write, files[row::4]) for row in range(4)]
        wait(writers)
        written.set()
    assert all(writer.exception() is None for writer in writers)
    assert all(reader.result() for reader in readers)
    assert library.photo_count() == 400


def test_closing_waits_for_nobody(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    with library._catalog.reading() as connection:
        library.close()
        # Who is reading reads on to the end; the connection closes with the block.
        assert connection.execute("SELECT count(*) FROM files").fetchone() == (1,)
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")


def test_a_closed_library_says_so(folder: Folder) -> None:
    library = Library.open(folder.path + "-library")
    library.close()
    library.close()
    for use in (library.photos, lambda: library.add_roots([folder.root])):
        with pytest.raises(LibraryError, match="was closed"):
            use()
    assert library.thumbnail(recorded(found(__file__)).read.content) is None
