"""Whole or not at all."""

import os
import sys
from pathlib import Path

import pytest

from photosim.app.atomic import write_atomically
from photosim.domain.errors import FileError


def test_a_new_file_has_the_bytes_and_the_usual_permissions(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_atomically(str(target), b"hello\r\n")
    assert target.read_bytes() == b"hello\r\n"
    (tmp_path / "usual").write_bytes(b"")
    assert target.stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert sorted(os.listdir(tmp_path)) == ["report.html", "usual"]


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomically(str(target), b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(str(link), b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_the_longest_name_the_system_allows_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 255)
    write_atomically(str(target), b"new")
    assert target.read_bytes() == b"new"


def test_a_missing_folder_is_told_with_action_path_and_reason(tmp_path: Path) -> None:
    target = str(tmp_path / "missing" / "report.html")
    with pytest.raises(FileError) as error:
        write_atomically(target, b"new")
    assert error.value.action == "write"
    assert target in str(error.value)
    assert "No such file or directory" in str(error.value)


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(FileError, match="not a file"):
        write_atomically(str(tmp_path / "report.html"), b"new")
    assert os.listdir(tmp_path) == ["report.html"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs RLIMIT_FSIZE")
def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    import resource
    import signal

    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(FileError, match="too large"):
            write_atomically(str(target), b"n" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["report.html"]


def test_a_path_that_is_no_utf8_is_told_readably(tmp_path: Path) -> None:
    target = os.path.join(os.fsencode(tmp_path), b"caf\xe9", b"report.html")
    with pytest.raises(FileError) as error:
        write_atomically(os.fsdecode(target), b"new")
    str(error.value).encode("utf-8")
