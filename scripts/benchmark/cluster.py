"""How much faster two workers of a cluster read a folder than one does, on this machine.

    python scripts/benchmark/cluster.py --photos DIR [--workers 1 2] [--model DIR] [-o FILE.json]

Starts a Dask scheduler on the loopback and workers of one thread each, and lets `photosim scan --cluster`
fill a new library with each number of workers, after a small scan that warms them up. Prints JSON: photos a
second by number of workers, how many times as fast as with the first number, and the same scan without a
cluster for comparison. A busy machine with few cores has nothing to give to a second worker.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_START_SECONDS = 60


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True, help="a folder of photos")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="N")
    parser.add_argument("--model", help="another model than the shipped one")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.json")
    options = parser.parse_args()
    common = ["--model", options.model] if options.model else []
    figures = {str(count): _with_workers(count, options.photos, common) for count in options.workers}
    first = figures[str(options.workers[0])]["photos_per_second"]
    told = {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "workers": figures,
        "times_as_fast": {
            count: round(told["photos_per_second"] / first, 2) for count, told in figures.items()
        },
        "without_a_cluster": _scan(options.photos, common),
    }
    text = json.dumps(told, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n")


def _with_workers(count: int, photos: Path, common: list[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="photosim-cluster-") as folder:
        file = Path(folder, "scheduler.json")
        with _dask("scheduler", file, "--port", "0", "--interface", "lo"):
            address = json.loads(_text_of(file))["address"]
            with _workers(count, file):
                few = Path(folder, "few")
                few.mkdir()
                for path in sorted(photos.rglob("*.jp*g"))[: 4 * count]:
                    (few / path.name).write_bytes(path.read_bytes())
                _scan(few, [*common, "scan", "--cluster", address])
                return _scan(photos, [*common, "scan", "--cluster", address])


@contextmanager
def _workers(count: int, file: Path) -> Iterator[None]:
    if count == 0:
        yield
        return
    with _dask("worker", file, "--nthreads", "1"), _workers(count - 1, file):
        yield


@contextmanager
def _dask(kind: str, file: Path, *arguments: str) -> Iterator[None]:
    command = [sys.executable, "-m", "dask", kind, "--no-dashboard", "--scheduler-file", str(file)]
    process = subprocess.Popen(
        [*command, *arguments], cwd=file.parent, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _text_of(file: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while not (file.exists() and file.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.1)
    return file.read_text()


def _scan(photos: Path, arguments: list[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="photosim-library-") as library:
        command = [sys.executable, "-m", "photosim", "--library", library, "--format", "json"]
        words = arguments if "scan" in arguments else [*arguments, "scan"]
        done = subprocess.run([*command, *words, str(photos)], stdout=subprocess.PIPE, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"the scan ended with {done.returncode}")
        told = json.loads(done.stdout)
    return {name: told[name] for name in ("added", "seconds", "photos_per_second")}


if __name__ == "__main__":
    main()
