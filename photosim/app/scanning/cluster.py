"""Photos on shared storage, read and encoded by the workers of a Dask cluster.

Whoever can reach the scheduler can run programs on its workers: Dask trusts its network.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import re
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from photosim import __version__
from photosim.catalog.records import Recorded
from photosim.domain.errors import PhotosimError
from photosim.domain.extras import how_to_add
from photosim.domain.files import FileStamp, FoundFile, Problem, ProblemKind
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits

if TYPE_CHECKING:
    from distributed import Client, Future

    from photosim.app.scanning.cluster_work import Order, Work

_log = logging.getLogger(__name__)

_BATCH_FILES = 32
_BATCH_BYTES = 64 * 1024**2
_BATCHES_PER_THREAD = 3
_CONNECT_SECONDS = 10
_LOOK_UP_SECONDS = 0.2
_COUNT_SECONDS = 2.0
_FETCH_SECONDS = 0.5
_LONGEST_FETCH_SECONDS = 16.0
_RPC_SECONDS = 0.5
_PATIENCE_SECONDS = 60.0
# Network drives round times, some to two seconds.
_SAME_TIME_NS = 2_000_000_001

_ADDRESS = re.compile(r"[a-z]+://[^/\s]+:\d+")

Batch = tuple[FoundFile, ...]


class ClusterReader:
    """Reads and encodes files on the workers of a cluster; a context manager.

    The results come back to the one process that writes the catalogue. What a worker that ends has in hand
    is given to another.
    """

    def __init__(self, address: str, model_folder: Path | None, model_id: str, limits: DecodeLimits) -> None:
        """Prepare a reader.

        Args:
            address: of the scheduler, as "tcp://host:8786".
            model_folder: holds the model on every machine; None: the shipped one.
            model_id: of that model.
            limits: what one file may cost.
        """
        self._address = address
        self._model = (model_folder.resolve() if model_folder else None, model_id)
        self._limits = limits
        self._client: Client | None = None
        self._order: Order | None = None
        self._next_count = 0.0
        self._last_sign = time.monotonic()
        self._threads = 0
        self._again: deque[Batch] = deque()
        self._running: dict[Future[Work], Batch] = {}

    def __enter__(self) -> Self:
        """Connect, and ask every worker whether it can do the work.

        Raises:
            PhotosimError: the scheduler is not there, or a worker has another photosim or another model.
        """
        try:
            from distributed import Client  # noqa: PLC0415 - heavy, and an extra

            from photosim.app.scanning.cluster_work import Order, Station, objection  # noqa: PLC0415
        except ImportError as error:
            raise PhotosimError(
                "A cluster needs the Python package distributed here and on its workers: "
                f"{how_to_add('distributed')}"
            ) from error
        _hush()
        try:
            if not _ADDRESS.fullmatch(self._address):
                raise ValueError(self._address)
            self._client = Client(self._address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise PhotosimError(
                f"No Dask scheduler answers at {self._address}: check the address, which looks like "
                "tcp://host:8786, and that the scheduler runs the same version of Dask."
            ) from error
        self._order = Order(f"photosim-{uuid.uuid4().hex}", __version__, *self._model, self._limits)
        try:
            self._client.register_plugin(Station(self._order))
            answers = self._client.run(objection, self._order.name)
        except Exception as error:
            # Dask hands on whatever a worker raised, of any kind: mostly that it has no photosim.
            self._close()
            raise PhotosimError(
                f"The workers of {self._address} cannot be used ({error}): install the same photosim on each."
            ) from error
        for worker, sentence in answers.items():
            if sentence:
                self._close()
                raise _unfit(worker, sentence)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def read_many(self, files: Iterable[FoundFile], cancel: CancelToken) -> Iterator[Recorded | Problem]:
        """Read files, in whatever order they get done.

        Args:
            files: taken lazily, a few batches for each thread of the workers.
            cancel: pause hands out no more files; stop is noticed within a second.

        Yields:
            For each file the photo with its code, or why it is none.

        Raises:
            Cancelled: a stop was asked for.
            PhotosimError: the scheduler, or every worker, has gone; what was yielded is good.
        """
        source = _batches(files)
        while True:
            if cancel.cancelled or not self._running:
                cancel.checkpoint()
            self._count_threads()
            if not cancel.paused:
                self._hand_out(source)
            if not self._running and not cancel.paused:
                return
            for future in self._finished():
                yield from self._collect(future, cancel)

    def _finished(self) -> list[Future[Work]]:
        """What has come to its end; waits a moment for the first."""
        from distributed import CancelledError, wait  # noqa: PLC0415

        assert self._client is not None
        try:
            with self._client.as_current():
                waited = wait(list(self._running), timeout=_LOOK_UP_SECONDS, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return []
        except CancelledError as error:
            raise self._gone() from error
        return list(waited.done)

    def _hand_out(self, source: Iterator[Batch]) -> None:
        from photosim.app.scanning.cluster_work import work  # noqa: PLC0415

        assert self._client is not None
        assert self._order is not None
        while len(self._running) < max(1, self._threads) * _BATCHES_PER_THREAD:
            batch = self._again.popleft() if self._again else next(source, None)
            if batch is None:
                return
            future = self._client.submit(work, self._order.name, batch, pure=False)
            self._running[future] = batch

    def _collect(self, future: Future[Work], cancel: CancelToken) -> Iterator[Recorded | Problem]:
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415

        batch = self._running.pop(future)
        try:
            work = _fetched(future, cancel)
        except KilledWorker:
            yield from self._blame(batch)
            return
        except CancelledError as error:
            raise self._gone() from error
        finally:
            future.release()
        if work.objection:
            raise _unfit("that joined", work.objection)
        known = {file.path: file for file in batch}
        for outcome in work.outcomes:
            yield _as_seen_here(outcome, known)

    def _blame(self, batch: Batch) -> Iterator[Problem]:
        """Dask gave up, because several workers in turn ended on this batch: read its files one by one."""
        if len(batch) > 1:
            self._again.extend((file,) for file in batch)
            return
        reason = "Several workers of the cluster ended while they read it; the next scan tries it again."
        yield Problem(batch[0].path, ProblemKind.UNREADABLE, reason)

    def _count_threads(self) -> None:
        """Follow workers that come and go, every few seconds.

        Raises:
            PhotosimError: the scheduler has gone, or there has been no worker for a minute.
        """
        now = time.monotonic()
        if now < self._next_count:
            return
        assert self._client is not None
        if self._client.status == "closed":
            raise self._gone()
        self._next_count = now + _COUNT_SECONDS
        self._threads = _threads(self._client)
        if self._threads:
            self._last_sign = now
        elif now - self._last_sign > _PATIENCE_SECONDS:
            raise self._gone()

    def _gone(self) -> PhotosimError:
        return PhotosimError(
            f"The cluster at {self._address} has no scheduler or no workers any more. What was read is kept; "
            "scan again when it is back."
        )

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        self._running.clear()
        if client.status == "running" and client.scheduler is not None and self._order is not None:
            # A worker that hangs must not hold up who stops: the scheduler goes on telling them to end.
            with contextlib.suppress(OSError):
                client.sync(
                    client.scheduler.unregister_worker_plugin,
                    name=self._order.name,
                    callback_timeout=_RPC_SECONDS,
                )
        client.close(timeout=_CONNECT_SECONDS)


def _fetched(future: Future[Work], cancel: CancelToken) -> Work:
    """What a worker has done; it may fall silent before it has handed that over.

    Raises:
        Cancelled: a stop was asked for.
    """
    patience = _FETCH_SECONDS
    while True:
        try:
            return future.result(timeout=patience)
        except TimeoutError:
            cancel.checkpoint()
            # Each try begins anew, which a slow network must not suffer for.
            patience = min(2 * patience, _LONGEST_FETCH_SECONDS)


def _threads(client: Client) -> int:
    """Threads of all workers; 0 while the scheduler is being looked for."""
    if client.status != "running" or client.scheduler is None:
        return 0
    try:
        counts: dict[str, int] = client.sync(client.scheduler.ncores, callback_timeout=_RPC_SECONDS)
    except OSError:
        return 0
    return sum(counts.values())


def _hush() -> None:
    """Keep Dask from telling on the terminal what photosim tells in its own words."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)


