"""Marks of the review: kept, taken back, following their file, ending with its bytes."""

import os

import pytest

from photosim.catalog.library import Library
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.marks import Mark
from tests.catalog.builders import Folder, scan

NOT_UTF8 = b"caf\xe9.jpg"


@pytest.fixture
def filled(library: Library, folder: Folder) -> Library:
    folder.write("a.jpg", "aaa")
    folder.write("b.jpg", "bbb")
    folder.write(NOT_UTF8, "ccc")
    scan(library, [folder.root], folder.files())
    return library


def test_marks_are_kept_and_taken_back(filled: Library, folder: Folder) -> None:
    a, b, c = folder.at("a.jpg"), folder.at("b.jpg"), folder.at(NOT_UTF8)
    assert filled.marks() == {}
    filled.set_marks({a: Mark.KEEP, b: Mark.REMOVE, c: Mark.REMOVE, folder.at("unknown.jpg"): Mark.KEEP})
    assert filled.marks() == {a: Mark.KEEP, b: Mark.REMOVE, c: Mark.REMOVE}
    filled.set_marks({a: Mark.REMOVE, b: None, folder.at("unknown.jpg"): None})
    assert filled.marks() == {a: Mark.REMOVE, c: Mark.REMOVE}


def test_marks_are_there_tomorrow(filled: Library, folder: Folder) -> None:
    filled.set_marks({folder.at("a.jpg"): Mark.KEEP})
    filled.close()
    with Library.open(filled.folder) as again:
        assert again.marks() == {folder.at("a.jpg"): Mark.KEEP}


def test_a_mark_follows_a_file_that_was_renamed(filled: Library, folder: Folder) -> None:
    filled.set_marks({folder.at("a.jpg"): Mark.REMOVE})
    folder.rename("a.jpg", "z.jpg")
    scan(filled, [folder.root], folder.files())
    assert filled.marks() == {folder.at("z.jpg"): Mark.REMOVE}


def test_a_mark_is_void_when_the_bytes_change(filled: Library, folder: Folder) -> None:
    path = folder.at("a.jpg")
    filled.set_marks({path: Mark.REMOVE})
    folder.write("a.jpg", "edited")
    scan(filled, [folder.root], folder.files())
    assert filled.marks() == {}
    filled.set_marks({path: Mark.KEEP})
    assert filled.marks() == {path: Mark.KEEP}


def test_a_mark_waits_for_a_file_that_was_taken_away_and_ends_with_its_row(
    filled: Library, folder: Folder
) -> None:
    path = folder.at("a.jpg")
    filled.set_marks({path: Mark.REMOVE})
    filled.note_moves([path])
    assert filled.marks() == {}
    scan(filled, [folder.root], folder.files())
    assert filled.marks() == {path: Mark.REMOVE}
    os.remove(path)
    folder.rename("b.jpg", "a.jpg")
    scan(filled, [folder.root], folder.files())
    assert filled.marks() == {}


def test_a_library_for_reading_only_keeps_its_marks(filled: Library, folder: Folder) -> None:
    filled.set_marks({folder.at("a.jpg"): Mark.KEEP})
    with Library.open(filled.folder, read_only=True) as other:
        assert other.marks() == {folder.at("a.jpg"): Mark.KEEP}
        with pytest.raises(LibraryReadOnlyError):
            other.set_marks({folder.at("a.jpg"): None})
