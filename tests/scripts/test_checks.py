"""The command test.py, and the check of the perfect files."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import perfect_files
import pytest
from bootstrap import checks, environment, libraries
from bootstrap.checkout import Checkout, this_checkout

from tests.helpers.source import ROOT


def test_every_check_is_there() -> None:
    named = {check.name: check.command for check in checks.all_checks(this_checkout())}
    assert {command[0] for command in named.values()} == {"ruff", "mypy", "lint-imports", "pytest", "python"}
    for script in named["types of the scripts"][2:]:
        assert (ROOT / script).exists()


class TestRunning:
    """The checks run one after the other, and each is told by its name."""

    @pytest.fixture(autouse=True)
    def _set_up_already(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
        if sys.platform == "win32":
            pytest.skip("plays the tools by shell scripts")
        for name, code in (("good", 0), ("bad", 3), ("pytest", 0)):
            tool = checkout.tool(name)
            tool.parent.mkdir(parents=True, exist_ok=True)
            tool.write_text(
                f'#!/bin/sh\necho "{name} got $@ $PHOTOSIM_PHOTOS"\nexit {code}\n', encoding="utf-8"
            )
            tool.chmod(0o755)
        monkeypatch.setattr(environment, "ensure", lambda *_: False)
        monkeypatch.setattr(libraries, "provide", lambda *_, **__: None)
        monkeypatch.setattr(checks, "this_checkout", lambda: checkout)
        monkeypatch.setattr(
            checks,
            "all_checks",
            lambda _: [checks.Check("first", ("bad", "x")), checks.Check("second", ("good",))],
        )

    def test_a_failure_does_not_hide_the_rest(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert checks.main([]) == 1
        told = capfd.readouterr().err
        assert "bad got x" in told
        assert "== first: FAILED (exit code 3)" in told
        assert "== second: ok" in told
        assert re.search(r"FAILED after \d+ s: first\n$", told)

    def test_other_arguments_go_to_pytest(
        self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PHOTOSIM_PHOTOS", "")
        monkeypatch.chdir(tmp_path)
        assert checks.main(["tests/domain", "-k", "rate", "--photos", "pictures"]) == 0
        told = capfd.readouterr().err
        assert f"pytest got tests/domain -k rate {tmp_path / 'pictures'}" in told
        assert told.endswith("\nPassed.\n")

    def test_all_passed(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        good = [checks.Check(name, ("good",)) for name in ("first", "second")]
        monkeypatch.setattr(checks, "all_checks", lambda _: good)
        assert checks.main([]) == 0
        assert "All 2 checks passed" in capfd.readouterr().err


class TestPerfectFiles:
    """Listed modules stay at 100 % of lines and branches."""

    def test_listed_files_exist(self) -> None:
        assert perfect_files.PERFECT
        assert len(set(perfect_files.PERFECT)) == len(perfect_files.PERFECT)
        missing = [name for name in perfect_files.PERFECT if not (ROOT / name).is_file()]
        assert not missing

    def test_shortcomings(self) -> None:
        coverage = {
            "files": {
                "a.py": {"missing_lines": [], "missing_branches": []},
                "room\\b.py": {"missing_lines": [3, 4], "missing_branches": [[5, 7]]},
            }
        }
        assert perfect_files.shortcomings(coverage, ["a.py"]) == []
        assert perfect_files.shortcomings(coverage, ["room/b.py", "c.py"]) == [
            "room/b.py: no test runs line 3, 4",
            "room/b.py: no test goes from line 5 to 7",
            "c.py was not measured at all",
        ]

    def test_the_command(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        report = tmp_path / "coverage.json"
        assert perfect_files.main(str(report)) == 1
        entry = {"missing_lines": [], "missing_branches": []}
        report.write_text(
            json.dumps({"files": dict.fromkeys(perfect_files.PERFECT, entry)}), encoding="utf-8"
        )
        assert perfect_files.main(str(report)) == 0
        assert capsys.readouterr().out.endswith("0 shortcomings\n")


class TestLocks:
    """What the two lock files promise."""

    @staticmethod
    def _versions(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return {line.rstrip(" \\") for line in text.splitlines() if re.match(r"\w", line)}

    def test_the_tests_run_with_the_programs_versions(self) -> None:
        run, dev = self._versions("requirements.lock"), self._versions("requirements-dev.lock")
        # A package that only old Pythons need here may be needed by all of them there.
        assert {line.split(" ;")[0] for line in run} < {line.split(" ;")[0] for line in dev}
        assert len(run) > 15

    def test_every_package_has_a_digest_and_none_an_address(self) -> None:
        for name in ("requirements.lock", "requirements-dev.lock"):
            text = (ROOT / name).read_text(encoding="utf-8")
            blocks = re.split(r"\n(?=\w)", text)
            assert all("--hash=sha256:" in block for block in blocks)
            assert "://" not in text

    def test_python_3_11_gets_a_qt_that_works_with_it(self) -> None:
        found = [
            line for line in self._versions("requirements.lock") if line.startswith("pyside6-essentials")
        ]
        old = next(line for line in found if "< '3.12'" in line)
        assert re.match(r"pyside6-essentials==6\.(8|9|10|11)\.", old)

    def test_torch_is_not_asked_for(self) -> None:
        assert not any(line.startswith("torch") for line in self._versions("requirements-dev.lock"))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_ci_runs_the_command_and_nothing_more() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if "python3" in line]
    assert commands == ["exec python3 scripts/test.py"]
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
