import io
import json
import shutil
from pathlib import Path

import pytest

from photosim.app.workspace import open_workspace
from photosim.cli.contract import Window
from photosim.cli.main import run
from tests.app.degrees import scan_degrees
from tests.cli.conftest import Ended, NotedWindow


class Terminal:
    """The command line with the shipped model, for one library."""

    def __init__(self, library: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._library = library
        self._capsys = capsys
        self._patch = patch

    def __call__(self, *arguments: str | Path, typed: str = "") -> Ended:
        noted = NotedWindow()
        self._patch.setattr("sys.stdin", io.StringIO(typed))
        code = run(
            ["--library", str(self._library), *map(str, arguments)],
            Window(open=noted.open, check=noted.check),
        )
        captured = self._capsys.readouterr()
        return Ended(int(code), captured.out, captured.err)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("degrees")
    with open_workspace(str(made / "library")) as workspace:
        scan_degrees(workspace, made / "photos")
    return made


@pytest.fixture
def photosim(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    shutil.copytree(folder / "library", tmp_path / "library")
    return Terminal(tmp_path / "library", capsys, monkeypatch)


def test_ask_set_and_reset(photosim: Terminal) -> None:
    shown = photosim("threshold")
    assert shown.code == 0
    assert shown.out.startswith("Strictness: normal, 50 of 100.\n  normal: ")
    assert "too few answers" in shown.out
    # A slip is taken back, nonsense is asked again, and one may stop.
    asked = photosim("threshold", "--ask", "20", typed="n\nu\nperhaps\ny\ns\ny\nq\n")
    assert asked.code == 0
    assert "Is it the same picture?" in asked.err
    assert "1 of 20\n  /" in asked.err
    assert "Please answer y, n, s, u or q." in asked.err
    told = json.loads(photosim("threshold", "--format", "json").out)
    assert list(told) == ["strictness", "words", "recommended", "answers", "estimates", "notes"]
    assert (told["strictness"], told["words"], told["answers"]) == (50, "normal", 2)
    (estimate,) = told["estimates"]
    assert estimate["groups"] > 4
    assert estimate["precision"]["enough"] is False
    precision = estimate["precision"]
    assert 0 <= precision["low"] <= precision["value"] <= precision["high"] <= 1
    ended = photosim("threshold", "--ask", "30", "--apply", typed="y\n" * 30)
    assert "There is nothing more to ask about this library." in ended.err
    strict = json.loads(photosim("threshold", "--set", "very-strict", "--format", "json").out)
    assert strict["strictness"] == 100
    # The judgements win: what was called the same stays one group, however strict.
    assert strict["estimates"][-1]["groups"] == estimate["groups"]
    assert photosim("threshold", "--set", "normal").out.startswith("Strictness: normal, 50 of 100.")


def test_learn_from_an_example(photosim: Terminal, folder: Path) -> None:
    pair = [str(folder / "photos" / name) for name in ("03.jpg", "03-copy.jpg")]
    ended = photosim("threshold", "--example", *pair, "--should", "not", "--format", "json")
    told = json.loads(ended.out)
    assert told["strictness"] == 50
    assert 75 < told["recommended"] <= 100
    assert [entry["strictness"] for entry in told["estimates"]] == [50, told["recommended"]]
    shown = photosim("threshold")
    assert f"ask for {told['recommended']}: photosim threshold --set {told['recommended']}" in shown.out
    assert photosim("threshold", "--apply").out.startswith("Strictness: ")
    assert json.loads(photosim("threshold", "--format", "json").out)["strictness"] == told["recommended"]
    # It is a judgement as any other.
    assert photosim("judge", "list").out.startswith("not the same: “")


def test_in_a_library_that_is_open_elsewhere_answers_are_not_kept(photosim: Terminal, tmp_path: Path) -> None:
    with open_workspace(str(tmp_path / "library")) as owner:
        ended = photosim("threshold", "--ask", "2", typed="y\nn\n")
        assert ended.code == 0
        assert "your answers are not kept" in ended.err
        assert owner.library.judgements() == []
        ended = photosim("threshold", "--set", "strict")
        assert ended.code == 2
        assert "close the other one to change it" in ended.err


def test_a_library_without_photos(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_workspace(str(tmp_path / "empty")).close()
    told = json.loads(Terminal(tmp_path / "empty", capsys, monkeypatch)("threshold", "--format", "json").out)
    assert told["estimates"][0]["precision"] is None
    assert told["estimates"][0]["groups"] == 0


def test_wrong_usage_is_told(photosim: Terminal, folder: Path) -> None:
    assert "belong together" in photosim("threshold", "--should", "match").err
    assert "belong together" in photosim("threshold", "--example", "a", "b").err
    for wrong in (["--set", "101"], ["--set", "harsh"], ["--ask", "0"], ["--ask", "many"]):
        ended = photosim("threshold", *wrong)
        assert ended.code == 2
        assert wrong[1] in ended.err
    same = folder / "photos" / "00.jpg"
    ended = photosim("threshold", "--example", same, same, "--should", "match")
    assert (ended.code, ended.out) == (2, "")
