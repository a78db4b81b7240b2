import sys
import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from photosim.domain.errors import FileError
from photosim.domain.files import Problem, ProblemKind
from photosim.domain.progress import CancelToken, Progress
from photosim.gui.base.jobs import Job, Jobs, JobState, Lane, ReportAny
from photosim.gui.problems.model import ProblemsModel


def test_every_callback_runs_in_the_gui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[str, object, bool]] = []
    worker: list[threading.Thread] = []

    def note(what: str) -> object:
        def callback(*values: object) -> None:
            seen.append((what, *values, threading.current_thread() is threading.main_thread()))  # type: ignore[arg-type]

        return callback

    def work(report: ReportAny, cancel: CancelToken) -> int:
        worker.append(threading.current_thread())
        report("half")
        return 3_000_000_000

    def broken(report: ReportAny, cancel: CancelToken) -> None:
        raise FileError("open", "/a", "it is gone")

    def stopped(report: ReportAny, cancel: CancelToken) -> None:
        cancel.cancel()
        cancel.checkpoint()

    jobs.start("a", work, done=note("done"), progress=note("progress"))
    jobs.start("b", broken, done=note("never"), failed=lambda error: note("failed")(str(error)))
    jobs.start("c", stopped, done=note("never"), cancelled=note("cancelled"))
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert worker[0] is not threading.main_thread()
    assert ("progress", "half", True) in seen
    assert ("done", 3_000_000_000, True) in seen
    assert ("failed", "Could not open “/a”: it is gone", True) in seen
    assert ("cancelled", True) in seen


def test_callbacks_come_in_the_order_of_what_happened(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[object] = []

    def work(report: ReportAny, cancel: CancelToken) -> str:
        for number in range(200):
            report(number)
        return "end"

    jobs.start("count", work, done=seen.append, progress=seen.append)
    qtbot.waitUntil(lambda: "end" in seen)
    assert seen == [*range(200), "end"]


def test_states_of_a_job_that_finishes(qtbot: QtBot, jobs: Jobs) -> None:
    go, states = threading.Event(), []
    jobs.changed.connect(lambda job: states.append(job.state))
    job = jobs.start("wait", lambda report, cancel: go.wait(), done=lambda _result: None)
    qtbot.waitUntil(lambda: job.state is JobState.RUNNING)
    assert jobs.active == (job,)
    go.set()
    qtbot.waitUntil(lambda: job.ended)
    assert states[-1] is JobState.FINISHED
    assert jobs.active == ()


def test_progress_is_kept_for_the_status_area(qtbot: QtBot, jobs: Jobs) -> None:
    told = Progress("Reading", 2, 4)
    job = jobs.start("read", lambda report, cancel: report(told), done=lambda _none: None)
    qtbot.waitUntil(lambda: job.ended)
    assert job.progress == told


def test_a_bug_reaches_the_window_with_its_traceback(
    qtbot: QtBot, jobs: Jobs, failures: list[Exception]
) -> None:
    job = jobs.start("break", lambda report, cancel: {}["missing"], done=lambda _result: None)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], KeyError)
    assert failures[0].__traceback__ is not None
    assert job.state is JobState.FAILED
    assert job.error is failures[0]


def test_cancel_ends_work_at_its_next_checkpoint(qtbot: QtBot, jobs: Jobs, failures: list[Exception]) -> None:
    ends: list[str] = []

    def work(report: ReportAny, cancel: CancelToken) -> None:
        while True:
            cancel.checkpoint()

    def note(end: str) -> None:
        ends.append(end)

    job = jobs.start("turn", work, done=lambda _none: note("done"), cancelled=lambda: note("off"))
    qtbot.waitUntil(lambda: job.state is JobState.RUNNING)
    job.cancel()
    assert job.state is JobState.STOPPING
    qtbot.waitUntil(lambda: job.ended)
    assert (job.state, ends, failures) == (JobState.CANCELLED, ["off"], [])


def test_work_that_returns_what_it_has_after_a_cancel_is_finished(qtbot: QtBot, jobs: Jobs) -> None:
    ends: list[str] = []

    def work(report: ReportAny, cancel: CancelToken) -> str:
        while not cancel.cancelled:
            pass
        return "half of it"

    job = jobs.start("scan", work, done=ends.append)
    qtbot.waitUntil(lambda: job.state is JobState.RUNNING)
    job.cancel()
    qtbot.waitUntil(lambda: job.ended)
    assert (job.state, ends) == (JobState.FINISHED, ["half of it"])


def test_a_job_that_waits_for_a_worker_can_be_cancelled(qtbot: QtBot, jobs: Jobs) -> None:
    go, ends = threading.Event(), []
    busy = [jobs.start(f"{n}", lambda report, cancel: go.wait(), done=lambda _r: None) for n in range(8)]
    late = jobs.start(
        "late", lambda report, cancel: None, done=ends.append, cancelled=lambda: ends.append("off")
    )
    assert late.state is JobState.QUEUED
    late.cancel()
    qtbot.waitUntil(lambda: late.ended)
    assert ends == ["off"]
    go.set()
    qtbot.waitUntil(lambda: all(job.ended for job in busy))


