"""What is published holds nothing of the place it was made in."""

import re
from pathlib import Path

import pytest

from tests.helpers.source import ROOT, shipped_files

# Put together, so that this file does not find itself.
_FORBIDDEN = {
    "an absolute path of a workplace": re.compile(r"(?<![\w.])/(?:wor" + r"k|roo" + r"t)/\w"),
    "the address of a package server": re.compile(
        r"pypi\." + r"org|pythonhosted\." + r"org|deb\." + r"debian"
    ),
    "the number of an issue": re.compile(r"\bissue" + r" #?\d", re.IGNORECASE),
}
_LARGEST = 2_000_000


def _texts() -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    for path in shipped_files():
        content = path.read_bytes() if path.stat().st_size <= _LARGEST else b"\0"
        if b"\0" not in content:
            found.append((path.relative_to(ROOT), content.decode("utf-8", "replace")))
    assert len(found) > 100
    return found


@pytest.mark.parametrize("what", _FORBIDDEN)
def test_no_text_holds(what: str) -> None:
    hits = [
        f"{path}, line {text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for path, text in _texts()
        for match in _FORBIDDEN[what].finditer(text)
    ]
    assert not hits, f"{what}: {hits}"
