"""Ending with more work waiting than there are workers."""

import threading

from pytestqt.qtbot import QtBot

from photosim.domain.progress import CancelToken
from photosim.gui.base.jobs import Jobs


def test_work_that_never_began_does_not_hold_up_the_end(qtbot: QtBot) -> None:
    jobs = Jobs()
    running = threading.Event()

    def work(_report: object, cancel: CancelToken) -> None:
        running.set()
        while not cancel.cancelled:
            running.wait(0.01)

    for _ in range(30):
        jobs.start("Waiting", work, done=lambda _result: None)
    assert running.wait(60)
    assert jobs.shutdown(timeout=60)
