"""How fast a folder is scanned, what a scan takes, and how far that is from the least that decoding costs.

    python scripts/benchmark/scan.py --photos DIR [--model DIR] [--rounds 3] [--peers PYTHON] [--json FILE]

Prints JSON. The floor is libjpeg-turbo's decoding at an eighth of the size on all cores, nothing else; the
peers are those of `peers` that the interpreter --peers has, by default this one; `left_out` tells why others
are missing. All take turns, and what counts is photos a processor second, the best of the rounds, less what
a folder of one photo takes: that holds on a busy machine, too. `of_floor` and the like are the scan's share
of another's; `camera` makes photos of twelve megapixels to try.
"""

import argparse
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

from photosim.app.cores import usable_cores
from scripts.benchmark.peers import FLOORS, PEERS

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
    parser.add_argument("--peers", default=sys.executable, help="an interpreter that has other programs")
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
        rates, left_out = compare(options.photos, Path(folder), extra, options.rounds, options.peers)
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
        "left_out": left_out,
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


def compare(
    photos: Path, folder: Path, extra: list[str], rounds: int, python: str
) -> tuple[dict[str, float], dict[str, str]]:
    """Processor seconds of a scan and of each peer, the best of the rounds; why other peers do not run."""
    one = folder / "one"
    one.mkdir()
    files = [file for file in photos.rglob("*") if file.is_file()]
    shutil.copy(files[0], one)
    reasons = {name: objection(python, name, one) for name in (*FLOORS, *PEERS)}
    names = [name for name, reason in reasons.items() if not reason]
    costs: dict[str, list[float]] = {name: [] for name in ("photosim", *names)}
    for turn in range(rounds):
        start = run([*extra, *fresh_scan(folder / f"start-{turn}", one)]).cpu
        costs["photosim"].append(run([*extra, *fresh_scan(folder / f"turn-{turn}", photos)]).cpu - start)
        for name in names:
            costs[name].append(cpu_of_peer(python, name, photos) - cpu_of_peer(python, name, one))
    shares = len(files) / max(1, len(files) - 1)
    least = {name: max(1e-9, shares * min(several)) for name, several in costs.items()}
    return least, {name: reason for name, reason in reasons.items() if reason}


def fresh_scan(library: Path, photos: Path) -> list[str]:
    """The arguments of a scan into a new library."""
    return ["--library", str(library), "--format", "json", "scan", str(photos)]


def objection(python: str, name: str, one: Path) -> str:
    """Why a peer does not run, the last line of what it says; "" when it does."""
    tried = subprocess.run(
        peer(python, name, one), cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    return (tried.stderr.strip() or "it failed").splitlines()[-1] if tried.returncode else ""


def cpu_of_peer(python: str, name: str, folder: Path) -> float:
    """Processor seconds of a peer's run over a folder; a floor's, of one process a core side by side."""
    before = cpu_of_children()
    parts = usable_cores() if name in FLOORS else 1
    processes = [
        subprocess.Popen(
            peer(python, name, folder, f"{part}/{parts}"), cwd=REPOSITORY, stdout=subprocess.DEVNULL
        )
        for part in range(parts)
    ]
    ends = [process.wait() for process in processes]
    if any(ends):
        raise SystemExit(f"{name} failed on {folder}")
    return cpu_of_children() - before


def peer(python: str, name: str, folder: Path, part: str = "0/1") -> list[str]:
    """The command that runs a peer."""
    return [python, "-m", "scripts.benchmark.peers", name, str(folder), "--part", part]


if __name__ == "__main__":
    main()
