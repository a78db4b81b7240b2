"""The pages are loaded before they are seen, and Qt's classes are made in one thread only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]

_LOAD = """
import sys
from importlib import import_module
import photosim.gui.shell.views
from photosim.app.workspace import open_workspace
from photosim.gui.shell.ahead import WITHOUT_QT, modules_with_qt

before = set(sys.modules)
for name in WITHOUT_QT:
    import_module(name)
made = [name for name in sys.modules if name not in before and name.startswith(("PySide6", "photosim.gui"))]
assert not made, f"in a worker: {made}"
before = set(sys.modules)
for name in modules_with_qt():
    import_module(name)
brought = [name for name in sys.modules if name not in before]
own = [name for name in brought if name.startswith("photosim.gui")]
others = [name for name in brought if name.startswith("photosim.") and name not in own]
assert not others, f"in the window's thread: {others}"
for page in ("photos", "groups", "search", "people", "map", "odd", "looks", "problems"):
    assert f"photosim.gui.{page}.view" in own
"""


def test_only_what_knows_nothing_of_qt_is_loaded_in_a_worker_and_only_that() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LOAD], cwd=_ROOT, capture_output=True, text=True, check=False, timeout=100
    )
    assert told.returncode == 0, told.stderr
