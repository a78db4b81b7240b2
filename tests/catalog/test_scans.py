"""What a second scan makes of files that stayed, changed, moved, went and came back."""

import os
import shutil
from pathlib import Path

import pytest

from photosim.catalog.library import Library
from photosim.catalog.records import FileState, StampedProblem
from photosim.domain.files import FileStamp, FoundFile, Problem, ProblemKind, Root
from tests.catalog.builders import MODEL, Folder, found, recorded, scan

_DAY = 86_400_000_000_000


def _names(library: Library, *, missing: bool = False) -> list[str]:
    return [os.path.basename(photo.path) for photo in library.photos() if photo.missing == missing]


def test_unchanged_files_are_not_read_again(library: Library, folder: Folder) -> None:
    for number in range(7):
        folder.write(f"sub{number % 2}/{number}.jpg", f"photo {number}")
    first = scan(library, [folder.root], folder.files())
    assert set(first.states.values()) == {FileState.NEW}
    generation = library.generation()
    second = scan(library, [folder.root], folder.files())
    assert set(second.states.values()) == {FileState.UNCHANGED}
    assert second.read == []
    assert library.photo_count() == 7
    assert library.codes(MODEL).code.shape[0] == 7
    assert library.generation() == generation


def test_changed_file_is_read_and_keeps_its_place(library: Library, folder: Folder) -> None:
    path = folder.write("a.jpg", "before")
    scan(library, [folder.root], folder.files())
    before = library.photo(path)
    folder.write("a.jpg", "after and longer")
    done = scan(library, [folder.root], folder.files())
    assert done.state("a.jpg") is FileState.CHANGED
    after = library.photo(path)
    assert before is not None
    assert after is not None
    assert after.content != before.content
    assert library.photo_count() == 1
    # The content of before belongs to no photo any more and takes part in nothing.
    assert library.codes(MODEL).contents == [after.content]


def test_same_size_other_time_counts_as_changed(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "12345", mtime_ns=_DAY)
    scan(library, [folder.root], folder.files())
    folder.write("a.jpg", "54321", mtime_ns=_DAY - 1)  # a clock that was put back
    assert scan(library, [folder.root], folder.files()).state("a.jpg") is FileState.CHANGED


@pytest.mark.parametrize("new", ["b.jpg", "deep/er/a.jpg"])
def test_renamed_file_keeps_what_is_known(library: Library, folder: Folder, new: str) -> None:
    folder.write("a.jpg", "same")
    folder.write("other.jpg", "other")
    scan(library, [folder.root], folder.files())
    before = library.photo(folder.at("a.jpg"))
    folder.rename("a.jpg", new)
    generation = library.generation()
    done = scan(library, [folder.root], folder.files())
    assert done.state(new) is FileState.MOVED
    assert done.read == []
    assert done.missing == 0
    after = library.photo(folder.at(new))
    assert before is not None
    assert after is not None
    assert (after.content, after.facts) == (before.content, before.facts)
    assert library.photo(folder.at("a.jpg")) is None
    assert library.photo_count() == 2
    assert library.generation() > generation


def test_renamed_folder_moves_all_its_files(library: Library, folder: Folder) -> None:
    for number in range(20):
        folder.write(f"old/{number:02}.jpg", f"photo {number}")
    scan(library, [folder.root], folder.files())
    folder.rename("old", "new")
    done = scan(library, [folder.root], folder.files(), batch=3)
    assert set(done.states.values()) == {FileState.MOVED}
    assert library.photo_count() == 20
    assert all("/new/" in photo.path for photo in library.photos())


def test_files_that_pass_their_names_on_are_followed(library: Library, folder: Folder) -> None:
    for number in range(5):
        folder.write(f"{number}.jpg", "x" * (number + 1))
    scan(library, [folder.root], folder.files())
    contents = {number: library.photo(folder.at(f"{number}.jpg")) for number in range(5)}
    for number in reversed(range(5)):
        folder.rename(f"{number}.jpg", f"{number + 1}.jpg")
    done = scan(library, [folder.root], folder.files())
    assert set(done.states.values()) == {FileState.MOVED}
    for number, before in contents.items():
        after = library.photo(folder.at(f"{number + 1}.jpg"))
        assert before is not None
        assert after is not None
        assert after.content == before.content
    assert library.photo_count() == 5


