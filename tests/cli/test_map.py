"""`photosim map`."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from photosim.app.people.everyone import people
from photosim.app.people.grouping import group_people
from photosim.app.people.models import present_method
from photosim.app.people.naming import name_person
from photosim.app.workspace import open_workspace
from photosim.domain.progress import CancelToken
from tests.app.people.conftest import look, rescan
from tests.catalog.builders import Folder
from tests.cli.conftest import TINY_MODEL, FillLibrary, Photosim


def test_map_writes_the_stable_json_and_tells_of_it(
    photosim: Photosim, sample_photos: Path, fill_library: FillLibrary, tmp_path: Path
) -> None:
    target = tmp_path / "map.json"
    assert photosim("map", "-o", target).code == 2
    fill_library(sample_photos)
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


def test_faces_are_mapped_with_whose_they_are(photosim: Photosim, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "shots")
    for name in ("ada-0", "ada-1", "ben-0", "ben-1", "both", "nobody"):
        folder.write(f"{name}.jpg", name)
    with open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace:
        rescan(workspace, folder)
    target = tmp_path / "faces.json"
    without = photosim("map", "--of", "faces", "-o", target)
    assert (without.code, target.exists()) == (2, False)
    assert "photosim people find" in without.err
    with open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace:
        look(workspace, present_method())
        group_people(workspace, CancelToken())
        first = people(workspace)[0]
        name_person(workspace, first.id, "Ada")
    ended = photosim("map", "--of", "faces", "-o", target, "--format", "json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out) == {"map": str(target), "method": "tsne", "faces": 6}
    written = json.loads(target.read_bytes())
    assert len(written["faces"]) == 6
    assert {entry["name"] for entry in written["faces"]} == {"Ada", None}
    assert all(str(Path(entry["path"]).parent) == folder.path for entry in written["faces"])
    places = np.array([(entry["x"], entry["y"]) for entry in written["faces"]])
    assert places.min() >= 0
    assert places.max() <= 1
    kept = (tmp_path / "library" / "map-faces-tsne.npz").read_bytes()
    assert photosim("map", "--of", "faces", "-o", tmp_path / "again.json").code == 0
    assert (tmp_path / "again.json").read_bytes() == target.read_bytes()
    assert (tmp_path / "library" / "map-faces-tsne.npz").read_bytes() == kept
    picture = tmp_path / "faces.png"
    assert "A map of 6 faces written" in photosim("map", "--of", "faces", "-o", picture).out
    with Image.open(picture) as drawn:
        assert drawn.getextrema() != ((245, 245), (246, 246), (247, 247))
