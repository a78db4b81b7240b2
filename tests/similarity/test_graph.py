"""The pairs against all pairs written out."""

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken, silent
from photosim.similarity.graph import Pairs, neighbor_pairs, window_pairs
from photosim.similarity.space import CodeSpace
from tests.similarity.library import code


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def codes() -> NDArray[np.float32]:
    """300 scattered codes and a crowd of 100 around one."""
    random = np.random.default_rng(5)
    crowd = random.normal(size=(1, 16)) + random.normal(size=(100, 16)) * 0.02
    return unit(np.concatenate([random.normal(size=(300, 16)), crowd]))


def all_pairs(codes: np.ndarray, bound: float) -> set[tuple[int, int]]:
    every = np.linalg.norm(codes[:, None].astype(np.float64) - codes[None], axis=2)
    first, second = np.nonzero(np.triu(every <= bound, 1))
    return set(zip(first.tolist(), second.tolist(), strict=True))


def as_set(pairs: Pairs) -> set[tuple[int, int]]:
    return set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))


def test_widened_until_every_pair_is_there(codes: NDArray[np.float32]) -> None:
    pairs = neighbor_pairs(codes, 4, 0.5, silent, CancelToken(), widest=400)
    assert as_set(pairs) == all_pairs(codes, 0.5)
    assert len(pairs) == len(as_set(pairs))
    assert len(pairs) >= 100 * 99 // 2
    expected = np.linalg.norm(codes[pairs.first].astype(np.float64) - codes[pairs.second], axis=1)
    assert np.allclose(pairs.distance, expected)


def test_no_more_than_k_when_not_widened(codes: NDArray[np.float32]) -> None:
    pairs = neighbor_pairs(codes, 4, 2.0, silent, CancelToken())
    assert as_set(pairs) <= all_pairs(codes, 2.0)
    assert 2 * len(codes) <= len(pairs) <= 4 * len(codes)


def test_a_crowd_beyond_the_widest_still_gives_the_nearest(codes: NDArray[np.float32]) -> None:
    pairs = neighbor_pairs(codes, 2, 0.5, silent, CancelToken(), widest=8)
    crowd = pairs.keep(pairs.first >= 300)
    assert 400 <= len(crowd) <= 800


def test_equal_codes_are_pairs_at_zero() -> None:
    codes = np.repeat(np.eye(3, dtype=np.float32), 5, axis=0)
    pairs = neighbor_pairs(codes, 1, 0.1, silent, CancelToken(), widest=64)
    assert len(pairs) == 3 * 10
    assert np.array_equal(pairs.distance, np.zeros(30))


def test_progress_is_told_and_ends_complete(codes: NDArray[np.float32]) -> None:
    told = []
    neighbor_pairs(codes, 4, 0.5, told.append, CancelToken(), widest=400)
    assert told[-1].fraction == 1.0
    assert [p.done for p in told] == sorted(p.done for p in told)


def test_cancel_stops(codes: NDArray[np.float32]) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        neighbor_pairs(codes, 4, 0.5, silent, cancel)
    with pytest.raises(Cancelled):
        window_pairs(codes, np.zeros(len(codes)), 1.0, 0.5, silent, cancel)


@pytest.mark.parametrize("size", [0, 1])
def test_too_few_for_a_pair(codes: NDArray[np.float32], size: int) -> None:
    few = codes[:size]
    assert len(neighbor_pairs(few, 4, 2.0, silent, CancelToken(), widest=9)) == 0
    assert len(window_pairs(few, np.zeros(size), 1.0, 2.0, silent, CancelToken())) == 0


def test_window_pairs_are_all_that_are_near_in_both(codes: NDArray[np.float32]) -> None:
    line = np.random.default_rng(8).uniform(0, 400, len(codes))
    line[::7] = np.nan
    for gap, bound in [(30.0, 0.9), (0.0, 2.0), (400.0, 0.5)]:
        pairs = window_pairs(codes, line, gap, bound, silent, CancelToken())
        wanted = {(i, j) for i, j in all_pairs(codes, bound) if abs(line[i] - line[j]) <= gap}
        assert as_set(pairs) == wanted
        assert len(pairs) == len(wanted)


def test_thousands_with_one_time_stay_within_bounds(codes: NDArray[np.float32]) -> None:
    pairs = window_pairs(codes, np.zeros(len(codes)), 30.0, 2.0, silent, CancelToken(), widest=10)
    assert 3 * len(codes) < len(pairs) <= 10 * len(codes)
    assert as_set(pairs) <= all_pairs(codes, 2.0)


def test_the_closest_count_beyond_the_bound() -> None:
    codes = np.stack([code(angle) for angle in (0.0, 0.1, 0.9, 1.1, 2.9)])

    def found(closest: tuple[int, float]) -> list[tuple[int, int]]:
        pairs = neighbor_pairs(codes, 3, 0.15, silent, CancelToken(), closest=closest)
        assert np.all(np.diff(pairs.first * len(codes) + pairs.second) > 0)
        assert pairs.distance == pytest.approx(CodeSpace(codes).along(pairs.first, pairs.second))
        return list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))

    assert found((0, 2.0)) == [(0, 1)]
    assert found((1, 0.3)) == [(0, 1), (2, 3)]
    assert found((1, 2.0)) == [(0, 1), (2, 3), (3, 4)]
    assert found((2, 0.9)) == [(0, 1), (0, 2), (1, 2), (2, 3)]
