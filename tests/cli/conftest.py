"""The command line in this process, with the tiny model and a window that only notes its opening."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from photosim.app.trying.checks import Check, Outcome
from photosim.app.workspace import open_workspace
from photosim.cli.contract import Window
from photosim.cli.main import run
from tests.helpers.scanning import fill

TINY_MODEL = Path(__file__).resolve().parent.parent / "encoding" / "tiny"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass
class NotedWindow:
    """Notes what a window was asked to open."""

    opened: list[tuple[list[str], str | None]] = field(default_factory=list)

    def open(self, folders: list[str], library: str | None) -> int:
        self.opened.append((folders, library))
        return 0

    def check(self) -> list[Check]:
        return [Check("Window", Outcome.PASSED, "noted")]


Photosim = Callable[..., Ended]
FillLibrary = Callable[[Path], None]


@pytest.fixture
def noted_window() -> NotedWindow:
    return NotedWindow()


@pytest.fixture
def photosim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], noted_window: NotedWindow, lent_processes: None
) -> Photosim:
    """Runs `photosim --library <a new one> ARGUMENTS…`."""
    common = ["--library", str(tmp_path / "library"), "--model", str(TINY_MODEL)]

    def call(*arguments: str | Path) -> Ended:
        window = Window(open=noted_window.open, check=noted_window.check)
        code = run([*common, *map(str, arguments)], window)
        captured = capsys.readouterr()
        return Ended(int(code), captured.out, captured.err)

    return call


@pytest.fixture
def fill_library(tmp_path: Path) -> FillLibrary:
    """Brings a folder's photos into the library that `photosim` uses."""

    def call(folder: Path) -> None:
        with open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace:
            fill(workspace, folder)

    return call


@pytest.fixture
def scanned(fill_library: FillLibrary, sample_photos: Path) -> Path:
    """Five photos that the library of `photosim` knows."""
    fill_library(sample_photos)
    return sample_photos
