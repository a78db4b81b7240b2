"""The exact index against plain arithmetic."""

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.similarity.exact import ExactIndex


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def codes() -> NDArray[np.float32]:
    return unit(np.random.default_rng(3).normal(size=(300, 32)))


def test_it_agrees_with_all_distances_written_out(codes: NDArray[np.float32]) -> None:
    queries = codes[:7] + np.float32(0.01)
    queries = unit(queries)
    found = ExactIndex(codes).query(queries, 5)
    every = np.linalg.norm(queries[:, None].astype(np.float64) - codes[None], axis=2)
    assert np.array_equal(found.rows, np.argsort(every, axis=1)[:, :5])
    assert np.allclose(found.distances, np.sort(every, axis=1)[:, :5], atol=1e-5)
    assert found.distances.dtype == np.float32
    assert found.rows.dtype == np.int64


def test_a_code_is_its_own_nearest_at_distance_zero(codes: NDArray[np.float32]) -> None:
    found = ExactIndex(codes).query(codes, 1)
    assert np.array_equal(found.rows[:, 0], np.arange(300))
    assert float(found.distances.max()) < 1e-3


def test_never_more_than_there_are(codes: NDArray[np.float32]) -> None:
    index = ExactIndex(codes[:3])
    assert index.size == 3
    assert index.query(codes[:2], 10).rows.shape == (2, 3)


def test_an_empty_index_answers_with_nothing(codes: NDArray[np.float32]) -> None:
    index = ExactIndex(np.empty((0, 32), np.float32))
    assert index.size == 0
    assert index.query(codes, 4).rows.shape == (300, 0)


def test_no_query_no_answer(codes: NDArray[np.float32]) -> None:
    assert ExactIndex(codes).query(np.empty((0, 32), np.float32), 4).distances.shape == (0, 4)


def test_views_of_other_arrays_are_taken(codes: NDArray[np.float32]) -> None:
    index = ExactIndex(codes[::2])
    assert np.array_equal(index.query(codes[::2][:5], 1).rows[:, 0], np.arange(5))


@pytest.mark.parametrize(("shape", "k"), [((2, 31), 1), ((32,), 1), ((2, 32), 0)])
def test_what_does_not_fit_is_refused(codes: NDArray[np.float32], shape: tuple[int, ...], k: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        ExactIndex(codes).query(np.zeros(shape, np.float32), k)


def test_a_vector_is_no_matrix(codes: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="matrix"):
        ExactIndex(codes[0])
