"""The stamp tells whether anything is left to do, and never says so too early."""

import dataclasses
from pathlib import Path

import pytest
from bootstrap import stamp
from bootstrap.checkout import Checkout, Wanted, this_checkout


def _finish(checkout: Checkout, *locks: Wanted) -> stamp.Stamp:
    """Leave what a finished set-up leaves."""
    stamp.mark_unfinished(checkout)
    for tool in (checkout.python, checkout.tool("photosim")):
        tool.parent.mkdir(exist_ok=True)
        tool.touch()
    digests = {name: stamp.lock_digest(checkout, name) for name in locks}
    written = stamp.Stamp(
        stamp.python_version(), str(checkout.root), stamp.project_digest(checkout), dict(digests)
    )
    stamp.write_stamp(checkout, written)
    return written


def _ready(checkout: Checkout, wanted: Wanted = "run") -> bool:
    return stamp.is_ready(checkout, stamp.read_stamp(checkout), wanted)


def test_nothing_is_ready_at_first(checkout: Checkout) -> None:
    assert not _ready(checkout)


def test_a_finished_set_up_is_ready(checkout: Checkout) -> None:
    written = _finish(checkout, "run")
    assert stamp.read_stamp(checkout) == written
    assert _ready(checkout)
    assert not _ready(checkout, "dev")


def test_the_set_up_of_the_tests_serves_the_program(checkout: Checkout) -> None:
    _finish(checkout, "run", "dev")
    assert _ready(checkout)
    assert _ready(checkout, "dev")


def test_an_interrupted_set_up_is_not_ready(checkout: Checkout) -> None:
    _finish(checkout, "run")
    stamp.mark_unfinished(checkout)
    assert stamp.is_unfinished(checkout)
    assert not _ready(checkout)


@pytest.mark.parametrize("lost", ["python", "photosim"])
def test_a_lost_command_is_noticed(checkout: Checkout, lost: str) -> None:
    _finish(checkout, "run")
    checkout.tool(lost).unlink()
    assert not _ready(checkout)


def test_a_new_lock_is_noticed(checkout: Checkout) -> None:
    _finish(checkout, "run", "dev")
    checkout.lock_file("dev").write_text("one==1\ntwo==3\n", encoding="utf-8")
    assert _ready(checkout)
    assert not _ready(checkout, "dev")


def test_new_metadata_is_noticed_and_settings_of_tools_are_not(checkout: Checkout) -> None:
    _finish(checkout, "run")
    project = checkout.root / "pyproject.toml"
    project.write_text(
        project.read_text(encoding="utf-8") + "[tool.ruff]\nline-length = 1\n", encoding="utf-8"
    )
    assert _ready(checkout)
    project.write_text('[project]\nname = "photosim"\nversion = "2"\n', encoding="utf-8")
    assert not _ready(checkout)


def test_another_python_is_noticed(checkout: Checkout) -> None:
    written = _finish(checkout, "run")
    stamp.write_stamp(checkout, dataclasses.replace(written, python="3.0"))
    assert not _ready(checkout)


def test_a_moved_checkout_is_noticed(checkout: Checkout, tmp_path: Path) -> None:
    written = _finish(checkout, "run")
    stamp.write_stamp(checkout, dataclasses.replace(written, root=str(tmp_path / "elsewhere")))
    assert not _ready(checkout)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"python": 1, "root": 2, "project": 3, "locks": 4}'])
def test_a_damaged_stamp_is_no_stamp(checkout: Checkout, content: str) -> None:
    _finish(checkout, "run")
    (checkout.environment / "photosim-setup.json").write_text(content, encoding="utf-8")
    assert stamp.read_stamp(checkout) is None


def test_layout_of_windows(tmp_path: Path) -> None:
    windows = Checkout(tmp_path, windows=True)
    assert windows.python == tmp_path / ".venv" / "Scripts" / "python.exe"


def test_the_checkout_of_the_scripts_is_this_one(pytestconfig: pytest.Config) -> None:
    assert this_checkout().root == pytestconfig.rootpath.resolve()
