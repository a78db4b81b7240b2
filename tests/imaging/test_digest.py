"""Any file has a digest, the same one that a scan gives to a photo."""

import os
from pathlib import Path

import pytest
from blake3 import blake3

from photosim.domain.errors import Cancelled, FileError
from photosim.domain.progress import CancelToken
from photosim.imaging.digest import digest_file


@pytest.mark.parametrize("size", [0, 1, 3_000_001])
def test_digest_and_stamp(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    path = tmp_path / "film.mov"
    path.write_bytes(data)
    stamp, content = digest_file(str(path), CancelToken())
    assert content == blake3(data).digest()
    assert (stamp.size, stamp.mtime_ns) == (size, path.stat().st_mtime_ns)


def test_what_is_no_file_is_told_with_its_name(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.xmp"):
        with pytest.raises(FileError, match=path.name):
            digest_file(str(path), CancelToken())


@pytest.mark.skipif(
    not os.path.exists("/proc/self/mem"), reason="this system has no file that cannot be read"
)
def test_what_breaks_off_while_it_is_read_is_told() -> None:
    with pytest.raises(FileError, match="could not read it"):
        digest_file("/proc/self/mem", CancelToken())


def test_a_stop_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "film.mov").write_bytes(bytes(10))
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        digest_file(str(tmp_path / "film.mov"), cancel)
