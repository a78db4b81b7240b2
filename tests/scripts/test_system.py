"""What the system has to bring: found out, installed where that needs no leave, else one line to type."""

import subprocess
from collections.abc import Sequence

import pytest
from bootstrap import libraries, system
from bootstrap.checkout import Checkout
from bootstrap.telling import SetupError


class Apt:
    """Stands in for the operating system: who we are, what apt-get says."""

    def __init__(self) -> None:
        self.root: list[str] | None = []
        self.code = 0
        self.calls: list[str] = []

    def run(self, root: Sequence[str], arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Note the call."""
        self.calls.append(" ".join([*root, *arguments]))
        return subprocess.CompletedProcess([], self.code, "", "W: old\nE: Unable to locate package x\n")


@pytest.fixture
def apt(monkeypatch: pytest.MonkeyPatch) -> Apt:
    """A Debian on which we are root."""
    stand_in = Apt()
    monkeypatch.setattr(system, "has_apt", lambda: True)
    monkeypatch.setattr(system, "way_to_root", lambda: stand_in.root)
    monkeypatch.setattr(system, "_apt", stand_in.run)
    return stand_in


def test_the_line_to_type() -> None:
    assert system.line_to_type(["a", "b"], sudo=True) == (
        "sudo apt-get update && sudo apt-get install -y a b"
    )
    assert system.line_to_type(["a"], sudo=False) == 'su -c "apt-get update && apt-get install -y a"'


@pytest.mark.loud("the set-up tells its steps")
class TestInstalling:
    """Packages of the system."""

    def test_as_root(self, apt: Apt) -> None:
        assert system.try_install(["a", "b"]) is None
        assert apt.calls == ["update", "install -y --no-install-recommends a b"]

    def test_by_sudo_that_asks_nothing(self, apt: Apt) -> None:
        apt.root = ["sudo", "-n"]
        assert system.try_install(["a"]) is None
        assert apt.calls[1].startswith("sudo -n install")

    def test_without_leave_nothing_is_tried(self, apt: Apt, monkeypatch: pytest.MonkeyPatch) -> None:
        apt.root = None
        monkeypatch.setattr(system.shutil, "which", lambda name: "/usr/bin/sudo" if name == "sudo" else None)
        assert system.try_install(["a"]) == "sudo apt-get update && sudo apt-get install -y a"
        monkeypatch.setattr(system.shutil, "which", lambda _: None)
        assert system.try_install(["a"]) == 'su -c "apt-get update && apt-get install -y a"'
        assert apt.calls == []

    def test_a_failure_is_told_with_its_reason(self, apt: Apt, capfd: pytest.CaptureFixture[str]) -> None:
        apt.code = 100
        assert system.try_install(["x"]) is not None
        assert "Unable to locate package x" in capfd.readouterr().err

    def test_python_without_venv(self, apt: Apt, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "missing_python_parts", lambda: ["python3.11-venv"])
        monkeypatch.setattr(system, "missing_window_libraries", lambda: ["libGL.so.1"])
        system.provide_python_parts()
        assert apt.calls[1].endswith(" python3.11-venv libgl1")
        apt.root = None
        with pytest.raises(SetupError, match=r"Type this line and start again:\n\n    .*python3.11-venv"):
            system.provide_python_parts()
        monkeypatch.setattr(system, "has_apt", lambda: False)
        with pytest.raises(SetupError, match="your system's package manager"):
            system.provide_python_parts()

    def test_python_that_is_complete(self, apt: Apt) -> None:
        system.provide_python_parts()
        assert apt.calls == []


def test_the_debian_package_of_this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.missing_python_parts() == []
    monkeypatch.setattr(
        system.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name
    )
    version = system.sys.version_info
    assert system.missing_python_parts() == [f"python{version.major}.{version.minor}-venv"]


def test_libraries_are_asked_of_the_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system, "WINDOW_LIBRARIES", {"libc.so.6": "libc6", "libphotosim.so.9": "none-such"})
    assert system.missing_window_libraries() == ["libphotosim.so.9"]
    assert system.packages_for(["libphotosim.so.9"]) == ["none-such"]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_bring_everything(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(system.sys, "platform", platform)
    assert system.missing_window_libraries() == []
    assert system.missing_test_display() == []


@pytest.mark.loud("the set-up tells its steps")
class TestLibraries:
    """Looked for until they are all there, then never again."""

    @pytest.fixture(autouse=True)
    def _environment(self, checkout: Checkout, apt: Apt, monkeypatch: pytest.MonkeyPatch) -> None:
        checkout.environment.mkdir()
        monkeypatch.setattr(system, "missing_window_libraries", lambda: ["libGL.so.1"])
        monkeypatch.setattr(system, "missing_test_display", lambda: ["xvfb"])

    def test_installed_once(self, checkout: Checkout, apt: Apt) -> None:
        assert libraries.provide(checkout) is None
        assert libraries.provide(checkout) is None
        assert len([call for call in apt.calls if call.endswith(" libgl1")]) == 1

    def test_tests_want_a_display_too(self, checkout: Checkout, apt: Apt) -> None:
        libraries.provide(checkout)
        libraries.provide(checkout, for_tests=True)
        assert apt.calls[-1].endswith("libgl1 xvfb")

    def test_missing_ones_are_told_at_every_start(self, checkout: Checkout, apt: Apt) -> None:
        apt.root = None
        assert "libgl1" in str(libraries.provide(checkout))
        assert "libgl1" in str(libraries.provide(checkout))

    def test_other_linux(
        self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(system, "has_apt", lambda: False)
        assert libraries.provide(checkout) is None
        assert "libGL.so.1" in capfd.readouterr().err
