"""Discovery finds every file once, in order, and leaves out what nobody wants."""

import os
import sys
from pathlib import Path

import pytest

from photosim.domain.errors import Cancelled
from photosim.domain.files import FoundFile, Problem, ProblemKind, Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits, ScanSettings
from photosim.imaging.discover import root_is_present, walk
from photosim.imaging.read import read_photo
from tests.imaging.samples import SPEC, china, saved


def names(folder: Path, *roots: Path, **settings: object) -> list[str]:
    found = walk([Root(str(root)) for root in roots or (folder,)], ScanSettings(**settings), CancelToken())
    return [os.path.relpath(item.path, folder).replace(os.sep, "/") for item in found]


def make(folder: Path, *files: str) -> None:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_every_file_comes_in_the_order_of_names(tmp_path: Path) -> None:
    make(tmp_path, "b.jpg", "a.txt", "z/1.jpg", "c/2.jpg", "c/d/3", "noname")
    assert names(tmp_path) == ["a.txt", "b.jpg", "noname", "c/2.jpg", "c/d/3", "z/1.jpg"]


def test_hidden_and_trash_are_left_out(tmp_path: Path) -> None:
    make(
        tmp_path,
        "a.jpg",
        ".hidden.jpg",
        ".h/b.jpg",
        ".Trash-1000/c.jpg",
        "$RECYCLE.BIN/d.jpg",
        "@eaDir/e.jpg",
    )
    make(tmp_path, ".photosim-set-aside/f.jpg", "lost+found/g.jpg", ".thumbnails/h.jpg")
    assert names(tmp_path) == ["a.jpg"]
    assert names(tmp_path, include_hidden=True) == [".hidden.jpg", "a.jpg", ".h/b.jpg"]


def test_a_hidden_root_is_what_the_user_chose(tmp_path: Path) -> None:
    make(tmp_path, ".private/a.jpg")
    assert names(tmp_path, tmp_path / ".private") == [".private/a.jpg"]
    assert names(tmp_path, tmp_path, tmp_path / ".private") == [".private/a.jpg"]


def test_exclusions_hold_for_names_and_whole_paths(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "a.PNG", "raw/b.jpg", "keep/raw/c.jpg", "keep/d.jpg")
    assert names(tmp_path, exclude=("*.png", "RAW")) == ["a.jpg", "keep/d.jpg"]
    assert names(tmp_path, exclude=(f"{tmp_path}/keep/*",)) == ["a.PNG", "a.jpg", "raw/b.jpg"]


def test_nested_and_repeated_roots_are_visited_once(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "in/b.jpg")
    assert names(tmp_path, tmp_path, tmp_path / "in", tmp_path) == ["a.jpg", "in/b.jpg"]
    assert sorted(names(tmp_path, tmp_path / "in", tmp_path)) == ["a.jpg", "in/b.jpg"]


@pytest.mark.skipif(os.name == "nt", reason="Windows lets only administrators make symbolic links")
def test_symbolic_links_are_not_followed_unless_chosen(tmp_path: Path) -> None:
    make(tmp_path, "real/a.jpg")
    (tmp_path / "real" / "loop").symlink_to(tmp_path)
    (tmp_path / "real" / "twin.jpg").symlink_to(tmp_path / "real" / "a.jpg")
    (tmp_path / "chosen").symlink_to(tmp_path / "real")
    assert names(tmp_path) == ["real/a.jpg"]
    assert names(tmp_path, tmp_path / "chosen") == ["chosen/a.jpg"]


def test_a_vanished_root_is_a_listed_problem(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    gone = tmp_path / "gone"
    found = list(walk([Root(str(gone)), Root(str(tmp_path))], ScanSettings(), CancelToken()))
    assert found[0] == Problem(str(gone), ProblemKind.UNREADABLE, "It is not there any more.")
    assert isinstance(found[1], FoundFile)
    assert not root_is_present(Root(str(gone)))
    assert not root_is_present(Root(str(tmp_path / "a.jpg")))
    assert root_is_present(Root(str(tmp_path)))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_an_unreadable_folder_is_a_listed_problem(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "closed/b.jpg")
    (tmp_path / "closed").chmod(0)
    try:
        found = list(walk([Root(str(tmp_path))], ScanSettings(), CancelToken()))
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert [item.path for item in found if isinstance(item, Problem)] == [str(tmp_path / "closed")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_pipes_and_sockets_are_no_files(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    assert names(tmp_path) == ["a.jpg"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_not_utf8_can_be_opened_again(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    with open(odd, "wb") as file:
        file.write(saved(china(40, 30)))
    (found,) = walk([Root(str(tmp_path))], ScanSettings(), CancelToken())
    assert os.fsencode(found.path) == odd
    assert read_photo(found.path, SPEC, DecodeLimits()).facts.width == 40


def test_the_stamp_is_the_one_that_reading_finds(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(saved(china(40, 30)))
    (found,) = walk([Root(str(tmp_path))], ScanSettings(), CancelToken())
    assert read_photo(found.path, SPEC, DecodeLimits()).stamp == found.stamp


def test_relative_roots_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "x/a.jpg")
    monkeypatch.chdir(tmp_path)
    (found,) = walk([Root("x/../x/")], ScanSettings(), CancelToken())
    assert found.path == str(tmp_path / "x" / "a.jpg")


def test_a_stop_is_noticed_between_two_files(tmp_path: Path) -> None:
    make(tmp_path, *(f"{number}.jpg" for number in range(5)))
    cancel = CancelToken()
    found = walk([Root(str(tmp_path))], ScanSettings(), cancel)
    next(found)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(found)
