"""A library whose files were damaged at random: it works, or says so in a sentence; nothing else happens.

PHOTOSIM_FUZZ tells how many are tried (120 without it).
"""

import os
import random
import shutil
from pathlib import Path

import pytest

from photosim.catalog.journal import SqliteJournal
from photosim.catalog.library import Library
from photosim.domain.errors import LibraryError
from tests.catalog.builders import MODEL, Folder, scan

_CASES = int(os.environ.get("PHOTOSIM_FUZZ", "120"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of a few hundred photos, closed in order."""
    base = tmp_path_factory.mktemp("sound")
    (base / "photos").mkdir()
    folder = Folder(base / "photos")
    with Library.open(str(base / "library")) as library:
        scan(library, [folder.root], folder.files()[:200])
        SqliteJournal.open(library.folder).close()
    return base / "library"


def damage(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    match chance.randrange(5):
        case 0:
            for _ in range(chance.randint(1, 200)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case 1:
            del data[chance.randrange(len(data)) :]
        case 2:
            page = 4096 * chance.randrange(len(data) // 4096)
            data[page : page + 4096] = bytes(4096)
        case 3:
            one, other = (4096 * chance.randrange(len(data) // 4096) for _ in range(2))
            data[one : one + 4096], data[other : other + 4096] = (
                data[other : other + 4096],
                data[one : one + 4096],
            )
        case _:
            for _ in range(chance.randint(1, 4)):
                data[chance.randrange(100)] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(data))


def use(place: Path, folder: Folder) -> None:
    """Everything that a scan and the window ask of a library."""
    with Library.open(str(place)) as library:
        photos = library.photos()
        library.codes(MODEL)
        library.problems([folder.root])
        library.roots()
        library.settings()
        for photo in photos[:20]:
            library.thumbnail(photo.content)
        scan(library, [folder.root], folder.files()[:220])
        SqliteJournal.open(library.folder).close()


def answer(place: Path, folder: Folder) -> str:
    """What a user reads; nothing when the library works."""
    try:
        use(place, folder)
    except LibraryError as error:
        return str(error)
    return ""


def test_a_damaged_library_is_told_in_a_sentence(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    folder = Folder(tmp_path / "photos")
    sentences = set()
    worked = 0
    for number in range(_CASES):
        chance = random.Random(number)
        place = tmp_path / f"library-{number}"
        shutil.copytree(sound, place)
        name = chance.choice(("catalog.sqlite", "catalog.sqlite", "thumbnails.sqlite", "journal.sqlite"))
        damage(place / name, chance)
        told = answer(place, folder)
        worked += told == ""
        sentences.add(told.replace(str(place), "PLACE"))
        shutil.rmtree(place)
    sentences.discard("")
    assert worked
    assert sentences
    assert all(sentence.endswith(".") and "PLACE" in sentence for sentence in sentences), sentences
