"""The neighbours of everything at once, against all distances written out."""

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken
from photosim.domain.similarity import Neighbors
from photosim.similarity import index_graph, index_lists
from photosim.similarity.index_graph import NearestOthers
from photosim.similarity.index_lists import Lists, crew

Codes = NDArray[np.float32]


def unit(rows: np.ndarray) -> Codes:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def quiet(_done: int) -> None:
    pass


def written_out(codes: Codes, k: int) -> Neighbors:
    every = np.square(codes.astype(np.float64)).sum(1)
    squared = every[:, None] + every[None] - 2 * codes.astype(np.float64) @ codes.T
    np.fill_diagonal(squared, np.inf)
    rows = np.argpartition(squared, min(k, len(codes) - 1), axis=1)[:, :k]
    rows = np.take_along_axis(rows, np.argsort(np.take_along_axis(squared, rows, 1), axis=1), 1)
    return Neighbors(np.sqrt(np.maximum(np.take_along_axis(squared, rows, 1), 0)), rows)


def recall(found: Neighbors, truth: Neighbors) -> float:
    return float((truth.rows[:, :, None] == found.rows[:, None, :]).any(2).mean())


def is_sound(found: Neighbors, codes: Codes, rows: NDArray[np.int64]) -> bool:
    """Others only, each once, in order, at the distances that they have."""
    measured = np.linalg.norm(codes[rows][:, None] - codes[found.rows], axis=2)
    ordered = np.sort(found.rows, axis=1)
    return bool(
        np.allclose(found.distances, measured, atol=1e-6)
        and (np.diff(found.distances, axis=1) >= 0).all()
        and (np.diff(ordered, axis=1) > 0).all()
        and (found.rows != rows[:, None]).all()
        and found.rows.min() >= 0
    )


@pytest.fixture(scope="module")
def codes() -> Codes:
    """Scenes of many views along a few directions, as real codes lie, and some that are like nothing."""
    chance = np.random.default_rng(4)
    scenes = np.repeat(chance.normal(size=(175, 48)), 20, axis=0)
    views = scenes + 0.35 * chance.normal(size=scenes.shape)
    return unit(np.concatenate([views, chance.normal(size=(500, 48))])[chance.permutation(4000)])


