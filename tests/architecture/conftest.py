"""The source is parsed once for each file of tests, and forgotten after it."""

from collections.abc import Iterator

import pytest

from tests.helpers.source import forget_sources


@pytest.fixture(autouse=True, scope="module")
def parsed_once() -> Iterator[None]:
    yield
    forget_sources()
