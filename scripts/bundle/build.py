"""Builds the packaged program; started by build_app.py, inside the environment."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from scripts.bundle.desktop import write_desktop_files  # noqa: E402 - found through the line above
from scripts.bundle.icon import write_icon  # noqa: E402
from scripts.bundle.trial import try_out  # noqa: E402

_STARTS = 5


def main() -> int:
    """Build, and with --check try what was built; the exit code is 0 when all of it works."""
    parser = argparse.ArgumentParser(
        prog="build_app.py", description="Build photosim as a folder that runs without Python."
    )
    parser.add_argument("--out", type=Path, default=REPOSITORY / "build" / "app", metavar="DIR")
    parser.add_argument("--check", action="store_true", help="let the built program test itself")
    options = parser.parse_args()
    folder = build(options.out.resolve())
    print(f"Built {folder}", file=sys.stderr)
    return _check(folder) if options.check else 0


def build(out: Path) -> Path:
    """Build the program.

    Args:
        out: where the program's folder is made; an older one of the same name there is replaced.

    Returns:
        The program's folder.

    Raises:
        subprocess.CalledProcessError: PyInstaller gave up, and said why.
    """
    work = REPOSITORY / "build" / "pyinstaller"
    drawing = REPOSITORY / "assets" / "icons" / "photosim.svg"
    icon = write_icon(drawing, work)
    spec = REPOSITORY / "scripts" / "bundle" / "photosim.spec"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    command += [f"--distpath={out}", f"--workpath={work}", str(spec)]
    subprocess.run(command, env=os.environ | {"PHOTOSIM_ICON": str(icon)}, check=True)
    folder = out / "photosim"
    if sys.platform == "linux":
        _leave_out_debugging(folder / "_internal")
        write_desktop_files(drawing, folder)
    return folder


def _leave_out_debugging(internal: Path) -> None:
    """A Python that was compiled at home holds what its debugger reads, in two thirds of its bytes."""
    strip = shutil.which("strip")
    if strip is None:
        return
    libraries = [*internal.glob("libpython*.so*"), *internal.glob("python*/lib-dynload/*.so")]
    subprocess.run([strip, "--strip-debug", *map(str, libraries)], check=True)


def _check(folder: Path) -> int:
    command = [str(folder / ("photosim.exe" if sys.platform == "win32" else "photosim"))]
    starts = []
    for _ in range(_STARTS):
        began = time.perf_counter()
        subprocess.run([*command, "--version"], stdout=subprocess.DEVNULL, check=True)
        starts.append(time.perf_counter() - began)
    tested = subprocess.run([*command, "self-test", "--format", "json"], stdout=subprocess.PIPE, check=False)
    codes = try_out(Path(command[0]))
    figures = {
        "megabytes": round(_size(folder) / 1e6, 1),
        "start_seconds": round(min(starts), 3),
        "self_test": json.loads(tested.stdout),
        "exit_codes": codes,
    }
    print(json.dumps(figures, indent=2))
    return max(tested.returncode, *codes.values())


def _size(folder: Path) -> int:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


if __name__ == "__main__":
    sys.exit(main())
