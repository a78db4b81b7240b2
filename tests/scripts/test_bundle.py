"""What the packaged program brings along for the desktop."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from scripts.bundle import desktop, icon

REPOSITORY = Path(__file__).resolve().parents[2]

linux = pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are a thing of Linux")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with a name that has everything to trip over, and a program that tells how it was started."""
    folder = tmp_path / 'my "apps" $HOME `x` \\ y'
    folder.mkdir()
    script = folder / "photosim-gui"
    script.write_text(f'#!/bin/sh\nfor name in "$@"; do echo "$name"; done > "{tmp_path}/started"\n')
    script.chmod(0o755)
    drawing = REPOSITORY / "assets" / "icons" / "photosim.svg"
    shutil.copy(icon.write_icon(drawing, tmp_path / "icons"), folder / "photosim.png")
    desktop.write_desktop_files(folder)
    return folder


def install(folder: Path, home: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "XDG_DATA_HOME"}
    command = ["sh", str(folder / "add-to-menu.sh"), *arguments]
    return subprocess.run(
        command, env=environment | {"HOME": str(home)}, check=True, capture_output=True, text=True
    ).stdout


def unquoted(entry: str) -> str:
    """The program of a desktop entry, read as it is written: first the string, then the quotes."""
    line = next(line for line in entry.splitlines() if line.startswith("Exec="))
    text = line.removeprefix("Exec=").replace("\\\\", "\\")
    assert text.startswith('"')
    assert text.endswith('" %F')
    inner, plain, place = text[1:-4], "", 0
    while place < len(inner):
        place += inner[place] == "\\"
        plain += inner[place]
        place += 1
    return plain.replace("%%", "%")


@linux
def test_the_menu_starts_the_program_wherever_it_lies(program: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    install(program, home)
    entry = home / ".local" / "share" / "applications" / "photosim.desktop"
    assert unquoted(entry.read_text()) == str(program / "photosim-gui")
    with Image.open(home / ".local/share/icons/hicolor/512x512/apps/photosim.png") as picture:
        assert picture.size == (512, 512)
        assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


@linux
def test_taking_it_out_of_the_menu_leaves_the_program(program: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    install(program, home)
    before = sorted(path.name for path in program.iterdir())
    install(program, home, "--remove")
    assert not [path for path in home.rglob("*") if path.is_file()]
    assert sorted(path.name for path in program.iterdir()) == before


@linux
def test_a_picture_is_opened_with_the_program(program: Path, tmp_path: Path) -> None:
    if shutil.which("gio") is None:
        pytest.skip("gio, which launches desktop entries, is not installed")
    home = tmp_path / "home"
    install(program, home)
    picture = tmp_path / "a picture.jpg"
    Image.new("RGB", (8, 8)).save(picture)
    entry = home / ".local" / "share" / "applications" / "photosim.desktop"
    # Opening waits for the program, which was started and not waited for.
    os.mkfifo(tmp_path / "started")
    subprocess.run(["gio", "launch", str(entry), str(picture)], check=True, timeout=60)
    assert (tmp_path / "started").read_text().splitlines() == [str(picture)]
