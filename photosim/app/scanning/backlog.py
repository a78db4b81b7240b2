"""The files that wait to be read; what memory should not hold waits on disk."""

from __future__ import annotations

import json
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from typing import IO

from photosim.app.scanning.pipeline import Aborted
from photosim.catalog.records import FileState
from photosim.domain.errors import LibraryError
from photosim.domain.files import FileStamp, FoundFile, display_path

_BLOCK = 2000

Waiting = tuple[FoundFile, FileState]


class Backlog:
    """A queue that takes any number of files, so that a scan knows early how much there is to do.

    At most two blocks of 2,000 files are in memory; the rest lies in a nameless file in `folder`,
    which is gone with the process.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._front: deque[Waiting] = deque()
        self._blocks: deque[tuple[int, int]] = deque()
        self._back: list[Waiting] = []
        self._file: IO[bytes] | None = None
        self._closed = False
        self._aborted = False
        self._changed = threading.Condition()

    def put(self, items: Sequence[Waiting]) -> None:
        """Append files.

        Raises:
            Aborted: nobody takes anything any more.
            LibraryError: the disk is full.
        """
        with self._changed:
            if self._ended:
                raise Aborted
            self._back.extend(items)
            if len(self._back) >= _BLOCK:
                self._store_block()
            self._changed.notify_all()

    def take(self) -> Waiting | None:
        """The file that waits longest; None when nothing is left and nothing more will come."""
        with self._changed:
            self._changed.wait_for(lambda: self._front or self._blocks or self._back or self._ended)
            if not self._front and self._blocks:
                self._load_block()
            if not self._front:
                self._front.extend(self._back)
                self._back.clear()
            return self._front.popleft() if self._front else None

    def __iter__(self) -> Iterator[Waiting]:
        """The files one by one, until the backlog is closed and empty, or aborted."""
        while (item := self.take()) is not None:
            yield item

    def close(self) -> None:
        """Tell the receiver that nothing more will come."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def abort(self) -> None:
        """Drop what is waiting and release whoever waits."""
        with self._changed:
            self._aborted = True
            self._front.clear()
            self._blocks.clear()
            self._back.clear()
            self._changed.notify_all()

    def release(self) -> None:
        """Give the disk space back; nothing may be taken or put any more."""
        with self._changed:
            if self._file is not None:
                self._file.close()
                self._file = None

    @property
    def _ended(self) -> bool:
        return self._closed or self._aborted

    def _store_block(self) -> None:
        # JSON keeps lone surrogates, which names that are not UTF-8 contain.
        data = json.dumps([_as_row(item) for item in self._back]).encode("ascii")
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by release
            offset = self._file.seek(0, 2)
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            raise LibraryError(
                f"The library folder “{display_path(self._folder)}” cannot be written: {error.strerror}."
            ) from error
        self._blocks.append((offset, len(data)))
        self._back.clear()

    def _load_block(self) -> None:
        assert self._file is not None
        offset, length = self._blocks.popleft()
        self._file.seek(offset)
        self._front.extend(_from_row(row) for row in json.loads(self._file.read(length)))
        if not self._blocks:
            self._file.truncate(0)


def _as_row(item: Waiting) -> list[str | int]:
    file, state = item
    stamp = file.stamp
    return [state.value, file.path, stamp.size, stamp.mtime_ns, stamp.device, stamp.inode]


def _from_row(row: list[str | int]) -> Waiting:
    state, path, *stamp = row
    return FoundFile(str(path), FileStamp(*map(int, stamp))), FileState(str(state))
