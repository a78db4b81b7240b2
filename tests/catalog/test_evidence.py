"""No pair is looked at twice."""

from pathlib import Path

import pytest

from photosim.catalog.library import Library
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Evidence, Palette, content_pair
from tests.catalog.builders import Folder, scan

FOUND = Evidence(
    True, 1.0, 0.5, 0.875, 42, 90.0, True, 0.5,
    transform=(0.0, -1.0, 1.0, 0.7, 0.0, 0.1, 0.0, 0.0, 1.0),
    residual=1.5, changed=0.25, tone=3.0, tint=4.5,
    palette_first=Palette.COLOURS, palette_second=Palette.TINTED,
    framed_first=False, framed_second=True,
)  # fmt: skip
REFUSED = Evidence(False, 0.0, 0.0, 0.0, 0, 0.0, False, 0.0)


@pytest.fixture
def contents(tmp_path: Path, folder: Folder) -> list[ContentId]:
    for number in range(3):
        folder.write(f"{number}.jpg", str(number) * 3)
    with Library.open(str(tmp_path / "library")) as library:
        scan(library, [folder.root], folder.files())
        return sorted(photo.content for photo in library.photos())


def test_what_was_found_is_kept_with_its_method(tmp_path: Path, contents: list[ContentId]) -> None:
    a, b, c = contents
    pairs = [(a, b), (a, c), (b, c)]
    with Library.open(str(tmp_path / "library")) as library:
        generation = library.generation()
        assert library.evidence(pairs, 1) == {}
        library.save_evidence({(a, b): FOUND, (b, c): REFUSED}, 1)
        # The photos are as before.
        assert library.generation() == generation
    with Library.open(str(tmp_path / "library")) as library:
        assert library.evidence(pairs, 1) == {(a, b): FOUND, (b, c): REFUSED}
        assert library.evidence([(a, c)], 1) == {}
        assert library.evidence([], 1) == {}
        library.save_evidence({(a, b): REFUSED}, 2)
        assert library.evidence(pairs, 1) == {(b, c): REFUSED}
        assert library.evidence(pairs, 2) == {(a, b): REFUSED}


def test_unknown_contents_are_left_out(tmp_path: Path, contents: list[ContentId]) -> None:
    stranger = content_pair(ContentId(b"\0" * 32), contents[0])
    with Library.open(str(tmp_path / "library")) as library:
        library.save_evidence({stranger: FOUND}, 1)
        assert library.evidence([stranger], 1) == {}


def test_a_reader_reads_and_does_not_save(tmp_path: Path, contents: list[ContentId]) -> None:
    pair = (contents[0], contents[1])
    with Library.open(str(tmp_path / "library")) as library:
        library.save_evidence({pair: FOUND}, 1)
    with Library.open(str(tmp_path / "library"), read_only=True) as library:
        assert library.evidence([pair], 1) == {pair: FOUND}
        with pytest.raises(LibraryReadOnlyError):
            library.save_evidence({pair: REFUSED}, 1)
