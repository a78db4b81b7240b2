"""From whatever is there to an environment that is ready; pip and venv are played by stand-ins."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from bootstrap import environment, packages, stamp, system
from bootstrap.checkout import Checkout, Wanted
from bootstrap.telling import SetupError


class Steps(list[str]):
    """What the set-up did, in order; `fail_at` makes one step fail."""

    fail_at = ""

    def note(self, name: str) -> None:
        """Note a step."""
        self.append(name)
        if name == self.fail_at:
            raise SetupError(f"{name} failed")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, checkout: Checkout) -> Steps:
    """The expensive steps, replaced by notes."""
    done = Steps()

    def make(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if "-c" in command:
            return subprocess.CompletedProcess(command, 0, f"{stamp.python_version()}\n", "")
        done.note("make")
        checkout.python.parent.mkdir(parents=True)
        checkout.python.touch()
        (checkout.environment / "pyvenv.cfg").touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    def install(_: Checkout, wanted: Wanted) -> None:
        done.note(f"install {wanted}")

    def install_checkout(where: Checkout) -> None:
        done.note("install photosim")
        where.tool("photosim").touch()

    monkeypatch.setattr(environment.subprocess, "run", make)
    monkeypatch.setattr(environment, "install_lock", install)
    monkeypatch.setattr(environment, "install_checkout", install_checkout)
    monkeypatch.setattr(system, "provide_python_parts", lambda: None)
    return done


@pytest.mark.loud("the set-up tells its steps")
class TestSetUp:
    """What is done depends on what is there."""

    def test_from_nothing(self, checkout: Checkout, steps: Steps) -> None:
        assert environment.ensure(checkout, "run")
        assert steps == ["make", "install run", "install photosim"]
        assert not environment.ensure(checkout, "run")
        assert len(steps) == 3

    def test_the_tests_need_more(self, checkout: Checkout, steps: Steps) -> None:
        environment.ensure(checkout, "run")
        steps.clear()
        assert environment.ensure(checkout, "dev")
        assert steps == ["install dev", "install photosim"]

    def test_the_program_needs_nothing_after_the_tests(self, checkout: Checkout, steps: Steps) -> None:
        environment.ensure(checkout, "dev")
        assert not environment.ensure(checkout, "run")

    def test_new_metadata_fetches_nothing(self, checkout: Checkout, steps: Steps) -> None:
        environment.ensure(checkout, "run")
        steps.clear()
        (checkout.root / "pyproject.toml").write_text('[project]\nversion = "2"\n', encoding="utf-8")
        environment.ensure(checkout, "run")
        assert steps == ["install photosim"]

    @pytest.mark.parametrize("step", ["make", "install run", "install photosim"])
    def test_what_was_interrupted_is_made_anew(self, checkout: Checkout, steps: Steps, step: str) -> None:
        steps.fail_at = step
        with pytest.raises(SetupError, match=f"{step} failed"):
            environment.ensure(checkout, "run")
        steps.fail_at = ""
        steps.clear()
        assert environment.ensure(checkout, "run")
        assert steps == ["make", "install run", "install photosim"]

    def test_an_environment_made_by_hand_is_completed(self, checkout: Checkout, steps: Steps) -> None:
        environment.ensure(checkout, "run")
        (checkout.environment / "photosim-setup.json").unlink()
        (checkout.environment / "kept").touch()
        steps.clear()
        environment.ensure(checkout, "run")
        assert steps == ["install run", "install photosim"]
        assert (checkout.environment / "kept").exists()

    def test_the_environment_of_another_python_is_made_anew(
        self, checkout: Checkout, steps: Steps, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        environment.ensure(checkout, "run")
        steps.clear()
        monkeypatch.setattr(stamp, "python_version", lambda: "3.99")
        environment.ensure(checkout, "run")
        assert steps == ["make", "install run", "install photosim"]

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
    def test_a_linked_environment_is_not_emptied(self, checkout: Checkout, steps: Steps) -> None:
        elsewhere = checkout.root / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "precious").touch()
        checkout.environment.symlink_to(elsewhere)
        with pytest.raises(SetupError, match="is a link"):
            environment.ensure(checkout, "run")
        assert (elsewhere / "precious").exists()

    def test_a_disk_that_refuses_is_told(
        self, checkout: Checkout, steps: Steps, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied", "somewhere")

        monkeypatch.setattr(environment, "install_lock", refuse)
        with pytest.raises(SetupError, match=r"could not be made: .*Permission denied.*somewhere"):
            environment.ensure(checkout, "run")


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", "did not answer"),
        (
            "Temporary failure in name resolution\nERROR: No matching distribution found for x",
            "did not answer",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "certificate"),
        (
            "ERROR: No matching distribution found for onnxruntime==1.31.1",
            "no ready-made package of onnxruntime",
        ),
        ("ERROR: something unheard of", "something unheard of"),
        ("", "could not be installed."),
    ],
)
def test_failures_of_pip_in_plain_words(checkout: Checkout, output: str, told: str) -> None:
    log = checkout.scratch / "setup.log"
    sentence = packages.explain(output, log)
    assert told in sentence
    assert str(log) in sentence or "disk is full" in sentence


def test_foreign_packages_stay_outside() -> None:
    environ = {"PATH": "p", "PYTHONPATH": "x", "PYTHONHOME": "y", "PIP_TARGET": "z", "PIP_INDEX_URL": "kept"}
    assert packages.clean_environment(environ) == {"PATH": "p", "PIP_INDEX_URL": "kept"}


class TestPip:
    """pip is played by a script that prints what pip prints."""

    @pytest.fixture
    def pip(self, checkout: Checkout) -> Callable[[str], None]:
        """Put a program in the place of the environment's Python."""

        def play(body: str) -> None:
            checkout.python.parent.mkdir(parents=True, exist_ok=True)
            checkout.python.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
            checkout.python.chmod(0o755)

        if sys.platform == "win32":
            pytest.skip("plays pip by a shell script")
        return play

    def test_quiet_success(
        self, checkout: Checkout, pip: Callable[[str], None], capfd: pytest.CaptureFixture[str]
    ) -> None:
        pip('echo "Collecting one==1"; echo "  Downloading one.whl (1 kB)"')
        packages.install_lock(checkout, "run")
        assert capfd.readouterr() == ("", "")
        assert "Collecting one==1" in (checkout.scratch / "setup.log").read_text(encoding="utf-8")

    def test_asks_for_exact_files(
        self, checkout: Checkout, pip: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(checkout.root)
        pip('echo "$@" >> arguments')
        packages.install_lock(checkout, "dev")
        packages.install_checkout(checkout)
        first, second = (checkout.root / "arguments").read_text(encoding="utf-8").splitlines()
        assert "--require-hashes" in first
        assert "--only-binary :all:" in first
        assert "requirements-dev.lock" in first
        assert "--no-index" in second
        assert "--no-build-isolation" in second

    def test_failure_becomes_a_sentence(self, checkout: Checkout, pip: Callable[[str], None]) -> None:
        pip('echo "NewConnectionError" >&2; exit 1')
        with pytest.raises(SetupError, match="did not answer"):
            packages.install_lock(checkout, "run")
