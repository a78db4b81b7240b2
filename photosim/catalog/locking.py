"""One writer a library: a lock of the operating system, which ends with its process however that ends."""

from __future__ import annotations

import os

from filelock import FileLock, Timeout

LOCK_NAME = "library.lock"


class LibraryLock:
    """The right to change the library in a folder."""

    def __init__(self, folder: str) -> None:
        # Whoever closes the library may be another thread than the one that opened it.
        self._lock = FileLock(os.path.join(folder, LOCK_NAME), thread_local=False)

    def acquire(self) -> bool:
        """Take the lock, without waiting; False while somebody else holds it.

        Raises:
            OSError: the folder does not let itself be written.
        """
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Give the lock back; does nothing when it is not held."""
        self._lock.release()
