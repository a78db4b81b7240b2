"""How fast a library is brought up to date when nothing has changed.

    python scripts/benchmark/rescan.py [--photos 100000] [--folder DIR] [--json figures.json]

Real files on a real disk, their contents made up in the catalogue: a scan asks the system for each and reads
none. The floor is the system's own answer, `os.scandir` and a `stat` of every file and nothing else, in the
same run. With --folder the files stay there for another time.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.catalog.records import Recorded
from photosim.domain.files import FoundFile, Root
from photosim.domain.photo import ContentId, Facts, ReadPhoto
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings, ScanSummary
from photosim.imaging.discover import walk

_FOLDER_SIZE = 500
_STORED_AT_ONCE = 1000
_FACTS = Facts("JPEG", 4000, 3000, 1, None, None, None, "", 0, 1.0)
_NO_PIXELS = np.zeros((1, 1, 3), np.uint8)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="holds the files")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="photosim-rescan-") as temporary:
        folder = options.folder or Path(temporary, "photos")
        make_files(folder, options.photos)
        with open_workspace(os.path.join(temporary, "library")) as workspace:
            remember(workspace, folder)
            figures = measure(workspace, folder, options.rounds)
    print(json.dumps(figures, indent=2))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def make_files(folder: Path, count: int) -> None:
    """Small files, those that are missing."""
    for number in range(count):
        path = folder / f"{number // _FOLDER_SIZE:04}" / f"IMG_{number:07}.jpg"
        if number % _FOLDER_SIZE == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(b"photo %d" % number)


def remember(workspace: Workspace, folder: Path, thumbnails: Sequence[bytes] = (b"",)) -> None:
    """Tell the catalogue of all files, as if a scan had read them and met these pictures in turn."""
    library, model = workspace.library, workspace.encoder.model_id
    root = Root(str(folder))
    library.add_roots([root])
    number = library.begin_scan([root])
    code = np.ones(4, np.float32) / np.float32(2)
    bits = np.zeros(8, np.uint8)
    files = [found for found in walk([root], ScanSettings(), CancelToken()) if isinstance(found, FoundFile)]
    for start in range(0, len(files), _STORED_AT_ONCE):
        part = files[start : start + _STORED_AT_ONCE]
        read = [made_up(file, thumbnails[place % len(thumbnails)]) for place, file in enumerate(part)]
        library.store(number, [Recorded(photo, code, bits) for photo in read], [], model)
    library.finish_scan(number, [root], complete=True)


def made_up(file: FoundFile, thumbnail: bytes) -> ReadPhoto:
    """What reading the file might have given."""
    digest = blake2b(os.fsencode(file.path), digest_size=32).digest()
    return ReadPhoto(file.path, file.stamp, ContentId(digest), digest, _FACTS, thumbnail, _NO_PIXELS)


def measure(workspace: Workspace, folder: Path, rounds: int) -> dict[str, float]:
    """Scans and floors in turn; the quickest of each."""
    floors, scans = [], []
    summary: ScanSummary | None = None
    for _ in range(rounds):
        floors.append(timed(lambda: stat_all(str(folder)))[:2])
        wall, cpu, summary = timed(
            lambda: scan(workspace, [Root(str(folder))], ScanSettings(), lambda _: None, CancelToken())
        )
        scans.append((wall, cpu))
    assert summary is not None
    wall, cpu = map(min, zip(*scans, strict=True))
    floor_wall, floor_cpu = map(min, zip(*floors, strict=True))
    return {
        "files": summary.unchanged,
        "read": summary.photos_read,
        "load": os.getloadavg()[0],
        "seconds": round(wall, 3),
        "cpu_seconds": round(cpu, 3),
        "files_per_second": round(summary.unchanged / wall),
        "files_per_cpu_second": round(summary.unchanged / cpu),
        "floor_seconds": round(floor_wall, 3),
        "floor_cpu_seconds": round(floor_cpu, 3),
        "cpu_to_floor": round(cpu / floor_cpu, 2),
    }


def timed(work: Callable[[], object]) -> tuple[float, float, ScanSummary | None]:
    """Wall seconds, CPU seconds, and the summary where the work is a scan."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    seconds = time.perf_counter() - wall, time.process_time() - cpu
    return *seconds, result if isinstance(result, ScanSummary) else None


def stat_all(folder: str) -> int:
    """Ask the system for every file below a folder."""
    total = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            total += (
                stat_all(entry.path)
                if entry.is_dir(follow_symlinks=False)
                else entry.stat(follow_symlinks=False).st_size
            )
    return total


if __name__ == "__main__":
    main()
