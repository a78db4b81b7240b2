import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.conftest import NotedWindow, Photosim
from tests.helpers.noise import Noise

_MATCH = ["path", "distance", "probability", "relation", "words", "evidence", "companions"]
_MEMBER = ["path", "relation", "distance", "probability", "overlap", "words", "evidence", "companions"]
_PAIR = ["first", "second", "distance", "probability", "relation", "words", "evidence", "companions"]


def test_scan_speaks_the_stable_json(photosim: Photosim, sample_photos: Path) -> None:
    ended = photosim("scan", sample_photos, "--format", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert list(told) == [
        "added",
        "changed",
        "moved",
        "unchanged",
        "missing",
        "problems",
        "seconds",
        "photos_per_second",
    ]
    assert (told["added"], told["problems"]) == (5, [])
    assert told["photos_per_second"] > 0


def test_scan_speaks_to_people(photosim: Photosim, sample_photos: Path) -> None:
    ended = photosim("scan", sample_photos)
    assert ended.out.startswith(f"Scanned “{sample_photos}” in ")
    assert ended.out.endswith(": 5 new.\n")


def test_a_folder_that_is_named_twice_is_one_and_protected(photosim: Photosim, sample_photos: Path) -> None:
    ended = photosim("scan", sample_photos, "--protect", sample_photos)
    assert ended.out.startswith(f"Scanned “{sample_photos}” in ")
    groups = json.loads(photosim("groups", "--format", "json").out)["groups"]
    assert all(group["reclaimable_bytes"] == 0 for group in groups)


def test_scan_without_folders_looks_at_all_known_ones(photosim: Photosim, scanned: Path) -> None:
    ended = photosim("scan")
    assert ended.code == 0
    assert ": 5 unchanged." in ended.out


def test_scan_without_any_folder_asks_for_one(photosim: Photosim) -> None:
    ended = photosim("scan")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "photosim: Which folder? The library knows none yet: photosim scan FOLDER\n"


def test_problems_are_listed_and_change_the_exit_code(photosim: Photosim, sample_photos: Path) -> None:
    broken = sample_photos / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    ended = photosim("scan", sample_photos)
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[1] == "1 problem:"
    assert lines[2].startswith(f"  {broken}: ")
    told = json.loads(photosim("scan", sample_photos, "--format", "json").out)
    assert [problem["path"] for problem in told["problems"]] == [str(broken)]
    assert list(told["problems"][0]) == ["path", "reason"]


def test_files_of_other_kinds_are_no_reason_for_an_exit_code(photosim: Photosim, sample_photos: Path) -> None:
    (sample_photos / "notes.txt").write_text("milk")
    ended = photosim("scan", sample_photos)
    assert ended.code == 0
    assert "1 other file is no picture and was left out." in ended.out


def test_a_folder_that_is_not_there_is_told(photosim: Photosim, tmp_path: Path) -> None:
    ended = photosim("scan", tmp_path / "nowhere")
    assert ended.code == 2
    assert ended.err == f"photosim: “{tmp_path / 'nowhere'}” does not exist.\n"
    (tmp_path / "file").write_text("")
    assert "is not a folder" in photosim("scan", tmp_path / "file").err


def test_a_protected_folder_loses_nothing(photosim: Photosim, sample_photos: Path) -> None:
    kept = sample_photos.with_name("kept")
    kept.mkdir()
    (kept / "flower.jpg").write_bytes((sample_photos / "flower.jpg").read_bytes())
    assert photosim("scan", sample_photos, "--protect", kept, "--exclude", "china*").code == 0
    told = json.loads(photosim("groups", "--format", "json").out)
    (group,) = told["groups"]
    assert group["keeper"] == str(kept / "flower.jpg")
    assert group["reclaimable_bytes"] == 2 * (sample_photos / "flower.jpg").stat().st_size


def test_query_speaks_the_stable_json(photosim: Photosim, scanned: Path, tmp_path: Path) -> None:
    query = tmp_path / "new.png"
    with Image.open(scanned / "china.jpg") as picture:
        picture.resize((200, 133)).save(query)
    ended = photosim("query", query, "-k", "3", "--format", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert list(told) == ["query", "matches"]
    assert told["query"] == str(query)
    assert len(told["matches"]) == 3
    assert list(told["matches"][0]) == _MATCH
    assert told["matches"][0]["companions"] == []
    distances = [match["distance"] for match in told["matches"]]
    assert distances == sorted(distances)
    assert os.path.basename(told["matches"][0]["path"]).startswith("china")


def test_query_speaks_to_people(photosim: Photosim, scanned: Path) -> None:
    ended = photosim("query", scanned / "flower.jpg", "-k", "2")
    first, *matches = ended.out.splitlines()
    assert first == "Closest to “flower.jpg” (640 \N{MULTIPLICATION SIGN} 427):"
    assert len(matches) == 2
    assert "identical file" in matches[0]


def test_query_of_a_region(photosim: Photosim, scanned: Path) -> None:
    ended = photosim("query", scanned / "china.jpg", "--region", "0,0,200,200", "--format", "json")
    assert ended.code == 0
    outside = photosim("query", scanned / "china.jpg", "--region", "9000,9000,5,5")
    assert outside.code == 2
    assert str(scanned / "china.jpg") in outside.err


def test_query_of_standard_input(photosim: Photosim, scanned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (scanned / "flower.jpg").open("rb") as piped:
        monkeypatch.setattr("sys.stdin", type("Piped", (), {"buffer": piped}))
        ended = photosim("query", "-", "-k", "1", "--format", "json")
    assert ended.code == 0, ended.err
    (match,) = json.loads(ended.out)["matches"]
    assert os.path.basename(match["path"]).startswith("flower")


def test_query_of_what_is_no_picture(photosim: Photosim, scanned: Path, tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    ended = photosim("query", tmp_path / "text.jpg")
    assert (ended.code, ended.out) == (2, "")
    assert str(tmp_path / "text.jpg") in ended.err
    assert photosim("query", tmp_path / "nowhere.jpg").code == 2


def test_groups_speak_the_stable_json(photosim: Photosim, scanned: Path) -> None:
    ended = photosim("groups", "--format", "json")
    assert ended.code == 0, ended.err
    groups = json.loads(ended.out)["groups"]
    assert groups
    for group in groups:
        assert list(group) == ["id", "relation", "keeper", "reasons", "members", "reclaimable_bytes"]
        assert group["members"][0]["path"] == group["keeper"]
        assert list(group["members"][0]) == _MEMBER
    together = [sorted(os.path.basename(member["path"]) for member in group["members"]) for group in groups]
    assert any({"flower.jpg", "flower-copy.jpg"} <= set(names) for names in together)


def test_groups_speak_to_people(photosim: Photosim, scanned: Path) -> None:
    out = photosim("groups").out
    assert " of the same picture, " in out.splitlines()[0]
    assert "identical file" in out
    assert "     why: " in out


@pytest.mark.skipif(os.name == "nt", reason="no name of a file holds a line end on Windows")
def test_a_line_end_in_a_name_ends_no_line(photosim: Photosim, sample_photos: Path) -> None:
    broken = sample_photos / "a\nwall.jpg"
    broken.write_bytes((sample_photos / "china.jpg").read_bytes())
    (sample_photos / "no\npicture.jpg").write_bytes(b"text")
    scanned = photosim("scan", sample_photos)
    assert f"  {sample_photos}/no␊picture.jpg: " in scanned.out
    told = photosim("groups")
    assert f"{sample_photos}/a␊wall.jpg" in told.out
    assert not any(line.startswith("wall.jpg") for line in told.out.splitlines())
    groups = json.loads(photosim("groups", "--format", "json").out)["groups"]
    assert str(broken) in {member["path"] for group in groups for member in group["members"]}


@pytest.mark.parametrize("relation", ["same-picture", "same-moment", "same-place"])
def test_an_empty_library_has_no_groups(photosim: Photosim, tmp_path: Path, relation: str) -> None:
    (tmp_path / "empty").mkdir()
    photosim("scan", tmp_path / "empty")
    assert json.loads(photosim("groups", "--relation", relation, "--format", "json").out) == {"groups": []}
    assert photosim("groups", "--relation", relation).out.startswith("No groups of the same ")


def test_pairs_come_closest_first(photosim: Photosim, scanned: Path) -> None:
    told = json.loads(photosim("pairs", "--max", "3", "--format", "json").out)
    pairs = told["pairs"]
    assert 0 < len(pairs) <= 3
    assert list(pairs[0]) == _PAIR
    assert pairs[0]["companions"] == {"first": [], "second": []}
    assert pairs[0]["relation"] == "identical-bytes"
    assert pairs == sorted(pairs, key=lambda pair: pair["distance"])
    assert "identical file" in photosim("pairs", "--max", "1").out


@pytest.mark.parametrize("command", [["groups"], ["pairs"], ["query", "x.jpg"], ["report", "-o", "r.html"]])
def test_without_a_library_the_place_is_told(photosim: Photosim, tmp_path: Path, command: list[str]) -> None:
    ended = photosim(*command)
    assert ended.code == 2
    assert str(tmp_path / "library") in ended.err
    assert len(ended.err.splitlines()) == 1
    assert not (tmp_path / "library").exists()


def test_embed_writes_the_arrays(photosim: Photosim, sample_photos: Path, tmp_path: Path) -> None:
    (sample_photos / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    target = tmp_path / "codes.npz"
    ended = photosim("embed", sample_photos, "-o", target, "--format", "json")
    assert ended.code == 1
    assert [problem["path"] for problem in json.loads(ended.out)["problems"]] == [
        str(sample_photos / "broken.png")
    ]
    with np.load(target) as arrays:
        assert sorted(arrays) == ["bits", "code", "paths", "reconstruction_error"]
        assert [os.path.basename(path) for path in arrays["paths"]] == [
            "china-burst.jpg",
            "china-small.jpg",
            "china.jpg",
            "flower-copy.jpg",
            "flower.jpg",
        ]
        assert arrays["code"].dtype == np.float32
        assert np.allclose(np.linalg.norm(arrays["code"], axis=1), 1, atol=1e-5)
        assert (arrays["bits"].shape, arrays["bits"].dtype) == ((5, 8), np.uint8)
        assert arrays["reconstruction_error"].shape == (5,)
    assert not (tmp_path / "library").exists()


def test_report_is_written(photosim: Photosim, scanned: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    ended = photosim("report", "-o", target)
    assert ended.code == 0
    assert str(target) in ended.out
    assert target.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_demo_goes_where_it_is_told_and_refuses_a_folder_in_use(photosim: Photosim, tmp_path: Path) -> None:
    ended = photosim("demo", tmp_path / "demo", "--format", "json")
    assert ended.code == 0
    assert json.loads(ended.out) == {"demo": str(tmp_path / "demo")}
    in_use = tmp_path / "in use"
    in_use.mkdir()
    (in_use / "mine.txt").write_text("precious")
    refused = photosim("demo", in_use)
    assert refused.code == 3
    assert "already holds files" in refused.err
    assert os.listdir(in_use) == ["mine.txt"]


def test_the_window_gets_its_folders_and_library(
    photosim: Photosim, noted_window: NotedWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert photosim().code == 0
    assert photosim("gui", "a", tmp_path / "b").code == 0
    library = str(tmp_path / "library")
    assert noted_window.opened == [([], library), ([str(tmp_path / "a"), str(tmp_path / "b")], library)]


@pytest.mark.skipif(os.name == "nt", reason="Windows always has a display")
def test_without_a_display_the_way_out_is_told(
    photosim: Photosim, noted_window: NotedWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    ended = photosim()
    assert ended.code == 2
    assert "no display" in ended.err
    assert "photosim scan FOLDER" in ended.err
    assert noted_window.opened == []
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert photosim().code == 0


@pytest.mark.parametrize("debug", [False, True])
def test_our_own_mistakes_are_told_as_such(
    photosim: Photosim, sample_photos: Path, monkeypatch: pytest.MonkeyPatch, debug: bool, noise_guard: Noise
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("one too few")

    noise_guard.expect("a mistake in photosim")
    monkeypatch.setattr("photosim.cli.commands.scan.scan", broken)
    ended = photosim("scan", sample_photos, *(["--debug"] if debug else []))
    assert ended.code == 70
    assert "a mistake in photosim itself" in ended.err
    assert "ZeroDivisionError: one too few" in ended.err
    assert ("Traceback" in ended.err) is debug
    log = sample_photos.with_name("library") / "logs" / "photosim.log"
    assert "Traceback" in log.read_text(encoding="utf-8")
