"""Libraries in C that print to the terminal by themselves, kept from doing so."""

import contextlib
import os
import threading
from collections.abc import Iterator

_STDERR = 2


class _Silence:
    """Turns the process's standard error away while at least one thread is inside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._kept: int | None = None

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._kept = _turn_away()
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0 and self._kept is not None:
                    os.dup2(self._kept, _STDERR)
                    os.close(self._kept)
                    self._kept = None


def _turn_away() -> int | None:
    """Point standard error at nothing; the descriptor to come back to, or None where there is none."""
    try:
        kept = os.dup(_STDERR)
    except OSError:
        return None  # a program without a console
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)
    return kept


silence = _Silence()
"""`with silence():` around such a library; what other threads print meanwhile is lost with it."""
