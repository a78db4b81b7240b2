"""What was measured of pictures, and which of them are fine."""

from pathlib import Path

import pytest

from photosim.catalog.library import Library
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.photo import ContentId
from tests.catalog.builders import MODEL, Folder, scan

_STRANGER = ContentId(b"\0" * 32)


@pytest.fixture
def place(tmp_path: Path, folder: Folder) -> str:
    for number in range(2):
        folder.write(f"{number}.jpg", str(number) * 3)
    with Library.open(str(tmp_path / "library")) as library:
        scan(library, [folder.root], folder.files())
    return str(tmp_path / "library")


def _contents(library: Library) -> list[ContentId]:
    return sorted(photo.content for photo in library.photos())


def test_figures_are_kept_by_model_and_method(place: str) -> None:
    with Library.open(place) as library:
        a, b = _contents(library)
        generation = library.generation()
        library.odd.save_measures(MODEL, 1, {a: b"one", b: b"two", _STRANGER: b"none"})
        # The photos are as before.
        assert library.generation() == generation
    with Library.open(place) as library:
        assert library.odd.measures(MODEL, 1) == {a: b"one", b: b"two"}
        assert library.odd.measures(MODEL, 2) == library.odd.measures("another", 1) == {}
        library.odd.save_measures(MODEL, 2, {a: b"new"})
        assert library.odd.measures(MODEL, 1) == {b: b"two"}
        assert library.odd.measures(MODEL, 2) == {a: b"new"}
        library.odd.save_measures("another", 1, {a: b"other"})
        assert library.odd.measures("another", 1) == {a: b"other"}
        assert library.odd.measures(MODEL, 2) == {a: b"new"}


def test_what_is_fine_stays_fine(place: str) -> None:
    with Library.open(place) as library:
        a, b = _contents(library)
        library.odd.call_fine({a, _STRANGER})
        library.odd.call_fine({a, b})
        library.odd.call_fine({b}, fine=False)
        library.odd.call_fine({b}, fine=False)
    with Library.open(place) as library:
        assert library.odd.fine() == {a, _STRANGER}


def test_a_reader_changes_nothing(place: str) -> None:
    with Library.open(place) as library:
        (a, _) = _contents(library)
        library.odd.call_fine({a})
    with Library.open(place, read_only=True) as library:
        assert library.odd.fine() == {a}
        with pytest.raises(LibraryReadOnlyError):
            library.odd.call_fine({a}, fine=False)
        with pytest.raises(LibraryReadOnlyError):
            library.odd.save_measures(MODEL, 1, {a: b"one"})
