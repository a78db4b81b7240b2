"""The window opens on a real X server too, not only on the offscreen screen that the other tests use."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from bootstrap import system


@pytest.fixture
def display() -> Iterator[str]:
    """An invisible X server of its own; it chooses a free number itself."""
    server = shutil.which("Xvfb")
    if server is None or not sys.platform.startswith("linux"):
        pytest.skip("Xvfb is not installed")
    if system.missing_window_libraries():
        pytest.skip(f"Qt lacks {', '.join(system.missing_window_libraries())}")
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with (
        open(reading, encoding="ascii") as number,
        subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as process,
    ):
        os.close(writing)
        yield f":{number.readline().strip()}"
        process.terminate()


def test_window_on_x11(display: str) -> None:
    program = Path(sysconfig.get_path("scripts")) / "photosim"
    done = subprocess.run(
        [program, "self-test", "--only", "window"],
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "“xcb”" in done.stdout
