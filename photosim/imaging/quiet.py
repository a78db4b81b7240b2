"""Spawned processes that neither print nor take Ctrl-C, not even before their first line of ours runs."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.context import SpawnContext, SpawnProcess

_ERRORS = 2
_one_at_a_time = threading.Lock()


class QuietProcess(SpawnProcess):
    """A process that inherits nowhere to print errors to, and no ear for Ctrl-C.

    A terminal sends Ctrl-C to all processes. One that it ended while its interpreter still starts would leave
    a traceback, and who waits for its first answer would take it for broken; its parent ends it in order.
    """

    @staticmethod
    def _Popen(process_obj: QuietProcess) -> object:  # type: ignore[override]  # noqa: N802 - the library's name
        with _null_errors(), _no_interrupts():
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


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """Let what is started meanwhile inherit that SIGINT is held back; one for this process comes late."""
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:  # Windows, where a started process has no mask to inherit
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)
