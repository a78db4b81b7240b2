"""What a group promises, held against libraries that hypothesis thinks up."""

import hashlib
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken, silent
from photosim.similarity.graph import Pairs, window_pairs
from photosim.similarity.grouping import Cluster, bounded_clusters
from photosim.similarity.space import CodeSpace, apart_in_shot, apart_in_time

BOUND = 0.5
FAST = settings(max_examples=40, deadline=None)


def on_circle(angles: np.ndarray) -> np.ndarray:
    """Codes whose distances are those of a drift: L2 = 2 sin(difference / 2)."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def key(name: object) -> bytes:
    return hashlib.sha256(str(name).encode()).digest()


def pairs_within(space: CodeSpace, bound: float) -> Pairs:
    first, second = np.triu_indices(space.size, 1)
    pairs = Pairs(first.astype(np.int64), second.astype(np.int64), space.along(first, second))
    return pairs.keep(pairs.distance <= bound)


def grouped(codes: np.ndarray, keys: list[bytes], bound: float = BOUND) -> list[Cluster]:
    space = CodeSpace(codes)
    return bounded_clusters(space, pairs_within(space, bound), keys, bound, silent, CancelToken())


def as_names(clusters: list[Cluster], keys: list[bytes]) -> list[tuple[bytes, list[bytes]]]:
    return [(keys[c.medoid], sorted(keys[row] for row in c.rows)) for c in clusters]


@st.composite
def libraries(draw: st.DrawFn) -> NDArray[np.float32]:
    """Clumps of photos of every width, some of them equal, somewhere on a 3-sphere."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6))
    spread = draw(st.sampled_from([0.0, 0.05, 0.15, 0.3, 0.6]))
    clumps = [random.normal(size=(1, 4)) + random.normal(size=(n, 4)) * spread for n in sizes]
    rows = np.concatenate(clumps)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@FAST
@given(libraries())
def test_every_member_is_within_the_bound_of_the_medoid(codes: NDArray[np.float32]) -> None:
    keys = [key(row) for row in range(len(codes))]
    seen: set[int] = set()
    for cluster in grouped(codes, keys):
        assert len(cluster.rows) > 1
        assert cluster.medoid in cluster.rows
        assert list(cluster.rows) == sorted(set(cluster.rows))
        assert not seen & set(cluster.rows)
        seen |= set(cluster.rows)
        distances = np.linalg.norm(codes[list(cluster.rows)].astype(float) - codes[cluster.medoid], axis=1)
        assert distances.max() <= BOUND + 1e-9


@FAST
@given(libraries(), st.randoms(use_true_random=False))
def test_the_order_of_the_photos_plays_no_part(codes: NDArray[np.float32], random: Random) -> None:
    keys = [key(row) for row in range(len(codes))]
    order = list(range(len(codes)))
    random.shuffle(order)
    shuffled = [keys[row] for row in order]
    assert as_names(grouped(codes[order], shuffled), shuffled) == as_names(grouped(codes, keys), keys)


@FAST
@given(libraries(), st.integers(0, 80), st.text(max_size=3))
def test_an_unrelated_photo_changes_nothing(codes: NDArray[np.float32], place: int, name: str) -> None:
    """The stranger lies in a direction of its own, further than the bound from everything."""
    keys = [key(row) for row in range(len(codes))]
    before = np.pad(codes, ((0, 0), (0, 1)))
    place = min(place, len(codes))
    after = np.insert(before, place, np.eye(5, dtype=np.float32)[4], axis=0)
    more = [*keys[:place], key(f"stranger {name}"), *keys[place:]]
    assert as_names(grouped(after, more), more) == as_names(grouped(before, keys), keys)


@FAST
@given(libraries())
def test_no_two_groups_could_be_one_and_nobody_near_is_left_alone(codes: NDArray[np.float32]) -> None:
    """Two photos close together are only apart because one of them found somebody else."""
    keys = [key(row) for row in range(len(codes))]
    grouped_rows = {row for cluster in grouped(codes, keys) for row in cluster.rows}
    pairs = pairs_within(CodeSpace(codes), BOUND)
    for first, second in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
        assert first in grouped_rows or second in grouped_rows


@given(st.integers(4, 200), st.floats(0.05, 0.49))
@FAST
def test_a_slow_drift_never_becomes_one_group(count: int, step: float) -> None:
    codes = on_circle(np.minimum(np.arange(count) * step, np.pi))[:, :2]
    keys = [key(row) for row in range(count)]
    for cluster in grouped(codes, keys):
        angles = np.minimum(np.array(cluster.rows) * step, np.pi)
        # Two arcs of the bound, seen from the medoid.
        assert angles.max() - angles.min() <= 2 * 2 * np.arcsin(BOUND / 2) + 1e-6


def test_a_chain_of_four_breaks_at_its_weakest_link() -> None:
    codes = on_circle(np.array([0.0, 0.2, 0.6, 0.8]) * 1.0)
    clusters = grouped(codes, [key(row) for row in range(4)], 0.41)
    assert sorted(cluster.rows for cluster in clusters) == [(0, 1), (2, 3)]


