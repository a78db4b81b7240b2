"""The main job without a window: scan, show the groups, write a report to open elsewhere."""

import json
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from bootstrap.checkout import Checkout
from bootstrap.telling import SetupError, say

_DONE, _DONE_WITH_PROBLEMS = 0, 1
_REPORT = "photosim-report.html"


class NoWindowJob:
    """Scan, groups, report, one command after the other, so that a reader learns the commands too."""

    def __init__(self, checkout: Checkout, library: str | None) -> None:
        self._checkout = checkout
        self._library = ["--library", library] if library else []

    def run(self, folders: Sequence[str]) -> int:
        """Do the job for `folders`, or for the demo photos when there are none.

        Returns:
            The exit code of the first command that could not be finished, else that of the scan.
        """
        if not folders:
            folders = [self._demo_folder()]
            # The demo must not end up among what the user really has.
            beside = os.path.join(os.path.dirname(folders[0]), "library")
            self._library = self._library or ["--library", beside]
        scanned = self._photosim("scan", *folders, *self._library)
        if scanned not in {_DONE, _DONE_WITH_PROBLEMS}:
            return scanned
        grouped = self._photosim("groups", *self._library)
        if grouped not in {_DONE, _DONE_WITH_PROBLEMS}:
            return grouped
        report = place_for_report(folders, _report_places(), self._checkout.root)
        written = self._photosim("report", "-o", str(report), *self._library)
        if written not in {_DONE, _DONE_WITH_PROBLEMS}:
            return written
        print(f"The report, to open in any browser: {report}", flush=True)
        return scanned

    def _demo_folder(self) -> str:
        say("No folder was named, so here is the demo: a few photos, and copies that were edited.")
        made = subprocess.run(
            [str(self._checkout.tool("photosim")), "demo", "--format", "json", *self._library],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        try:
            return str(json.loads(made.stdout)["demo"])
        except (ValueError, KeyError) as error:
            raise SetupError("The demo photos could not be made.") from error

    def _photosim(self, *arguments: str) -> int:
        say(f"\n$ photosim {shlex.join(arguments)}")
        return subprocess.run(
            [str(self._checkout.tool("photosim")), *arguments], stdin=subprocess.DEVNULL, check=False
        ).returncode


def place_for_report(folders: Iterable[str], places: Iterable[Path], checkout: Path) -> Path:
    """Where the report goes: the first of `places` that can be written and is neither photos nor source.

    A report of an earlier run is replaced; any other file of that name is left alone.

    Raises:
        SetupError: there is no such place.
    """
    taboo = [os.path.realpath(folder) for folder in (*folders, str(checkout))]
    for place in places:
        real = os.path.realpath(place)
        inside = any(_is_within(real, folder) for folder in taboo)
        if not inside and os.access(real, os.W_OK | os.X_OK):
            return _free_name(Path(real))
    raise SetupError("There is no folder to write the report to. Name one: photosim report -o FILE")


def _report_places() -> list[Path]:
    # Not a hidden folder as long as there is another: browsers packaged as snaps may not read those.
    return [Path.cwd(), Path.home(), Path(tempfile.gettempdir())]


def _is_within(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath([path, folder]) == folder
    except ValueError:  # two drives of Windows
        return False


def _free_name(folder: Path) -> Path:
    report = folder / _REPORT
    number = 2
    while report.exists() and not _is_ours(report):
        report = folder / f"photosim-report-{number}.html"
        number += 1
    return report


def _is_ours(report: Path) -> bool:
    try:
        with open(report, "rb") as file:
            return b"photosim" in file.read(4096)
    except OSError:
        return False