@pytest.mark.parametrize("same_stamp", [True, False])
def test_swapped_names_are_noticed(library: Library, folder: Folder, same_stamp: bool) -> None:
    folder.write("a.jpg", "12345", mtime_ns=_DAY)
    folder.write("b.jpg", "54321" if same_stamp else "654321", mtime_ns=_DAY)
    scan(library, [folder.root], folder.files())
    first, second = library.photos()
    folder.rename("a.jpg", "c.jpg")
    folder.rename("b.jpg", "a.jpg")
    folder.rename("c.jpg", "b.jpg")
    scan(library, [folder.root], folder.files())
    assert [photo.content for photo in library.photos()] == [second.content, first.content]


def test_moved_file_over_a_known_one(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    folder.write("b.jpg", "bbbb")
    scan(library, [folder.root], folder.files())
    content = library.photos()[1].content
    folder.rename("b.jpg", "a.jpg")
    assert scan(library, [folder.root], folder.files()).state("a.jpg") is FileState.MOVED
    assert [photo.content for photo in library.photos()] == [content]


def test_copy_and_hard_link_are_no_moves(library: Library, folder: Folder) -> None:
    path = folder.write("a.jpg", "same")
    scan(library, [folder.root], folder.files())
    shutil.copy2(path, folder.at("copy.jpg"))
    os.link(path, folder.at("link.jpg"))
    done = scan(library, [folder.root], folder.files())
    assert done.state("a.jpg") is FileState.UNCHANGED
    assert done.state("copy.jpg") is FileState.NEW
    assert done.state("link.jpg") is FileState.NEW
    assert len({photo.content for photo in library.photos()}) == 1
    assert library.photo_count() == 3
    assert len(library.codes(MODEL).contents) == 1


def test_replaced_by_a_file_of_same_size_and_time(library: Library, folder: Folder) -> None:
    for number in range(9):
        folder.write(f"{number}.jpg", f"photo {number}", mtime_ns=_DAY)
    scan(library, [folder.root], folder.files())
    folder.write("new", "photo X", mtime_ns=_DAY)
    folder.rename("new", "4.jpg")
    done = scan(library, [folder.root], folder.files())
    assert done.read == [folder.at("4.jpg")]


def test_volume_that_numbers_its_files_anew_costs_nothing(library: Library, folder: Folder) -> None:
    for number in range(9):
        folder.write(f"{number}.jpg", f"photo {number}", mtime_ns=_DAY)
    files = folder.files()
    scan(library, [folder.root], files)
    mounted_again = [
        FoundFile(file.path, FileStamp(file.stamp.size, file.stamp.mtime_ns, 77, 5000 + row))
        for row, file in enumerate(files)
    ]
    for _ in range(2):
        assert scan(library, [folder.root], mounted_again).read == []
    assert [photo.stamp for photo in library.photos()] == [file.stamp for file in mounted_again]


def test_file_carried_to_another_volume_gives_up_its_old_place(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "same")
    scan(library, [folder.root], folder.files())
    shutil.copyfile(folder.at("a.jpg"), folder.at("z.jpg"))
    os.unlink(folder.at("a.jpg"))
    done = scan(library, [folder.root], folder.files())
    assert done.state("z.jpg") is FileState.NEW
    assert done.missing == 0
    assert [photo.path for photo in library.photos()] == [folder.at("z.jpg")]


def test_carried_content_needs_no_encoding(library: Library, folder: Folder) -> None:
    path = folder.write("a.jpg", "same")
    scan(library, [folder.root], folder.files())
    content = recorded(found(path)).read.content
    assert library.has_code([content, content[::-1]], MODEL) == {content}
    assert library.has_code([content], "another model") == set()
    copy = folder.write("b.jpg", "same")
    number = library.begin_scan([folder.root])
    library.store(number, [recorded(found(copy), with_code=False)], [], MODEL)
    assert library.codes(MODEL).contents == [content]
    assert library.classify(number, [found(copy)], MODEL) == [FileState.UNCHANGED]


def test_removed_file_is_missing_and_comes_back(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    folder.write("b.jpg", "bbb")
    scan(library, [folder.root], folder.files())
    shutil.move(folder.at("b.jpg"), folder.path + "-elsewhere")
    assert scan(library, [folder.root], folder.files()).missing == 1
    assert _names(library, missing=True) == ["b.jpg"]
    # Still compared with: it may lie on a drive in a drawer.
    assert len(library.codes(MODEL).contents) == 2
    assert scan(library, [folder.root], folder.files()).missing == 1
    shutil.move(folder.path + "-elsewhere", folder.at("b.jpg"))
    done = scan(library, [folder.root], folder.files())
    assert (done.state("b.jpg"), done.missing) == (FileState.UNCHANGED, 0)
    assert _names(library) == ["a.jpg", "b.jpg"]


def test_vanished_folder_changes_nothing(library: Library, tmp_path: Path) -> None:
    inner, other = Folder(tmp_path / "drive"), Folder(tmp_path / "disk")
    inner.write("a.jpg", "aaa")
    other.write("b.jpg", "bbb")
    roots = [inner.root, other.root]
    scan(library, roots, inner.files() + other.files())
    photos = library.photos()
    os.rename(inner.path, inner.path + "-unplugged")
    gone = StampedProblem(Problem(inner.path, ProblemKind.UNREADABLE, "The folder is not there."))
    assert scan(library, roots, other.files(), problems=[gone]).missing == 0
    assert library.photos() == photos
    assert [problem.path for problem in library.problems(roots)] == [inner.path]
    assert library.pending() == [inner.root]
    os.rename(inner.path + "-unplugged", inner.path)
    done = scan(library, roots, inner.files() + other.files())
    assert set(done.states.values()) == {FileState.UNCHANGED}
    assert library.problems() == []
    assert library.pending() == []


def test_emptied_mount_point_marks_missing_and_forgets_nothing(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    files = folder.files()
    scan(library, [folder.root], files)
    shutil.move(folder.at("a.jpg"), folder.path + "-unmounted")
    assert scan(library, [folder.root], []).missing == 1
    shutil.move(folder.path + "-unmounted", folder.at("a.jpg"))
    assert scan(library, [folder.root], folder.files()).state("a.jpg") is FileState.UNCHANGED


def test_unreadable_folder_is_not_missing(library: Library, folder: Folder) -> None:
    folder.write("open/a.jpg", "aaa")
    folder.write("locked/b.jpg", "bbb")
    scan(library, [folder.root], folder.files(), problem_of=_bad("b.jpg", ProblemKind.DAMAGED))
    scan(library, [folder.root], folder.files())
    os.rename(folder.at("locked"), folder.path + "-as-if-locked")
    locked = StampedProblem(Problem(folder.at("locked"), ProblemKind.UNREADABLE, "It may not be listed."))
    assert scan(library, [folder.root], folder.files(), problems=[locked]).missing == 0
    assert [problem.path for problem in library.problems()] == [
        folder.at("locked"),
        folder.at("locked/b.jpg"),
    ]


def test_file_that_cannot_be_looked_at_is_neither_missing_nor_moved(library: Library, folder: Folder) -> None:
    folder.write("sub/a.jpg", "aaa")
    folder.write("sub/b.jpg", "bbb")
    scan(library, [folder.root], folder.files())
    folder.rename("sub/a.jpg", "a.jpg")
    shutil.rmtree(folder.at("sub"))
    os.symlink("sub", folder.at("sub"))  # leads to itself
    done = scan(library, [folder.root], [found(folder.at("a.jpg"))])
    assert done.state("a.jpg") is FileState.NEW
    assert done.missing == 0
    assert _names(library) == ["a.jpg", "a.jpg", "b.jpg"]


def test_excluded_file_leaves_the_view_and_returns_unread(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    folder.write("b.png", "bbb")
    scan(library, [folder.root], folder.files())
    kept = [file for file in folder.files() if file.path.endswith(".jpg")]
    assert scan(library, [folder.root], kept).missing == 0
    assert _names(library) == ["a.jpg"]
    assert library.photo(folder.at("b.png")) is None
    assert len(library.codes(MODEL).contents) == library.photo_count() == 1
    assert scan(library, [folder.root], folder.files()).read == []
    assert _names(library) == ["a.jpg", "b.png"]


def _bad(name: str, kind: ProblemKind):  # noqa: ANN202 - a small closure
    return lambda path: kind if path.endswith(name) else None


def test_unchanged_bad_file_is_not_read_again(library: Library, folder: Folder) -> None:
    folder.write("good.jpg", "good")
    folder.write("bad.jpg", "bad")
    bad = _bad("bad.jpg", ProblemKind.DAMAGED)
    assert len(scan(library, [folder.root], folder.files(), problem_of=bad).read) == 2
    done = scan(library, [folder.root], folder.files(), problem_of=bad)
    assert done.read == []
    assert done.state("bad.jpg") is FileState.UNCHANGED
    assert library.problems() == [Problem(folder.at("bad.jpg"), ProblemKind.DAMAGED, "It is bad.")]
    folder.write("bad.jpg", "repaired")
    done = scan(library, [folder.root], folder.files())
    assert done.state("bad.jpg") is FileState.CHANGED
    assert library.problems() == []
    assert library.photo_count() == 2


def test_unreadable_file_is_tried_again(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    refused = _bad("a.jpg", ProblemKind.UNREADABLE)
    scan(library, [folder.root], folder.files(), problem_of=refused)
    done = scan(library, [folder.root], folder.files())
    assert (done.state("a.jpg"), done.read) == (FileState.STALE, [folder.at("a.jpg")])
    assert library.photo_count() == 1


def test_removed_bad_file_is_no_problem_any_more(library: Library, folder: Folder) -> None:
    folder.write("bad.jpg", "bad")
    scan(library, [folder.root], folder.files(), problem_of=_bad("bad.jpg", ProblemKind.DAMAGED))
    os.unlink(folder.at("bad.jpg"))
    assert scan(library, [folder.root], folder.files()).missing == 0
    assert library.problems() == []


def test_photo_overwritten_by_rubbish_is_a_photo_no_more(library: Library, folder: Folder) -> None:
    path = folder.write("a.jpg", "photo")
    scan(library, [folder.root], folder.files())
    folder.write("a.jpg", "rubbish, and longer")
    scan(library, [folder.root], folder.files(), problem_of=_bad("a.jpg", ProblemKind.DAMAGED))
    assert library.photos() == []
    assert [problem.path for problem in library.problems()] == [path]


def test_new_model_reads_everything_again_and_mixes_nothing(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    folder.write("b.jpg", "bbb")
    scan(library, [folder.root], folder.files())
    half = folder.files()[:1]
    done = scan(library, [folder.root], half, model="model-b", complete=False)
    assert set(done.states.values()) == {FileState.STALE}
    assert len(library.codes("model-b").contents) == 1
    assert len(library.codes(MODEL).contents) == 2
    assert scan(library, [folder.root], folder.files()).read == []
    # A moved photo without a code of the model has to be read, too.
    folder.rename("b.jpg", "c.jpg")
    done = scan(library, [folder.root], folder.files(), model="model-b")
    assert done.state("c.jpg") is FileState.STALE
    assert library.photo_count() == 2


def test_stopped_scan_is_pending_and_continued(library: Library, folder: Folder) -> None:
    for number in range(6):
        folder.write(f"{number}.jpg", f"photo {number}")
    files = folder.files()
    assert scan(library, [folder.root], files[:3], complete=False).missing == 0
    assert library.pending() == [folder.root]
    assert library.photo_count() == 3
    done = scan(library, [folder.root], files)
    assert done.read == [file.path for file in files[3:]]
    assert library.pending() == []


def test_stopped_scan_marks_nothing_missing(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    scan(library, [folder.root], [], complete=False)
    assert _names(library) == ["a.jpg"]


def test_file_without_a_number_of_its_own(library: Library, folder: Folder) -> None:
    path = folder.write("a.jpg", "aaa")
    stamp = found(path).stamp
    nameless = FoundFile(path, FileStamp(stamp.size, stamp.mtime_ns, 0, 0))
    scan(library, [folder.root], [nameless])
    assert scan(library, [folder.root], [found(path)]).read == []
    assert scan(library, [folder.root], [nameless]).read == []


def test_root_given_with_a_trailing_separator(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    scan(library, [Root(folder.path + os.sep)], folder.files())
    assert library.roots() == [folder.root]
    assert library.photo_count() == 1
