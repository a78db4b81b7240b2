"""How pictures were saved is kept, and asked once where an older photosim did not."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from photosim.catalog.library import Library
from photosim.catalog.records import Recorded
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.photo import Saving
from tests.catalog.builders import MODEL, Folder, recorded, scan


def forget(library: str) -> None:
    """Make the catalogue as one that an older photosim filled."""
    with closing(sqlite3.connect(os.path.join(library, "catalog.sqlite"))) as connection:
        connection.execute("UPDATE contents SET jpeg_quality = NULL, software = NULL")
        connection.commit()


def test_what_is_read_is_kept(tmp_path: Path, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    (file,) = folder.files()
    with Library.open(str(tmp_path / "library")) as library:
        number = library.begin_scan([folder.root])
        record = recorded(file)
        facts = replace(record.read.facts, jpeg_quality=93, software="Snapseed")
        told = Recorded(replace(record.read, facts=facts), record.code, record.bits)
        library.store(number, [told], [], MODEL)
        (photo,) = library.photos()
        assert (photo.facts.jpeg_quality, photo.facts.software) == (93, "Snapseed")
        assert library.untold() == {}


def test_what_an_older_photosim_did_not_ask_is_told_later(tmp_path: Path, folder: Folder) -> None:
    for name, text in (("b.jpg", "one"), ("a.jpg", "one"), ("c.jpg", "two"), ("gone.jpg", "three")):
        folder.write(name, text)
    with Library.open(str(tmp_path / "library")) as library:
        scan(library, [folder.root], folder.files())
        os.unlink(folder.at("gone.jpg"))
        scan(library, [folder.root], folder.files())
    forget(library.folder)
    with Library.open(library.folder) as library:
        untold = library.untold()
        assert [file.path for file in untold.values()] == [folder.at("a.jpg"), folder.at("c.jpg")]
        assert list(untold.values()) == [file for file in folder.files() if not file.path.endswith("b.jpg")]
        content, _ = untold
        before = library.generation()
        library.save_told({})
        assert library.generation() == before
        library.save_told({content: Saving(88, "")})
        assert library.generation() > before
        assert list(library.untold()) == list(untold)[1:]
        found = {os.path.basename(photo.path): photo.facts for photo in library.photos()}
        assert [found[name].jpeg_quality for name in ("a.jpg", "b.jpg", "c.jpg")] == [88, 88, None]
        assert found["c.jpg"].software == ""
    with Library.open(library.folder, read_only=True) as reader, pytest.raises(LibraryReadOnlyError):
        reader.save_told({})
