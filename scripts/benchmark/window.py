"""Whether the window stays quick: its first paint, a grid of many photos, and a scan beside it.

    python scripts/benchmark/window.py [--photos 100000] [--scan DIR] [--json figures.json]

Runs offscreen unless QT_QPA_PLATFORM says otherwise (xcb under `xvfb-run`). A stall is processor time of the
window's thread between two looks of its event loop, so that it is the program's own and not that of a busy
machine; a pause is the garbage collector's, in whichever thread. The grid is scrolled through from end to
end; a photo counts as left without a thumbnail where it is in sight at the end of a step and still has none
after the window has settled.
`peak_mb` is the most memory that the process of the window takes until the grid has been scrolled through;
its library is made by another process.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

from photosim.domain.files import Root
from photosim.domain.scanning import ScanSettings
from photosim.gui.application import make_application, make_window
from photosim.gui.base.pages import Page
from photosim.gui.shell.main_window import MainWindow

_TICK_MS = 2
_STEPS = 200


class Watchdog(QObject):
    """Looks at the event loop every few milliseconds and at every collection."""

    def __init__(self) -> None:
        super().__init__()
        self.stalls: list[float] = []
        self.pauses: list[float] = []
        self._last = time.thread_time()
        self._began = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_TICK_MS)
        gc.callbacks.append(self._collected)

    def take(self) -> dict[str, float]:
        """Milliseconds since the last call."""
        told = {
            "longest_stall_ms": round(max(self.stalls, default=0.0) * 1000, 1),
            "stalls_over_50_ms": float(sum(stall > 0.05 for stall in self.stalls)),
            "longest_pause_ms": round(max(self.pauses, default=0.0) * 1000, 1),
        }
        self.stalls, self.pauses = [], []
        return told

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()
        gc.callbacks.remove(self._collected)

    def _look(self) -> None:
        now = time.thread_time()
        self.stalls.append(now - self._last)
        self._last = now

    def _collected(self, phase: str, _: dict[str, Any]) -> None:
        if phase == "start":
            self._began = time.thread_time()
        else:
            self.pauses.append(time.thread_time() - self._began)


class FirstPaint(QObject):
    """Notes when the window is painted for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.cpu: float | None = None
        self.wall = 0.0

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Every event of the window."""
        if self.cpu is None and event.type() == QEvent.Type.Paint:
            self.cpu, self.wall = time.process_time(), time.perf_counter()
        return False


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--scan", type=Path, help="a folder of photos that is scanned beside it")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--make", type=Path, metavar="DIR", help="only make the library, there")
    options = parser.parse_args()
    if options.make:
        make(options.make, options.photos)
        return 0
    with tempfile.TemporaryDirectory(prefix="photosim-window-") as folder:
        place = Path(folder)
        subprocess.run(
            [sys.executable, __file__, "--make", folder, "--photos", str(options.photos)], check=True
        )
        figures: dict[str, float] = {"photos": options.photos, "load": os.getloadavg()[0]}
        started, begun = time.process_time(), time.perf_counter()
        app = make_application()
        paint = FirstPaint()
        window = make_window(app, [], str(place / "library"))
        window.installEventFilter(paint)
        watchdog = Watchdog()
        window.resize(1280, 720)
        window.show()
        until(lambda: paint.cpu is not None and window.views is not None)
        assert paint.cpu is not None
        figures["first_paint_s"] = round(paint.wall - begun, 2)
        figures["first_paint_cpu_s"] = round(paint.cpu - started, 2)
        figures |= named("opening", watchdog.take())
        figures |= named("scrolling", scrolled(window, watchdog))
        figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
        if options.scan:
            window.desk.start_scan((Root(str(options.scan.resolve())),), ScanSettings())
            until(lambda: not window.desk.scanning)
            figures |= named("scanning", watchdog.take())
        for page in list(Page)[2:]:
            figures[f"first_sight_of_{page}_ms"] = first_sight(window, page, watchdog)
        watchdog.end()
        window.close()
        settle(0.5)
        # Before the library is taken away, which takes its time.
        print(json.dumps(figures, indent=2), flush=True)
        if options.json:
            options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    return 0


def scrolled(window: MainWindow, watchdog: Watchdog) -> dict[str, float]:
    """Scroll the grid from end to end."""
    window.go("photos")
    views, context = window.views, window.desk.context
    assert views is not None
    assert context is not None
    grid, thumbnails = views.photos.load().grid, context.thumbnails
    until(lambda: grid.photos.rowCount() > 0)
    settle(0.3)
    watchdog.take()
    bar = grid.verticalScrollBar()
    cost = time.thread_time()
    without = 0
    for step in range(_STEPS + 1):
        bar.setValue(bar.maximum() * step // _STEPS)
        settle(0.05)
        if step % (_STEPS // 10) == 0:
            until(lambda: thumbnails.idle)
            inside = grid.viewport().rect()
            items = [
                grid.photos.item(row)
                for row in grid.visible_rows()
                if inside.intersects(grid.visualRect(grid.photos.index(row)))
            ]
            without += sum(thumbnails.request(item.path, item.content) is None for item in items)
    return watchdog.take() | {
        "rows": float(grid.photos.rowCount()),
        "cpu_ms_a_step": round((time.thread_time() - cost) * 1000 / _STEPS, 2),
        "left_without_thumbnail": float(without),
    }


def first_sight(window: MainWindow, page: Page, watchdog: Watchdog) -> float:
    """The longest stall, in milliseconds, when a page is gone to for the first time."""
    settle(0.2)
    watchdog.take()
    window.go(page)
    settle(0.5)
    return watchdog.take()["longest_stall_ms"]


def named(what: str, figures: dict[str, float]) -> dict[str, float]:
    """The figures with what they are of."""
    return {f"{what}_{name}": value for name, value in figures.items()}


def until(condition: Callable[[], bool], seconds: float = 300.0) -> None:
    """Let the window work until something holds.

    Raises:
        TimeoutError: it does not come to that.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        settle(0.02)


def settle(seconds: float) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def make(place: Path, photos: int) -> None:
    """A library of so many files, with thumbnails cut out of two photographs."""
    from photosim.app.workspace import open_workspace  # noqa: PLC0415 - not in the window's process
    from scripts.benchmark.rescan import make_files, remember  # noqa: PLC0415

    make_files(place / "photos", photos)
    with open_workspace(str(place / "library")) as workspace:
        remember(workspace, place / "photos", cuttings())


def cuttings() -> list[bytes]:
    """Thumbnails as a scan stores them."""
    from PIL import Image  # noqa: PLC0415 - not in the window's process
    from sklearn.datasets import load_sample_image  # noqa: PLC0415

    cut = []
    for name in ("china.jpg", "flower.jpg"):
        photo = Image.fromarray(load_sample_image(name))
        for left in range(0, 320, 10):
            buffer = BytesIO()
            photo.crop((left, 100, left + 320, 340)).save(buffer, "JPEG", quality=80)
            cut.append(buffer.getvalue())
    return cut


if __name__ == "__main__":
    sys.exit(main())
