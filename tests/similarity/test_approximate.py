"""The approximate index against the exact one."""

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.similarity import approximate
from photosim.similarity.approximate import ApproximateIndex
from photosim.similarity.approximate_saved import index_bytes, index_from
from photosim.similarity.exact import ExactIndex

Codes = NDArray[np.float32]


def unit(rows: np.ndarray) -> Codes:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def keys_of(count: int) -> NDArray[np.uint64]:
    return np.random.default_rng(9).permutation(10 * count)[:count].astype(np.uint64)


@pytest.fixture(scope="module")
def codes() -> Codes:
    """Scenes of ten views each, as real codes lie."""
    chance = np.random.default_rng(4)
    scenes = np.repeat(chance.normal(size=(500, 48)), 10, axis=0)
    return unit(scenes + 0.35 * chance.normal(size=scenes.shape))


@pytest.fixture(scope="module")
def index(codes: Codes) -> ApproximateIndex:
    return ApproximateIndex.build(codes, keys_of(len(codes)))


def recall(found: NDArray[np.int64], truth: NDArray[np.int64]) -> float:
    return float(np.mean([len(np.intersect1d(a, b)) / len(b) for a, b in zip(found, truth, strict=True)]))


def test_it_finds_nearly_all_and_measures_exactly(index: ApproximateIndex, codes: Codes) -> None:
    truth = ExactIndex(codes).query(codes[::7], 10)
    found = index.query(codes[::7], 10)
    assert recall(found.rows, truth.rows) >= 0.97
    assert abs(index.recall - recall(found.rows, truth.rows)) < 0.03
    measured = np.linalg.norm(codes[::7][:, None] - codes[found.rows], axis=2)
    assert np.allclose(found.distances, measured, atol=1e-6)
    assert (np.diff(found.distances, axis=1) >= 0).all()
    assert (found.distances.dtype, found.rows.dtype) == (np.float32, np.int64)


def test_that_a_code_finds_itself_does_not_count(codes: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approximate, "_PROBES", (1,))
    monkeypatch.setattr(approximate, "_SAMPLE", len(codes))
    index = ApproximateIndex.build(codes, np.arange(len(codes), dtype=np.uint64))
    rows = np.arange(len(codes))[:, None]
    truth = ExactIndex(codes).query(codes, 11).rows
    hits = (truth[:, :, None] == index.query(codes, 11).rows[:, None, :]).any(2)
    assert index.recall == pytest.approx(hits[truth != rows].mean())
    assert index.recall < hits.mean()


def test_the_same_codes_give_the_same_answers(index: ApproximateIndex, codes: Codes) -> None:
    again = ApproximateIndex.build(codes, keys_of(len(codes)))
    assert np.array_equal(again.query(codes, 10).rows, index.query(codes, 10).rows)


def test_more_than_the_lists_hold_is_answered_exactly(index: ApproximateIndex, codes: Codes) -> None:
    found = index.query(codes[:2], 4000)
    assert np.array_equal(found.rows, ExactIndex(codes).query(codes[:2], 4000).rows)


def test_photos_come_and_go(index: ApproximateIndex, codes: Codes) -> None:
    keys = keys_of(len(codes))
    new = unit(np.random.default_rng(5).normal(size=(100, 48)))
    rows = np.random.default_rng(6).permutation(np.arange(200, len(codes)))
    now = np.concatenate([new, codes[rows]])
    now_keys = np.concatenate([np.arange(100, dtype=np.uint64) + np.uint64(10**9), keys[rows]])
    updated = index.updated(now, now_keys)
    assert updated is not None
    assert updated.size == len(now)
    found = updated.query(now, 10).rows
    assert np.array_equal(found[:, 0], np.arange(len(now)))
    assert recall(found, ExactIndex(now).query(now, 10).rows) >= 0.96
    # The index that others may be using is as it was.
    assert np.array_equal(index.query(codes, 1).rows[:, 0], np.arange(len(codes)))


def test_only_what_is_new_is_put_into_the_lists(index: ApproximateIndex, codes: Codes) -> None:
    same = index.updated(codes, keys_of(len(codes)))
    assert same is not None
    assert same.lists is index.lists


def test_lists_that_fit_no_more_are_not_kept(index: ApproximateIndex, codes: Codes) -> None:
    keys = keys_of(len(codes))
    assert index.updated(codes[:2000], keys[:2000]) is None
    assert index.updated(codes[:0], keys[:0]) is None
    assert index.updated(codes[:, :40], keys) is None


def test_saved_and_opened_it_answers_the_same(index: ApproximateIndex, codes: Codes) -> None:
    keys = keys_of(len(codes))
    opened = index_from(index_bytes(index, "model"), "model", codes, keys)
    assert opened is not None
    assert opened.recall == index.recall
    assert np.array_equal(opened.query(codes, 10).rows, index.query(codes, 10).rows)


def test_what_does_not_fit_is_not_opened(index: ApproximateIndex, codes: Codes) -> None:
    keys = keys_of(len(codes))
    data = index_bytes(index, "model")
    assert index_from(data, "another model", codes, keys) is None
    assert index_from(data[:-1], "model", codes, keys) is None
    assert index_from(b"", "model", codes, keys) is None
    damaged = bytearray(data)
    damaged[len(data) // 2] ^= 1
    assert index_from(bytes(damaged), "model", codes, keys) is None


def test_no_query_no_answer(index: ApproximateIndex) -> None:
    assert index.query(np.empty((0, 48), np.float32), 4).rows.shape == (0, 4)


@pytest.mark.parametrize(("shape", "k"), [((2, 31), 1), ((48,), 1), ((2, 48), 0)])
def test_what_does_not_fit_is_refused(index: ApproximateIndex, shape: tuple[int, ...], k: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        index.query(np.zeros(shape, np.float32), k)
