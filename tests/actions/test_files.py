"""Files and folders: reached without detours, read whole, never replaced, on lesser systems too."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from photosim.actions import system as system_module
from photosim.actions.files import (
    DetourError,
    Files,
    NoRegularFileError,
    UnsteadyError,
    numbered,
)
from photosim.actions.system import System, leads_elsewhere
from photosim.domain.actions import Act, OutcomeState
from photosim.domain.files import Role
from tests.actions.world import World, content_of, group

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows never replaces by itself")


class ByPaths(System):
    """A system that cannot hold a folder open, as Windows."""

    has_handles = False  # type: ignore[misc]


@pytest.fixture(params=[System, ByPaths])
def files(request: pytest.FixtureRequest) -> Files:
    return Files(request.param())


def test_folders_are_reached_without_links(tmp_path: Path, files: Files) -> None:
    (tmp_path / "real" / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").touch()
    with files.folder(str(tmp_path), ("real", "inner")) as folder:
        assert folder.path == str(tmp_path / "real" / "inner")
        assert [inode for _, inode in folder.chain] == [
            os.stat(path).st_ino for path in (tmp_path, tmp_path / "real", tmp_path / "real" / "inner")
        ]
    for part in ("link", "file"):
        with pytest.raises(DetourError), files.folder(str(tmp_path), (part,)):
            pass
    # Up to the base they are followed: the user chose it.
    with files.folder(str(tmp_path / "link"), ("inner",)) as folder:
        assert folder.chain[-1][1] == os.stat(tmp_path / "real" / "inner").st_ino
    with pytest.raises(FileNotFoundError), files.folder(str(tmp_path), ("nowhere",)):
        pass


def test_missing_folders_are_made_when_asked(tmp_path: Path, files: Files) -> None:
    path = str(tmp_path / "a" / "b" / "file")
    with pytest.raises(FileNotFoundError), files.parent(path):
        pass
    for _ in range(2):
        with files.parent(path, make=0o700) as folder:
            assert files.status(folder, "file") is None
    assert os.stat(tmp_path / "a" / "b").st_mode & 0o777 == 0o700
    with files.parent(str(tmp_path / "c" / "file"), str(tmp_path), make=0o700):
        pass
    assert (tmp_path / "c").is_dir()


def test_reading(tmp_path: Path, files: Files) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with files.folder(str(tmp_path)) as folder:
        assert files.read(folder, "a").content == content_of(b"x" * 3_000_000)
        with pytest.raises(NoRegularFileError):
            files.read(folder, "link")
        with pytest.raises(FileNotFoundError):
            files.read(folder, "b")


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"before")

    class Busy(System):
        def read(self, handle: int, size: int) -> bytes:
            data = super().read(handle, size)
            path.write_bytes(b"afterwards")
            return data

    files = Files(Busy())
    with files.folder(str(tmp_path)) as folder, pytest.raises(UnsteadyError):
        files.read(folder, "a")


def _both_ways(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    if way == "none":
        monkeypatch.setattr(system_module, "_renamed_exclusively", lambda *_: False)


@posix
@pytest.mark.parametrize("way", ["own call", "none"])
def test_renaming_never_replaces(
    tmp_path: Path, files: Files, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    _both_ways(monkeypatch, way)
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    (tmp_path / "dangling").symlink_to("nowhere")
    with files.folder(str(tmp_path)) as folder:
        for taken in ("b", "dangling"):
            with pytest.raises(FileExistsError):
                files.rename(folder, "a", folder, taken)
        with pytest.raises(FileNotFoundError):
            files.rename(folder, "c", folder, "d")
        files.rename(folder, "a", folder, "c")
    assert sorted(os.listdir(tmp_path)) == ["b", "c", "dangling"]
    assert (tmp_path / "c").read_bytes() == b"a"


@posix
def test_the_systems_own_call_is_used_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the other way is known to be the exception."""
    monkeypatch.setattr(os, "rename", lambda *_, **__: pytest.fail("renamed the other way"))
    (tmp_path / "a").touch()
    System().rename(str(tmp_path / "a"), str(tmp_path / "b"))
    assert os.listdir(tmp_path) == ["b"]


@posix
def test_a_system_without_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_module.ctypes, "CDLL", lambda *_, **__: object())
    (tmp_path / "a").touch()
    System().rename(str(tmp_path / "a"), str(tmp_path / "b"))
    assert os.listdir(tmp_path) == ["b"]


