"""A scan may be killed at any moment: at most the batch in hand is lost, and the next scan continues.

PHOTOSIM_KILLS tells how often it is killed (12 times without it).
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from photosim.catalog.library import Library
from tests.catalog.builders import MODEL, code_of, facts, jpeg, recorded
from tests.faults import scan_and_be_killed as child

_KILLS = int(os.environ.get("PHOTOSIM_KILLS", "12"))
_BY_LIBRARY = 4
_FILES = 960
_BATCH = 16

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 on this system"),
    pytest.mark.timeout(60 + 15 * _KILLS),
]


def _start(library: Path, folder: Path, files: int = _FILES) -> subprocess.Popen[bytes]:
    command = [sys.executable, child.__file__, str(library), str(folder), str(files), str(_BATCH)]
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)


def _seconds_of_a_start(library: Path, folder: Path) -> float:
    """How long it takes here and now until a library is open."""
    started = time.monotonic()
    with _start(library, folder, files=0) as process:
        assert process.stdout is not None
        process.stdout.readline()
        return time.monotonic() - started


def _outcome(process: subprocess.Popen[bytes], said: bytes = b"") -> tuple[int, bool]:
    """When it is over: how many batches it said to have stored, and whether it ended by itself."""
    assert process.stdout is not None
    said += process.stdout.read()
    code = process.wait()
    assert code in (0, -signal.SIGKILL)
    return said.count(b"stored"), code == 0


def _kill_at_the_start(process: subprocess.Popen[bytes], seconds: float) -> tuple[int, bool]:
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    return _outcome(process)


def _kill_at_work(process: subprocess.Popen[bytes], batches: int, share: float) -> tuple[int, bool]:
    """Kill it when it has stored some batches and as much of the next one as `share` of the time of one."""
    assert process.stdout is not None
    said = process.stdout.readline()
    before = now = time.monotonic()
    for _ in range(batches):
        said += process.stdout.readline()
        before, now = now, time.monotonic()
    time.sleep(share * (now - before))
    process.send_signal(signal.SIGKILL)
    return _outcome(process, said)


def _check_databases(library: Path) -> None:
    for name in ("catalog.sqlite", "thumbnails.sqlite"):
        if (library / name).exists():
            with closing(sqlite3.connect(library / name)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def _check_photos(library: Library, folder: Path) -> int:
    """Make sure that what is stored is whole; returns how many batches it is."""
    files = child.files_of(str(folder), _FILES)
    photos = library.photos()
    # Whole batches from the front, nothing else.
    assert len(photos) % _BATCH == 0
    assert [photo.path for photo in photos] == [file.path for file in files[: len(photos)]]
    table = library.codes(MODEL)
    row_of = {content: row for row, content in enumerate(table.contents)}
    assert len(row_of) == len({photo.content for photo in photos})
    pictures = library.thumbnails(row_of)
    for file, photo in zip(files, photos, strict=False):
        expected = recorded(file, child.content_of(file)).read
        assert (photo.content, photo.stamp, photo.missing) == (expected.content, file.stamp, False)
        assert (photo.facts, photo.preview_digest) == (facts(photo.content), expected.preview_digest)
        code, bits = code_of(photo.content)
        assert abs(table.code[row_of[photo.content]] - code).max() < 1e-3
        assert (table.bits[row_of[photo.content]] == bits).all()
        assert pictures[photo.content] == jpeg(photo.content)
    return len(photos) // _BATCH


def test_killed_scans_lose_at_most_a_batch(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    sys.stdout.write(f"seed {seed}\n")  # shown when the test fails
    moment = random.Random(seed)
    folder = tmp_path / "photos"
    folder.mkdir()
    start = _seconds_of_a_start(tmp_path / "first", folder)
    kills = hit = 0
    for number in range(max(1, _KILLS // _BY_LIBRARY)):
        library_folder = tmp_path / f"library-{number}"
        stored, ended = 0, False
        for turn in range(_BY_LIBRARY + 1):
            with _start(library_folder, folder) as process:
                if turn == 0:
                    said, ended = _kill_at_the_start(process, moment.uniform(0, 1.2) * start)
                elif turn < _BY_LIBRARY:
                    said, ended = _kill_at_work(process, moment.randint(1, 8), moment.uniform(0, 1.5))
                else:
                    said, ended = _outcome(process)
            with Library.open(str(library_folder)) as library:
                assert not library.read_only
                now = _check_photos(library, folder)
                pending = bool(library.pending())
            _check_databases(library_folder)
            # All that was called stored is there, and of the batch in hand all or nothing.
            assert stored + said <= now <= stored + said + 1
            assert not ended or (now == _FILES // _BATCH and not pending)
            kills += not ended
            hit += not ended and 0 < now < _FILES // _BATCH
            stored = now
        assert ended
    # Most kills must have met a scan at work, or this has proved nothing.
    assert hit > kills // 3, f"only {hit} of {kills} kills met a scan at work"
