"""How an optional package comes to the Python that runs this."""

from __future__ import annotations

import shlex
import sys


def install_line(package: str) -> str:
    """What to type so that `package` is there for the Python that runs this."""
    if sys.platform == "win32":
        # Shells there take single quotes for letters.
        python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
        return f"{python} -m pip install {package}"
    return shlex.join([sys.executable, "-m", "pip", "install", package])


def how_to_add(package: str) -> str:
    """What to do so that `package` is there: it follows a colon, and ends a sentence without a full stop."""
    if getattr(sys, "frozen", False):
        return "the packaged program cannot take it up, but photosim started from its repository can"
    return install_line(package)
