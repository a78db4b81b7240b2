"""A run of the tests always comes to an end."""

import faulthandler
import sys

import pytest

_PATIENCE_S = 60


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End Python by force if a thread does not: a test that failed may leave work that waits for ever."""
    faulthandler.dump_traceback_later(_PATIENCE_S, exit=True)
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        # What a test put there belongs to Qt, which lets go of it only when Python is gone, and crashes.
        gui.QGuiApplication.clipboard().clear()
