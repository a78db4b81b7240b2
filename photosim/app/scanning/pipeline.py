"""Stages that run beside one another, joined by bounded queues."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from photosim.domain.errors import Cancelled

T = TypeVar("T")


class Aborted(Exception):  # noqa: N818 - the echo of an error elsewhere, not one itself
    """The work was stopped, or another stage failed; there is nobody left to work for."""


class Channel(Generic[T]):
    """A queue between two stages that holds at most `limit` items: the faster one waits."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._items: deque[T] = deque()
        self._closed = False
        self._aborted = False
        self._changed = threading.Condition()

    def put(self, item: T) -> None:
        """Append an item, waiting for room.

        Raises:
            Aborted: nobody takes anything any more.
        """
        self.put_all((item,))

    def put_all(self, items: Collection[T]) -> None:
        """Append items together, waiting until there is room for all, or nothing else.

        Raises:
            Aborted: nobody takes anything any more.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._ended or not self._items or len(self._items) + len(items) <= self._limit
            )
            if self._ended:
                raise Aborted
            self._items.extend(items)
            self._changed.notify_all()

    def take(self, at_most: int, *, linger: float = 0.0, timeout: float | None = None) -> list[T]:
        """Up to `at_most` items.

        Args:
            at_most: the most items to return, > 0.
            linger: seconds to wait for a full batch once there is a first item.
            timeout: seconds to wait for the first item, None: until there is one.

        Returns:
            No items when none came in time, or none will come any more (see `finished`).
        """
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._ended, timeout)
            if linger and self._items:
                self._changed.wait_for(lambda: len(self._items) >= at_most or self._ended, linger)
            taken = [self._items.popleft() for _ in range(min(at_most, len(self._items)))]
            if taken:
                self._changed.notify_all()
            return taken

    def __iter__(self) -> Iterator[T]:
        """The items one by one, until the channel is closed and empty, or aborted."""
        while items := self.take(1):
            yield from items

    @property
    def finished(self) -> bool:
        """Whether nothing is left and nothing more will come."""
        with self._changed:
            return self._ended and not self._items

    def close(self) -> None:
        """Tell the receiver that nothing more will come."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def abort(self) -> None:
        """Drop what is waiting and release whoever waits."""
        with self._changed:
            self._aborted = True
            self._items.clear()
            self._changed.notify_all()

    @property
    def _ended(self) -> bool:
        return self._closed or self._aborted


class Closable(Protocol):
    """What a stage feeds."""

    def close(self) -> None:
        """Tell the receiver that nothing more will come."""

    def abort(self) -> None:
        """Drop what is waiting and release whoever waits."""


class Stages:
    """Runs each stage in a thread of its own; the failure of one ends all.

    Use it as a context manager: leaving it waits for every thread and raises the first failure.
    """

    def __init__(self, names: int, on_failure: Callable[[], None]) -> None:
        self._pool = ThreadPoolExecutor(names, thread_name_prefix="photosim-stage")
        self._on_failure = on_failure
        self._outputs: list[Closable] = []
        self._futures: list[Future[None]] = []
        self._failed = threading.Event()

    @property
    def failed(self) -> bool:
        """Whether a stage ended with an error."""
        return self._failed.is_set()

    def start(self, work: Callable[[], None], output: Closable) -> None:
        """Run `work`; when it ends, `output` is closed."""
        self._outputs.append(output)
        self._futures.append(self._pool.submit(self._run, work, output))

    def give_up(self) -> None:
        """End every stage as soon as it looks up from its work."""
        self._failed.set()
        self._on_failure()
        for output in self._outputs:
            output.abort()

    def _run(self, work: Callable[[], None], output: Closable) -> None:
        try:
            work()
        except (Aborted, Cancelled):
            return
        except BaseException:
            self.give_up()
            raise
        finally:
            output.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.give_up()
        self._pool.shutdown(wait=True)
        if error is None:
            for future in self._futures:
                future.result()


class Pulse:
    """Tells when the next regular act is due."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._last = clock()

    @property
    def due(self) -> bool:
        """Whether the interval has passed since the last `restart`."""
        return self._clock() - self._last >= self._seconds

    def restart(self) -> None:
        """Begin the interval anew."""
        self._last = self._clock()
