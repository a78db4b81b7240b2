"""Arguments and streams of an enemy, or of a script with an empty variable: a sentence, and nothing lost."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photosim.cli.arguments import parse
from tests.cli.conftest import TINY_MODEL, Photosim

REPOSITORY = TINY_MODEL.parent.parent.parent
COMMANDS = (
    "scan", "query", "groups", "pairs", "plan", "apply", "undo", "history", "empty", "embed", "report",
    "judge", "threshold", "rules", "self-check", "odd", "people", "looks", "pocket", "map", "demo",
)  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["--library", "", "groups"],
        ["scan", ""],
        ["scan", "photos", "--protect", ""],
        ["query", ""],
        ["plan", "-o", ""],
        ["plan", "-o", "plan.json", "--act", "move", "--target", ""],
        ["plan", "-o", "plan.json", "--rules", ""],
        ["apply", ""],
        ["undo", ""],
        ["history", ""],
        ["empty", ""],
        ["rules", "export", ""],
        ["demo", ""],
    ],
)
def test_an_empty_text_means_neither_this_folder_nor_the_latest_plan(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments)
    assert ended.value.code == 2
    assert "an empty text names nothing" in capsys.readouterr().err


def test_an_empty_name_takes_the_name_of_a_person_away() -> None:
    assert parse(["people", "name", "1", ""]).name == ""


@settings(max_examples=60)
@given(command=st.sampled_from(COMMANDS), texts=st.lists(st.text(max_size=12), max_size=4))
def test_whatever_is_typed_is_understood_or_refused(command: str, texts: list[str]) -> None:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            code = 0 if parse([command, *texts]).command == command else -1
        except SystemExit as ended:
            code = ended.code
    assert code in (0, 2)
    # What was typed may be the name of a file, and that may hold commands to the terminal.
    assert not set(told.getvalue()) & {chr(sign) for sign in (*range(9), *range(11, 32), *range(127, 160))}


@pytest.mark.parametrize(
    "command",
    [
        ["plan", "-o"],
        ["report", "-o"],
        ["embed", "{photos}", "-o"],
        ["rules", "export"],
        ["judge", "export"],
        ["pocket", "export", "-o"],
        ["pocket", "compare", "{photos}", "--csv"],
    ],
)
def test_no_command_writes_over_a_photo(photosim: Photosim, scanned: Path, command: list[str]) -> None:
    photo = min(scanned.glob("*.jpg"))
    before = photo.read_bytes()
    ended = photosim(*(part.format(photos=scanned) for part in command), photo)
    assert ended.code == 2
    assert f"“{photo}”: there is a picture of this name" in ended.err
    assert photo.read_bytes() == before


def test_a_map_is_drawn_over_a_map_and_not_over_a_photo(
    photosim: Photosim, scanned: Path, tmp_path: Path
) -> None:
    photo = scanned / "photo.png"
    with Image.open(min(scanned.glob("*.jpg"))) as opened:
        opened.save(photo)
    before = photo.read_bytes()
    assert photosim("scan", scanned).code == 0
    ended = photosim("map", "-o", photo)
    assert (ended.code, photo.read_bytes()) == (2, before)
    assert "is a photo of the library" in ended.err
    drawn = tmp_path / "map.png"
    shutil.copy(photo, drawn)
    assert photosim("map", "-o", drawn).code == 0
    assert drawn.read_bytes() != before


def test_where_nothing_can_be_written_is_told_before_the_work(photosim: Photosim, scanned: Path) -> None:
    ended = photosim("embed", scanned, "-o", scanned / "nowhere" / "codes.npz")
    assert ended.code == 2
    assert "its folder is not there" in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files on Windows")
@pytest.mark.parametrize(
    "command",
    [
        ["apply", "{file}"],
        ["undo", "{file}"],
        ["query", "--sketch", "{file}"],
        ["plan", "-o", "{new}", "--rules", "{file}"],
        ["rules", "import", "{file}"],
        ["judge", "import", "{file}"],
        ["pocket", "compare", "{file}", "."],
    ],
)
def test_what_is_named_is_never_waited_for_nor_read_without_end(
    photosim: Photosim, scanned: Path, tmp_path: Path, command: list[str]
) -> None:
    pipe, huge = tmp_path / "pipe", tmp_path / "huge"
    os.mkfifo(pipe)
    with huge.open("wb") as file:
        file.truncate(1 << 41)
    for path in (pipe, huge, Path("/dev/zero")):
        ended = photosim(*(part.format(file=path, new=tmp_path / "plan.json") for part in command))
        assert ended.code == 2
        assert f"“{path}”" in ended.err
        assert "mistake" not in ended.err


def test_no_standard_input_is_told(
    photosim: Photosim, scanned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ended = photosim("query", "-")
    assert (ended.code, ended.err) == (2, "photosim: There is no standard input to read a picture from.\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
@pytest.mark.parametrize("command", [["--help"], ["--version"], ["scam"], ["groups"]])
@pytest.mark.parametrize("full", [{"stdout"}, {"stderr"}, {"stdout", "stderr"}])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_the_output_is_no_mistake_of_ours(
    tmp_path: Path, command: list[str], full: set[str], unbuffered: str
) -> None:
    with open("/dev/full", "wb") as sink:
        streams = {name: sink if name in full else subprocess.PIPE for name in ("stdout", "stderr")}
        ended = subprocess.run(
            [sys.executable, "-m", "photosim", "--library", str(tmp_path / "nowhere"), *command],
            cwd=REPOSITORY,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            **streams,  # type: ignore[call-overload]
        )
    printed = command[0].startswith("--") and "stdout" not in full
    assert ended.returncode == (0 if printed else 2)
    assert b"Traceback" not in (ended.stderr or b"")
