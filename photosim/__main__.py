"""Start photosim: `photosim`, `photosim-gui` and `python -m photosim`.

Decoding processes import this module again, so nothing heavy may be imported at its top.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photosim.app.trying.checks import Check

_STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; without a command the window opens.

    Args:
        arguments: what follows the program's name; None: as the process was started.

    Returns:
        The exit code of the process.
    """
    if getattr(sys, "frozen", False):
        import multiprocessing  # noqa: PLC0415

        # In the packaged program the decoding processes start here, too.
        multiprocessing.freeze_support()
    if sys.platform != "win32":
        _hold_numbers()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        print("photosim: stopped.", file=sys.stderr)  # noqa: T201 - perhaps nothing else is loaded yet
        return _STOPPED


def main_gui() -> int:
    """Open the window with the folders the process was started with."""
    return main(["gui", *sys.argv[1:]])


def _hold_numbers() -> None:
    """Let standard streams that are closed lead nowhere.

    A program that starts others may close them first. The next files opened, perhaps a library's database or
    the line to the display, would get their numbers, and what C libraries have to say goes to number 2.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free number is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _run(arguments: Sequence[str]) -> int:
    from photosim.cli.contract import Window  # noqa: PLC0415
    from photosim.cli.main import run  # noqa: PLC0415

    return run(arguments, Window(open=_open_window, check=_check_window))


def _open_window(folders: list[str], library: str | None) -> int:
    from photosim.gui.application import run_gui  # noqa: PLC0415

    return run_gui(folders, library)


def _check_window() -> list[Check]:
    from photosim.app.trying.checks import Shortcoming, check  # noqa: PLC0415

    def make_a_window() -> str:
        from PySide6.QtCore import qVersion  # noqa: PLC0415
        from PySide6.QtWidgets import QApplication, QLabel  # noqa: PLC0415

        application = QApplication.instance() or QApplication([])
        label = QLabel("photosim")
        label.show()
        label.close()
        assert isinstance(application, QApplication)
        return f"Qt {qVersion()} on “{application.platformName()}”"

    def find_fonts() -> str:
        from PySide6.QtGui import QFontDatabase  # noqa: PLC0415

        systems = QFontDatabase.WritingSystem
        wanted = {
            "Korean": systems.Korean,
            "Japanese": systems.Japanese,
            "Chinese": systems.SimplifiedChinese,
        }
        lacking = [name for name, system in wanted.items() if not QFontDatabase.families(system)]
        if lacking:
            raise Shortcoming(f"no font for {', '.join(lacking)}: such names show as boxes")
        return ", ".join(wanted)

    def load_pages() -> str:
        from importlib import import_module  # noqa: PLC0415

        from photosim.gui.shell.ahead import WITHOUT_QT, modules_with_qt  # noqa: PLC0415

        modules = (*WITHOUT_QT, *modules_with_qt())
        for name in modules:
            import_module(name)
        return f"{len(modules)} modules"

    window = check("Window", make_a_window)
    if window.outcome != "passed":
        return [window]
    return [window, check("Fonts", find_fonts), check("Pages", load_pages)]


if __name__ == "__main__":
    sys.exit(main())
