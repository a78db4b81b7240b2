import pytest

from photosim.cli.words import RELATION_WORDS, count, duration, percent
from photosim.domain.similarity import Relation


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 photos"), (1, "1 photo"), (2, "2 photos"), (12345, "12,345 photos")],
)
def test_counts(number: int, words: str) -> None:
    assert count(number, "photo") == words


def test_an_irregular_plural() -> None:
    assert count(2, "copy", "copies") == "2 copies"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (9.9, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (130, "2 min 10 s"),
        (3600, "1 h"),
        (11_100, "3 h 5 min"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0.0 %"), (0.5, "50.0 %"), (0.99949, "> 99.9 %"), (0.99999, "> 99.9 %"), (1.0, "100.0 %")],
)
def test_nothing_but_certainty_is_a_hundred_percent(share: float, words: str) -> None:
    assert percent(share) == words


def test_every_relation_has_its_word() -> None:
    assert set(RELATION_WORDS) == set(Relation)
