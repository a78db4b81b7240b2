"""A test that is noisy has failed: users see what libraries print, and nobody reads a log full of warnings.

A test that provokes a warning says so beforehand, and fails when it never comes::

    def test_bad_file(noise_guard):
        noise_guard.expect("could not read")
        ...

What reaches stderr fails a test too, unless it reads stderr itself (`capsys`, `capfd`) or is marked with
`@pytest.mark.loud("why")`.
"""

import logging
from collections.abc import Generator, Iterator

import pytest

from tests.helpers.verdicts import body_passed

# Qt's offscreen screen says so of what only a real one has; no user ever meets it.
_OFFSCREEN = "This plugin does not support "


class Noise(logging.Handler):
    """Collects every record of level WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._heard: list[logging.LogRecord] = []
        self._expected: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record for the verdict."""
        self._heard.append(record)

    def expect(self, text: str, logger: str = "") -> None:
        """Allow, and demand, a record whose message holds `text`, from `logger` or below it."""
        self._expected.append((text, logger))

    def verdict(self) -> list[str]:
        """What is wrong, a line each."""
        unexpected = [
            f"{record.levelname} from {record.name}, line {record.lineno}: {record.getMessage()}"
            for record in self._heard
            if not any(_fits(record, *expected) for expected in self._expected)
        ]
        never = [
            f"expected, but never logged: {expected[0]!r}"
            for expected in self._expected
            if not any(_fits(record, *expected) for record in self._heard)
        ]
        return unexpected + never


@pytest.fixture(autouse=True)
def noise_guard(request: pytest.FixtureRequest) -> Iterator[Noise]:
    """The listener of this test; ask for it by name to announce a warning."""
    listener = Noise()
    logging.getLogger().addHandler(listener)
    yield listener
    logging.getLogger().removeHandler(listener)
    lines = listener.verdict()
    if lines and body_passed(request.node):
        pytest.fail(
            "This test made noise (see tests/helpers/noise.py):\n  " + "\n  ".join(lines), pytrace=False
        )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "loud(reason): this test may write to stderr")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a test red that wrote to stderr behind everybody's back."""
    report = yield
    if not report.passed or _may_write_to_stderr(item):
        return report
    text = "".join(content for name, content in report.sections if name == f"Captured stderr {call.when}")
    if any(line.strip() and not line.startswith(_OFFSCREEN) for line in text.splitlines()):
        report.outcome = "failed"
        report.longrepr = f"This test wrote to stderr (see tests/helpers/noise.py):\n{text}"
    return report


def _may_write_to_stderr(item: pytest.Item) -> bool:
    readers = {"capsys", "capfd", "capsysbinary", "capfdbinary", "pytester"}
    return bool(item.get_closest_marker("loud") or readers & set(getattr(item, "fixturenames", ())))


def _fits(record: logging.LogRecord, text: str, logger: str) -> bool:
    return text in record.getMessage() and (
        not logger or record.name == logger or record.name.startswith(logger + ".")
    )
