"""The source is parsed once for these tests, and forgotten after them."""

from collections.abc import Iterator

import pytest

from tests.helpers.source import forget_sources


@pytest.fixture(autouse=True, scope="package")
def parsed_once() -> Iterator[None]:
    yield
    forget_sources()
