"""Qt's system libraries: looked for until they are all there, then never again."""

from pathlib import Path

from bootstrap import system
from bootstrap.checkout import Checkout
from bootstrap.telling import say


def provide(checkout: Checkout, *, for_tests: bool = False) -> str | None:
    """Make sure that a window can be shown; the tests also want an invisible display.

    Returns:
        None when nothing is missing, or nothing that we know a package of; else the line that a person has to
        type.
    """
    note = _note(checkout, for_tests=for_tests)
    if note.exists():
        return None
    libraries = system.missing_window_libraries()
    packages = system.packages_for(libraries) + (system.missing_test_display() if for_tests else [])
    if packages and not system.has_apt():
        wanted = ", ".join(libraries or packages)
        say(f"The window needs {wanted}: install it with your system's package manager.")
        return None
    line = system.try_install(packages) if packages else None
    if line is None:
        note.touch()
    return line


def _note(checkout: Checkout, *, for_tests: bool) -> Path:
    return checkout.environment / f"photosim-setup.{'display' if for_tests else 'libraries'}"
