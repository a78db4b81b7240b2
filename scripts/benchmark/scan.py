"""How fast a folder is scanned, what a scan takes, and how far that is from the least that decoding costs.

    python scripts/benchmark/scan.py --photos DIR [--model DIR]

Prints JSON. The floor is Pillow's decoding at an eighth of the size (libjpeg-turbo's DCT scaling), one
process, nothing else: `cpu_ratio` compares processor time for each photo and holds on a busy machine, too.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

REPOSITORY = Path(__file__).resolve().parent.parent.parent
_SAMPLE_SECONDS = 0.1
_FLOOR_SCALE = 8


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
    floor = measure_floor(options.photos)
    photos = number(first.told, "added")
    print(
        json.dumps(
            {
                "photos": photos,
                "problems": len(list(first.told["problems"])),  # type: ignore[call-overload]
                "cores": os.cpu_count(),
                "load_before": os.getloadavg()[0],
                "start_seconds": round(start.wall, 2),
                "scan": figures(first, photos),
                "rescan": figures(again, number(again.told, "unchanged")),
                "library_bytes_per_photo": round(size / max(1, photos)),
                "floor_cpu_ms_per_photo": round(floor * 1000, 2),
                "cpu_ratio": round((first.cpu - start.cpu) / max(1, photos) / floor, 2),
            },
            indent=2,
        )
    )


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


def measure_floor(folder: Path) -> float:
    """Processor seconds for each picture of the least decoding that gives pixels."""
    decoded = 0
    started = time.process_time()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and least_decoding(path):
            decoded += 1
    return (time.process_time() - started) / max(1, decoded)


def least_decoding(path: Path) -> bool:
    """Decode at an eighth of the size; returns whether it is a picture."""
    try:
        with Image.open(BytesIO(path.read_bytes())) as picture:
            picture.draft("RGB", (picture.width // _FLOOR_SCALE, picture.height // _FLOOR_SCALE))
            picture.load()
    except (OSError, ValueError, SyntaxError):
        return False
    return True


if __name__ == "__main__":
    main()
