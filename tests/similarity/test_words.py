"""Figures as people read them."""

# ruff: noqa: RUF001 - a multiplication sign is meant

import pytest

from photosim.similarity.words import dimensions_in_words, enumerated, size_in_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (99_949, "99.9 kB"),
        (99_950, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (3_412_345, "3.4 MB"),
        (7_000_000_000, "7.0 GB"),
        (10**19, "10000 PB"),
    ],
)
def test_sizes(count: int, words: str) -> None:
    assert size_in_words(count) == words


def test_dimensions() -> None:
    assert dimensions_in_words(4000, 3000) == "4000 × 3000"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_enumerated(words: list[str], sentence: str) -> None:
    assert enumerated(words) == sentence
