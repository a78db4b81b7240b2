import json
from pathlib import Path

from photosim.app.workspace import open_workspace
from tests.cli.conftest import Photosim


def test_say_list_and_forget(photosim: Photosim, scanned: Path) -> None:
    china, small = scanned / "china.jpg", scanned / "china-small.jpg"
    assert photosim("judge", "list").out == "Nothing was judged yet.\n"
    ended = photosim("judge", "not-same", small, china)
    assert ended.code == 0
    assert ended.out.startswith("Remembered: not the same: “")
    assert str(china) in ended.out
    assert str(small) in ended.out
    ended = photosim("judge", "same", china, small)
    assert ended.out.startswith("Remembered (before: not the same): the same picture: “")
    told = json.loads(photosim("judge", "list", "--format", "json").out)
    (entry,) = told["judgements"]
    assert entry["verdict"] == "same"
    assert {*entry["first_paths"], *entry["second_paths"]} == {str(china), str(small)}
    assert told["contradictions"] == []
    assert photosim("judge", "forget", china, small).out.startswith("Forgotten: the same picture: “")
    assert photosim("judge", "forget", china, small).out == "Nothing was said of these two.\n"
    told = json.loads(photosim("judge", "keep-both", china, small, "--format", "json").out)
    assert told == {"verdict": "keep-both", "first": str(china), "second": str(small), "before": None}


def test_the_copy_that_was_named_is_told(photosim: Photosim, scanned: Path) -> None:
    china = scanned / "china.jpg"
    for name in ("flower.jpg", "flower-copy.jpg"):
        for action in ("not-same", "forget"):
            told = photosim("judge", action, china, scanned / name).out
            assert f"“{china}”" in told
            assert f"“{scanned / name}”" in told


def test_contradictions_are_told(photosim: Photosim, scanned: Path) -> None:
    china, small, burst = (scanned / name for name in ("china.jpg", "china-small.jpg", "china-burst.jpg"))
    photosim("judge", "same", china, small)
    photosim("judge", "same", small, burst)
    ended = photosim("judge", "not-same", china, burst)
    assert ended.code == 0
    assert ended.err.startswith("Contradiction: “")
    assert "they stay apart" in ended.err
    assert "Contradiction: “" in photosim("judge", "list").out


def test_out_and_in(photosim: Photosim, scanned: Path, tmp_path: Path) -> None:
    file = tmp_path / "judged.json"
    china, small, burst = (scanned / name for name in ("china.jpg", "china-small.jpg", "china-burst.jpg"))
    photosim("judge", "same", china, small)
    photosim("judge", "not-same", china, burst)
    assert photosim("judge", "export", file).out == f"Wrote 2 judgements to “{file}”.\n"
    photosim("judge", "forget", china, small)
    photosim("judge", "same", china, burst)
    lines = photosim("judge", "import", file).out.splitlines()
    assert lines[0] == "1 new judgement, 0 known before."
    assert lines[1] == "1 pair is judged differently (the library's word stays; --replace takes the file's):"
    assert lines[2].startswith("  library: the same picture, file: not the same: “")
    told = json.loads(photosim("judge", "import", file, "--replace", "--format", "json").out)
    assert (told["added"], told["known"], told["replaced"]) == (0, 1, True)
    assert told["conflicts"][0]["theirs"]["verdict"] == "not-same"
    assert photosim("judge", "import", file).out == "0 new judgements, 2 known before.\n"
    file.write_text("nonsense")
    ended = photosim("judge", "import", file)
    assert ended.code == 2
    assert str(file) in ended.err


def test_what_cannot_be_judged_is_told(photosim: Photosim, scanned: Path, tmp_path: Path) -> None:
    ended = photosim("judge", "same", scanned / "flower.jpg", scanned / "flower-copy.jpg")
    assert (ended.code, ended.out) == (2, "")
    assert "the very same bytes" in ended.err
    assert "not in this library" in photosim("judge", "same", scanned / "x.jpg", scanned / "flower.jpg").err
    assert photosim("judge").code == 2
    assert photosim("judge", "perhaps", "a", "b").code == 2


def test_a_library_that_is_open_elsewhere(photosim: Photosim, scanned: Path, tmp_path: Path) -> None:
    china, small = scanned / "china.jpg", scanned / "china-small.jpg"
    photosim("judge", "same", china, small)
    with open_workspace(str(tmp_path / "library")):
        ended = photosim("judge", "not-same", china, small)
        assert ended.code == 2
        assert "close the other one to change it" in ended.err
        assert photosim("judge", "list").out.startswith("the same picture: “")
        assert photosim("judge", "export", tmp_path / "out.json").code == 0
        assert photosim("judge", "import", tmp_path / "out.json").code == 2
