"""The scripts find one another beside the entry script; the tests find them in the same way."""

import sys
from pathlib import Path

import pytest

from tests.helpers.source import ROOT

sys.path.append(str(ROOT / "scripts"))  # last: test.py must not stand before the standard library's package

from bootstrap.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout with all that the set-up reads, and no environment yet."""
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "photosim"\nversion = "1"\n', encoding="utf-8"
    )
    (tmp_path / "requirements.lock").write_text("one==1\n", encoding="utf-8")
    (tmp_path / "requirements-dev.lock").write_text("one==1\ntwo==2\n", encoding="utf-8")
    return Checkout(tmp_path, windows=False)
