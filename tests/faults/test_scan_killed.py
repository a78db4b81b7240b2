"""kill -9 at any moment of a scan: nothing wrong stays behind, and the next scan finishes the work.

PHOTOSIM_KILLS tells how often it is killed (12 times without it).
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from photosim.app.workspace import open_workspace
from tests.faults.scanning import TINY_MODEL, children_of, command, make_photos, start

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows"),
    pytest.mark.timeout(600 + 30 * int(os.environ.get("PHOTOSIM_KILLS", "0"))),
]

_LIBRARIES = int(os.environ.get("PHOTOSIM_KILLS", "12")) // 4
_KILLS_BY_LIBRARY = (4,) * max(1, _LIBRARIES)


def finish(library: Path, photos: Path) -> None:
    done = subprocess.run(command(library, "scan", str(photos)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done


def everything_known(library: Path) -> tuple[list[tuple[str, bytes, bool]], dict[bytes, bytes], set[bytes]]:
    with open_workspace(str(library), read_only=True, model_folder=TINY_MODEL) as workspace:
        photos = [(photo.path, photo.content, photo.missing) for photo in workspace.photos()]
        indexed = workspace.indexed()
        codes = {
            content: row.astype(np.float16).tobytes()
            for content, row in zip(indexed.contents, indexed.code, strict=True)
        }
        return photos, codes, set(workspace.library.thumbnails(indexed.contents))


def test_scans_killed_at_random_moments_end_in_the_same_library(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    make_photos(photos, 60)
    started = time.monotonic()
    finish(tmp_path / "undisturbed", photos)
    whole = time.monotonic() - started
    expected = everything_known(tmp_path / "undisturbed")
    assert len(expected[0]) == 60
    moments = random.Random(20)
    for number, kills in enumerate(_KILLS_BY_LIBRARY):
        library = tmp_path / f"library-{number}"
        for _ in range(kills):
            scan = start(library, "scan", str(photos))
            time.sleep(moments.uniform(0.05, 1.0) * whole)
            os.kill(scan.pid, signal.SIGKILL)
            scan.communicate()
            wait_until_alone(scan.pid)
        finish(library, photos)
        assert everything_known(library) == expected


def wait_until_alone(group: int) -> None:
    """The decoding processes notice that their master is gone and end."""
    deadline = time.monotonic() + 100
    while left := children_of(group):
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
