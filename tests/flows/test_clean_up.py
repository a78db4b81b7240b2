"""From a folder to a clean folder and back: scan, plan, rehearse, apply, history, undo, with real files."""

import contextlib
import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photosim.__main__ import main
from photosim.domain.actions import SET_ASIDE_FOLDER
from photosim.domain.files import display_path
from tests.app.family import NOT_UTF8, SCRIPT, make_family, without_exif
from tests.helpers.photos import sample_paths

REPOSITORY = Path(__file__).resolve().parent.parent.parent

Call = Callable[..., tuple[int, Any]]
Seen = dict[str, tuple[bytes, int, int]]


def seen(folder: Path) -> Seen:
    """Bytes, time and permissions of every file below a folder, what is set aside left out."""
    found: Seen = {}
    for place, folders, names in os.walk(folder):
        if SET_ASIDE_FOLDER in folders:
            folders.remove(SET_ASIDE_FOLDER)
        for name in names:
            path = os.path.join(place, name)
            status = os.lstat(path)
            content = os.fsencode(os.readlink(path)) if os.path.islink(path) else Path(path).read_bytes()
            found[os.path.relpath(path, folder)] = (content, status.st_mtime_ns, stat.S_IMODE(status.st_mode))
    return found


def make_photos(folder: Path) -> Path:
    """The family, with odd times and permissions, and companions beside an exact copy."""
    make_family(folder)
    copy, keeper = folder / "backup" / "china copy.jpg", folder / "trip" / "china.jpg"
    for beside in (copy, keeper):
        beside.with_suffix(".mov").write_bytes(b"the same film")
    copy.with_suffix(".xmp").write_text("five stars")
    keeper.with_suffix(".xmp").write_text("four stars")
    os.utime(copy, ns=(1_600_000_000_123_456_789, 1_500_000_000_987_654_321))
    os.chmod(copy, 0o440)
    return folder


def scanned_of(photos: Path) -> list[Path]:
    """The folders of the family that belong into the library."""
    return [photos / name for name in ("trip", "backup", "elsewhere")]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return make_photos(tmp_path / "photos")


@pytest.fixture
def photosim(tmp_path: Path, photos: Path, capsys: pytest.CaptureFixture[str], lent_processes: None) -> Call:
    """Runs a command on a library of those photos; exit code and JSON, or text where that is asked for."""

    def call(*arguments: str | Path, text: bool = False) -> tuple[int, Any]:
        form = "text" if text else "json"
        code = main(["--library", str(tmp_path / "library"), "--format", form, *map(str, arguments)])
        said = capsys.readouterr()
        told = said.out or said.err
        return code, json.loads(told) if said.out and not text else told

    code, told = call("scan", *scanned_of(photos))
    assert (code, told["added"]) == (1, 9)
    return call


def names(entries: list[dict[str, Any]]) -> set[str]:
    return {os.path.basename(entry["victim"]) for entry in entries}


def test_there_and_back_again(tmp_path: Path, photos: Path, photosim: Call) -> None:
    before, plan = seen(photos), tmp_path / "plan.json"

    code, told = photosim("plan", "-o", plan)
    assert code == 0
    assert names(told["removals"]) == {"china copy.jpg", "china stripped.jpg"}
    assert (told["files"], told["refused"], told["waiting"]) == (4, [], 0)

    code, rehearsed = photosim(
        "apply", plan, "--rehearse", "--report", tmp_path / "r.html", "--report", tmp_path / "r.csv"
    )
    assert (code, rehearsed["ready"], rehearsed["done"], rehearsed["rehearsed"]) == (0, 2, 0, True)
    assert seen(photos) == before
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "china copy.jpg" in page
    assert "data:image/jpeg;base64," in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/", "")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    assert [row["state"] for row in rows] == ["ready"] * 4
    assert {os.path.basename(row["file"]) for row in rows} == {
        "china copy.jpg",
        "china copy.mov",
        "china copy.xmp",
        "china stripped.jpg",
    }

    code, done = photosim("apply", plan)
    assert (code, done["done"], done["refused"], done["failed"]) == (0, 2, [], [])
    gone = set(before) - set(seen(photos))
    assert gone == {os.path.join("backup", name) for name in (
        "china copy.jpg", "china copy.mov", "china copy.xmp", "china stripped.jpg"
    )}  # fmt: skip
    aside = photos / "backup" / SET_ASIDE_FOLDER / done["record"]
    assert sorted(path.name for path in aside.iterdir()) == sorted(os.path.basename(path) for path in gone)

    code, groups = photosim("groups")
    listed = {os.path.basename(member["path"]) for group in groups["groups"] for member in group["members"]}
    assert listed == {"china.jpg", "small.jpg", SCRIPT, "flower.jpg", display_path(NOT_UTF8)}

    code, scanned = photosim("scan")
    assert (scanned["missing"], scanned["added"], scanned["changed"]) == (0, 0, 0)

    code, past = photosim("history")
    (record,) = past["records"]
    assert (record["id"], record["done"], record["undone"]) == (done["record"], 2, 0)
    assert (record["can_undo"], record["can_empty"], record["finished"]) == (True, True, True)
    code, one = photosim("history", done["record"])
    assert names(one["lines"]) == {"china copy.jpg", "china stripped.jpg"}
    assert {line["state"] for line in one["lines"]} == {"done"}

    code, undone = photosim("undo")
    assert (code, undone["back"], undone["left"]) == (0, 2, 0)
    assert seen(photos) == before

    code, scanned = photosim("scan")
    assert (scanned["unchanged"], scanned["missing"]) == (9, 0)
    code, again = photosim("plan", "-o", plan)
    assert again["id"] == told["id"]
    code, past = photosim("history")
    assert (past["records"][0]["undone"], past["records"][0]["can_undo"]) == (2, False)
    code, said = photosim("undo", text=True)
    assert (code, said) == (2, "photosim: There is nothing to undo.\n")


