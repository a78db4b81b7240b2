"""A test that leaves something running or open has failed: it would disturb the tests after it, and users.

Looked for after each test that passed: threads (with the place they were started), child processes, Qt's
timers, threads and pools, top-level widgets, files still open in the test's folders, temporary files.
"""

import gc
import multiprocessing
import os
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.isolation import session_temp
from tests.helpers.verdicts import body_passed

# Something that was told to stop may need a moment to do so, on a busy machine a long one.
_GRACE_SECONDS = 30.0

# These serve the whole process once multiprocessing was used, and end with it.
_SERVANTS = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")

_origins: weakref.WeakKeyDictionary[object, str] = weakref.WeakKeyDictionary()


@pytest.fixture(autouse=True)
def no_leaks(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compares what runs and what is open before and after the test."""
    _watch_qt()
    roots = [os.path.realpath(session_temp().parent), os.path.realpath(tmp_path_factory.getbasetemp())]
    looks: list[Callable[[], dict[object, str]]] = [
        _threads,
        _children,
        _qt_objects,
        _widgets,
        lambda: _open_files(roots),
        _temporary_files,
    ]
    before = [set(look()) for look in looks]
    yield
    if not body_passed(request.node):
        return
    left: list[str] = []
    for look, known in zip(looks, before, strict=True):
        left += _leftovers(look, known)
    if left:
        lines = "\n".join(left)
        pytest.fail(f"This test left something behind (see tests/helpers/leaks.py):\n{lines}", pytrace=False)


def _leftovers(look: Callable[[], dict[object, str]], known: set[object]) -> list[str]:
    deadline = time.monotonic() + _GRACE_SECONDS
    found = _new(look, known)
    if found:
        # What hangs only in a reference cycle is gone in the real program too.
        gc.collect()
        found = _new(look, known)
    while found and time.monotonic() < deadline:
        time.sleep(0.02)
        _settle_qt()
        found = _new(look, known)
    return found


def _new(look: Callable[[], dict[object, str]], known: set[object]) -> list[str]:
    return [text for key, text in look().items() if key not in known]


def _threads() -> dict[object, str]:
    # Threads that Qt started look like dummies for ever once they ran Python; Qt's own are looked at below.
    return {
        ("thread", id(thread)): f"thread {thread.name!r}, started at\n{_origin(thread)}"
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread) and thread is not threading.main_thread()
    }


def _children() -> dict[object, str]:
    listings = list(Path("/proc/self/task").glob("*/children"))
    if not listings:
        return {("child", child.pid): f"child process {child}" for child in multiprocessing.active_children()}
    found: dict[object, str] = {}
    for listing in listings:
        for pid in _read(listing).split():
            state = _read(Path("/proc", pid, "stat")).rpartition(")")[2].split()
            # A zombie costs nothing and is reaped at the next start of a child.
            if not state or state[0] == "Z":
                continue
            command = _read(Path("/proc", pid, "cmdline")).replace("\0", " ").strip()
            if not any(servant in command for servant in _SERVANTS):
                found["child", pid] = f"child process {pid}: {command or '(just starting)'}"
    return found


def _open_files(roots: list[str]) -> dict[object, str]:
    found: dict[object, str] = {}
    for link in Path("/proc/self/fd").glob("*"):
        try:
            target = os.readlink(link)
        except OSError:
            continue
        if any(target.startswith(root + os.sep) for root in roots) and not target.endswith(" (deleted)"):
            found["file", link.name, target] = f"open file {target}"
    return found


def _temporary_files() -> dict[object, str]:
    # multiprocessing keeps one folder for the life of the process.
    return {
        ("temporary", name): f"temporary file {session_temp() / name}"
        for name in os.listdir(session_temp())
        if not name.startswith("pymp-")
    }


def _qt_objects() -> dict[object, str]:
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return {}
    found: dict[object, str] = {}
    for item in list(_origins):
        if isinstance(item, threading.Thread) or not _is_alive(item):
            continue
        if _is_busy(core, item):
            found["qt", id(item)] = f"running {type(item).__name__}, started at\n{_origin(item)}"
    return found


def _is_busy(core: Any, item: Any) -> bool:
    if isinstance(item, core.QTimer):
        return bool(item.isActive())
    if isinstance(item, core.QThread):
        return bool(item.isRunning())
    return bool(item.activeThreadCount())


def _widgets() -> dict[object, str]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return {}
    _settle_qt()
    return {
        ("widget", id(widget)): f"top-level widget {widget!r} {widget.windowTitle()!r}"
        for widget in widgets.QApplication.topLevelWidgets()
    }


def _settle_qt() -> None:
    """Let Qt do what it only promised so far, deleting above all."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
        core.QCoreApplication.processEvents()


def _is_alive(item: object) -> bool:
    from shiboken6 import isValid

    return isValid(item)


def _origin(item: object) -> str:
    return _origins.get(item, "    (before the guard was set)")


def _note_origin(item: object) -> None:
    frames = [frame for frame in traceback.extract_stack() if frame.filename != __file__]
    own = [frame for frame in frames if "site-packages" not in frame.filename]
    _origins[item] = "".join(f"    {line}" for line in traceback.format_list(own[-6:]))


def _noting(original: Callable[..., Any]) -> Callable[..., Any]:
    def start(self: object, *arguments: Any, **named: Any) -> Any:
        _note_origin(self)
        return original(self, *arguments, **named)

    start.photosim_guard = True  # type: ignore[attr-defined]
    return start


def _watch_qt() -> None:
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return
    for kind in (core.QTimer, core.QThread, core.QThreadPool):
        if not hasattr(kind.start, "photosim_guard"):
            kind.start = _noting(kind.start)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # it ended while we looked
        return ""


threading.Thread.start = _noting(threading.Thread.start)  # type: ignore[method-assign]