def test_an_original_keeps_its_copies_though_they_are_far_from_each_other() -> None:
    """A star of crops: each near the original, none near another."""
    rays = np.eye(6, dtype=np.float64)
    codes = np.concatenate([rays[:1], rays[:1] + 0.4 * rays[1:]])
    codes = (codes / np.linalg.norm(codes, axis=1, keepdims=True)).astype(np.float32)
    space = CodeSpace(codes)
    assert space.between(np.array([1]), np.array([2]))[0, 0] > 0.5
    assert grouped(codes, [key(row) for row in range(6)], 0.45) == [Cluster(0, (0, 1, 2, 3, 4, 5))]


def test_two_shots_keep_their_own_copies() -> None:
    """The shots are nearer to each other than the bound, their copies are not."""

    def around(centre: NDArray[np.float64], count: int) -> list[NDArray[np.float64]]:
        return [centre + 0.2 * axis for axis in np.eye(12)[2 : 2 + count]]

    first = np.eye(12)[0]
    second = first + 0.42 * np.eye(12)[1]
    second /= np.linalg.norm(second)
    rows = np.array([first, *around(first, 5), second, *around(second, 5)])
    codes = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    keys = [key(row) for row in range(len(codes))]
    # The two sets may pair by equal offsets, never swap their originals.
    clusters = grouped(codes, keys, 0.41)
    home = {row: number for number, cluster in enumerate(clusters) for row in cluster.rows}
    assert home[0] != home[6]
    assert {home[row] for row in range(6)} == {home[0]}
    assert {home[row] for row in range(6, 12)} == {home[6]}


def test_equal_codes_are_always_together() -> None:
    codes = np.repeat(np.eye(3, dtype=np.float32), [4, 3, 1], axis=0)
    clusters = grouped(codes, [key(row) for row in range(8)], 0.0)
    assert sorted(cluster.rows for cluster in clusters) == [(0, 1, 2, 3), (4, 5, 6)]


def test_of_two_the_smaller_key_is_the_medoid() -> None:
    codes = on_circle(np.array([0.0, 0.123]))
    assert grouped(codes, [b"b", b"a"])[0].medoid == 1
    assert grouped(codes, [b"a", b"b"])[0].medoid == 0


def test_groups_come_by_their_smallest_key() -> None:
    codes = np.repeat(np.eye(3, dtype=np.float32), 2, axis=0)
    keys = [b"z", b"b", b"y", b"a", b"x", b"c"]
    assert [c.rows for c in grouped(codes, keys)] == [(2, 3), (0, 1), (4, 5)]


def test_a_crowd_larger_than_a_block_is_one_group() -> None:
    codes = on_circle(np.linspace(0, 0.3, 200))
    (cluster,) = grouped(codes, [key(row) for row in range(200)])
    assert cluster.rows == tuple(range(200))
    assert 95 <= cluster.medoid <= 104


def test_time_binds_a_moment_too() -> None:
    """One subject for two minutes: near in looks, yet no moment is longer than twice the gap."""
    codes = on_circle(np.zeros(25))
    seconds = np.arange(25) * 5.0
    pairs = window_pairs(codes, seconds, 30.0, BOUND, silent, CancelToken())
    space = CodeSpace(codes, [apart_in_time(seconds, 30.0)])
    clusters = bounded_clusters(space, pairs, [key(r) for r in range(25)], BOUND, silent, CancelToken())
    assert len(clusters) > 1
    for cluster in clusters:
        assert np.abs(seconds[list(cluster.rows)] - seconds[cluster.medoid]).max() <= 30.0


@FAST
@given(libraries(), st.data())
def test_different_shots_never_meet_whatever_lies_between_them(
    codes: NDArray[np.float32], data: st.DataObject
) -> None:
    keys = [key(row) for row in range(len(codes))]
    shots = st.sampled_from([np.nan, 0.0, 1.0, 2.0])
    marks = np.array(data.draw(st.lists(shots, min_size=len(codes), max_size=len(codes))))
    space = CodeSpace(codes)
    pairs = pairs_within(space, BOUND)
    clusters = bounded_clusters(space, pairs, keys, BOUND, silent, CancelToken(), never=apart_in_shot(marks))
    for cluster in clusters:
        assert len({marks[row] for row in cluster.rows if not np.isnan(marks[row])}) <= 1


def test_a_copy_without_a_mark_goes_to_the_nearer_of_two_shots() -> None:
    codes = on_circle(np.array([0.0, 0.1, 0.3]))
    space = CodeSpace(codes)
    (cluster,) = bounded_clusters(
        space,
        pairs_within(space, BOUND),
        [b"a", b"b", b"c"],
        BOUND,
        silent,
        CancelToken(),
        never=apart_in_shot(np.array([7.0, np.nan, 8.0])),
    )
    assert cluster.rows == (0, 1)


def test_nothing_near_no_groups() -> None:
    assert grouped(np.eye(4, dtype=np.float32), [key(row) for row in range(4)]) == []
    assert grouped(np.empty((0, 2), np.float32), []) == []


def test_progress_and_cancel() -> None:
    codes = np.ones((3, 1), np.float32)
    space = CodeSpace(codes)
    pairs, keys = pairs_within(space, 0.1), [b"a", b"b", b"c"]
    told = []
    bounded_clusters(space, pairs, keys, 0.1, told.append, CancelToken())
    assert told[-1].fraction == 1.0
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        bounded_clusters(space, pairs, keys, 0.1, silent, cancel)
