"""How an optional package comes to the Python that runs this."""

from __future__ import annotations

import shlex
import sys

PACKAGED_WORDS = "the packaged program cannot take it up, but photosim started from its repository can"
"""Told in the place of a line to type, where `can_add` says no."""


def install_line(package: str) -> str:
    """What to type so that `package` is there for the Python that runs this."""
    if sys.platform == "win32":
        # Shells there take single quotes for letters.
        python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
        return f"{python} -m pip install {package}"
    return shlex.join([sys.executable, "-m", "pip", "install", package])


def can_add() -> bool:
    """Whether packages can be added to what runs this: not to the packaged program, which has no pip."""
    return not getattr(sys, "frozen", False)


def how_to_add(package: str) -> str:
    """What to do so that `package` is there: it follows a colon, and ends a sentence without a full stop."""
    return install_line(package) if can_add() else PACKAGED_WORDS
