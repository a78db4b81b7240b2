"""A real Dask cluster on this machine: a scheduler and its workers, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.scanning import REPOSITORY

_START_SECONDS = 100


class Cluster:
    """Started with `python -m dask`, as people do it; ended by `close`."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._scheduler = self._start("scheduler", "--port", "0", "--interface", "lo")
        self.address = json.loads(self._said(self._file))["address"]
        self.workers = [self.add_worker(number) for number in range(workers)]
        for number in range(workers):
            self._said(folder / f"worker-{number}.log", "Starting established connection")

    def add_worker(self, number: int) -> "subprocess.Popen[bytes]":
        """Start one more worker with one thread and a watcher of its own."""
        place = str(self._folder / f"worker-{number}")
        return self._start("worker", "--nthreads", "1", "--local-directory", place, name=f"worker-{number}")

    def kill_worker(self, number: int) -> None:
        """kill -9, with all that it has started."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()

    def signal_workers(self, number: signal.Signals) -> None:
        """Send a signal to all workers that live, with all that they have started."""
        for process in self.workers:
            if process.poll() is None:
                os.killpg(process.pid, number)

    def close(self) -> None:
        """End everything."""
        for process in (*self.workers, self._scheduler):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _start(self, kind: str, *arguments: str, name: str = "") -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "dask", kind, "--no-dashboard", "--scheduler-file", str(self._file)]
        with (self._folder / f"{name or kind}.log").open("wb") as log:
            return subprocess.Popen(
                [*command, *arguments], stdout=log, stderr=log, cwd=REPOSITORY, start_new_session=True
            )

    def _said(self, file: Path, word: str = "address") -> str:
        """The text of a file, as soon as there is the word in it."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if file.exists() and word in (text := file.read_text()):
                return text
            time.sleep(0.05)
        raise AssertionError(f"{word!r} never came: {(self._folder / 'scheduler.log').read_text()}")
