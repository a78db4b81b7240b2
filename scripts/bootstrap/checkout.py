"""Where things lie in a checkout, on every platform."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Wanted = Literal["run", "dev"]


@dataclass(frozen=True)
class Checkout:
    """One clone of the repository.

    Attributes:
        root: the folder that holds pyproject.toml.
        windows: whether the environment has Windows' layout.
    """

    root: Path
    windows: bool = sys.platform == "win32"

    @property
    def environment(self) -> Path:
        """The isolated environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.tool("python")

    def tool(self, name: str) -> Path:
        """The environment's command `name`."""
        if self.windows:
            return self.environment / "Scripts" / f"{name}.exe"
        return self.environment / "bin" / name

    def lock_file(self, wanted: Wanted) -> Path:
        """The locked dependencies of the program, or of the program and its tests."""
        return self.root / ("requirements.lock" if wanted == "run" else "requirements-dev.lock")

    @property
    def scratch(self) -> Path:
        """A folder that git ignores, for what the scripts leave behind."""
        return self.root / "build"


def this_checkout() -> Checkout:
    """The checkout that this very file belongs to."""
    return Checkout(Path(os.path.realpath(__file__)).parent.parent.parent)
