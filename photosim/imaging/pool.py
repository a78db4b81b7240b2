"""Decoding in processes of its own, so that no file can crash, hang or exhaust photosim."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, InvalidStateError, wait
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from photosim.domain.encoder import InputSpec
from photosim.domain.errors import Cancelled, PhotosimError
from photosim.domain.files import FoundFile, Problem
from photosim.domain.photo import ReadPhoto
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits
from photosim.imaging import worker
from photosim.imaging.batches import BatchReader, Task, crashed, too_slow
from photosim.imaging.quiet import QuietContext
from photosim.imaging.refusal import Refusal

if TYPE_CHECKING:
    from photosim.imaging.preview import Raster
    from photosim.imaging.whole import WholePicture

Answer = TypeVar("Answer")

_ATTEMPTS = 2
_QUEUE_ROOM = 4
_START_SECONDS = 60.0
_GLANCE_SECONDS = 0.05


class DecodePool:
    """Reads photos in worker processes.

    A worker prints nothing, has a bounded memory, and is killed and replaced when a file takes too long
    or crashes it; then that file becomes a problem, and no other.

    Safe to use from several threads. A context manager; nothing runs before the first file is asked for.
    """

    def __init__(self, spec: InputSpec, limits: DecodeLimits, workers: int) -> None:
        """Prepare a pool.

        Args:
            spec: how the encoder wants its pixels.
            limits: what one file may cost.
            workers: number of processes, >= 1.
        """
        self._spec = spec
        self._limits = limits
        self._workers = max(1, workers)
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None
        self._outstanding: set[Future[Any]] = set()
        self._free = threading.Semaphore(self._workers)
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read_many(self, files: Iterable[FoundFile], cancel: CancelToken) -> Iterator[ReadPhoto | Problem]:
        """Read files, in whatever order they get done.

        Args:
            files: taken lazily: only a few files per worker are in hand at a time.
            cancel: pause hands out no more files; stop is noticed within a second.

        Yields:
            For each file the photo, or why it is none.

        Raises:
            Cancelled: a stop was asked for.
            PhotosimError: the system does not let photosim start its processes.
        """
        return BatchReader(self._submit_batch, self._restart, self._limits, self._workers).read(files, cancel)

    def read(self, path: str, region: tuple[int, int, int, int] | None = None) -> ReadPhoto:
        """Read one file, or a part of its picture, that the user asked for.

        Args:
            path: the file.
            region: x, y, width, height in pixels of the upright picture; None: all of it.

        Raises:
            FileError: the file is no photo, or the region lies outside of it.
        """
        return self._ask(path, worker.read_wish, (path, None, self._spec, self._limits, region))

    def read_bytes(
        self, data: bytes, name: str, region: tuple[int, int, int, int] | None = None
    ) -> ReadPhoto:
        """Read a picture that lies in no file; see `read.read_bytes`.

        Raises:
            FileError: the bytes are no photo, or the region lies outside of it.
        """
        return self._ask(name, worker.read_wish, (name, data, self._spec, self._limits, region))

    def render(
        self,
        path: str,
        max_side: int,
        region: tuple[int, int, int, int] | None = None,
        cancel: CancelToken | None = None,
    ) -> Raster:
        """Decode a photo, or a part of it, for the large view; see `preview.render`.

        Args:
            path: the file.
            max_side: the longest side of what is shown will have at most so many pixels.
            region: x, y, width, height in pixels of the upright picture; None: all of it.
            cancel: nobody waits for the picture any more, noticed at once; None: somebody always does.

        Raises:
            Cancelled: a stop was asked for.
            FileError: the file is no photo, or the region lies outside of it.
        """
        return self._ask(path, worker.render_file, (path, max_side, self._limits, region), cancel)

    def render_bytes(self, data: bytes, name: str, max_side: int) -> Raster:
        """Decode a picture that lies in no file; see `preview.render`.

        Raises:
            FileError: the bytes are no photo.
        """
        return self._ask(name, worker.render_file, (name, max_side, self._limits, None, data))

    def thumbnail(self, path: str) -> bytes:
        """The thumbnail of a photo; see `preview.thumbnail_or_refuse`.

        Raises:
            FileError: the file is no photo.
        """
        return self._ask(path, worker.thumbnail_file, (path, self._limits))

    def whole(self, path: str) -> WholePicture:
        """Decode all pixels of a photo; see `whole.WholePicture`.

        Raises:
            FileError: the file is no sound picture.
        """
        return self._ask(path, worker.whole_file, (path, self._limits))

    def close(self) -> None:
        """End all processes at once, whatever they are doing; does nothing the second time."""
        with self._lock:
            self._closed = True
            self._stop()

    def _submit_batch(self, paths: tuple[str, ...]) -> Task:
        return self._submit(worker.read_files, (list(paths), self._spec, self._limits))

    def _submit(self, work: Callable[..., Answer], arguments: tuple[Any, ...]) -> Future[Answer]:
        with self._lock:
            if self._closed:
                raise PhotosimError("The reading of photos has ended already.")
            pool = self._pool if self._pool is not None and self._pool.active else self._start()
            task: Future[Answer] = pool.schedule(work, args=arguments, timeout=self._limits.max_seconds)
            self._outstanding.add(task)
        task.add_done_callback(self._outstanding.discard)
        return task

    def _ask(
        self,
        path: str,
        work: Callable[..., Answer | Refusal],
        arguments: tuple[Any, ...],
        cancel: CancelToken | None = None,
    ) -> Answer:
        answer: Answer | Refusal = crashed()
        # A wish may have to wait for the files that a scan has in hand.
        patience = self._limits.max_seconds * _QUEUE_ROOM
        for _ in range(_ATTEMPTS):
            try:
                answer = _wait(self._wish(work, arguments, patience, cancel), patience, cancel)
                break
            except TimeoutError:
                answer = too_slow(self._limits)
                break
            except (ProcessExpired, BrokenProcessPool):
                continue
        if isinstance(answer, Refusal):
            raise answer.as_error(path)
        return answer

    def _wish(
        self,
        work: Callable[..., Answer],
        arguments: tuple[Any, ...],
        patience: float,
        cancel: CancelToken | None,
    ) -> Future[Answer]:
        """Hand out work when a process is free for it; by then nobody may wait for it any more.

        What is handed out cannot be taken back: that would end its process, and the next wish would wait
        for a new one.
        """
        end = time.monotonic() + patience
        while not self._free.acquire(timeout=_GLANCE_SECONDS):
            _leave_if(cancel)
            if time.monotonic() > end:
                raise TimeoutError
        try:
            _leave_if(cancel)
            task = self._submit(work, arguments)
        except BaseException:
            self._free.release()
            raise
        task.add_done_callback(lambda _task: self._free.release())
        return task

    def _restart(self) -> None:
        with self._lock:
            if not self._closed:
                self._stop()
                self._start()

    def _start(self) -> ProcessPool:
        self._stop()
        pool = ProcessPool(
            max_workers=self._workers,
            initializer=worker.start,
            initargs=(self._limits, self._workers),
            context=QuietContext(),
        )
        self._pool = pool
        try:
            # Without an answer, every file would be blamed for what ails the processes.
            pool.schedule(worker.answer).result(_START_SECONDS)
        except (OSError, ProcessExpired, BrokenProcessPool) as error:
            self._stop()
            raise PhotosimError("photosim could not start the processes that decode photos.") from error
        return pool

    def _stop(self) -> None:
        if self._pool is None:
            return
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._pool = None
        # A stopped pool leaves its tasks undecided: whoever waits for one would wait for ever.
        for task in tuple(self._outstanding):
            with contextlib.suppress(InvalidStateError):
                task.set_exception(BrokenProcessPool("the processes were ended"))


def _wait(task: Future[Answer], patience: float, cancel: CancelToken | None) -> Answer:
    """The task's result; gives up on it as soon as nobody waits for it."""
    end = time.monotonic() + patience
    while cancel is not None and not task.done() and time.monotonic() < end:
        _leave_if(cancel)
        wait([task], _GLANCE_SECONDS)
    return task.result(max(0.0, end - time.monotonic()))


def _leave_if(cancel: CancelToken | None) -> None:
    if cancel is not None and cancel.cancelled:
        raise Cancelled