def _unfit(worker: str, sentence: str) -> PhotosimError:
    return PhotosimError(f"The worker {worker} {sentence}.".replace("..", "."))


def _batches(files: Iterable[FoundFile]) -> Iterator[Batch]:
    source = iter(files)
    while batch := tuple(itertools.islice(_until_heavy(source), _BATCH_FILES)):
        yield batch


def _until_heavy(source: Iterator[FoundFile]) -> Iterator[FoundFile]:
    size = 0
    for file in source:
        yield file
        size += file.stamp.size
        if size > _BATCH_BYTES:
            return


def _as_seen_here(outcome: Recorded | Problem, known: dict[str, FoundFile]) -> Recorded | Problem:
    """The outcome under the file's stamp of this machine: numbers of volumes differ from one to another."""
    if isinstance(outcome, Problem):
        if outcome.kind is not ProblemKind.UNREADABLE:
            return outcome
        reason = f"A worker of the cluster could not read it: {outcome.reason}"
        return replace(outcome, reason=f"{reason} Every worker must find it under this path.")
    file = known[outcome.read.path]
    if not _is_same(outcome.read.stamp, file.stamp):
        reason = (
            "A worker of the cluster found another file under this path, or it has just changed: the folder "
            "must be the same one on every worker."
        )
        return Problem(file.path, ProblemKind.UNREADABLE, reason)
    return replace(outcome, read=replace(outcome.read, stamp=file.stamp))


def _is_same(one: FileStamp, other: FileStamp) -> bool:
    return one.size == other.size and abs(one.mtime_ns - other.mtime_ns) < _SAME_TIME_NS
