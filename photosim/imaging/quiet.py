"""Spawned processes that cannot print, not even before their first line of ours runs."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from multiprocessing.context import SpawnContext, SpawnProcess

_ERRORS = 2
_one_at_a_time = threading.Lock()


class QuietProcess(SpawnProcess):
    """A process that inherits nowhere to print errors to.

    One that is stopped while the interpreter still starts would leave a traceback in the terminal.
    """

    @staticmethod
    def _Popen(process_obj: QuietProcess) -> object:  # type: ignore[override]  # noqa: N802 - the library's name
        with _null_errors():
            return SpawnProcess._Popen(process_obj)  # noqa: SLF001 - the only seam there is


class QuietContext(SpawnContext):
    """Starts `QuietProcess`es."""

    Process = QuietProcess


@contextlib.contextmanager
def _null_errors() -> Iterator[None]:
    """Let what is started meanwhile inherit the null device as its stderr."""
    with _one_at_a_time:
        try:
            kept = os.dup(_ERRORS)
        except OSError:  # a program without a console has no stderr to hide
            yield
            return
        null = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(null, _ERRORS)
            yield
        finally:
            os.dup2(kept, _ERRORS)
            os.close(kept)
            os.close(null)
