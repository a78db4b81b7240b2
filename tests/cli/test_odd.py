"""`photosim odd`."""

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import FillLibrary, Photosim


@pytest.fixture
def scanned(fill_library: FillLibrary, sample_photos: Path) -> Path:
    with Image.open(sample_photos / "flower.jpg") as picture:
        picture.point(lambda level: level * 0.08).save(sample_photos / "night.jpg")
    fill_library(sample_photos)
    return sample_photos


def test_odd_speaks_the_stable_json(photosim: Photosim, scanned: Path) -> None:
    ended = photosim("odd", "--kind", "too-dark", "--format", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert list(told) == ["odd"]
    (one,) = told["odd"]
    assert list(one) == ["path", "kind", "score", "threshold", "words"]
    assert (one["path"], one["kind"]) == (str(scanned / "night.jpg"), "too-dark")
    assert one["score"] > one["threshold"]


def test_odd_speaks_to_people_and_forgets_what_is_fine(photosim: Photosim, scanned: Path) -> None:
    ended = photosim("odd")
    assert "Too dark, 1 photo. " in ended.out
    assert str(scanned / "night.jpg") in ended.out
    assert "Too dark" not in photosim("odd", "--fine", scanned / "night.jpg").out
    assert photosim("odd", "--kind", "too-dark").out == "No photo stands out.\n"
    assert "Too dark" in photosim("odd", "--not-fine", scanned / "night.jpg").out


def test_the_plain_reconstruction_error_is_asked_for(photosim: Photosim, scanned: Path) -> None:
    assert "badly-redrawn" not in photosim("odd", "--format", "json").out
    loose = json.loads(photosim("odd", "--kind", "badly-redrawn", "--k", "0", "--format", "json").out)["odd"]
    strict = json.loads(photosim("odd", "--kind", "badly-redrawn", "--k", "9", "--format", "json").out)["odd"]
    assert loose
    assert strict == []


@pytest.mark.parametrize("k", ["-1", "11", "nan", "much"])
def test_k_has_its_range(photosim: Photosim, k: str) -> None:
    ended = photosim("odd", f"--k={k}")
    assert ended.code == 2
    assert "standard deviations from 0 to 10" in ended.err


def test_an_unknown_photo_cannot_be_fine(photosim: Photosim, scanned: Path, tmp_path: Path) -> None:
    ended = photosim("odd", "--fine", tmp_path / "nowhere.jpg")
    assert ended.code == 2
    assert "is not in this library" in ended.err
