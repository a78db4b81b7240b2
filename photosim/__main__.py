"""Start photosim: `photosim`, `photosim-gui` and `python -m photosim`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; without a command the window opens.

    Args:
        arguments: what follows the program's name; None: as the process was started.

    Returns:
        The exit code of the process.
    """
    from photosim.cli.main import run

    return run(sys.argv[1:] if arguments is None else list(arguments), open_window)


def main_gui() -> int:
    """Open the window with the folders the process was started with."""
    return main(["gui", *sys.argv[1:]])


def open_window(folders: list[str], library: str | None) -> int:
    """Open the window and stay until it is closed.

    Args:
        folders: offered for scanning at once.
        library: the library's folder, None: the default place.
    """
    from photosim.gui.application import run_gui

    return run_gui(folders, library)


if __name__ == "__main__":
    sys.exit(main())
