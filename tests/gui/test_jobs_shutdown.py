"""Ending with more work waiting than there are workers."""

import threading
import time

from pytestqt.qtbot import QtBot

from photosim.gui.jobs import Jobs


def test_work_that_never_began_does_not_hold_up_the_end(qtbot: QtBot) -> None:
    jobs = Jobs()
    running, go_on = threading.Event(), threading.Event()

    def work(_report: object, cancel: object) -> None:
        running.set()
        go_on.wait(10)

    for _ in range(30):
        jobs.start("Waiting", work, done=lambda _result: None)
    assert running.wait(10)
    go_on.set()
    began = time.monotonic()
    assert jobs.shutdown(timeout=20)
    assert time.monotonic() - began < 10
