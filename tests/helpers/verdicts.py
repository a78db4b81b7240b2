"""What became of a test's own body, for guards that look only after a body that passed.

A failed test holds its objects alive through its traceback: everything it made would look like a leak.
"""

from collections.abc import Generator

import pytest

_PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember the verdict on the body of each test."""
    report = yield
    if call.when == "call":
        item.stash[_PASSED] = report.passed
    return report


def body_passed(item: pytest.Item) -> bool:
    """Whether the body of `item` ran and passed."""
    return item.stash.get(_PASSED, False)
