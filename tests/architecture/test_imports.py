"""Importing photosim does nothing but import: no file, no folder, no line, no thread, no child, no socket."""

import os
import subprocess
import sys
from pathlib import Path

from tests.helpers.source import ROOT, modules

# Runs in a bare process; whatever it prints is a complaint.
_IMPORT_ALL = """
import sys

WRITING = ("w", "a", "x", "+")
NEVER = {
    "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree",
    "sqlite3.connect", "socket.connect", "socket.bind", "subprocess.Popen", "_thread.start_new_thread",
    "os.posix_spawn", "os.fork",
}
current = ["nothing"]

def hook(event, arguments):
    if not current[0].startswith("photosim"):
        return
    if event in NEVER:
        print(f"importing {current[0]}: {event} {arguments[:1]}")
    elif event == "open" and isinstance(arguments[1], str) and set(WRITING) & set(arguments[1]):
        print(f"importing {current[0]}: writes {arguments[0]!r}")

sys.addaudithook(hook)
import importlib
for name in sys.argv[1:]:
    current[0] = name
    importlib.import_module(name)
"""

_IMPORT_WITHOUT_QT = """
import sys
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
    qt = [found for found in sys.modules if found.split(".")[0] in {"PySide6", "shiboken6"}]
    assert not qt, f"{name} imports {qt}"
"""


def _names(*rooms: str) -> list[str]:
    found = [module for module in modules("photosim") if not rooms or module.room in rooms]
    names = [module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for module in found]
    return [name for name in names if name != "photosim.__main__"]


def _run(code: str, names: list[str], home: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ
    }
    return subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", code, *names],
        cwd=cwd,
        env={**kept, "HOME": home, "USERPROFILE": home, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_imports_have_no_effect(tmp_path: Path) -> None:
    names = _names()
    assert len(names) > 100
    done = _run(_IMPORT_ALL, names, home="/nonexistent/home", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_the_check_of_imports_sees_what_it_should(tmp_path: Path) -> None:
    (tmp_path / "photosim_planted.py").write_text("open('planted.txt', 'w').close()\nprint('hello')\n")
    code = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n{_IMPORT_ALL}"
    done = _run(code, ["photosim_planted"], home="/nonexistent/home", cwd=tmp_path)
    assert "importing photosim_planted: writes 'planted.txt'" in done.stdout
    assert "hello" in done.stdout


def test_nothing_below_the_window_imports_qt(tmp_path: Path) -> None:
    names = _names("domain", "imaging", "encoding", "similarity", "catalog", "actions", "app", "cli")
    assert len(names) > 60
    done = _run(_IMPORT_WITHOUT_QT, ["photosim.app", *names], home=str(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_pillow_opens_named_formats_only() -> None:
    """For some formats Pillow starts other programs: no picture may choose its reader among all."""
    careless = [
        f"{module.name}:{call.lineno}"
        for module in modules("photosim")
        for name, call in module.calls()
        if name == "Image.open" and not any(keyword.arg == "formats" for keyword in call.keywords)
    ]
    assert careless == []


def test_files_of_the_user_are_decoded_in_processes_of_their_own() -> None:
    """Through `imaging.pool`: what crashes or hangs a decoder must not be photosim itself."""
    here = {
        f"photosim.imaging.{name}"
        for name in (
            "read.read_photo",
            "read.read_or_refuse",
            "read.read_bytes",
            "preview.render",
            "preview.render_or_refuse",
            "preview.thumbnail_or_refuse",
            "decode.decode",
            "whole.whole_or_refuse",
        )
    }
    # The self-test decodes pictures that it made itself.
    careless = [
        f"{module.name} imports {name}"
        for module in modules("photosim")
        if module.room != "imaging" and module.name != "photosim/app/trying/selftest_parts.py"
        for name in module.imports() & here
    ]
    assert careless == []
