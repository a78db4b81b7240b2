"""Figures as people read them."""

# ruff: noqa: RUF001 - a multiplication sign is meant

import pytest

from photosim.domain.similarity import Relation
from photosim.domain.words import (
    RELATION_WORDS,
    count_words,
    dimension_words,
    duration_words,
    enumerated,
    percent_words,
    size_words,
)


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
        (10**19, "10,000 PB"),
    ],
)
def test_sizes(count: int, words: str) -> None:
    assert size_words(count) == words


def test_dimensions() -> None:
    assert dimension_words(4000, 3000) == "4000 × 3000"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_enumerated(words: list[str], sentence: str) -> None:
    assert enumerated(words) == sentence


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 photos"), (1, "1 photo"), (2, "2 photos"), (12345, "12,345 photos")],
)
def test_counts(number: int, words: str) -> None:
    assert count_words(number, "photo") == words


def test_an_irregular_plural() -> None:
    assert count_words(2, "copy", "copies") == "2 copies"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "0 s"),
        (0.02, "0.1 s"),
        (0.4, "0.4 s"),
        (2.94, "2.9 s"),
        (2.96, "3 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (130, "2 min 10 s"),
        (3600, "1 h"),
        (11_100, "3 h 5 min"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (0.001, "under 1 %"), (0.5, "50 %"), (0.99999, "over 99 %"), (1.0, "100 %")],
)
def test_nothing_but_certainty_is_a_hundred_percent(share: float, words: str) -> None:
    assert percent_words(share) == words


def test_every_relation_has_its_word() -> None:
    assert set(RELATION_WORDS) == set(Relation)
