"""Every name that a disk can hold is kept byte for byte."""

import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photosim.catalog.classify import _left, _spelled_alike
from photosim.catalog.library import Library
from photosim.catalog.paths import below, decoded, encoded, stamp_columns, stamp_from
from photosim.catalog.records import FileState
from photosim.domain.files import FileStamp, ProblemKind
from tests.catalog.builders import MODEL, Folder, found, scan

_NAMES = {
    "composed": "가족 é.jpg".encode(),
    "decomposed": unicodedata.normalize("NFD", "가족 é.jpg").encode(),
    "lower": b"case.jpg",
    "upper": b"CASE.JPG",
    "latin-1": b"caf\xe9.jpg",
    "no text at all": b"\xff\xfe\x80.jpg",
    "255 bytes": b"n" * 251 + b".jpg",
    "255 bytes of Korean": "가".encode() * 83 + b"ab.jpg",
    "newline": b"two\nlines\r.jpg",
    "quotes": b'it\'s "so" % _ * ? [x] ; -- .jpg',
    "emoji": "📷.jpg".encode(),
    "tab and bell": b"\t\x07.jpg",
    "blank": b" ",
}


@pytest.fixture
def odd(folder: Folder) -> Folder:
    """A folder with a file under each odd name."""
    if sys.platform != "linux":
        pytest.skip("only Linux lets a name be any bytes")
    for meaning, name in _NAMES.items():
        folder.write(name, meaning)
    assert len(os.listdir(folder.path)) == len(_NAMES)
    return folder


def test_odd_names_are_kept(library: Library, odd: Folder) -> None:
    scan(library, [odd.root], odd.files())
    photos = {os.fsencode(os.path.basename(photo.path)): photo for photo in library.photos()}
    assert set(photos) == set(_NAMES.values())
    for name, photo in photos.items():
        assert Path(photo.path).is_file()
        assert library.photo(odd.at(name)) == photo
    assert library.photos() == sorted(library.photos(), key=lambda photo: os.fsencode(photo.path))
    assert set(scan(library, [odd.root], odd.files()).states.values()) == {FileState.UNCHANGED}


def test_odd_names_are_followed_and_listed(library: Library, odd: Folder) -> None:
    scan(library, [odd.root], odd.files())
    for row, name in enumerate(sorted(_NAMES.values())):
        odd.rename(name, b"sub\xff/%d" % row)
    done = scan(library, [odd.root], odd.files())
    assert set(done.states.values()) == {FileState.MOVED}
    assert library.photo_count() == len(_NAMES)
    assert len(library.codes(MODEL).contents) == len(_NAMES)


def test_odd_names_may_be_bad(library: Library, odd: Folder) -> None:
    scan(library, [odd.root], odd.files(), problem_of=lambda path: ProblemKind.DAMAGED)
    assert {problem.path for problem in library.problems()} == {file.path for file in odd.files()}
    assert scan(library, [odd.root], odd.files()).read == []


def test_library_in_a_folder_with_an_odd_name(tmp_path: Path, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    for name in (b"100% #1? & more", b"caf\xe9", "가족".encode(), b"a\nb"):
        path = os.path.join(str(tmp_path), os.fsdecode(name))
        with Library.open(path) as library:
            scan(library, [folder.root], folder.files())
        with Library.open(path, read_only=True) as library:
            assert library.photo_count() == 1
        assert os.path.isfile(os.path.join(path, "catalog.sqlite"))


@given(st.binary(min_size=1).filter(lambda name: b"\0" not in name))
def test_paths_survive_the_catalogue(name: bytes) -> None:
    assert encoded(decoded(name)) == name
    assert decoded(name) == os.fsdecode(name)


@given(
    st.integers(0, 2**63 - 1),
    st.integers(-(2**63), 2**63 - 1),
    st.integers(0, 2**64 - 1),
    st.integers(0, 2**64 - 1),
)
def test_stamps_survive_the_catalogue(size: int, mtime_ns: int, device: int, inode: int) -> None:
    stamp = FileStamp(size, mtime_ns, device, inode)
    columns = stamp_columns(stamp)
    assert all(-(2**63) <= column < 2**63 for column in columns)
    assert stamp_from(*columns) == stamp


def test_file_numbers_of_128_bits_fit() -> None:
    columns = stamp_columns(FileStamp(1, 2, 2**64 - 1, 2**127 + 5))
    assert all(-(2**63) <= column < 2**63 for column in columns)


@given(st.binary(max_size=5), st.binary(max_size=5))
def test_range_below_a_folder(folder: bytes, other: bytes) -> None:
    start, end = below(b"/" + folder)
    path = b"/" + other
    prefix = b"/" + folder if folder.endswith(b"/") or not folder else b"/" + folder + b"/"
    assert (start <= path < end) == path.startswith(prefix)


def test_links_that_differ_in_letter_case_only_are_two(library: Library, folder: Folder) -> None:
    os.link(folder.write("a.jpg", "aaa"), folder.at("link"))
    scan(library, [folder.root], [found(folder.at("a.jpg"))])
    folder.rename("link", "A.jpg")
    if len(os.listdir(folder.path)) < 2:
        pytest.skip("letter case does not count on this disk")
    assert scan(library, [folder.root], folder.files()).state("A.jpg") is FileState.NEW
    assert library.photo_count() == 2


def test_renamed_in_letter_case_only(folder: Folder) -> None:
    # Where case does not count the old name still answers; the listing has the new one.
    class Row:
        path = encoded(folder.at("A.jpg"))
        stamp = (0, 0, 0, 0)

    folder.write("a.jpg", "aaa")
    assert _spelled_alike(encoded(folder.at("A.jpg")), encoded(folder.at("a.JPG")))
    assert not _spelled_alike(encoded(folder.at("a.jpg")), encoded(folder.at("b.jpg")))
    assert _left(Row, encoded(folder.at("a.jpg")))  # type: ignore[arg-type]
