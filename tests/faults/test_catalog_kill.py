"""A scan may be killed at any moment: at most the batch in hand is lost, and the next scan continues.

PHOTOSIM_KILLS tells how often it is killed (30 times without it).
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

_KILLS = int(os.environ.get("PHOTOSIM_KILLS", "30"))
_FILES = 960
_BATCH = 16

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 on this system"),
    pytest.mark.timeout(60 + 15 * _KILLS),
]


def _scan_until_killed(library: Path, folder: Path, moment: random.Random) -> tuple[int, bool]:
    """Run a scan and kill it at a random moment; returns how many batches it stored, and if it ended."""
    command = [sys.executable, child.__file__, str(library), str(folder), str(_FILES), str(_BATCH)]
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        if moment.random() < 0.75:
            # Past the start of Python, which is most of the time and holds nothing to be found.
            process.stdout.readline()
            time.sleep(moment.expovariate(1 / 0.15))
        else:
            time.sleep(moment.uniform(0, 2))
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read()
        code = process.wait()
    assert code in (0, -signal.SIGKILL)
    return said.count(b"stored"), code == 0


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
    kills = hit = rounds = 0
    while kills < _KILLS:
        rounds += 1
        library_folder = tmp_path / f"library-{rounds}"
        stored, ended = 0, False
        while not ended and kills < _KILLS:
            said, ended = _scan_until_killed(library_folder, folder, moment)
            kills += not ended
            with Library.open(str(library_folder)) as library:
                assert not library.read_only
                now = _check_photos(library, folder)
                pending = bool(library.pending())
            _check_databases(library_folder)
            # All that was called stored is there, and of the batch in hand all or nothing.
            assert stored + said <= now <= stored + said + 1
            hit += 0 < now < _FILES // _BATCH
            assert not ended or (now == _FILES // _BATCH and not pending)
            stored = now
    # Most kills must have met a scan at work, or this has proved nothing.
    assert hit > kills // 3, f"only {hit} of {kills} kills met a scan at work"