@pytest.fixture(scope="module")
def truth(codes: Codes) -> Neighbors:
    return written_out(codes, 40)


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one share for every thread."""
    monkeypatch.setattr(index_graph, "_SHARE", 1500)


def of_all(codes: Codes, k: int, exact_to: int = 0) -> Neighbors:
    return NearestOthers(codes, exact_to).of_all(k, quiet, CancelToken())


def test_nearly_all_are_found(codes: Codes, truth: Neighbors, small_shares: None) -> None:
    found = of_all(codes, 10)
    assert recall(found, Neighbors(truth.distances[:, :10], truth.rows[:, :10])) >= 0.99
    assert is_sound(found, codes, np.arange(len(codes)))
    assert (found.distances.dtype, found.rows.dtype) == (np.float32, np.int64)


def test_what_lies_beyond_a_list_is_found_by_way_of_neighbours(
    codes: Codes, truth: Neighbors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_lists, "_LENGTH", 200)
    monkeypatch.setattr(index_lists, "_LOOKED_AT", 2)
    with crew() as threads:
        near = Lists(codes, threads, CancelToken()).near(codes, 1000)
    ten = truth.rows[:, :10]
    # None of them was compared by the lists.
    beyond = (ten[:, :, None] != near[:, None, :]).all(2)
    found = (ten[:, :, None] == of_all(codes, 10).rows[:, None, :]).any(2)
    assert beyond.mean() > 0.05
    assert found[beyond].mean() > 0.1


@pytest.mark.parametrize("width", [48, 47])
def test_the_lists_hold_every_row(codes: Codes, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_lists, "_LENGTH", 200)
    monkeypatch.setattr(index_lists, "_LOOKED_AT", 20)
    rows = np.ascontiguousarray(codes[:, :width])
    with crew() as threads:
        lists = Lists(rows, threads, CancelToken())
    assert np.array_equal(np.sort(lists.order), np.arange(len(rows)))
    assert np.array_equal(np.sort(lists.near(rows[:2], len(rows))), [np.arange(len(rows))] * 2)
    assert np.mean(lists.near(rows, 8)[:, :8] == np.arange(len(rows))[:, None]) > 0.9 / 8


def test_the_same_codes_give_the_same_answer(codes: Codes, small_shares: None) -> None:
    one, two = of_all(codes, 8), of_all(codes.copy(), 8)
    assert np.array_equal(one.rows, two.rows)
    assert np.array_equal(one.distances, two.distances)


def test_some_rows_are_asked_for_more(codes: Codes, truth: Neighbors) -> None:
    others = NearestOthers(codes, 0)
    others.of_all(4, quiet, CancelToken())
    rows = np.arange(5, 4000, 31)
    told: list[int] = []
    found = others.of(rows, 40, told.append, CancelToken())
    assert recall(found, Neighbors(truth.distances[rows], truth.rows[rows])) >= 0.97
    assert is_sound(found, codes, rows)
    assert told[-1] == len(rows)


def test_below_the_switch_over_it_is_exact(codes: Codes, truth: Neighbors) -> None:
    few = codes[:1500]
    exact = written_out(few, 30)
    others = NearestOthers(few)
    assert recall(others.of_all(30, quiet, CancelToken()), exact) == 1.0
    rows = np.array([7, 1400])
    assert np.array_equal(np.sort(others.of(rows, 30, quiet, CancelToken()).rows), np.sort(exact.rows[rows]))


@pytest.mark.parametrize("exact_to", [0, 10_000])
def test_thousands_of_equal_codes(codes: Codes, exact_to: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_lists, "_LENGTH", 200)
    many = np.concatenate([np.repeat(codes[:1], 2000, axis=0), codes[1:1000]])
    found = of_all(many, 12, exact_to)
    assert is_sound(found, many, np.arange(len(many)))
    assert float(found.distances[:2000].max()) == 0.0
    assert recall(Neighbors(found.distances[2000:], found.rows[2000:]), _others_of(many, 12)) >= 0.97


def _others_of(many: Codes, k: int) -> Neighbors:
    truth = written_out(many, k)
    return Neighbors(truth.distances[2000:], truth.rows[2000:])


def test_what_a_row_is_compared_with_is_bounded(codes: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_lists, "_LENGTH", 100)
    monkeypatch.setattr(index_lists, "_LOOKED_AT", 70)
    monkeypatch.setattr(index_lists, "_TOO_LONG", 4)
    many = np.concatenate([np.repeat(codes[:1], 3000, axis=0), codes[1:]])
    with crew() as threads:
        held = Lists(many, threads, CancelToken()).near(codes[:1], len(many))
    held = held[held >= 0]
    assert 400 <= (held < 3000).sum() <= 1500
    assert (held >= 3000).sum() > 0.95 * (len(codes) - 1)


@pytest.mark.parametrize("exact_to", [0, 10])
@pytest.mark.parametrize("size", [0, 1, 2, 5, 40])
def test_tiny_libraries(codes: Codes, size: int, exact_to: int) -> None:
    few = codes[:size]
    found = of_all(few, 5, exact_to)
    truth = written_out(few, 5) if size else found
    assert found.rows.shape == (size, max(0, min(5, size - 1)))
    if size > 1:
        assert np.array_equal(found.rows, truth.rows[:, : size - 1])


def test_more_than_the_lists_hold(codes: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_lists, "_LENGTH", 100)
    monkeypatch.setattr(index_lists, "_LOOKED_AT", 1)
    few = codes[:400]
    assert np.array_equal(np.sort(of_all(few, 399).rows), np.sort(written_out(few, 399).rows))


def test_progress_runs_from_rows_to_all_rows(codes: Codes, small_shares: None) -> None:
    told: list[int] = []
    NearestOthers(codes, 0).of_all(4, told.append, CancelToken())
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] == len(codes)


@pytest.mark.parametrize("exact_to", [0, 10_000])
def test_a_stop_is_heard(codes: Codes, exact_to: int, small_shares: None) -> None:
    cancel = CancelToken()
    told: list[int] = []

    def told_and_stopped(done: int) -> None:
        told.append(done)
        cancel.cancel()

    with pytest.raises(Cancelled):
        NearestOthers(codes, exact_to).of_all(4, told_and_stopped, cancel)
    assert len(told) == 1


def test_a_stop_is_heard_before_the_first_list(codes: Codes) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        NearestOthers(codes, 0).of_all(4, quiet, cancel)


def test_the_callers_threads_stay_as_they_are(codes: Codes) -> None:
    import faiss

    before = faiss.omp_get_max_threads()
    of_all(codes[:3000], 4)
    assert faiss.omp_get_max_threads() == before


def test_what_makes_no_sense_is_refused(codes: Codes) -> None:
    with pytest.raises(ValueError, match="matrix"):
        NearestOthers(codes[0])
    with pytest.raises(ValueError, match="at least 1"):
        of_all(codes, 0)
