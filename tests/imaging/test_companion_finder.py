"""Asked again and again while files come and go, the finder says what a fresh look says."""

import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from photosim.imaging.companions import CompanionFinder, find_companions

NAMES = (
    "a.jpg", "a.cr2", "a.heic", "a.png", "a.mov", "a.xmp", "a.jpg.xmp", "a.json", "a.jpg.json",
    "a-edited.jpg", "a.wav", "IMG_E0001.jpg", "IMG_0001.jpg", "IMG_0001.aae", "IMG_O0001.aae", "a(1).jpg",
    "a.jpg(1).json", "b.jpg", "B.XMP", "notes.txt",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=40))
def test_the_finder_agrees_with_a_fresh_look(toggled: list[str]) -> None:
    finder = CompanionFinder()
    with tempfile.TemporaryDirectory() as place:
        for name in toggled:
            path = os.path.join(place, name)
            if os.path.exists(path):
                os.remove(path)
            else:
                Path(path).touch()
            for asked in NAMES:
                photo = os.path.join(place, asked)
                assert finder.of(photo) == find_companions([photo])[photo]


def test_a_folder_that_cannot_be_listed_is_unknown_until_it_is_back(tmp_path: Path) -> None:
    finder = CompanionFinder()
    folder = tmp_path / "photos"
    assert finder.of(str(folder / "a.jpg")) is None
    folder.mkdir()
    for name in ("a.jpg", "a.mov"):
        (folder / name).touch()
    found = finder.of(str(folder / "a.jpg"))
    assert found is not None
    assert [os.path.basename(one.path) for one in found] == ["a.mov"]
    folder.rename(tmp_path / "gone")
    assert finder.of(str(folder / "a.jpg")) is None


def test_a_file_that_became_a_link_belongs_to_nobody(tmp_path: Path) -> None:
    finder = CompanionFinder()
    photo, film = tmp_path / "a.jpg", tmp_path / "a.mov"
    photo.touch()
    film.touch()
    assert finder.of(str(photo))
    film.rename(tmp_path / "elsewhere")
    film.symlink_to(tmp_path / "elsewhere")
    assert finder.of(str(photo)) == ()
