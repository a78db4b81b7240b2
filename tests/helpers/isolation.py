"""A home folder of its own for a test session, so that nothing reads or writes the developer's."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": "run",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
}


def isolate_session() -> Path:
    """Point this process and its children at a fresh home and the offscreen screen; returns the home."""
    # pytest keeps the folders of failed tests: those belong where a developer finds them afterwards.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    home = Path(tempfile.mkdtemp(prefix="photosim-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for variable, folder in _FOLDERS.items():
        path = home / folder
        path.mkdir(parents=True, exist_ok=True)
        os.environ[variable] = str(path)
    (home / "run").chmod(0o700)  # Qt warns about a runtime folder that others may read
    tempfile.tempdir = None
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.pop("PHOTOSIM_LIBRARY", None)
    return home


def session_temp() -> Path:
    """The folder for temporary files of this session."""
    return Path(os.environ["TMPDIR"])
