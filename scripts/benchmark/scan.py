"""How fast a folder is scanned, what a scan takes, and how far that is from the least that decoding costs.

    python scripts/benchmark/scan.py --photos DIR [--model DIR] [--rounds 3] [--json FILE]

Prints JSON. The floor is libjpeg-turbo's decoding at an eighth of the size, nothing else; the peers are those
of `peers` that are installed. All take turns, and what counts is photos a processor second, the best of the
rounds, less what a folder of one photo takes: that holds on a busy machine, too. `of_floor` and the like are
the scan's share of another's; `camera` makes photos of twelve megapixels to try.
"""

import argparse
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from scripts.benchmark.peers import PEERS

REPOSITORY = Path(__file__).resolve().parent.parent.parent
_SAMPLE_SECONDS = 0.1


@dataclass(frozen=True)
class Run:
    """One run of a command.

    Attributes:
        told: the JSON it printed.
        wall: seconds.
        cpu: processor seconds of the process and its children.
        peak_mb: most memory of all its processes together, shared pages counted once.
    """

    told: dict[str, object]
    wall: float
    cpu: float
    peak_mb: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True, help="a folder of photos")
    parser.add_argument("--rounds", type=int, default=3, help="how often each program has its turn")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--model", help="another model than the shipped one")
    options = parser.parse_args()
    extra = ["--model", options.model] if options.model else []
    with tempfile.TemporaryDirectory(prefix="photosim-benchmark-") as folder:
        scan = [*extra, "--library", f"{folder}/library", "--format", "json", "scan", str(options.photos)]
        empty = Path(folder, "empty")
        empty.mkdir()
        start = run([*extra, "--library", f"{folder}/other", "--format", "json", "scan", str(empty)])
        first, again = run(scan), run(scan)
        size = sum(file.stat().st_size for file in Path(folder, "library").rglob("*") if file.is_file())
        photos = number(first.told, "added")
        rates = compare(options.photos, Path(folder), extra, options.rounds)
    told = {
        "photos": photos,
        "problems": len(list(first.told["problems"])),  # type: ignore[call-overload]
        "cores": os.cpu_count(),
        "load_before": os.getloadavg()[0],
        "start_seconds": round(start.wall, 2),
        "scan": figures(first, photos),
        "rescan": figures(again, number(again.told, "unchanged")),
        "library_bytes_per_photo": round(size / max(1, photos)),
        "photos_per_cpu_second": {name: round(photos / cost, 1) for name, cost in rates.items()},
        **{
            f"of_{name}": round(cost / rates["photosim"], 2)
            for name, cost in rates.items()
            if name != "photosim"
        },
    }
    print(json.dumps(told, indent=2))
    if options.json:
        options.json.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def figures(measured: Run, photos: int) -> dict[str, float]:
    """The figures of one run."""
    seconds = number(measured.told, "seconds")
    return {
        "photos_per_second": round(photos / max(seconds, 1e-9), 1),
        "scan_seconds": round(seconds, 3),
        "process_seconds": round(measured.wall, 2),
        "cpu_seconds": round(measured.cpu, 2),
        "cpu_ms_per_photo": round(measured.cpu * 1000 / max(1, photos), 2),
        "peak_mb": round(measured.peak_mb, 1),
    }


def number(told: dict[str, object], name: str) -> int:
    """A number of the printed JSON."""
    value = told[name]
    assert isinstance(value, int | float)
    return value  # type: ignore[return-value]


def run(arguments: list[str]) -> Run:
    """Run photosim and watch it."""
    before = cpu_of_children()
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "photosim", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=REPOSITORY,
        start_new_session=True,
    )
    watch = Watch(process.pid)
    out, _ = process.communicate()
    wall = time.monotonic() - started
    if process.returncode not in (0, 1):
        raise SystemExit(f"photosim {' '.join(arguments)} ended with {process.returncode}")
    return Run(json.loads(out), wall, cpu_of_children() - before, watch.stop())


def cpu_of_children() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Watch:
    """Samples the memory of a process group."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._ended = threading.Event()
        self._peak = 0.0
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()

    def stop(self) -> float:
        """The most that was seen, in MB."""
        self._ended.set()
        self._thread.join()
        return self._peak

    def _sample(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            self._peak = max(self._peak, sum(map(proportional_mb, self._members())))

    def _members(self) -> list[Path]:
        return [place for place in Path("/proc").glob("[0-9]*") if group_of(place) == self._group]


def group_of(place: Path) -> int | None:
    """The process group of a folder of /proc."""
    try:
        return os.getpgid(int(place.name))
    except ProcessLookupError:
        return None


def proportional_mb(place: Path) -> float:
    """What a process takes, pages shared by n processes counted as an n-th."""
    try:
        lines = (place / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def compare(photos: Path, folder: Path, extra: list[str], rounds: int) -> dict[str, float]:
    """Processor seconds of a first scan and of every peer that is installed; the best of the rounds."""
    one = folder / "one"
    one.mkdir()
    files = [file for file in photos.rglob("*") if file.is_file()]
    shutil.copy(files[0], one)
    names = [name for name in PEERS if name == "floor" or importlib.util.find_spec(name)]
    costs: dict[str, list[float]] = {name: [] for name in ("photosim", *names)}
    for turn in range(rounds):
        start = run([*extra, *fresh_scan(folder / f"start-{turn}", one)]).cpu
        costs["photosim"].append(run([*extra, *fresh_scan(folder / f"turn-{turn}", photos)]).cpu - start)
        for name in names:
            costs[name].append(cpu_of_peer(name, photos) - cpu_of_peer(name, one))
    shares = len(files) / max(1, len(files) - 1)
    return {name: max(1e-9, shares * min(several)) for name, several in costs.items()}


def fresh_scan(library: Path, photos: Path) -> list[str]:
    """The arguments of a scan into a new library."""
    return ["--library", str(library), "--format", "json", "scan", str(photos)]


def cpu_of_peer(name: str, folder: Path) -> float:
    """Processor seconds of a peer's run over a folder."""
    before = cpu_of_children()
    command = [sys.executable, "-m", "scripts.benchmark.peers", name, str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    return cpu_of_children() - before


if __name__ == "__main__":
    main()