@posix
def test_a_file_system_without_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_module.ctypes, "get_errno", lambda: errno.EINVAL)
    (tmp_path / "a").touch()
    with pytest.raises(FileNotFoundError):
        System().rename(str(tmp_path / "nowhere"), str(tmp_path / "b"))


def test_links_and_pointers_never_replace(tmp_path: Path, files: Files) -> None:
    (tmp_path / "a").write_bytes(b"a")
    with files.folder(str(tmp_path)) as folder:
        files.link(folder, "a", folder, "b")
        files.symlink("a", folder, "c")
        for name in ("b", "c"):
            with pytest.raises(FileExistsError):
                files.link(folder, "a", folder, name)
            with pytest.raises(FileExistsError):
                files.symlink("a", folder, name)
        status = files.status(folder, "c")
        assert status is not None
        assert leads_elsewhere(status)
    assert (tmp_path / "b").samefile(tmp_path / "a")


def test_copies_have_bytes_times_and_permissions(tmp_path: Path, files: Files) -> None:
    source = tmp_path / "a"
    source.write_bytes(os.urandom(2_500_000))
    os.chmod(source, 0o640)
    os.utime(source, ns=(5, 1_234_567_890_123_456_789))
    with files.folder(str(tmp_path)) as folder:
        reading = files.copy(folder, "a", folder, "b")
        with pytest.raises(FileExistsError):
            files.copy(folder, "a", folder, "b")
    copy = tmp_path / "b"
    assert copy.read_bytes() == source.read_bytes()
    assert reading.content == content_of(source.read_bytes())
    assert (copy.stat().st_mtime_ns, copy.stat().st_mode) == (
        source.stat().st_mtime_ns,
        source.stat().st_mode,
    )


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_folders_that_cannot_be_synced_are_left_at_that(tmp_path: Path, number: int) -> None:
    class Unable(System):
        def sync(self, handle: int) -> None:
            raise OSError(number, "unable")

    files = Files(Unable())
    with files.folder(str(tmp_path)) as folder:
        files.sync(folder)


def test_a_disk_that_fails_to_sync_is_told(tmp_path: Path) -> None:
    class Failing(System):
        def sync(self, handle: int) -> None:
            raise OSError(errno.EIO, "failing")

    files = Files(Failing())
    with files.folder(str(tmp_path)) as folder, pytest.raises(OSError, match="failing"):
        files.sync(folder)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.jpg"], ["a (2).jpg"]),
        (["a.jpg", "a.jpg.xmp", "a.mov"], ["a (2).jpg", "a (2).jpg.xmp", "a (2).mov"]),
        (["img_1.jpg", "img_e1.jpg"], ["img_1 (2).jpg", "img_e1 (2).jpg"]),
        (["noending"], ["noending (2)"]),
        (["x" * 251 + ".jpg"], ["x" * 247 + " (2).jpg"]),
        (["é" * 125 + ".jpg"], ["é" * 123 + " (2).jpg"]),
    ],
)
def test_second_names(names: list[str], expected: list[str]) -> None:
    assert numbered(names, 2) == expected
    assert all(len(os.fsencode(name)) <= 255 for name in numbered(names, 2))


@pytest.mark.parametrize("act", [Act.SET_ASIDE, Act.SYMLINK, Act.MOVE])
def test_there_and_back_again_by_paths(tmp_path: Path, act: Act) -> None:
    world = World(tmp_path)
    world.root()
    keeper, victim = world.photo("keep/a.jpg"), world.photo("go/a.jpg")
    (tmp_path / "target").mkdir()
    before = world.disk()
    target = str(tmp_path / "target") if act is Act.MOVE else None
    result = world.execute(world.plan([group(keeper, victim)], act=act, target=target), ByPaths())
    assert [outcome.state for outcome in result.outcomes] == [OutcomeState.DONE]
    world.undo(result.record, ByPaths())
    assert world.disk() == before


def test_protected_folders_above_a_root(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.root("all", Role.PROTECTED)
    world.root("all/photos")
    world.folder.mkdir(exist_ok=True)
    os.rmdir(world.folder)
    world.folder.symlink_to(tmp_path / "all" / "photos")
    world.root()
    keeper, victim = world.photo("keep/a.jpg"), world.photo("go/a.jpg")
    # By its name it lies in no protected folder, on the disk it does.
    outcomes = world.execute(world.plan([group(keeper, victim)])).outcomes
    assert [outcome.kind and outcome.kind.value for outcome in outcomes] == ["protected"]