def test_what_changed_since_the_plan_is_refused_and_the_rest_goes_on(
    tmp_path: Path, photos: Path, photosim: Call
) -> None:
    plan = tmp_path / "plan.json"
    photosim("plan", "-o", plan)
    stripped = photos / "backup" / "china stripped.jpg"
    stamp = stripped.stat()
    data = bytearray(stripped.read_bytes())
    data[-1000] ^= 1
    stripped.write_bytes(bytes(data))
    os.utime(stripped, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    code, told = photosim("apply", plan)
    assert (code, told["done"]) == (3, 1)
    (refusal,) = told["refused"]
    assert refusal["kind"] == "changed"
    assert refusal["victim"] in refusal["reason"]
    assert refusal["keeper"] in refusal["reason"]
    assert stripped.read_bytes() == bytes(data)
    code, said = photosim("apply", plan, text=True)
    assert code == 3
    assert "Nothing was set aside." in said
    assert "left alone:" in said


def test_pixels_are_compared_in_full(tmp_path: Path, photos: Path, photosim: Call) -> None:
    # Equal as far as the reduced picture tells, and yet different in a few pixels of the full one.
    with Image.open(sample_paths()[0]) as image:
        large = image.convert("RGB").resize((2560, 1708))
    large.save(photos / "trip" / "large.png")
    red, green, blue = large.getpixel((1001, 701))  # type: ignore[misc]
    large.putpixel((1001, 701), (red, green ^ 1, blue))
    large.save(photos / "backup" / "large.png")
    photosim("scan")
    plan = tmp_path / "plan.json"
    code, told = photosim("plan", "-o", plan)
    planned = {os.path.basename(one["victim"]): one["relation"] for one in told["removals"]}
    assert planned["large.png"] == "identical-pixels"
    code, told = photosim("apply", plan)
    assert code == 3
    assert [refusal["kind"] for refusal in told["refused"]] == ["different"]
    assert (photos / "backup" / "large.png").exists()


def test_more_is_asked_for_in_words_and_protected_folders_stay(
    tmp_path: Path, photos: Path, photosim: Call
) -> None:
    plan = tmp_path / "plan.json"
    code, told = photosim("plan", "--include", "re-encoded", "-o", plan)
    assert code == 0
    asked = {os.path.basename(one["victim"]) for one in told["removals"] if one["relation"] == "re-encoded"}
    assert {"small.jpg", SCRIPT} <= asked
    photosim("scan", "--protect", photos / "backup")
    code, done = photosim("apply", plan)
    assert code == 3
    assert done["done"] == 0
    assert {refusal["kind"] for refusal in done["refused"]} == {"protected"}
    # Now the copies are kept, for the sake of their folder; a small one is no reason for the large one to go.
    code, told = photosim("plan", "--include", "re-encoded", "-o", plan)
    assert (code, names(told["removals"]), told["refused"]) == (0, {"china.jpg"}, [])


@pytest.mark.parametrize("act", ["move", "hard-link", "symlink"])
def test_other_acts_and_their_way_back(tmp_path: Path, photos: Path, photosim: Call, act: str) -> None:
    before, plan, target = seen(photos), tmp_path / "plan.json", tmp_path / "moved"
    target.mkdir()
    code, told = photosim("plan", "--act", act, *(["--target", target] if act == "move" else []), "-o", plan)
    assert code in (0, 1)
    assert "china copy.jpg" in names(told["removals"])
    code, done = photosim("apply", plan)
    assert code == 0, done
    copy, keeper = photos / "backup" / "china copy.jpg", photos / "trip" / "china.jpg"
    if act == "move":
        assert not copy.exists()
        assert (target / "china copy.jpg").exists()
    else:
        assert copy.samefile(keeper)
        assert copy.is_symlink() == (act == "symlink")
    code, scanned = photosim("scan")
    assert (scanned["missing"], scanned["added"], scanned["changed"]) == (0, 0, 0)
    code, undone = photosim("undo", done["record"])
    assert (code, undone["left"]) == (0, 0)
    assert seen(photos) == before
    code, scanned = photosim("scan")
    assert (scanned["unchanged"], scanned["missing"]) == (9, 0)


def test_what_a_lost_library_set_aside_comes_home(tmp_path: Path, photos: Path, photosim: Call) -> None:
    before, plan = seen(photos), tmp_path / "plan.json"
    code, told = photosim("history")
    assert (code, told["strays"]) == (0, [])
    code, said = photosim("undo", "--strays", text=True)
    assert (code, said) == (2, "photosim: Nothing lies set aside that the history cannot undo.\n")
    photosim("plan", "-o", plan)
    photosim("apply", plan)
    (tmp_path / "library" / "journal.sqlite").unlink()
    code, told = photosim("history")
    (stray,) = told["strays"]
    assert (stray["base"], len(stray["files"]), told["records"]) == (str(photos / "backup"), 4, [])
    code, said = photosim("history", text=True)
    assert code == 0
    assert f"4 files, 226 kB, lie set aside in “{stray['folder']}”" in said
    assert "photosim undo --strays" in said
    code, said = photosim("undo", "--strays", "0123", text=True)
    assert code == 2
    code, told = photosim("undo", "--strays")
    assert (code, told["back"], told["left"]) == (0, 4, 0)
    assert seen(photos) == before
    # The library knew them before, and knows them at once.
    code, scanned = photosim("scan")
    assert (scanned["unchanged"], scanned["missing"], scanned["added"]) == (9, 0, 0)
    assert photosim("history")[1]["strays"] == []


def test_rules_choose_what_stays(tmp_path: Path, photos: Path, photosim: Call) -> None:
    from photosim.domain.rules import RuleSet

    rules = RuleSet(folders=(str(photos / "backup"),))
    (tmp_path / "rules.json").write_text(rules.to_json(), encoding="utf-8")
    code, told = photosim("plan", "--rules", tmp_path / "rules.json", "-o", tmp_path / "plan.json")
    assert code == 0
    assert "china.jpg" in names(told["removals"])
    assert "china copy.jpg" not in names(told["removals"])


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with photos, their library and two plans, for commands that change nothing."""
    place = tmp_path_factory.mktemp("planned")
    photos = make_photos(place / "photos")
    (place / "no plan.json").write_text("this is no plan", encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for arguments in (
            ("scan", *scanned_of(photos)),
            ("plan", "-o", place / "plan.json"),
            ("plan", "--act", "move", "--target", place / "nowhere", "-o", place / "moving.json"),
        ):
            main(["--library", str(place / "library"), *map(str, arguments)])
    return place


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("apply", "nowhere.json"), 2, "nowhere.json"),
        (("apply", "no plan.json"), 2, "not a plan"),
        (("apply", "plan.json", "--report", "r.html"), 2, "--rehearse"),
        (("apply", "plan.json", "--rehearse", "--report", "r.doc"), 2, ".html or .csv"),
        (("plan", "-o", "p.json", "--act", "move"), 2, "--target"),
        (("plan", "-o", "p.json", "--target", "x"), 2, "--target"),
        (("plan", "-o", "p.json", "--rules", "no plan.json"), 2, "JSON"),
        (("plan", "-o", "p.json", "--rules", "nowhere.json"), 2, "nowhere.json"),
        (("plan", "-o", "nowhere/p.json"), 2, "nowhere"),
        (("undo", "0123"), 2, "history"),
        (("history", "0123"), 2, "history"),
        (("empty", "0123"), 2, "history"),
        (("apply", "moving.json"), 3, "Nothing was touched"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    planned: Path,
    lent_processes: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(planned)
    before = seen(planned / "photos")
    ended = main(["--library", "library", "--format", "text", *arguments])
    out, said = capsys.readouterr()
    assert (ended, out, said.count("\n")) == (code, "", 1), said
    assert words in said
    assert seen(planned / "photos") == before


def test_a_real_process_applies_and_undoes(tmp_path: Path, photos: Path, photosim: Call) -> None:
    before = seen(photos)
    photosim("plan", "-o", tmp_path / "plan.json")

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "photosim", "--library", tmp_path / "library", *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=REPOSITORY,
            check=False,
        )

    applied = run("apply", tmp_path / "plan.json")
    assert applied.returncode == 0, applied.stderr
    assert "2 photos, 226 kB, were set aside." in applied.stdout
    assert "photosim undo" in applied.stdout
    undone = run("undo", tmp_path / "plan.json")
    assert undone.returncode == 0, undone.stderr
    assert undone.stdout == "2 photos are back as they were.\n"
    assert seen(photos) == before


def test_identical_by_bytes_alone_needs_no_metadata(photos: Path) -> None:
    # The family's own promise, on which the tests above stand.
    whole = (photos / "trip" / "china.jpg").read_bytes()
    assert (photos / "backup" / "china copy.jpg").read_bytes() == whole
    assert (photos / "backup" / "china stripped.jpg").read_bytes() == without_exif(whole)
