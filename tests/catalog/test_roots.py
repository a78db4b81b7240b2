"""The folders of a library, their roles, and the settings of its scans."""

from pathlib import Path

import pytest

from photosim.catalog.library import Library
from photosim.catalog.records import FileState
from photosim.domain.files import ProblemKind, Role, Root
from photosim.domain.scanning import DecodeLimits, ScanSettings
from tests.catalog.builders import MODEL, Folder, scan


def test_roots_are_kept_with_their_roles(library: Library, tmp_path: Path) -> None:
    assert library.roots() == []
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    library.add_roots([Root(two, Role.PROTECTED), Root(one)])
    assert library.roots() == [Root(one), Root(two, Role.PROTECTED)]
    library.add_roots([Root(one, Role.PROTECTED)])
    assert library.roots() == [Root(one, Role.PROTECTED), Root(two, Role.PROTECTED)]


def test_a_scan_adds_roots_and_keeps_known_roles(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    library.add_roots([Root(folder.path, Role.PROTECTED)])
    scan(library, [folder.root, Root(folder.path + "-new")], folder.files())
    assert library.roots() == [Root(folder.path, Role.PROTECTED), Root(folder.path + "-new")]
    assert [photo.role for photo in library.photos()] == [Role.PROTECTED]


@pytest.mark.parametrize("outer_first", [True, False])
def test_the_innermost_root_gives_the_role(library: Library, folder: Folder, outer_first: bool) -> None:
    folder.write("a.jpg", "aaa")
    folder.write("best/b.jpg", "bbb")
    folder.write("bestiary/c.jpg", "ccc")
    roots = [folder.root, Root(folder.at("best"), Role.PROTECTED)]
    if outer_first:
        library.add_roots(roots)
        scan(library, roots, folder.files())
    else:
        scan(library, [folder.root], folder.files())
        library.add_roots(list(reversed(roots)))
    assert [photo.role for photo in library.photos()] == [Role.NORMAL, Role.PROTECTED, Role.NORMAL]
    library.remove_root(folder.at("best"))
    assert [photo.role for photo in library.photos()] == [Role.NORMAL] * 3
    library.add_roots(roots)
    library.remove_root(folder.path)
    assert [photo.path for photo in library.photos()] == [folder.at("best/b.jpg")]


def test_a_removed_root_leaves_the_view_and_what_is_known_stays(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    folder.write("bad.jpg", "bad")
    bad = folder.at("bad.jpg")
    scan(library, [folder.root], folder.files(), problem_of=lambda path: _damaged(path, bad))
    generation = library.generation()
    library.remove_root(folder.path)
    assert library.roots() == []
    assert library.photos() == []
    assert library.photo_count() == 0
    assert library.photo(folder.at("a.jpg")) is None
    assert library.problems() == []
    assert library.codes(MODEL).contents == []
    assert library.generation() > generation
    done = scan(library, [folder.root], folder.files())
    assert set(done.states.values()) == {FileState.UNCHANGED}
    assert library.photo_count() == 1
    assert len(library.problems()) == 1


def _damaged(path: str, bad: str) -> ProblemKind | None:
    return ProblemKind.DAMAGED if path == bad else None


def test_problems_of_some_roots_only(library: Library, tmp_path: Path) -> None:
    one, two = Folder(tmp_path / "one"), Folder(tmp_path / "two")
    bad = [one.write("a.jpg", "a"), two.write("b.jpg", "b")]
    roots = [one.root, two.root]
    scan(library, roots, one.files() + two.files(), problem_of=lambda path: ProblemKind.OTHER_FILE)
    assert [problem.path for problem in library.problems()] == bad
    assert [problem.path for problem in library.problems([two.root])] == bad[1:]
    assert library.problems([]) == []


def test_a_nested_root_is_scanned_with_its_outer_one(library: Library, folder: Folder) -> None:
    folder.write("sub/a.jpg", "aaa")
    roots = [Root(folder.at("sub")), folder.root]
    scan(library, roots, folder.files())
    assert library.pending() == []
    assert scan(library, roots, []).missing == 0  # the file is there, so it was left out by the settings
    Path(folder.at("sub/a.jpg")).unlink()
    assert scan(library, roots, []).missing == 1


def test_settings_are_kept(library: Library) -> None:
    assert library.settings() == ScanSettings()
    settings = ScanSettings(("*.tmp", "캐시", "it's"), True, DecodeLimits(1, 2, 3.5, 4))
    library.save_settings(settings)
    assert library.settings() == settings
    with Library.open(library.folder, read_only=True) as again:
        assert again.settings() == settings


def test_other_limits_give_large_files_another_chance(library: Library, folder: Folder) -> None:
    kinds = {
        folder.write("large.jpg", "a"): ProblemKind.TOO_LARGE,
        folder.write("slow.jpg", "b"): ProblemKind.TOO_SLOW,
        folder.write("broken.jpg", "c"): ProblemKind.DAMAGED,
    }
    scan(library, [folder.root], folder.files(), problem_of=kinds.get)
    library.save_settings(ScanSettings(exclude=("*.tmp",)))
    assert scan(library, [folder.root], folder.files(), problem_of=kinds.get).read == []
    library.save_settings(ScanSettings(limits=DecodeLimits(max_seconds=60)))
    again = scan(library, [folder.root], folder.files(), problem_of=kinds.get).read
    assert sorted(again) == [folder.at("large.jpg"), folder.at("slow.jpg")]
