"""The main job on the demo with the shipped model: a folder becomes groups, a picture finds its like."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from photosim.__main__ import main
from photosim.app.trying.demo import make_demo
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Relation

REPOSITORY = Path(__file__).resolve().parent.parent.parent

Call = Callable[..., tuple[int, dict]]  # type: ignore[type-arg]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo and a library that a real `photosim scan` made of it."""
    folder = tmp_path_factory.mktemp("flow")
    photos = make_demo(str(folder / "demo"), silent, CancelToken())
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "photosim",
            "--library",
            folder / "library",
            "--format",
            "json",
            "scan",
            photos,
        ],
        capture_output=True,
        cwd=REPOSITORY,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert (told["added"], told["problems"]) == (40, [])
    return folder


@pytest.fixture
def photosim(demo: Path, capsys: pytest.CaptureFixture[str], lent_processes: None) -> Call:
    """Runs a command on that library in this process; exit code and JSON."""

    def call(*arguments: str | Path) -> tuple[int, dict]:  # type: ignore[type-arg]
        code = main(["--library", str(demo / "library"), "--format", "json", *map(str, arguments)])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_copies_come_together_and_the_best_one_is_kept(demo: Path, photosim: Call) -> None:
    code, told = photosim("groups")
    assert code == 0
    group_of = {
        os.path.relpath(member["path"], demo / "demo"): group
        for group in told["groups"]
        for member in group["members"]
    }
    for original, copies in {
        "2023 China/IMG_2041.jpg": ["Phone backup/IMG_2041.jpg", "Sent by messenger/pagoda.webp"],
        "2023 China/IMG_2042.jpg": ["Phone backup/IMG_2042 (small).jpg"],
        "2023 China/IMG_2043.jpg": ["Phone backup/IMG_2043.jpg", "Phone backup/Screenshot_20230520.png"],
        "2023 Garden/DSC_0101.jpg": ["Phone backup/DSC_0101.jpg", "Sent by messenger/dahlia.webp"],
        "2023 Garden/DSC_0102.jpg": ["Phone backup/DSC_0102 (small).jpg"],
    }.items():
        group = group_of[original]
        assert os.path.relpath(group["keeper"], demo / "demo") == original
        assert group["reasons"]
        for copy in copies:
            assert group_of[copy] is group, copy
    identical = {
        os.path.relpath(member["path"], demo / "demo")
        for group in told["groups"]
        for member in group["members"][1:]
        if member["relation"] == "identical-bytes"
    }
    assert identical == {f"Phone backup/{name}" for name in ("IMG_2041.jpg", "IMG_2043.jpg", "DSC_0101.jpg")}
    scenes = [group_of[f"2023 China/IMG_{number}.jpg"]["id"] for number in (2041, 2042, 2043)]
    assert len(set(scenes)) == 3


def test_a_picture_from_elsewhere_finds_its_like(demo: Path, photosim: Call, tmp_path: Path) -> None:
    with Image.open(demo / "demo" / "2023 Garden" / "DSC_0102.jpg") as picture:
        picture.resize((500, 333)).save(tmp_path / "found on the web.webp", quality=50)
    code, told = photosim("query", tmp_path / "found on the web.webp", "-k", "3")
    assert code == 0
    names = {os.path.basename(match["path"]) for match in told["matches"]}
    assert names == {"DSC_0102.jpg", "DSC_0102 (small).jpg", "IMG-20230806-WA0004.jpg"}
    assert all(Relation(match["relation"]).is_same_picture for match in told["matches"])
    assert all(match["probability"] > 0.5 for match in told["matches"])


def test_pairs_and_report(demo: Path, photosim: Call, tmp_path: Path) -> None:
    code, told = photosim("pairs", "--max", "10")
    assert code == 0
    assert [pair["relation"] for pair in told["pairs"][:3]] == ["identical-bytes"] * 3
    code, told = photosim("report", "-o", tmp_path / "report.html")
    assert code == 0
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "IMG_2041.jpg" in html
    assert "data:image/jpeg;base64," in html
    assert "http://" not in html.replace("http://www.w3.org/", "")


def test_scanning_again_finds_everything_unchanged(demo: Path, photosim: Call) -> None:
    code, told = photosim("scan", demo / "demo")
    assert code == 0
    assert (told["added"], told["unchanged"]) == (0, 40)
