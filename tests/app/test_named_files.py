"""Files that a person names: whatever they are, nothing hangs, and no photo is written over."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photosim.app.atomic import check_target, read_named, write_atomically
from photosim.domain.errors import FileError


def test_a_file_is_read_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_bytes(b"{}")
    assert read_named("read the rules", str(path), 2) == b"{}"


def test_more_bytes_than_such_a_file_has_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(FileError, match="far more than such a file has"):
        read_named("read the rules", str(path), 1000)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files on Windows")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (str(pipe), str(tmp_path), "/dev/zero"):
        with pytest.raises(FileError, match="it is not a file") as told:
            read_named("read the rules", path, 1000)
        assert path in str(told.value)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        read_named("read the rules", str(tmp_path / "nowhere"), 1000)


def _picture(path: Path, form: str = "JPEG") -> bytes:
    Image.new("RGB", (8, 8), (200, 30, 30)).save(path, form)
    return path.read_bytes()


@pytest.mark.parametrize("name", ["a.jpg", "report.html", "plan.json"])
def test_no_photo_is_written_over(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    before = _picture(path)
    with pytest.raises(FileError, match="there is a picture of this name"):
        check_target(str(path))
    with pytest.raises(FileError, match="there is a picture of this name"):
        write_atomically(str(path), b"<html>")
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [name]


def test_no_photo_is_written_over_through_a_link(tmp_path: Path) -> None:
    photo, link = tmp_path / "photo.jpg", tmp_path / "plan.json"
    before = _picture(photo)
    link.symlink_to(photo)
    with pytest.raises(FileError, match="there is a picture of this name"):
        write_atomically(str(link), b"{}")
    assert photo.read_bytes() == before


def test_no_database_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(b"SQLite format 3\0 and so on")
    with pytest.raises(FileError, match="there is a database of this name"):
        write_atomically(str(path), b"{}")
    assert path.read_bytes().startswith(b"SQLite")


def test_one_drawing_may_replace_another(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    _picture(path, "PNG")
    drawn = _picture(tmp_path / "other.png", "PNG") + b"new"
    check_target(str(path), drawn=True)
    write_atomically(str(path), drawn)
    assert path.read_bytes() == drawn


@settings(max_examples=50)
@given(before=st.binary(max_size=64), after=st.binary(max_size=64))
def test_what_was_there_is_replaced_or_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes
) -> None:
    path = tmp_path_factory.mktemp("named") / "file"
    path.write_bytes(before)
    try:
        write_atomically(str(path), after)
    except FileError:
        assert path.read_bytes() == before
    else:
        assert path.read_bytes() == after
    assert os.listdir(path.parent) == ["file"]
