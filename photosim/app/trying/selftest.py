"""Proof that what photosim needs works on this machine; the packaged program runs it, too."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial

from photosim import __version__
from photosim.app.trying import selftest_parts as parts
from photosim.app.trying.checks import Check, Outcome, check
from photosim.domain.errors import PhotosimError
from photosim.encoding.face_finder import faces_available

_WINDOW_SECONDS = 60


def self_test() -> Iterator[Check]:
    """Try everything, one check after the other; leaves nothing behind."""
    yield check("Program", lambda: f"photosim {__version__}, Python {platform.python_version()}")
    yield check("System", lambda: f"{platform.system()} {platform.release()}, {platform.machine()}")
    yield check("Model", parts.model)
    yield check("Known answer", parts.known_answer)
    for name in parts.WRITTEN_FORMATS:
        yield check(f"Reading {name}", partial(parts.read_written, name))
    yield check("Reading HEIF", parts.read_heif)
    yield check("Reading RAW", parts.raw_reader)
    if faces_available() is None:
        yield check("Faces", parts.faces)
    yield check("Catalogue", _in_temporary_folder(parts.catalogue))
    yield check("Scan and query", _in_temporary_folder(parts.scan_and_query))
    yield from window_checks()


def window_checks() -> list[Check]:
    """What a process of its own finds out about the window: Qt may abort the process that tries."""
    try:
        ended = _run_ourselves("--format", "json", "self-test", "--only", "window")
    except (OSError, subprocess.TimeoutExpired) as error:
        return [Check("Window", Outcome.FAILED, str(error))]
    try:
        told = json.loads(ended.stdout)
    except ValueError:
        last = ended.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return [Check("Window", Outcome.FAILED, f"its process ended with {ended.returncode}: {last}")]
    return [Check(found["name"], Outcome(found["outcome"]), found["detail"]) for found in told["checks"]]


def _run_ourselves(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "photosim"]
    return subprocess.run(  # noqa: S603 - ourselves
        [*program, *arguments],
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=_WINDOW_SECONDS,
        check=False,
    )


def _in_temporary_folder(attempt: Callable[[str], str]) -> Callable[[], str]:
    def run() -> str:
        try:
            with tempfile.TemporaryDirectory(prefix="photosim-self-test-") as folder:
                return attempt(folder)
        except OSError as error:
            raise PhotosimError(f"the folder for temporary files cannot be used: {error}") from error

    return run
