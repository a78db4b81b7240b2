"""Folders become photos of the library."""

from __future__ import annotations

import glob
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from photosim.app.outdated import outdated
from photosim.app.scanning.pipeline import Pulse, Stages
from photosim.app.scanning.presence import Presence
from photosim.app.scanning.stages import OpenReader, ScanStages, Settled
from photosim.catalog.records import FileState, Recorded, StampedProblem
from photosim.domain.files import Problem, Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanProgress, ScanSettings, ScanSummary

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_log = logging.getLogger(__name__)

_STORE_BATCH = 64
_STORE_SECONDS = 2.0
_REPORT_SECONDS = 0.1
_LOOK_UP_SECONDS = 0.05

ScanReport = Callable[[ScanProgress], None]


def scan(
    workspace: Workspace,
    roots: Sequence[Root],
    settings: ScanSettings,
    report: ScanReport,
    cancel: CancelToken,
    open_reader: OpenReader | None = None,
) -> ScanSummary:
    """Bring the library up to date with the folders.

    What is unchanged is not opened. Whatever was finished before a cancellation is kept. Memory does not
    grow with the number of files.

    Args:
        workspace: the library to fill.
        roots: the folders; they are added to the library, or get their new role.
        settings: what is looked at.
        report: told at most about ten times a second, in the calling thread.
        cancel: pauses or stops the scan; stopping is told by `ScanSummary.cancelled`.
        open_reader: makes ready what reads the files; None: decoding processes of this machine.

    Raises:
        LibraryError: the catalogue cannot be written.
        ModelError: the model cannot be used.
    """
    started = time.monotonic()
    library = workspace.library
    presence = Presence(roots, workspace.photos)
    library.add_roots(roots)
    number = library.begin_scan(roots)
    before = outdated(workspace).present
    # The stages follow a token of their own: a failure must end them without touching the caller's.
    inner = CancelToken()
    looked_at = _without(library.folder, settings)
    stages = ScanStages(library, workspace.encoder, number, roots, looked_at, inner, open_reader)
    with closing(_Keeper(workspace, stages, number, report)) as keeper:
        keeper.add([Settled(StampedProblem(problem), None) for problem in presence.problems()])
        _run(stages, keeper, inner, cancel)
    cancelled = cancel.cancelled
    missing = library.finish_scan(number, presence.lasting(), complete=not cancelled)
    states = stages.tally.states
    problems = tuple(library.problems(roots))
    # To the catalogue a file that is still the same problem is unchanged, too.
    old_problems = max(0, _looked_at(problems) - stages.tally.problems_stored)
    summary = ScanSummary(
        added=states[FileState.NEW],
        changed=states[FileState.CHANGED],
        moved=states[FileState.MOVED],
        unchanged=states[FileState.UNCHANGED] + states[FileState.STALE] - old_problems,
        missing=missing,
        problems=problems,
        seconds=time.monotonic() - started,
        photos_read=stages.tally.photos_read,
        cancelled=cancelled,
        roots=tuple(roots),
        reencoded=min(max(0, before - outdated(workspace).present), states[FileState.STALE]),
    )
    _log.info(
        "scan %s: %d added, %d changed, %d moved, %d unchanged, %d missing, %d problems in %.1f s",
        "stopped" if cancelled else "done",
        summary.added,
        summary.changed,
        summary.moved,
        summary.unchanged,
        summary.missing,
        len(summary.problems),
        summary.seconds,
    )
    return summary


def _looked_at(problems: Sequence[Problem]) -> int:
    """How many of the problems the scan came upon: not those in folders that it could not look into."""
    known = {problem.path for problem in problems}
    return sum(known.isdisjoint(map(str, PurePath(path).parents)) for path in known)


def _without(library_folder: str, settings: ScanSettings) -> ScanSettings:
    # A library among the photos changes all the time, and no file in it is a photo of the user.
    return replace(settings, exclude=(*settings.exclude, glob.escape(library_folder)))


def _run(stages: ScanStages, keeper: _Keeper, inner: CancelToken, cancel: CancelToken) -> None:
    with Stages(4, on_failure=inner.cancel) as threads:
        threads.start(stages.discover, stages.found)
        threads.start(stages.classify, stages.backlog)
        threads.start(stages.decode, stages.decoded)
        threads.start(stages.encode, stages.settled)
        while not stages.settled.finished:
            _follow(cancel, inner, stages)
            keeper.add(stages.settled.take(_STORE_BATCH, timeout=_LOOK_UP_SECONDS))
            keeper.report_if_due()
        if not threads.failed:
            keeper.store()
    keeper.report()


def _follow(cancel: CancelToken, inner: CancelToken, stages: ScanStages) -> None:
    if cancel.cancelled and not inner.cancelled:
        inner.cancel()
        stages.drop_waiting()
    elif cancel.paused and not inner.paused:
        inner.pause()
    elif inner.paused and not cancel.paused:
        stages.tally.restart_clocks()
        inner.resume()


class _Keeper:
    """Stores what is settled, a batch at a time, and reports."""

    def __init__(self, workspace: Workspace, stages: ScanStages, scan: int, report: ScanReport) -> None:
        self._library = workspace.library
        self._model_id = workspace.encoder.model_id
        self._stages = stages
        self._scan = scan
        self._report = report
        self._waiting: list[Settled] = []
        self._store_pulse = Pulse(_STORE_SECONDS)
        self._report_pulse = Pulse(_REPORT_SECONDS)

    def add(self, settled: list[Settled]) -> None:
        """Take over what is settled; stores when there is enough or it has waited long enough."""
        if not self._waiting:
            self._store_pulse.restart()
        self._waiting += settled
        if len(self._waiting) >= _STORE_BATCH or (self._waiting and self._store_pulse.due):
            self.store()

    def store(self) -> None:
        """Write what is waiting, in one transaction.

        Raises:
            LibraryError: the catalogue cannot be written.
        """
        if not self._waiting:
            return
        batch, self._waiting = self._waiting, []
        photos = [item for item in batch if isinstance(item.outcome, Recorded)]
        records = [item.outcome for item in batch if isinstance(item.outcome, Recorded)]
        problems = [item.outcome for item in batch if isinstance(item.outcome, StampedProblem)]
        stored = self._library.store(self._scan, records, problems, self._model_id)
        tally = self._stages.tally
        tally.stored(
            stored,
            [item.state for item in photos if item.state is not None],
            [problem.problem for problem in problems],
        )
        tally.settled(sum(item.state is not None for item in batch))

    def report_if_due(self) -> None:
        """Report, unless that was done a moment ago."""
        if self._report_pulse.due:
            self.report()

    def report(self) -> None:
        """Report now."""
        self._report_pulse.restart()
        self._report(self._stages.tally.take_progress())

    def close(self) -> None:
        """Give back what the scan held on disk."""
        self._stages.backlog.release()
