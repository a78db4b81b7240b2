"""`photosim map`."""

import json
from pathlib import Path

from tests.cli.conftest import Photosim


def test_map_writes_the_stable_json_and_tells_of_it(
    photosim: Photosim, sample_photos: Path, tmp_path: Path
) -> None:
    target = tmp_path / "map.json"
    assert photosim("map", "-o", target).code == 2
    assert photosim("scan", sample_photos).code == 0
    ended = photosim("map", "-o", target, "--method", "pca", "--format", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert list(told) == ["map", "method", "pictures"]
    written = json.loads(target.read_bytes())
    assert written["method"] == told["method"] == "pca"
    assert len(written["photos"]) >= told["pictures"] > 0
    assert f"written to “{target}”" in photosim("map", "-o", target).out


def test_map_refuses_other_formats_before_any_work(photosim: Photosim, tmp_path: Path) -> None:
    ended = photosim("map", "-o", tmp_path / "map.gif")
    assert ended.code == 2
    assert "must end in .json or .png" in ended.err
