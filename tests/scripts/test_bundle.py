"""What the packaged program brings along for the desktop."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from scripts.bundle import contents, desktop, icon, licences
from tests.helpers.source import ROOT

DRAWING = ROOT / "assets" / "icons" / "photosim.svg"

linux = pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are a thing of Linux")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bundle")


@pytest.fixture(scope="module")
def program(place: Path) -> Path:
    """A folder with a name that has everything to trip over, and a program that tells how it was started."""
    folder = place / 'my "apps" $HOME `x` \\ y'
    folder.mkdir()
    script = folder / "photosim-gui"
    script.write_text(f'#!/bin/sh\nfor name in "$@"; do echo "$name"; done > "{place}/started"\n')
    script.chmod(0o755)
    desktop.write_desktop_files(DRAWING, folder)
    return folder


@pytest.fixture(scope="module")
def home(place: Path, program: Path) -> Path:
    """Of somebody who has put it into the menu."""
    home = place / "home"
    install(program, home)
    return home


def at_home(home: Path) -> dict[str, str]:
    """The environment of somebody whose home this is, on a desktop without settings of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return environment | {"HOME": str(home)}


def install(folder: Path, home: Path, *arguments: str, data: Path | None = None) -> None:
    command = ["sh", str(folder / "add-to-menu.sh"), *arguments]
    environment = at_home(home) | ({"XDG_DATA_DIRS": str(data)} if data else {})
    subprocess.run(command, env=environment, check=True, capture_output=True)


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
def test_the_menu_starts_the_program_wherever_it_lies(program: Path, home: Path) -> None:
    data = home / ".local" / "share"
    assert unquoted((data / "applications" / "photosim.desktop").read_text()) == str(program / "photosim-gui")
    for side in icon.SIZES:
        with Image.open(data / f"icons/hicolor/{side}x{side}/apps/photosim.png") as picture:
            assert picture.size == (side, side)
            assert picture.convert("RGBA").getpixel((0, 0))[3] == 0
            assert picture.convert("RGBA").getpixel((side // 2, side // 2))[3] == 255
    assert (data / "icons/hicolor/scalable/apps/photosim.svg").read_bytes() == DRAWING.read_bytes()


@linux
def test_taking_it_out_of_the_menu_leaves_the_program(program: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    install(program, home)
    before = sorted(path.name for path in program.rglob("*"))
    install(program, home, "--remove")
    assert not list(home.rglob("photosim.*"))
    assert sorted(path.name for path in program.rglob("*")) == before
    install(program, tmp_path / "home of somebody who never had it", "--remove")


@linux
def test_it_is_offered_for_pictures_and_takes_none_from_another_program(
    program: Path, tmp_path: Path
) -> None:
    wanted = ("update-desktop-database", "xdg-mime")
    absent = [tool for tool in wanted if shutil.which(tool) is None]
    if absent:
        pytest.skip(f"{absent[0]}, which desktops have, is not installed")
    home, data = tmp_path / "home", tmp_path / "system"
    (data / "applications").mkdir(parents=True)
    (data / "applications" / "viewer.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=Viewer\nExec=true %F\nMimeType=image/jpeg;\n"
    )
    subprocess.run(["update-desktop-database", str(data / "applications")], check=True)
    install(program, home, data=data)
    asked = subprocess.run(
        ["xdg-mime", "query", "default", "image/jpeg"],
        env=at_home(home) | {"XDG_DATA_DIRS": str(data)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert asked.stdout.strip() == "viewer.desktop"
    offered = (home / ".local/share/applications/mimeinfo.cache").read_text()
    assert "image/jpeg=photosim.desktop;" in offered
    assert "inode/directory=photosim.desktop;" in offered


@linux
def test_the_entry_is_as_desktops_want_it(program: Path) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-validate is not installed")
    entry = program / "share" / "applications" / "photosim.desktop"
    told = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")


@linux
def test_a_picture_is_opened_with_the_program(home: Path, place: Path) -> None:
    if shutil.which("gio") is None:
        pytest.skip("gio, which launches desktop entries, is not installed")
    picture = place / "a picture.jpg"
    Image.new("RGB", (8, 8)).save(picture)
    entry = home / ".local" / "share" / "applications" / "photosim.desktop"
    # Opening waits for the program, which was started and not waited for.
    os.mkfifo(place / "started")
    subprocess.run(["gio", "launch", str(entry), str(picture)], check=True, timeout=60)
    assert (place / "started").read_text().splitlines() == [str(picture)]


_IMPORT_ALL = """
import sys
from importlib import import_module
from pkgutil import walk_packages
import photosim
from scripts.bundle.contents import MODULES


class StaysBehind:
    def find_spec(self, name, path=None, target=None):
        if any(name == left or name.startswith(left + ".") for left in MODULES):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, StaysBehind())
for module in walk_packages(photosim.__path__, "photosim."):
    if module.name != "photosim.app.scanning.cluster_work":
        import_module(module.name)
"""


def test_no_module_needs_what_stays_behind() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "file",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "sklearn/datasets/images/china.jpg",
        "photosim/assets/models/faces/encoder.onnx",
        "licences/numpy/licenses/LICENSE.txt",
    ],
)
def test_what_is_needed_is_packaged(file: str) -> None:
    assert contents.is_wanted(file)
    assert contents.is_wanted(file.replace("/", "\\"))


@pytest.mark.parametrize(
    "file",
    [
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/translations/qt_ko.qm",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platforms/libqminimalegl.so",
        "PySide6/plugins/platforms/qminimal.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "cv2/opencv_videoio_ffmpeg500_64.dll",
        "sklearn/datasets/tests/data/openml/id_1/data.arff.gz",
    ],
)
def test_what_nobody_asks_for_stays_behind(file: str) -> None:
    assert not contents.is_wanted(file)
    assert not contents.is_wanted(file.replace("/", "\\"))


def test_every_package_brings_its_licence() -> None:
    found = licences.licences(ROOT)
    assert all(Path(file).is_file() for file, _folder in found)
    places = [(folder, Path(file).name) for file, folder in found]
    assert len(places) == len(set(places))
    packages = {folder.split("/")[1] for _file, folder in found}
    assert {"photosim", "pyside6", "numpy", "faiss-cpu", "opencv-python-headless", "onnxruntime"} <= packages
    assert {name for folder, name in places if folder == "licences/pyside6"} >= {
        "LGPL-3.0.txt",
        "GPL-3.0.txt",
    }
