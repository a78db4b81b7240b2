"""What `pip install photosim` brings: the program with all that it reads, and nothing else."""

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.helpers.source import ROOT, modules

pytest.importorskip("hatchling", reason="builds the wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [path] = out.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_program_and_its_assets(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert {module.name for module in modules("photosim")} <= names
    assets = {path.relative_to(ROOT).as_posix() for path in (ROOT / "assets").rglob("*") if path.is_file()}
    migrations = {path.relative_to(ROOT).as_posix() for path in (ROOT / "photosim").rglob("*.sql")}
    assert {f"photosim/{name}" for name in assets} | migrations | {"photosim/py.typed"} <= names


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    for name in wheel.namelist():
        top = Path(name).parts[0]
        assert top == "photosim" or top.endswith(".dist-info"), name
        assert "__pycache__" not in name
        assert not name.lower().endswith((".jpg", ".jpeg", ".heic", ".npz", ".sqlite")), name
    assert sum(entry.compress_size for entry in wheel.infolist()) < 60 * 1024**2


def test_the_wheel_names_both_programs(wheel: zipfile.ZipFile) -> None:
    [entries] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    told = configparser.ConfigParser()
    told.read_string(wheel.read(entries).decode())
    assert dict(told["console_scripts"]) == {"photosim": "photosim.__main__:main"}
    # On Windows such a program opens no terminal.
    assert dict(told["gui_scripts"]) == {"photosim-gui": "photosim.__main__:main_gui"}
