"""The command run.py: who gets a window, what happens without one, what is said about wrong usage."""

import os
import sys
from pathlib import Path

import pytest
from bootstrap import start
from bootstrap.checkout import Checkout
from bootstrap.headless import NoWindowJob, place_for_report
from bootstrap.pythons import complaint
from bootstrap.telling import SetupError


def test_an_old_python_meets_a_sentence() -> None:
    assert complaint((3, 11), "scripts/run.py") is None
    sentence = complaint((3, 8), "scripts/run.py")
    assert sentence is not None
    assert "needs Python 3.11 or newer; this is Python 3.8" in sentence


@pytest.mark.parametrize(
    ("platform", "environ", "seen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
        ("darwin", {"QT_QPA_PLATFORM": "minimal:tile"}, False),
    ],
)
def test_who_could_see_a_window(platform: str, environ: dict[str, str], seen: bool) -> None:
    assert start.has_display(environ, platform) is seen


def test_a_folder_that_is_not_there(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert start.main([str(tmp_path / "nowhere")]) == 2
    assert "There is no folder" in capfd.readouterr().err


def test_the_home_is_found_where_the_shell_does_not_know_it(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERPROFILE" if sys.platform == "win32" else "HOME", str(tmp_path))
    assert start.main(["~", "~/nowhere"]) == 2
    assert repr(str(tmp_path) + "/nowhere") in capfd.readouterr().err


class TestWithoutWindow:
    """photosim is played by a script that notes how it was called."""

    @pytest.fixture
    def calls(self, checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The file with the notes; codes come from files named after the commands."""
        if sys.platform == "win32":
            pytest.skip("plays photosim by a shell script")
        notes = tmp_path / "calls"
        program = checkout.tool("photosim")
        program.parent.mkdir(parents=True)
        program.write_text(
            f'#!/bin/sh\necho "$@" >> {notes}\n[ "$1" = demo ] && echo \'{{"demo": "/the/demo"}}\'\n'
            f"[ -e {tmp_path}/code-$1 ] && exit $(cat {tmp_path}/code-$1)\nexit 0\n",
            encoding="utf-8",
        )
        program.chmod(0o755)
        (tmp_path / "here").mkdir()
        monkeypatch.setattr("bootstrap.headless._report_places", lambda: [Path(os.environ["TMPDIR"])])
        return notes

    def test_the_whole_job(
        self, checkout: Checkout, calls: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        assert NoWindowJob(checkout, None).run(["a", "b"]) == 0
        report = Path(os.environ["TMPDIR"], "photosim-report.html")
        assert calls.read_text(encoding="utf-8").splitlines() == ["scan a b", "groups", f"report -o {report}"]
        assert str(report) in capfd.readouterr().out

    def test_in_a_library_of_ones_own(
        self, checkout: Checkout, calls: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        NoWindowJob(checkout, "lib").run(["a"])
        assert all(line.endswith("--library lib") for line in calls.read_text(encoding="utf-8").splitlines())

    def test_listed_problems_do_not_end_the_job(
        self, checkout: Checkout, calls: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "code-scan").write_text("1", encoding="utf-8")
        assert NoWindowJob(checkout, None).run(["a"]) == 1
        assert len(calls.read_text(encoding="utf-8").splitlines()) == 3

    @pytest.mark.parametrize(
        ("command", "code", "done"), [("scan", 130, 1), ("groups", 2, 2), ("report", 3, 3)]
    )
    def test_a_failure_ends_the_job(
        self,
        checkout: Checkout,
        calls: Path,
        capfd: pytest.CaptureFixture[str],
        tmp_path: Path,
        command: str,
        code: int,
        done: int,
    ) -> None:
        (tmp_path / f"code-{command}").write_text(str(code), encoding="utf-8")
        assert NoWindowJob(checkout, None).run(["a"]) == code
        assert len(calls.read_text(encoding="utf-8").splitlines()) == done

    def test_the_demo_when_no_folder_is_named(
        self, checkout: Checkout, calls: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        NoWindowJob(checkout, None).run([])
        assert calls.read_text(encoding="utf-8").splitlines()[:2] == [
            "demo --format json",
            "scan /the/demo --library /the/library",
        ]
        checkout.tool("photosim").write_text("#!/bin/sh\nexit 70\n", encoding="utf-8")
        with pytest.raises(SetupError, match="demo photos could not be made"):
            NoWindowJob(checkout, None).run([])


class TestPlaceForReport:
    """Where the report goes."""

    def test_never_among_photos_or_source(self, tmp_path: Path) -> None:
        photos, checkout, home = (tmp_path / name for name in ("photos", "checkout", "home"))
        for folder in (photos / "2023", checkout, home):
            folder.mkdir(parents=True)
        places = [photos / "2023", checkout, tmp_path / "not there", home]
        assert place_for_report([str(photos)], places, checkout) == home / "photosim-report.html"

    def test_a_neighbour_with_a_longer_name_is_no_inside(self, tmp_path: Path) -> None:
        (tmp_path / "photos").mkdir()
        (tmp_path / "photos-2").mkdir()
        place = place_for_report([str(tmp_path / "photos")], [tmp_path / "photos-2"], tmp_path / "checkout")
        assert place.parent == tmp_path / "photos-2"

    def test_our_own_report_is_replaced_and_nothing_else(self, tmp_path: Path) -> None:
        report = tmp_path / "photosim-report.html"
        report.write_text("<title>photosim report</title>", encoding="utf-8")
        assert place_for_report([], [tmp_path], tmp_path / "checkout") == report
        report.write_text("my notes", encoding="utf-8")
        second = place_for_report([], [tmp_path], tmp_path / "checkout")
        assert second == tmp_path / "photosim-report-2.html"

    def test_no_place_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(SetupError, match="photosim report -o FILE"):
            place_for_report([str(tmp_path)], [tmp_path], tmp_path)