def test_pause_holds_work_until_it_is_resumed(qtbot: QtBot, jobs: Jobs) -> None:
    passed, go = [], threading.Event()

    def work(report: ReportAny, cancel: CancelToken) -> None:
        go.wait()
        cancel.checkpoint()
        passed.append(1)

    job = jobs.start("walk", work, done=lambda _none: None)
    qtbot.waitUntil(lambda: job.state is JobState.RUNNING)
    job.pause()
    go.set()
    assert job.state is JobState.PAUSED
    qtbot.wait(100)
    assert not passed
    job.resume()
    qtbot.waitUntil(lambda: job.ended)
    assert passed == [1]


def test_a_dropped_job_answers_nobody(qtbot: QtBot, jobs: Jobs, failures: list[Exception]) -> None:
    go, answers = threading.Event(), []
    job = jobs.start("late", lambda report, cancel: go.wait(), done=answers.append, progress=answers.append)
    job.drop()
    go.set()
    qtbot.waitUntil(lambda: job.ended)
    assert answers == []
    assert failures == []


def test_nothing_is_called_after_shutdown(qtbot: QtBot, qapp: QApplication) -> None:
    answers: list[object] = []
    started = threading.Event()

    def work(report: ReportAny, cancel: CancelToken) -> str:
        report("before")
        started.set()
        while not cancel.cancelled:
            pass
        report("after")
        return "late"

    jobs = Jobs(answers.append)
    jobs.start("work", work, done=answers.append, progress=answers.append)
    started.wait()
    assert jobs.shutdown(timeout=60)
    qapp.processEvents()
    assert answers == []
    with pytest.raises(RuntimeError):
        jobs.start("too late", lambda report, cancel: None, done=answers.append)


def test_shutdown_does_not_wait_for_ever(qtbot: QtBot) -> None:
    release, jobs = threading.Event(), Jobs()
    job = jobs.start("hang", lambda report, cancel: release.wait(), done=lambda _result: None)
    # What waits for its turn could be taken back.
    qtbot.waitUntil(lambda: job.state is JobState.RUNNING)
    assert not jobs.shutdown(timeout=0.05)
    release.set()
    assert jobs.shutdown(timeout=60)


def test_pictures_do_not_wait_behind_work(qtbot: QtBot, jobs: Jobs) -> None:
    go, shown = threading.Event(), []
    busy = [jobs.start(f"{n}", lambda report, cancel: go.wait(), done=lambda _r: None) for n in range(8)]
    jobs.start("picture", lambda report, cancel: "here", done=shown.append, lane=Lane.PICTURES, quiet=True)
    qtbot.waitUntil(lambda: shown == ["here"])
    go.set()
    qtbot.waitUntil(lambda: all(job.ended for job in busy))


def test_jobs_can_be_used_as_keys(qtbot: QtBot, jobs: Jobs) -> None:
    job = jobs.start("one", lambda report, cancel: None, done=lambda _none: None)
    assert isinstance(job, Job)
    assert {job: 1}[job] == 1
    qtbot.waitUntil(lambda: job.ended)


def test_qt_loses_no_reference_to_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 on Python 3.11 lost one with each call, and aborted the process in the end."""
    model = ProblemsModel()
    model.set_problems([Problem("/a.jpg", ProblemKind.DAMAGED, "It is damaged.")])
    index = model.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(2000):
        assert index.data(99) is None
    assert abs(sys.getrefcount(None) - before) < 200


def test_nobody_is_called_for_what_qt_has_destroyed(qtbot: QtBot, jobs: Jobs) -> None:
    called: list[str] = []
    go = threading.Event()

    def work(report: ReportAny, cancel: CancelToken) -> int:
        report("on")
        assert go.wait(90)
        return 1

    def broken(report: ReportAny, cancel: CancelToken) -> int:
        assert go.wait(90)
        raise FileError("open", "/a", "it is gone")

    gone, here = QObject(), QObject()
    for name, owner in (("gone", gone), ("here", here)):
        jobs.start(
            "a",
            work,
            done=lambda _one, name=name: called.append(f"done {name}"),
            progress=lambda _word, name=name: called.append(f"progress {name}"),
        ).answer_only(owner)
        jobs.start(
            "b",
            broken,
            done=lambda _one: None,
            failed=lambda _error, name=name: called.append(f"failed {name}"),
        ).answer_only(owner)
    delete(gone)
    go.set()
    qtbot.waitUntil(lambda: not jobs.active)
    assert sorted(called) == ["done here", "failed here", "progress here"]
