"""`photosim people`."""

import json
from pathlib import Path
from typing import Any

import pytest

from photosim.app.people.grouping import group_people
from photosim.app.people.models import present_method
from photosim.app.workspace import open_workspace
from photosim.domain.progress import CancelToken
from photosim.encoding import face_finder
from tests.app.people.conftest import look, needs_dlib, rescan
from tests.catalog.builders import Folder
from tests.cli.conftest import TINY_MODEL, Photosim
from tests.helpers.drawn_faces import ADA, BEN, face


@pytest.fixture
def shots(tmp_path: Path) -> Folder:
    """A library of files that stand for photos of two people: Ada is number 1 or 2, with most faces."""
    folder = Folder(tmp_path / "shots")
    for name in ("ada-0", "ada-1", "ada-2", "ben-0", "ben-1", "both", "nobody"):
        folder.write(f"{name}.jpg", name)
    with open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace:
        rescan(workspace, folder)
        look(workspace, present_method())
        group_people(workspace, CancelToken())
    return folder


def _json(photosim: Photosim, *arguments: str | Path) -> dict[str, Any]:
    ended = photosim("people", *arguments, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    told: dict[str, Any] = json.loads(ended.out)
    return told


def _names(paths: list[str]) -> list[str]:
    return [Path(path).name for path in paths]


def test_every_face_is_told_in_the_stable_json(photosim: Photosim, shots: Folder) -> None:
    told = _json(photosim)
    assert list(told) == ["faces"]
    assert len(told["faces"]) == 7
    first = told["faces"][0]
    assert list(first) == ["path", "box", "person"]
    assert first["path"] == shots.at("ada-0.jpg")
    assert first["box"] == [0.25, 0.25, 0.5, 0.5]
    assert first["person"].startswith("person ")
    assert photosim("people").out.startswith(f"{first['path']}: {first['person']}\n")


def test_people_are_listed_named_and_hidden(photosim: Photosim, shots: Folder) -> None:
    ada, ben = _json(photosim, "list")["people"]
    assert list(ada) == ["id", "name", "faces", "hidden", "cover"]
    assert (ada["faces"], ben["faces"]) == (4, 3)
    assert photosim("people", "name", str(ben["id"]), "Ben").out == f"person {ben['id']} is “Ben” now.\n"
    assert _json(photosim, "list")["people"][0]["name"] == "Ben"
    assert photosim("people", "hide", "ben").out == "Ben is hidden now; --undo shows them again.\n"
    assert len(_json(photosim, "list")["people"]) == 1
    assert "Ben  (hidden)" in photosim("people", "list", "--hidden").out
    assert _json(photosim, "hide", "Ben", "--undo") == {"id": ben["id"], "hidden": False}
    assert _json(photosim, "name", "Ben", "") == {"id": ben["id"], "name": None}
    assert len(photosim("people", "list").out.splitlines()) == 2


def test_photos_of_people_together(photosim: Photosim, shots: Folder) -> None:
    ada, ben = (str(person["id"]) for person in _json(photosim, "list")["people"])
    assert _names(_json(photosim, "photos", ben)["photos"]) == ["ben-0.jpg", "ben-1.jpg", "both.jpg"]
    told = _json(photosim, "photos", ada, ben)
    assert list(told) == ["people", "photos"]
    assert _names(told["photos"]) == ["both.jpg"]
    (Path(shots.path) / "both.jpg").unlink()


def test_merge_and_split(photosim: Photosim, shots: Folder) -> None:
    ada, ben = (str(person["id"]) for person in _json(photosim, "list")["people"])
    assert _json(photosim, "merge", ada, ben) == {"id": int(ada), "name": None, "faces": 7}
    told = _json(photosim, "split", ada)
    assert [len(part["faces"]) for part in told["parts"]] == [4, 3]
    assert not told["applied"]
    assert f"person {ada} could be 2 people:" in photosim("people", "split", ada).out
    assert f"person {ada} is 2 people:" in photosim("people", "split", ada, "--apply").out
    assert [person["faces"] for person in _json(photosim, "list")["people"]] == [4, 3]


def test_a_face_is_confirmed_and_rejected(photosim: Photosim, shots: Folder) -> None:
    ada, ben = (str(person["id"]) for person in _json(photosim, "list")["people"])
    told = _json(photosim, "reject", ada, shots.at("ada-0.jpg"))
    place = {"path": shots.at("ada-0.jpg"), "box": [0.25, 0.25, 0.5, 0.5]}
    assert told == {"id": int(ada), "name": None, "rejected": [place]}
    assert shots.at("ada-0.jpg") not in _json(photosim, "photos", ada)["photos"]
    told = _json(photosim, "confirm", ben, shots.at("ada-0.jpg"))
    assert told == {"id": int(ben), "name": None, "confirmed": [place]}
    assert shots.at("ada-0.jpg") in _json(photosim, "photos", ben)["photos"]
    said = photosim("people", "confirm", ben, shots.at("ben-0.jpg"), shots.at("both.jpg"))
    assert said.out == f"2 faces are person {ben}'s for good.\n"
    assert (
        photosim("people", "reject", ben, shots.at("both.jpg")).out
        == f"1 face is not person {ben}'s any more.\n"
    )


def test_which_face_is_meant_has_to_be_clear(photosim: Photosim, shots: Folder) -> None:
    ada, ben = (str(person["id"]) for person in _json(photosim, "list")["people"])
    both, nobody = shots.at("both.jpg"), shots.at("nobody.jpg")
    photosim("people", "reject", ben, both)
    sentences = {
        ("confirm", ben, nobody): f"No face was found in “{nobody}”.",
        (
            "reject",
            ben,
            shots.at("ada-0.jpg"),
        ): f"No face in “{shots.at('ada-0.jpg')}” is thought to be person {ben}'s.",
        (
            "confirm",
            ben,
            both,
        ): f"“{both}” shows 2 faces: say which one is meant with --face 1 to 2, counted from the left.",
        ("confirm", ben, both, "--face", "3"): f"“{both}” shows 2 faces: there is no face 3.",
        (
            "confirm",
            ben,
            both,
            nobody,
            "--face",
            "1",
        ): "--face can be said of one photo only: name the others in a call of their own.",
    }
    for arguments, sentence in sentences.items():
        ended = photosim("people", *arguments)
        assert (ended.code, ended.err) == (2, f"photosim: {sentence}\n")
    faces = [face for face in _json(photosim)["faces"] if face["path"] == both]
    place = 1 + next(number for number, face in enumerate(faces) if face["person"] is None)
    assert photosim("people", "confirm", ben, both, "--face", str(place)).code == 0
    assert _json(photosim, "photos", ada, ben)["photos"] == [both]


def test_who_is_not_there_or_not_alone_is_told(photosim: Photosim, shots: Folder) -> None:
    ended = photosim("people", "photos", "Zoe")
    assert ended.code == 2
    assert ended.err == "photosim: Nobody here is “Zoe”: photosim people list shows names and numbers.\n"
    ada, ben = (str(person["id"]) for person in _json(photosim, "list")["people"])
    photosim("people", "name", ada, "Sam")
    photosim("people", "name", ben, "Sam")
    assert (
        "Several people are called “Sam”: say one of the numbers" in photosim("people", "photos", "Sam").err
    )
    assert photosim("people", "merge", ada).err == "photosim: Choose two people or more to merge.\n"


def test_a_library_without_photos_and_one_nobody_looked_at(
    photosim: Photosim, shots: Folder, tmp_path: Path
) -> None:
    assert "no photos yet" in photosim("people", "find", "--library", tmp_path / "other").err
    shots.write("new.jpg", "new")
    with open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace:
        rescan(workspace, shots)
    assert photosim("people", "list").out.endswith("1 picture was not looked at yet: photosim people find\n")


@needs_dlib
def test_scan_looks_for_faces_and_a_picture_finds_its_like(photosim: Photosim, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for pose in range(2):
        face(ADA, pose).save(folder / f"ada-{pose}.png")
    ended = photosim("scan", folder, "--faces", "--format", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)["faces"]
    assert list(told) == ["pictures", "faces", "people", "problems", "seconds"]
    assert (told["pictures"], told["faces"], told["people"], told["problems"]) == (2, 2, 1, [])
    assert photosim("people", "find").out.endswith("1 person is in the library.\n")
    face(BEN, 3).save(tmp_path / "ben.png")
    told = _json(photosim, "nearest", tmp_path / "ben.png", "-k", "1")
    assert list(told) == ["query", "faces"]
    (found,) = told["faces"]
    assert list(found) == ["box", "matches"]
    assert list(found["matches"][0]) == ["path", "box", "person", "distance"]
    assert found["matches"][0]["distance"] > 0.6


def test_without_the_extra_the_line_to_type_is_told(
    photosim: Photosim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(face_finder.importlib.util, "find_spec", lambda name: None)
    ended = photosim("scan", tmp_path, "--faces")
    assert ended.code == 2
    assert "-m pip install dlib-bin" in ended.err
