"""Many files through a pool: handed out in batches, a few at a time, the culprit found when one fails."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from pebble import ProcessExpired

from photosim.domain.files import FoundFile, Problem, ProblemKind, display_path
from photosim.domain.photo import ReadPhoto
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.formats import format_by_suffix
from photosim.imaging.refusal import Refusal
from photosim.imaging.worker import Mishap

_log = logging.getLogger(__name__)

_LOOK_UP_SECONDS = 0.2
_STALL_SECONDS = 5.0
_STALL_SECONDS_AFTER_CRASH = 3.0
_TASKS_PER_WORKER = 2
_BATCH_FILES = 16
_BATCH_BYTES = 4 * 1024**2
# A byte of the other formats takes far longer to decode than one of a JPEG.
_WEIGHT_OF_OTHERS = 16
_ATTEMPTS = 2

Task = Future[list[ReadPhoto | Problem | Mishap]]
Submit = Callable[[tuple[str, ...]], Task]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some files for one process; `crashes` tells how often it ended one."""

    paths: tuple[str, ...]
    crashes: int = 0


class BatchReader:
    """One reading of many files; see `DecodePool.read_many`."""

    def __init__(
        self, submit: Submit, restart: Callable[[], None], limits: DecodeLimits, workers: int
    ) -> None:
        """Prepare the reading.

        Args:
            submit: hands some files to a process that reads them one after the other.
            restart: replaces all processes.
            limits: what one file may cost.
            workers: number of processes.
        """
        self._submit = submit
        self._restart = restart
        self._limits = limits
        self._most_running = workers * _TASKS_PER_WORKER
        self._again: deque[_Batch] = deque()
        self._running: dict[Task, _Batch] = {}
        self._suspects: set[Task] = set()
        self._last_sign = time.monotonic()

    def read(self, files: Iterable[FoundFile], cancel: CancelToken) -> Iterator[ReadPhoto | Problem]:
        """Yield for each file the photo, or why it is none.

        Raises:
            Cancelled: a stop was asked for.
        """
        source = _batches(files)
        while True:
            if cancel.cancelled or not self._running:
                cancel.checkpoint()
            if not cancel.paused:
                self._hand_out(source)
            if not self._running and not cancel.paused:
                return
            yield from self._collect()

    def _hand_out(self, source: Iterator[_Batch]) -> None:
        while len(self._running) < self._most_running:
            batch = self._again.popleft() if self._again else next(source, None)
            if batch is None:
                return
            if not self._running:
                self._last_sign = time.monotonic()
            self._running[self._submit(batch.paths)] = batch

    def _collect(self) -> Iterator[ReadPhoto | Problem]:
        done, _ = wait(self._running, timeout=_LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
        if not done:
            self._look_for_stall()
            return
        for future in done:
            batch = self._running.pop(future)
            self._suspects.discard(future)
            try:
                yield from map(_told, future.result())
            except TimeoutError:
                yield from self._blame(batch, too_slow(self._limits), may_retry=False)
            except (ProcessExpired, BrokenProcessPool):
                self._suspects.update(self._running)
                yield from self._blame(batch, crashed(), may_retry=True)
        # Read after the results were taken: the consumer's time is not the workers'.
        self._last_sign = time.monotonic()

    def _look_for_stall(self) -> None:
        """Start afresh when no process gives a sign of life any more.

        Every task ends within the time limit, by the pool's own watch, unless a process died or was
        stopped while it held the lock that all of them share. While tasks are out that were so at a
        crash, that is likely enough to rather read a slow file twice than to wait for long.
        """
        patience = _STALL_SECONDS_AFTER_CRASH if self._suspects else self._limits.max_seconds + _STALL_SECONDS
        if not self._running or time.monotonic() - self._last_sign < patience:
            return
        self._suspects.clear()
        self._restart()
        self._again.extend(self._running.values())
        self._running.clear()

    def _blame(self, batch: _Batch, refusal: Refusal, *, may_retry: bool) -> Iterator[Problem]:
        """Find the file that is to blame: a batch of several is read again one by one."""
        if len(batch.paths) > 1:
            self._again.extend(_Batch((path,)) for path in batch.paths)
        elif may_retry and batch.crashes + 1 < _ATTEMPTS:
            # Perhaps the file is innocent and the system, short of memory, ended the process.
            self._again.append(_Batch(batch.paths, batch.crashes + 1))
        else:
            yield refusal.as_problem(batch.paths[0])


def _told(answer: ReadPhoto | Problem | Mishap) -> ReadPhoto | Problem:
    if not isinstance(answer, Mishap):
        return answer
    _log.error("photosim failed on %s\n%s", display_path(answer.path), answer.trace)
    return Problem(answer.path, ProblemKind.DAMAGED, "photosim failed on this file; its log tells where.")


def too_slow(limits: DecodeLimits) -> Refusal:
    """The answer about a file on which a process ran out of time."""
    return Refusal(ProblemKind.TOO_SLOW, f"Decoding it took longer than {limits.max_seconds:g} seconds.")


def crashed() -> Refusal:
    """The answer about a file on which a process ended."""
    return Refusal(ProblemKind.DAMAGED, "The file is broken in a way that crashed its decoder.")


def _batches(files: Iterable[FoundFile]) -> Iterator[_Batch]:
    """Small files travel together: to hand out each alone would cost a good part of reading it."""
    paths: list[str] = []
    size = 0
    for file in files:
        weight = _weight(file)
        if paths and size + weight > _BATCH_BYTES:
            yield _Batch(tuple(paths))
            paths, size = [], 0
        paths.append(file.path)
        size += weight
        if len(paths) >= _BATCH_FILES:
            yield _Batch(tuple(paths))
            paths, size = [], 0
    if paths:
        yield _Batch(tuple(paths))


def _weight(file: FoundFile) -> int:
    promised = format_by_suffix(file.path)
    is_jpeg = promised is not None and promised.name == "JPEG"
    return file.stamp.size if is_jpeg else file.stamp.size * _WEIGHT_OF_OTHERS
