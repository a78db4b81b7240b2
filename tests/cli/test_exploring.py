"""`photosim looks` and `photosim pocket`."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import FillLibrary, Photosim

_COMPARED = ["path", "standing", "home", "relation", "probability", "words"]


def test_looks_speak_the_stable_json_and_to_people(
    photosim: Photosim, sample_photos: Path, fill_library: FillLibrary
) -> None:
    assert photosim("looks").code == 2
    fill_library(sample_photos)
    told = json.loads(photosim("looks", "--bits", "16", "--format", "json").out)
    assert list(told) == ["bits", "looks", "alone"]
    assert told["bits"] == 16
    assert all(list(look) == ["bucket", "photos"] for look in told["looks"])
    shown = [path for look in told["looks"] for path in look["photos"]] + told["alone"]
    assert sorted(shown) == sorted(str(path) for path in sample_photos.iterdir())
    text = photosim("looks", "--order", "alike", "--max", "1").out
    assert "photos\n    " in text
    assert text.endswith("without others of its looks.\n")
    with_too_many = photosim("looks", "--bits", "17")
    assert with_too_many.code == 2
    assert "4 to 16" in with_too_many.err


def test_a_card_is_compared(photosim: Photosim, sample_photos: Path, tmp_path: Path) -> None:
    home, card = tmp_path / "home.pocket", tmp_path / "card"
    photosim("scan", sample_photos, "--exclude", "china*")
    exported = json.loads(photosim("pocket", "export", "-o", home, "--format", "json").out)
    assert list(exported) == ["pocket", "photos", "bytes", "left_out"]
    assert (exported["photos"], exported["bytes"]) == (1, home.stat().st_size)
    card.mkdir()
    for name in ("flower.jpg", "china.jpg"):
        shutil.copy(sample_photos / name, card / name)
    ended = photosim("pocket", "compare", home, card, "--csv", tmp_path / "card.csv", "--format", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert list(told) == ["folder", "home", "made_at", "photos", "problems"]
    assert all(list(photo) == _COMPARED for photo in told["photos"])
    assert [photo["standing"] for photo in told["photos"]] == ["new", "at-home"]
    with (tmp_path / "card.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["standing"] for row in csv.DictReader(file)] == ["new", "at-home"]
    text = photosim("pocket", "compare", home, card).out
    assert text.startswith("2 photos: 1 not at home yet, 1 at home.\nNot at home yet:\n")
    (card / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    with_library = photosim("pocket", "compare", card)
    assert with_library.code == 1
    assert with_library.out.startswith("2 photos: 1 not at home yet, 1 at home.\n")
    assert f"{card / 'broken.jpg'}: " in with_library.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "-o", "home.pocket"), "photosim scan FOLDER"),
        (("compare", "nowhere.pocket", "."), "nowhere.pocket"),
    ],
)
def test_what_cannot_be_done_is_told(
    photosim: Photosim, sample_photos: Path, arguments: tuple[str, ...], words: str
) -> None:
    (sample_photos.parent / "empty").mkdir()
    photosim("scan", sample_photos.parent / "empty")
    ended = photosim("pocket", *arguments)
    assert ended.code == 2
    assert words in ended.err


def test_query_with_several_pictures_and_with_a_sketch(
    photosim: Photosim, scanned: Path, tmp_path: Path
) -> None:
    china, small, flower = (scanned / f"{name}.jpg" for name in ("china", "china-small", "flower"))
    ended = photosim("query", china, small, "--less", flower, "-k", "9", "--format", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert list(told) == ["query", "matches", "more", "less"]
    assert (told["more"], told["less"]) == ([str(china), str(small)], [str(flower)])
    assert [Path(match["path"]).name for match in told["matches"]] == ["china-burst.jpg"]
    with Image.open(flower) as picture:
        picture.resize((4, 4), Image.Resampling.BOX).save(tmp_path / "sketch.png")
    told = json.loads(
        photosim("query", "--sketch", tmp_path / "sketch.png", "-k", "2", "--format", "json").out
    )
    assert list(told) == ["query", "matches"]
    assert {Path(match["path"]).name for match in told["matches"]} == {"flower.jpg", "flower-copy.jpg"}
    # No photo is called different from what is no photo.
    people = photosim("query", "--sketch", tmp_path / "sketch.png", "-k", "1").out.splitlines()
    assert people[0] == "Closest in colours to “sketch.png”:"
    assert people[1].split(maxsplit=1)[1].startswith(str(scanned / "flower"))
    people = photosim("query", china, small, "--less", flower, "-k", "1").out.splitlines()
    assert people[0] == "Most like 2 pictures, less like 1 other:"
    assert people[1].split(maxsplit=1)[1] == str(scanned / "china-burst.jpg")
    for wrong in (
        ["query"],
        ["query", china, "--sketch", "x.png"],
        ["query", china, small, "--region", "0,0,9,9"],
        ["query", china, "-"],
        ["query", "--sketch", tmp_path / "nowhere.png"],
    ):
        ended = photosim(*wrong)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("photosim: ")
