"""What photosim does to files is known at once, and a later scan agrees."""

import os
from pathlib import Path

import pytest
from blake3 import blake3

from photosim.catalog.library import Library
from photosim.catalog.records import FileState
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.files import Role, Root
from photosim.domain.photo import ContentId
from tests.catalog.builders import Folder, found, scan


def content(text: str) -> ContentId:
    return ContentId(blake3(text.encode()).digest())


def names(library: Library) -> dict[str, bool]:
    """Names of the photos, and whether they are missing."""
    return {os.path.basename(photo.path): photo.missing for photo in library.photos()}


def test_what_was_taken_away_leaves_at_once_and_is_not_missed(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    folder.write("b.jpg", "bbb")
    scan(library, [folder.root], folder.files())
    before = library.generation()
    os.remove(folder.at("a.jpg"))
    library.note_moves([folder.at("a.jpg")])
    assert library.generation() != before
    assert names(library) == {"b.jpg": False}
    done = scan(library, [folder.root], folder.files())
    assert done.missing == 0
    assert names(library) == {"b.jpg": False}


def test_what_is_back_is_known_without_being_read(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    elsewhere = folder.path + " aside"
    os.rename(folder.at("a.jpg"), elsewhere)
    library.note_moves([folder.at("a.jpg")])
    os.rename(elsewhere, folder.at("a.jpg"))
    library.note_moves([], [(found(folder.at("a.jpg")), content("aaa"))])
    assert names(library) == {"a.jpg": False}
    done = scan(library, [folder.root], folder.files())
    assert (done.state("a.jpg"), done.read) == (FileState.UNCHANGED, [])


def test_what_the_user_brings_back_is_known_by_the_next_scan(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    library.note_moves([folder.at("a.jpg")])
    assert names(library) == {}
    done = scan(library, [folder.root], folder.files())
    assert (done.state("a.jpg"), done.read) == (FileState.UNCHANGED, [])
    assert names(library) == {"a.jpg": False}


def test_a_file_that_moved_within_the_library_stays_known(library: Library, folder: Folder) -> None:
    old = folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    folder.rename("a.jpg", "kept/a.jpg")
    library.note_moves([old], [(found(folder.at("kept/a.jpg")), content("aaa"))])
    assert [photo.path for photo in library.photos()] == [folder.at("kept/a.jpg")]
    done = scan(library, [folder.root], folder.files())
    assert (done.state("kept/a.jpg"), done.missing, done.read) == (FileState.UNCHANGED, 0, [])


def test_a_file_that_moved_to_a_protected_folder_is_protected(library: Library, folder: Folder) -> None:
    old = folder.write("a.jpg", "aaa")
    inner = Root(folder.at("safe"), Role.PROTECTED)
    library.add_roots([folder.root, inner])
    scan(library, [folder.root], folder.files())
    folder.rename("a.jpg", "safe/a.jpg")
    library.note_moves([old], [(found(folder.at("safe/a.jpg")), content("aaa"))])
    assert [photo.role for photo in library.photos()] == [Role.PROTECTED]


def test_a_file_that_left_for_a_folder_elsewhere_is_not_shown(
    library: Library, folder: Folder, tmp_path: Path
) -> None:
    old = folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    away = str(tmp_path / "a.jpg")
    os.rename(old, away)
    library.note_moves([old], [(found(away), content("aaa"))])
    assert library.photos() == []


def test_another_content_under_the_same_path(library: Library, folder: Folder) -> None:
    folder.write("keeper.jpg", "kept")
    folder.write("victim.jpg", "other")
    scan(library, [folder.root], folder.files())
    os.remove(folder.at("victim.jpg"))
    os.link(folder.at("keeper.jpg"), folder.at("victim.jpg"))
    library.note_moves([], [(found(folder.at("victim.jpg")), content("kept"))])
    assert {photo.content for photo in library.photos()} == {content("kept")}
    done = scan(library, [folder.root], folder.files())
    assert (done.state("victim.jpg"), done.read) == (FileState.UNCHANGED, [])


def test_an_unknown_content_is_left_to_the_next_scan(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    new = folder.write("b.jpg", "bbb")
    library.note_moves([], [(found(new), content("bbb"))])
    assert names(library) == {"a.jpg": False}
    assert scan(library, [folder.root], folder.files()).state("b.jpg") is FileState.NEW


def test_a_library_for_reading_only_is_left_alone(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    with Library.open(library.folder, read_only=True) as other, pytest.raises(LibraryReadOnlyError):
        other.note_moves([folder.at("a.jpg")])
    assert names(library) == {"a.jpg": False}
