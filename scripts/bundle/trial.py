"""Lets the packaged program do its jobs: each brings libraries of its own, which may have stayed behind."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


def try_out(program: Path) -> dict[str, int]:
    """Take the demo photos through the program.

    Args:
        program: the packaged command line.

    Returns:
        The exit code of each command; all of them should end with 0.
    """
    with tempfile.TemporaryDirectory(prefix="photosim-trial-") as place:
        photos, library = Path(place, "photos"), Path(place, "library")

        def run(*arguments: str) -> int:
            command = [str(program), "--library", str(library), *arguments]
            return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode

        codes = {"demo": run("demo", str(photos)), "scan": run("scan", str(photos))}
        some = [str(path) for path in photos.rglob("*.jpg")][:1]
        return codes | {
            "query": run("query", "--region", "0,0,100,100", *some),
            "groups": run("groups"),
            "plan": run("plan", "-o", str(Path(place, "plan.json"))),
            "odd": run("odd"),
            "looks": run("looks"),
            "map": run("map", "-o", str(Path(place, "map.png"))),
            "people": run("people", "find"),
            "report": run("report", "-o", str(Path(place, "report.html"))),
        }
