"""Codes that are kept between two reads: the same as read anew, and only what is new is read."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from photosim.catalog import codes as codes_module
from photosim.catalog.codes import KeptCodes
from photosim.catalog.library import Library
from photosim.catalog.records import CodeTable
from photosim.domain.errors import LibraryError
from tests.catalog.builders import MODEL, Folder, code_of, scan


def add(library: Library, folder: Folder, names: range) -> None:
    for name in names:
        folder.write(f"{name}.jpg", f"photo {name}")
    scan(library, [folder.root], folder.files())


def by_content(table: CodeTable) -> dict[bytes, tuple[bytes, bytes]]:
    assert len(table.contents) == len(table.code) == len(table.bits) == len(set(table.contents))
    return {
        content: (table.code[row].tobytes(), table.bits[row].tobytes())
        for row, content in enumerate(table.contents)
    }


def spoil_codes(library: Library) -> None:
    with closing(sqlite3.connect(Path(library.folder) / "catalog.sqlite")) as connection:
        connection.execute("UPDATE codes SET code = X'00'")
        connection.commit()


def test_what_is_kept_is_what_would_be_read(library: Library, folder: Folder) -> None:
    kept = KeptCodes()
    assert library.codes(MODEL, kept).code.shape == (0, 0)
    for names in (range(40), range(40, 41), range(41, 90)):
        add(library, folder, names)
        assert by_content(library.codes(MODEL, kept)) == by_content(library.codes(MODEL))


def test_codes_that_are_known_are_not_read_again(library: Library, folder: Folder) -> None:
    kept = KeptCodes()
    add(library, folder, range(50))
    before = library.codes(MODEL, kept)
    spoil_codes(library)
    add(library, folder, range(50, 52))
    after = library.codes(MODEL, kept)
    assert after.contents[:50] == before.contents
    assert len(after.contents) == 52
    for row, content in enumerate(after.contents):
        assert np.linalg.norm(after.code[row] - code_of(content)[0]) < 1e-3
    with pytest.raises(LibraryError):
        library.codes(MODEL)


def test_the_matrix_is_shared_and_what_was_given_out_stays(library: Library, folder: Folder) -> None:
    kept = KeptCodes()
    add(library, folder, range(64))
    before = library.codes(MODEL, kept)
    as_it_was = before.code.copy()
    add(library, folder, range(64, 67))
    after = library.codes(MODEL, kept)
    assert np.shares_memory(before.code, after.code)
    assert np.array_equal(before.code, as_it_was)
    assert len(before.contents) == 64


def test_what_went_is_forgotten_and_may_come_back(library: Library, folder: Folder, tmp_path: Path) -> None:
    kept = KeptCodes()
    add(library, folder, range(10))
    other = Folder(tmp_path / "more")
    add(library, other, range(10, 15))
    whole = library.codes(MODEL, kept)
    library.remove_root(folder.root.path)
    some = library.codes(MODEL, kept)
    assert len(some.contents) == 5
    assert by_content(some) == by_content(library.codes(MODEL))
    assert len(whole.contents) == len(whole.code) == 15
    scan(library, [folder.root], folder.files())
    assert by_content(library.codes(MODEL, kept)) == by_content(whole)
    for root in (folder.root, other.root):
        library.remove_root(root.path)
    assert library.codes(MODEL, kept).contents == []


def test_blocks_join_without_a_seam(
    library: Library, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, folder, range(30))
    whole = by_content(library.codes(MODEL))
    monkeypatch.setattr(codes_module, "_BLOCK", 7)
    assert by_content(library.codes(MODEL)) == whole
