"""A real `photosim` child process for the tests that break things."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.helpers.photos import sample_paths

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TINY_MODEL = REPOSITORY / "tests" / "encoding" / "tiny"


def command(library: Path, *arguments: str) -> list[str]:
    """How a user's shell would start it, with the tiny model."""
    common = ["--library", str(library), "--model", str(TINY_MODEL)]
    return [sys.executable, "-m", "photosim", *common, *arguments]


def start(library: Path, *arguments: str, **more: object) -> subprocess.Popen[str]:
    """The child process, in a process group of its own as a shell makes one."""
    return subprocess.Popen(
        command(library, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=REPOSITORY,
        start_new_session=True,
        **more,
    )


def make_photos(folder: Path, number: int) -> None:
    """Small photos that all differ, but every fifth, which is a copy of the one before."""
    folder.mkdir()
    with Image.open(sample_paths()[0]) as opened:
        picture = opened.convert("RGB")
    for place in range(number):
        left, top = 13 * (place - (place % 5 == 4)) % 400, 7 * place % 200
        target = folder / f"crop-{place:03}.jpg"
        if place % 5 == 4:
            target.write_bytes((folder / f"crop-{place - 1:03}.jpg").read_bytes())
        else:
            picture.crop((left, top, left + 200, top + 150)).save(target, quality=85)


def link_each(folder: Path, times: int) -> None:
    """Let every photo lie there `times` more, for a scan that the quickest machine does not end at once."""
    for photo in sorted(folder.glob("crop-*")):
        for number in range(times):
            os.link(photo, folder / f"link-{number}-{photo.name}")


def children_of(group: int) -> list[str]:
    """The command lines of the living processes in a process group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(entry.name)) == group:
                found.append((entry / "cmdline").read_text().replace("\0", " ").strip())
        except (OSError, ProcessLookupError):
            continue
    return [line for line in found if line]
