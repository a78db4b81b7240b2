"""The trash of Linux: a rename with a note, or nothing at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photosim.actions import freedesktop
from photosim.actions.files import Files
from photosim.actions.system import System

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these have a trash of their own")

_NOBODY = 65534
_NAMES = st.binary(min_size=1, max_size=255).filter(
    lambda name: b"/" not in name and b"\0" not in name and name not in (b".", b"..")
)


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trash of a home folder that does not have one yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    return tmp_path / "home" / "data" / "Trash"


def _photo(tmp_path: Path, name: str = "a.jpg", data: bytes = b"photo") -> Path:
    path = tmp_path / "photos" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def _origin(note: Path) -> str:
    head, origin, _ = note.read_bytes().split(b"\n", 2)
    assert head == b"[Trash Info]"
    return os.fsdecode(unquote_to_bytes(origin.removeprefix(b"Path=")))


class _OtherMount(System):
    """Nothing can be renamed into these folders."""

    def __init__(self, *folders: Path) -> None:
        self._folders = [str(folder) for folder in folders]

    def rename(self, old: str, new: str, old_at: int | None = None, new_at: int | None = None) -> None:
        there = os.readlink(f"/proc/self/fd/{new_at}")
        if any(there.startswith(folder) for folder in self._folders):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        super().rename(old, new, old_at, new_at)


def test_a_file_lies_in_the_trash_with_a_note_of_where_it_was(tmp_path: Path, trash: Path) -> None:
    photo = _photo(tmp_path, "ü %.jpg")
    number = photo.stat().st_ino
    System().trash(str(photo))
    assert not photo.exists()
    kept = trash / "files" / "ü %.jpg"
    assert (kept.read_bytes(), kept.stat().st_ino) == (b"photo", number)
    assert _origin(trash / "info" / "ü %.jpg.trashinfo") == str(photo)
    assert trash.stat().st_mode & 0o777 == 0o700


def test_what_lies_in_the_trash_is_not_replaced(tmp_path: Path, trash: Path) -> None:
    for data in (b"one", b"two"):
        System().trash(str(_photo(tmp_path, data=data)))
    (trash / "files" / "a (3).jpg").symlink_to("nowhere")
    (trash / "info" / "a (4).jpg.trashinfo").write_bytes(b"the note of another program, which comes first")
    System().trash(str(_photo(tmp_path, data=b"three")))
    found = {path.name: path.read_bytes() for path in (trash / "files").iterdir() if path.exists()}
    assert found == {"a.jpg": b"one", "a (2).jpg": b"two", "a (5).jpg": b"three"}
    assert (trash / "files" / "a (3).jpg").is_symlink()


def test_a_name_that_is_taken_at_the_last_moment_is_left_alone(tmp_path: Path, trash: Path) -> None:
    class Racing(System):
        def rename(self, old: str, new: str, old_at: int | None = None, new_at: int | None = None) -> None:
            if new == "a.jpg":
                (trash / "files" / new).write_bytes(b"of another program")
            super().rename(old, new, old_at, new_at)

    Racing().trash(str(_photo(tmp_path)))
    found = {path.name: path.read_bytes() for path in (trash / "files").iterdir()}
    assert found == {"a.jpg": b"of another program", "a (2).jpg": b"photo"}
    assert [path.name for path in (trash / "info").iterdir()] == ["a (2).jpg.trashinfo"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root becomes another")
def test_write_protected_photos_go_to_the_trash(monkeypatch: pytest.MonkeyPatch) -> None:
    """As memory cards and version control leave them; whoever may write their folder may move them."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else "/tmp") as base:
        monkeypatch.setenv("XDG_DATA_HOME", base)
        photo = _photo(Path(base))
        photo.chmod(0o444)
        for folder in (base, photo.parent):
            os.chown(folder, _NOBODY, _NOBODY)
        os.seteuid(_NOBODY)
        try:
            System().trash(str(photo))
        finally:
            os.seteuid(0)
        assert not photo.exists()
        assert Path(base, "Trash", "files", "a.jpg").read_bytes() == b"photo"


