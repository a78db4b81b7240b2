"""What the operating system has to bring: Python's own venv module, and the libraries Qt is linked against.

Only Debian and its relatives split these off; Windows and macOS bring everything.
"""

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence

from bootstrap.telling import SetupError, say, step

# What the loader must find -> the Debian and Ubuntu package that brings it.
WINDOW_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def missing_python_parts() -> list[str]:
    """The Debian package without which this Python cannot make an environment, or nothing."""
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def missing_window_libraries() -> list[str]:
    """The loader names of what Qt needs and this Linux does not have."""
    if not sys.platform.startswith("linux"):
        return []
    return [name for name in WINDOW_LIBRARIES if not _loads(name)]


def packages_for(libraries: Iterable[str]) -> list[str]:
    """The Debian packages that bring `libraries`."""
    return [WINDOW_LIBRARIES[name] for name in libraries]


def missing_test_display() -> list[str]:
    """The Debian package of the invisible X server that the window tests can use."""
    return ["xvfb"] if sys.platform.startswith("linux") and not shutil.which("Xvfb") else []


def has_apt() -> bool:
    """Whether this is Debian or a relative."""
    return shutil.which("apt-get") is not None


def way_to_root() -> list[str] | None:
    """The prefix that makes a command run as root without asking anybody, or None without such a way."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def line_to_type(packages: Sequence[str], *, sudo: bool) -> str:
    """The one line with which a person installs `packages`."""
    install = f"apt-get install -y {shlex.join(packages)}"
    if sudo:
        return f"sudo apt-get update && sudo {install}"
    return f'su -c "apt-get update && {install}"'


def try_install(packages: Sequence[str]) -> str | None:
    """Install Debian packages where that needs nobody's leave.

    Returns:
        None when all of them are there now, else the line that a person has to type.
    """
    line = line_to_type(packages, sudo=way_to_root() == [] or shutil.which("sudo") is not None)
    root = way_to_root() if has_apt() else None
    if root is None:
        return line
    with step(f"installing {_summary(packages)} by apt-get"):
        # A broken third-party source fails `update` although what we need is there: `install` decides.
        _apt(root, ["update"])
        done = _apt(root, ["install", "-y", "--no-install-recommends", *packages])
    if done.returncode == 0:
        return None
    reason = [text for text in done.stderr.splitlines() if text.startswith("E:")]
    say(f"    that did not work{': ' + reason[0][2:].strip() if reason else ''}")
    return line


def provide_python_parts() -> None:
    """Make sure that this Python can make an environment.

    Raises:
        SetupError: it cannot, and only the user can change that.
    """
    parts = missing_python_parts()
    if not parts:
        return
    if not has_apt():
        raise SetupError(
            "This Python has no venv and ensurepip modules. Install them with your system's package manager, "
            "or take Python from python.org, and start again."
        )
    # With the window's libraries beside it, so that a person has one line to type and not two.
    line = try_install([*parts, *packages_for(missing_window_libraries())])
    if line:
        raise SetupError(f"Python's venv module is missing. Type this line and start again:\n\n    {line}\n")


def _apt(root: Sequence[str], arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    # Unattended upgrades may hold the lock for a while after boot.
    command = [
        *root,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=300",
    ]
    return subprocess.run(
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _summary(packages: Sequence[str]) -> str:
    if len(packages) <= 2:
        return " and ".join(packages)
    return f"{packages[0]} and {len(packages) - 1} other packages"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
