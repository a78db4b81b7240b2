"""What is told about optional packages helps where it is read."""

import shlex
import sys

import pytest

from photosim.domain.extras import how_to_add, install_line


@pytest.mark.skipif(sys.platform == "win32", reason="quotes of POSIX")
def test_the_line_is_for_the_python_that_runs_this(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/a folder/python")
    assert shlex.split(install_line("dlib-bin")) == ["/a folder/python", "-m", "pip", "install", "dlib-bin"]
    assert how_to_add("dlib-bin") == install_line("dlib-bin")


def test_on_windows_it_works_in_either_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", "C:\\photosim\\.venv\\Scripts\\python.exe")
    assert install_line("dlib-bin") == "C:\\photosim\\.venv\\Scripts\\python.exe -m pip install dlib-bin"
    monkeypatch.setattr(sys, "executable", "C:\\My Photos\\python.exe")
    assert install_line("x") == '"C:\\My Photos\\python.exe" -m pip install x'


def test_the_packaged_program_offers_no_pip_that_it_does_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "pip" not in how_to_add("dlib-bin")
