"""A run of the tests always comes to an end."""

import faulthandler

import pytest

_PATIENCE_S = 60


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End Python by force if a thread does not: a test that failed may leave work that waits for ever."""
    faulthandler.dump_traceback_later(_PATIENCE_S, exit=True)
