"""Decoding processes are deaf to Ctrl-C from their first moment: their parent ends them in order."""

import os
import signal
import sys
from multiprocessing.connection import Connection

import pytest

from photosim.imaging.quiet import QuietContext

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no masks of signals")


def answer(connection: Connection) -> None:
    """What runs in the process."""
    connection.send("alive")
    connection.close()


def test_ctrl_c_while_a_process_starts_does_not_end_it() -> None:
    context = QuietContext()
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(target=answer, args=(writing,))
    process.start()
    writing.close()
    assert process.pid is not None
    # The interpreter of the process has hardly begun by now.
    for _ in range(20):
        os.kill(process.pid, signal.SIGINT)
    assert reading.recv() == "alive"
    reading.close()
    process.join()
    assert process.exitcode == 0


def test_the_parent_hears_ctrl_c_as_before() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    context = QuietContext()
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(target=answer, args=(writing,))
    process.start()
    process.join()
    reading.close()
    writing.close()
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
