"""How long work tells where it is, and how it is asked to wait or to stop."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from photosim.domain.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a piece of work is.

    Attributes:
        stage: what is being done, in words ("Reading photos").
        done: units finished, >= 0.
        total: units in all, or None while unknown.
        rate: units a second over the last seconds, or None while unknown.
        detail: what is in hand right now (a file name), or "".
    """

    stage: str
    done: int
    total: int | None = None
    rate: float | None = None
    detail: str = ""

    @property
    def fraction(self) -> float | None:
        """The share that is done, 0..1, or None while the total is unknown."""
        if not self.total:
            return None
        return min(1.0, self.done / self.total)

    @property
    def eta_seconds(self) -> float | None:
        """Seconds left at the present rate, or None while that cannot be told."""
        if self.total is None or not self.rate:
            return None
        return max(0, self.total - self.done) / self.rate


Report = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """A `Report` for callers who do not want to hear of progress."""


class RateMeter:
    """Units a second over a sliding window, from a monotonic clock."""

    def __init__(self, window_seconds: float = 10.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._window = window_seconds
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque([(clock(), 0)])

    def update(self, done: int) -> float | None:
        """Note that `done` units are finished in all; returns the rate, or None in the first instants."""
        now = self._clock()
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[1][0] > self._window:
            self._marks.popleft()
        start, before = self._marks[0]
        if now - start < 0.2:
            return None
        return (done - before) / (now - start)


class CancelToken:
    """Lets one thread ask another to pause or stop; safe to use from any thread."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()

    @property
    def cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether a pause was asked for."""
        return not self._running.is_set()

    def cancel(self) -> None:
        """Ask for a stop; also ends a pause."""
        self._cancelled.set()
        self._running.set()

    def pause(self) -> None:
        """Ask the work to wait at its next checkpoint; a stop that was asked for, or is just now, wins."""
        self._running.clear()
        # Looked at afterwards: a stop from another thread in between must not be waited out for ever.
        if self.cancelled:
            self._running.set()

    def resume(self) -> None:
        """End a pause."""
        self._running.set()

    def checkpoint(self) -> None:
        """Called by the work between two steps: waits while paused.

        Raises:
            Cancelled: a stop was asked for.
        """
        self._running.wait()
        if self._cancelled.is_set():
            raise Cancelled
