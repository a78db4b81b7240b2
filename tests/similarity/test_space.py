"""Distances, in time and on earth too."""

import numpy as np
import pytest

from photosim.similarity.space import CodeSpace, apart_in_shot, apart_in_time, apart_on_earth

CODES = np.eye(4, dtype=np.float32)
A, B = np.array([0, 1]), np.array([1, 2, 0])


def test_between_and_along_agree() -> None:
    space = CodeSpace(CODES)
    assert space.size == 4
    between = space.between(A, B)
    assert between.shape == (2, 3)
    assert np.allclose(between, [[2**0.5, 2**0.5, 0], [0, 2**0.5, 2**0.5]])
    assert np.allclose(space.along(A, B[:2]), [2**0.5, 2**0.5])


def test_along_does_not_depend_on_the_company() -> None:
    codes = np.random.default_rng(1).normal(size=(2000, 64)).astype(np.float32)
    space = CodeSpace(codes)
    rows = np.random.default_rng(2).integers(0, 2000, (2, 70_000))
    together = space.along(rows[0], rows[1])
    assert np.array_equal(
        together[65_530:65_545], space.along(rows[0, 65_530:65_545], rows[1, 65_530:65_545])
    )
    assert np.array_equal(together, space.along(rows[1], rows[0]))


def test_apart_in_time() -> None:
    apart = apart_in_time(np.array([0.0, 30.0, 31.0, np.nan]), 30.0)
    rows = np.arange(4)
    assert apart(rows[:, None], rows[None]).tolist() == [
        [False, False, True, True],
        [False, False, False, True],
        [True, False, False, True],
        [True, True, True, True],
    ]


@pytest.mark.parametrize(
    ("first", "second", "meters"),
    [
        ((48.8584, 2.2945), (48.8606, 2.3376), 3163),  # Eiffel Tower, Louvre
        ((0.0, 179.9999), (0.0, -179.9999), 22),  # over the date line
        ((90.0, 0.0), (90.0, 90.0), 0),  # the pole has every longitude
        ((10.0, 20.0), (-10.0, -160.0), 20_015_087),  # antipodes
    ],
)
def test_apart_on_earth(first: tuple[float, float], second: tuple[float, float], meters: float) -> None:
    latitude, longitude = np.array([first, second]).T
    one, two = np.array([0]), np.array([1])
    assert apart_on_earth(latitude, longitude, meters * 0.99 - 1)(one, two)[0]
    assert not apart_on_earth(latitude, longitude, meters * 1.01 + 1)(one, two)[0]


def test_apart_in_shot() -> None:
    apart = apart_in_shot(np.array([3.0, 3.0, 4.0, np.nan, 3.25, 3.9, 3.254]))
    rows = np.arange(7)
    found = np.argwhere(apart(rows[:, None], rows[None]))
    pairs = sorted({(one, two) for one, two in found.tolist() if one < two})
    assert pairs == [(0, 2), (1, 2), (2, 4), (2, 5), (2, 6), (4, 5), (5, 6)]


def test_an_unknown_position_keeps_nothing_apart() -> None:
    apart = apart_on_earth(np.array([np.nan, 50.0]), np.array([np.nan, 8.0]), 1.0)
    assert not apart(np.array([0]), np.array([1]))[0]


def test_what_is_apart_is_infinitely_far() -> None:
    space = CodeSpace(CODES, [apart_in_time(np.array([0.0, 5.0, 100.0, np.nan]), 10.0)])
    assert np.isinf(space.between(A, B)).tolist() == [[False, True, False], [False, True, False]]
    assert np.isinf(space.along(np.array([0, 0, 0]), np.array([1, 2, 3]))).tolist() == [False, True, True]
