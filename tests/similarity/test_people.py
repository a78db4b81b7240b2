"""Faces become people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken
from photosim.similarity.people import JOIN_DISTANCE, Words, group_faces, parts_of

_DIMS = 128


def _made(sizes: list[int], apart: float = 0.9, within: float = 0.3, seed: int = 1) -> NDArray[np.float32]:
    """Faces of as many people as there are sizes, at about these distances."""
    chance = np.random.default_rng(seed)
    rows = []
    for size in sizes:
        middle = chance.normal(size=_DIMS) * apart / np.sqrt(2 * _DIMS)
        rows.append(middle + chance.normal(size=(size, _DIMS)) * within / np.sqrt(2 * _DIMS))
    return np.concatenate(rows).astype(np.float32)


def _expected(sizes: list[int]) -> list[list[int]]:
    ends = np.cumsum(sizes).tolist()
    return [list(range(end - size, end)) for end, size in zip(ends, sizes, strict=True)]


def _groups(embedding: NDArray[np.float32], words: Words | None = None) -> list[list[int]]:
    return group_faces(embedding, words or Words(), CancelToken())


def test_like_faces_become_people_and_a_lone_one_stays_alone() -> None:
    sizes = [5, 1, 4, 2, 1]
    assert _groups(_made(sizes)) == _expected(sizes)


def test_no_faces_no_people() -> None:
    assert _groups(np.empty((0, _DIMS), np.float32)) == []
    assert parts_of(np.empty((0, _DIMS), np.float32), [], CancelToken()) == []


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(12)))
def test_the_order_of_faces_is_no_matter(order: list[int]) -> None:
    embedding = _made([5, 4, 3], apart=0.75, within=0.45)
    straight = {frozenset(group) for group in _groups(embedding)}
    turned = {frozenset(order[row] for row in group) for group in _groups(embedding[order])}
    assert turned == straight


def test_one_bridge_does_not_join_two_people() -> None:
    embedding = _made([6, 6], apart=0.8, within=0.25)
    first, second = embedding[:6].mean(axis=0), embedding[6:].mean(axis=0)
    bridge = (first + second) / 2
    with_bridge = np.concatenate([embedding, bridge[None]])
    # Growing from face to face it would: it is near enough to both.
    assert max(np.linalg.norm(first - bridge), np.linalg.norm(second - bridge)) < JOIN_DISTANCE
    groups = _groups(with_bridge)
    assert not any(0 in group and 6 in group for group in groups)


def test_two_faces_of_one_picture_are_two_people() -> None:
    embedding = _made([4])
    assert _groups(embedding, Words(picture=["a", "b", "c", "d"])) == [[0, 1, 2, 3]]
    told = _groups(embedding, Words(picture=["a", "a", "b", "c"]))
    assert not any(0 in group and 1 in group for group in told)
    assert sorted(row for group in told for row in group) == [0, 1, 2, 3]


def test_the_user_wins_over_every_distance() -> None:
    embedding = _made([3, 3])
    assert _groups(embedding, Words(owner={0: 7, 3: 7})) == [[0, 1, 2, 3, 4, 5]]
    apart = _groups(embedding, Words(owner={0: 7, 1: 8}))
    assert not any(0 in group and 1 in group for group in apart)


def test_nobody_is_in_a_picture_twice_by_way_of_two_words() -> None:
    embedding = _made([3, 3])
    pictures = ["a", "b", "c", "d", "e", "a"]
    groups = _groups(embedding, Words(owner={0: 7, 3: 7}, picture=pictures))
    (seven,) = (group for group in groups if 0 in group)
    assert 3 in seven
    assert 5 not in seven


def test_a_rejected_face_never_returns() -> None:
    embedding = _made([5])
    groups = _groups(embedding, Words(owner={0: 7}, barred={(4, 7)}))
    assert not any(0 in group and 4 in group for group in groups)
    # Nor does whoever it joined bring it back.
    assert _groups(embedding, Words(owner={0: 7}, barred={(row, 7) for row in (1, 2, 3, 4)}))[0] == [0]


def test_a_person_falls_into_parts() -> None:
    embedding = _made([5, 3], apart=0.6, within=0.3)
    pictures = [str(row) for row in range(8)]
    assert parts_of(embedding, pictures, CancelToken()) == [[0, 1, 2, 3, 4], [5, 6, 7]]
    assert parts_of(embedding[:1], pictures[:1], CancelToken()) == [[0]]
    assert parts_of(embedding[:2], pictures[:2], CancelToken()) == [[0], [1]]


def test_every_face_is_in_one_part() -> None:
    embedding = _made([6, 5, 4, 1], apart=0.6, within=0.35)
    parts = parts_of(embedding, [str(row) for row in range(16)], CancelToken())
    assert len(parts) > 1
    assert sorted(row for part in parts for row in part) == list(range(16))
    assert [len(part) for part in parts] == sorted((len(part) for part in parts), reverse=True)


def test_many_faces_are_compared_with_their_nearest_only() -> None:
    sizes = [30] * 70
    assert _groups(_made(sizes)) == _expected(sizes)


def test_a_stop_is_heard() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        group_faces(_made([5, 5]), Words(), cancel)
