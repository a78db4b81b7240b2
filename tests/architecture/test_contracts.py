"""Imports point downwards: the contracts hold, and no room is forgotten in them."""

import subprocess
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.source import ROOT, rooms

# Who may use what the contract with this forbidden module keeps from all others.
_HOMES = {
    "PySide6": {"gui", "__main__"},
    "onnxruntime": {"encoding", "__main__"},
    # app reads the photos that scikit-learn ships, for the demo
    "sklearn": {"similarity", "app", "__main__"},
    "cv2": {"imaging", "similarity", "__main__"},
    "sqlite3": {"catalog", "__main__"},
    # app draws the demo's edited copies and reads a query image
    "PIL": {"imaging", "app", "__main__"},
}


def _contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(settings["tool"]["importlinter"]["contracts"])


def test_every_room_has_a_floor() -> None:
    layers = next(contract for contract in _contracts() if contract["type"] == "layers")["layers"]
    named = {part.strip().removeprefix("photosim.") for layer in layers for part in layer.split("|")}
    assert rooms() <= named, "a new room needs a floor in [tool.importlinter]"


@pytest.mark.parametrize("guarded", _HOMES)
def test_no_room_is_forgotten_in_a_contract(guarded: str) -> None:
    contract = next(entry for entry in _contracts() if guarded in entry.get("forbidden_modules", ()))
    bound = {name.removeprefix("photosim.") for name in contract["source_modules"]}
    assert rooms() - bound <= _HOMES[guarded]
    assert not bound & _HOMES[guarded]


def test_contracts_hold() -> None:
    tool = Path(sysconfig.get_path("scripts")) / "lint-imports"
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