def test_another_mount_has_a_trash_of_its_own(
    tmp_path: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = _photo(tmp_path)
    monkeypatch.setattr(freedesktop, "mount_point", lambda _folder: str(tmp_path))
    _OtherMount(trash).trash(str(photo))
    own = tmp_path / f".Trash-{os.getuid()}"
    assert (own / "files" / "a.jpg").read_bytes() == b"photo"
    assert _origin(own / "info" / "a.jpg.trashinfo") == "photos/a.jpg"
    assert list((trash / "info").iterdir()) == []


def test_a_shared_trash_is_used_where_it_is_safe(
    tmp_path: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freedesktop, "mount_point", lambda _folder: str(tmp_path))
    shared = tmp_path / ".Trash"
    shared.mkdir()
    shared.chmod(0o1777)
    _OtherMount(trash).trash(str(_photo(tmp_path)))
    assert (shared / str(os.getuid()) / "files" / "a.jpg").read_bytes() == b"photo"


def test_where_nothing_can_be_renamed_to_nothing_is_copied(
    tmp_path: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = _photo(tmp_path)
    monkeypatch.setattr(freedesktop, "mount_point", lambda _folder: str(tmp_path))
    own = tmp_path / f".Trash-{os.getuid()}"
    with pytest.raises(OSError, match="cross-device"):
        _OtherMount(trash, own).trash(str(photo))
    assert photo.read_bytes() == b"photo"
    assert not [path for place in (trash, own) for path in place.rglob("*") if path.is_file()]


def test_a_trash_that_is_a_link_is_not_followed(
    tmp_path: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a drive that others use, too, somebody could point it anywhere."""
    photo, elsewhere = _photo(tmp_path), tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(freedesktop, "mount_point", lambda _folder: str(tmp_path))
    (tmp_path / f".Trash-{os.getuid()}").symlink_to(elsewhere)
    with pytest.raises(OSError, match="a link, or no folder"):
        _OtherMount(trash).trash(str(photo))
    assert photo.exists()
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("call", ["write", "sync", "open"])
def test_a_note_that_cannot_be_written_keeps_the_photo(
    tmp_path: Path, trash: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    photo = _photo(tmp_path)
    monkeypatch.setattr(freedesktop, "mount_point", lambda _folder: str(tmp_path))

    class Full(System):
        """A disk without room for the note."""

    def fail(*arguments: object) -> int:
        if call == "open" and not str(arguments[1]).endswith(".trashinfo"):
            return System.open(*arguments)  # type: ignore[arg-type]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Full, call, fail)
    with pytest.raises(OSError, match="No space left"):
        Files(Full()).system.trash(str(photo))
    assert photo.read_bytes() == b"photo"
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path != photo]


@settings(max_examples=40)
@given(name=_NAMES)
def test_every_name_goes_to_the_trash_and_can_be_told_again(
    tmp_path_factory: pytest.TempPathFactory, name: bytes
) -> None:
    base = tmp_path_factory.mktemp("names")
    photo = os.path.join(str(base), os.fsdecode(name))
    Path(photo).write_bytes(b"photo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(base.parent / f"{base.name}-data"))
        System().trash(photo)
    trash = base.parent / f"{base.name}-data" / "Trash"
    assert os.listdir(base) == []
    (kept,) = (trash / "files").iterdir()
    (note,) = (trash / "info").iterdir()
    assert (kept.read_bytes(), _origin(note), f"{kept.name}.trashinfo") == (b"photo", photo, note.name)


def test_mounts_are_found(tmp_path: Path) -> None:
    assert freedesktop.mount_point("/") == "/"
    found = freedesktop.mount_point(str(tmp_path))
    assert str(tmp_path).startswith(found)
    if os.path.isdir("/proc/self"):
        assert freedesktop.mount_point("/proc/self") == "/proc"


def test_without_a_table_of_mounts_they_are_found_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = freedesktop.mount_point("/proc") if os.path.isdir("/proc") else "/"
    monkeypatch.setattr(freedesktop, "_MOUNTS", str(tmp_path / "nowhere"))
    assert freedesktop.mount_point("/proc" if known == "/proc" else "/") == known
