"""Work in the background, answers in the GUI thread: the only module of the window with threads.

A piece of work is a plain function `work(report, cancel)`. It runs in a worker thread; what it reports,
returns or raises reaches the window through one queued signal whose owner lives in the GUI thread, so
every callback runs there and in the order in which things happened.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken, Progress
from photosim.gui.kit.dialogs import show_failure

T = TypeVar("T")
ReportAny = Callable[[object], None]
Work = Callable[[ReportAny, CancelToken], T]


class JobState(StrEnum):
    """Where a job is in its life; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Lane(StrEnum):
    """Which workers a job waits for."""

    WORK = "work"
    """Scans, searches, groups: eight threads, so that nothing short waits behind something long."""
    PICTURES = "pictures"
    """Thumbnails and large previews: as many threads as the machine has cores."""


class Job:
    """One piece of work, as the GUI thread sees it. Made by `Jobs.start`.

    Attributes:
        name: what is being done, in words ("Scanning 2 folders").
        quiet: not worth a place in the status area (a thumbnail).
        progress: the last progress that the work reported, or None.
        error: what ended a failed job, or None.
    """

    def __init__(self, name: str, quiet: bool, changed: Callable[[Job], None]) -> None:
        self.name = name
        self.quiet = quiet
        self.progress: Progress | None = None
        self.error: Exception | None = None
        self.token = CancelToken()
        self._changed = changed
        self._dropped = False
        self._owner: QObject | None = None
        self._future: Future[Any] | None = None
        self._final: JobState | None = None

    @property
    def state(self) -> JobState:
        """Where the job is; becomes final just before the final callback."""
        if self._final is not None:
            return self._final
        if self.token.cancelled:
            return JobState.STOPPING
        if self.token.paused:
            return JobState.PAUSED
        waiting = self._future is None or not (self._future.running() or self._future.done())
        return JobState.QUEUED if waiting else JobState.RUNNING

    @property
    def ended(self) -> bool:
        """Whether the job has finished, failed or was cancelled."""
        return self._final is not None

    @property
    def dropped(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._dropped or (self._owner is not None and not isValid(self._owner))

    def answer_only(self, owner: QObject) -> Job:
        """Call no callback any more once Qt has destroyed `owner`; returns the job itself."""
        self._owner = owner
        return self

    def cancel(self) -> None:
        """Ask the work to stop; it ends as cancelled, or as finished when it returns what it has."""
        if self.ended:
            return
        self.token.cancel()
        if self._future is not None:
            self._future.cancel()
        self._changed(self)

    def pause(self) -> None:
        """Ask the work to wait at its next step."""
        self.token.pause()
        self._changed(self)

    def resume(self) -> None:
        """End a pause."""
        self.token.resume()
        self._changed(self)

    def drop(self) -> None:
        """Cancel, and call none of the callbacks any more: nobody waits for the answer."""
        self._dropped = True
        self.cancel()

    def attach(self, future: Future[Any]) -> None:
        """For `Jobs`: this is the future that runs the work."""
        self._future = future

    def end(self, state: JobState, error: Exception | None = None) -> None:
        """For `Jobs`: the job has come to `state`, a final one."""
        self._final = state
        self.error = error


@dataclass(frozen=True, slots=True)
class _Answers(Generic[T]):
    done: Callable[[T], None]
    failed: Callable[[Exception], None]
    progress: Callable[[Any], None] | None
    cancelled: Callable[[], None] | None


class Jobs(QObject):
    """Starts jobs and brings their answers back to the GUI thread.

    Make it in the GUI thread and call `shutdown` before the window goes.

    Args:
        on_failure: what happens to an error that a job's starter does not handle; by default a
            message box for what the user can act on, the crash dialog for a bug.
    """

    changed = Signal(object)
    """A `Job` was started, moved on, was paused, ended."""

    _posted = Signal(object)

    def __init__(self, on_failure: Callable[[Exception], None] = show_failure) -> None:
        super().__init__()
        self._on_failure = on_failure
        self._open = True
        self._jobs: dict[Job, Future[Any]] = {}
        self._lanes = {
            Lane.WORK: ThreadPoolExecutor(8, "photosim-work"),
            Lane.PICTURES: ThreadPoolExecutor(max(2, os.cpu_count() or 2), "photosim-pictures"),
        }
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def active(self) -> tuple[Job, ...]:
        """The jobs that have not ended, oldest first."""
        return tuple(self._jobs)

    def start(
        self,
        name: str,
        work: Work[T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[Any], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        lane: Lane = Lane.WORK,
        quiet: bool = False,
    ) -> Job:
        """Run `work(report, cancel)` in a worker thread; every callback runs in the GUI thread.

        Args:
            name: what is being done, in words.
            work: gets a function that takes a progress object, and a token to look at between steps.
            done: called with what the work returned.
            failed: called with what the work raised; by default the window's own answer to failures.
            progress: called with each object that the work reported.
            cancelled: called when the work was stopped before it had an answer.
            lane: which workers to wait for.
            quiet: whether to leave the job out of the status area.

        Raises:
            RuntimeError: after `shutdown`.
        """
        job = Job(name, quiet, self.changed.emit)
        answers = _Answers(done, failed or self._on_failure, progress, cancelled)

        def report(value: object) -> None:
            self._post(partial(self._on_progress, job, answers, value))

        def run() -> T:
            job.token.checkpoint()
            self._post(partial(self.changed.emit, job))
            return work(report, job.token)

        future = self._lanes[lane].submit(run)
        self._jobs[job] = future
        job.attach(future)
        self.changed.emit(job)
        future.add_done_callback(lambda ended: self._post(partial(self._on_end, job, ended, answers)))
        return job

    def shutdown(self, timeout: float = 10.0) -> bool:
        """Cancel everything and wait for the workers; no callback runs after this call.

        Args:
            timeout: seconds to wait at most, for all together.

        Returns:
            Whether every worker came back; one that did not hangs in a call to the system.
        """
        self._open = False
        futures = list(self._jobs.values())
        for job in self._jobs:
            job.drop()
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)
        # A future that was cancelled in the queue is never told of as done.
        if wait([future for future in futures if not future.cancelled()], timeout).not_done:
            return False
        for lane in self._lanes.values():
            lane.shutdown(wait=True)
        self._jobs.clear()
        return True

    def _post(self, call: Callable[[], None]) -> None:
        if self._open:
            self._posted.emit(call)

    def _deliver(self, call: Callable[[], None]) -> None:
        if self._open:
            call()

    def _on_progress(self, job: Job, answers: _Answers[T], value: object) -> None:
        latest = value if isinstance(value, Progress) else getattr(value, "progress", None)
        if isinstance(latest, Progress):
            job.progress = latest
        if answers.progress is not None and not job.dropped:
            answers.progress(value)
        self.changed.emit(job)

    def _on_end(self, job: Job, future: Future[T], answers: _Answers[T]) -> None:
        del self._jobs[job]
        error = Cancelled() if future.cancelled() else future.exception()
        answer: Callable[[], None] | None
        if error is None:
            job.end(JobState.FINISHED)
            answer = partial(answers.done, future.result())
        elif isinstance(error, Cancelled):
            job.end(JobState.CANCELLED)
            answer = answers.cancelled
        elif isinstance(error, Exception):
            job.end(JobState.FAILED, error)
            answer = partial(answers.failed, error)
        else:
            raise error
        self.changed.emit(job)
        if answer is not None and not job.dropped:
            answer()
