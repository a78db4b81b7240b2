import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from photosim.app.scanning.backlog import Backlog, Waiting
from photosim.app.scanning.pipeline import Aborted
from photosim.catalog.records import FileState
from photosim.domain.errors import LibraryError
from photosim.domain.files import FileStamp, FoundFile


def waiting(number: int) -> Waiting:
    # Names that are not UTF-8 come as lone surrogates.
    stamp = FileStamp(size=number, mtime_ns=2**62, device=2**64 - 1, inode=number)
    return FoundFile(f"/photos/\udcff/가족 {number}.jpg", stamp), FileState.NEW


def test_everything_comes_out_once_in_order_whatever_waits_on_disk(tmp_path: Path) -> None:
    backlog = Backlog(str(tmp_path))
    items = [waiting(number) for number in range(9_000)]
    for start in range(0, len(items), 700):
        backlog.put(items[start : start + 700])
    backlog.close()
    assert list(backlog) == items
    backlog.release()


def test_the_file_on_disk_has_no_name_and_is_gone_afterwards(tmp_path: Path) -> None:
    backlog = Backlog(str(tmp_path))
    backlog.put([waiting(number) for number in range(5_000)])
    if os.name == "posix":
        assert list(tmp_path.iterdir()) == []
    backlog.abort()
    backlog.release()
    assert list(tmp_path.iterdir()) == []


def test_what_was_read_gives_its_space_back(tmp_path: Path) -> None:
    backlog = Backlog(str(tmp_path))
    for _ in range(3):
        backlog.put([waiting(number) for number in range(4_000)])
        taken = [backlog.take() for _ in range(4_000)]
        assert taken[0] == waiting(0)
        assert taken[-1] == waiting(3_999)
    assert backlog._file is not None
    assert os.fstat(backlog._file.fileno()).st_size == 0
    backlog.release()


def test_a_reader_waits_for_the_writer(tmp_path: Path) -> None:
    backlog = Backlog(str(tmp_path))
    with ThreadPoolExecutor(1) as reader:
        taken = reader.submit(lambda: list(backlog))
        backlog.put([waiting(1)])
        backlog.put([waiting(2)])
        backlog.close()
        assert taken.result() == [waiting(1), waiting(2)]


def test_abort_releases_the_reader_and_stops_the_writer(tmp_path: Path) -> None:
    backlog = Backlog(str(tmp_path))
    with ThreadPoolExecutor(1) as reader:
        taken = reader.submit(backlog.take)
        backlog.abort()
        assert taken.result() is None
    with pytest.raises(Aborted):
        backlog.put([waiting(1)])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    backlog = Backlog(str(gone))
    with pytest.raises(LibraryError, match="gone"):
        backlog.put([waiting(number) for number in range(5_000)])
