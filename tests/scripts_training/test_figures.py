from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("sklearn")

from photosim.app.finding.search_views import Views
from scripts.benchmark import figures


def found(distance: list[list[float]], right: list[list[bool]]) -> figures.Found:
    return figures.Found(np.asarray(distance), np.asarray(right), np.ones(len(distance), np.int64))


def test_perfect_answers() -> None:
    perfect = found([[0.1, 0.9], [0.2, 0.8]], [[True, False], [True, False]])
    assert figures.recall_at_1(perfect) == 1
    assert figures.average_precision(perfect) == 1
    assert figures.recall_at_precision(perfect, 0.999) == (1.0, pytest.approx(0.2))
    assert figures.mean_average_precision(perfect) == 1
    assert figures.at_distance(perfect, 0.15) == (1.0, 0.5)


def test_one_distance_has_to_serve_all_queries() -> None:
    # Each query finds its own, yet a wrong pair of the second is nearer than the right one of the first.
    mixed = found([[0.5, 0.9], [0.1, 0.3]], [[True, False], [True, False]])
    assert figures.recall_at_1(mixed) == 1
    assert figures.average_precision(mixed) == pytest.approx(0.5 + 0.5 * 2 / 3)
    assert figures.recall_at_precision(mixed, 0.99)[0] == 0.5


def test_ties_do_not_flatter() -> None:
    tied = found([[0.1, 0.1]], [[True, False]])
    assert figures.average_precision(tied) == 0.5
    assert figures.recall_at_precision(tied, 0.99)[0] == 0.0


def test_queries_are_looked_up_by_distance_and_group() -> None:
    index = np.eye(4, dtype=np.float32)
    asked = np.asarray([[0.9, 0.1, 0, 0], [0, 0, 0.2, 0.9]], np.float32)
    groups = (np.asarray(["a", "z"]), np.asarray(["a", "b", "c", "d"]))
    result = figures.find(asked, index, groups)
    assert result.right[0].tolist() == [True, False, False, False]
    assert not result.right[1].any()
    assert result.wanted.tolist() == [1, 0]
    assert result.distance[0, 0] == pytest.approx(np.linalg.norm([0.1, 0.1]), abs=1e-6)


def looks(*codes: list[float], handicap: float = 0.0) -> Views:
    added = np.asarray([0.0] + [handicap] * (len(codes) - 1), np.float32)
    return Views(np.asarray(codes, np.float32), added)


def find_any(
    queries: list[Views], index: NDArray[np.float32], groups: tuple[NDArray[np.str_], NDArray[np.str_]]
) -> figures.Found:
    return figures.found_of(*figures.nearest_of_any(queries, index, len(index)), groups)


def test_the_nearest_of_several_looks_counts() -> None:
    index = np.eye(4, dtype=np.float32)
    groups = (np.asarray(["a", "b"]), np.asarray(["a", "b", "c", "d"]))
    once = [looks([1, 0, 0, 0]), looks([0, 0, 0.6, 0.8])]
    alone = find_any(once, index, groups)
    plain = figures.find(np.concatenate([views.code for views in once]), index, groups)
    np.testing.assert_allclose(alone.distance[:, 0], plain.distance[:, 0], atol=1e-3)
    assert alone.right[:, 0].tolist() == plain.right[:, 0].tolist() == [True, False]
    twice = [looks([1, 0, 0, 0], [0, 0, 1, 0]), looks([0, 0, 0.6, 0.8], [0, 1, 0, 0])]
    both = find_any(twice, index, groups)
    assert both.right[1, 0]
    assert both.distance[:, 0] == pytest.approx([0, 0], abs=1e-3)


def test_a_further_look_has_a_handicap() -> None:
    index = np.eye(4, dtype=np.float32)
    groups = (np.asarray(["b"]), np.asarray(["a", "b", "c", "d"]))
    codes = [0.8, 0.6, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]
    assert find_any([looks(*codes, handicap=0.3)], index, groups).right[0, 0]
    assert not find_any([looks(*codes, handicap=0.7)], index, groups).right[0, 0]
