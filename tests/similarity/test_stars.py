"""Groups round a hub, held against graphs that hypothesis thinks up."""

import hashlib
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from photosim.similarity.stars import Star, stars

FAST = settings(max_examples=60, deadline=None)
Graph = dict[tuple[int, int], float]


def key(node: int) -> bytes:
    return hashlib.sha256(str(node).encode()).digest()


KEYS = [key(node) for node in range(64)]


def never(_first: int, _second: int) -> bool:
    return False


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    edges = draw(st.sets(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=40))
    distances = st.sampled_from([0.0, 0.1, 0.2, 0.3])
    return {(min(edge), max(edge)): draw(distances) for edge in sorted(edges) if edge[0] != edge[1]}


@st.composite
def pictures(draw: st.DrawFn) -> tuple[Graph, set[tuple[int, int]]]:
    """A graph, and which of its pairs show the whole of each other."""
    graph = draw(graphs())
    return graph, draw(st.sets(st.sampled_from(sorted(graph)))) if graph else set()


apart_sets = st.sets(st.frozensets(st.integers(0, 15), min_size=2, max_size=2), max_size=10)


def named(found: list[Star], keys: list[bytes]) -> list[tuple[list[bytes], list[bytes]]]:
    return [
        ([keys[node] for node in star.core], sorted(keys[node] for node in star.members)) for star in found
    ]


def edge(one: int, two: int) -> tuple[int, int]:
    return min(one, two), max(one, two)


@FAST
@given(pictures())
def test_every_member_has_a_pair_with_the_core_and_is_in_no_other_star(
    drawn: tuple[Graph, set[tuple[int, int]]],
) -> None:
    graph, whole = drawn
    seen: set[int] = set()
    for star in stars(graph, whole, KEYS, never):
        assert len(star.members) > 1
        assert list(star.members) == sorted(star.members)
        hub, *shown = star.core
        assert set(star.core) <= set(star.members)
        assert all(edge(hub, node) in whole for node in shown)
        assert not seen & set(star.members)
        seen |= set(star.members)
        for node in set(star.members) - set(star.core):
            assert any(edge(node, other) in graph for other in star.core)
    # Of two that are left alone, none could have had the other.
    assert not any(one not in seen and two not in seen for one, two in graph)


@FAST
@given(pictures(), apart_sets, st.randoms(use_true_random=False))
def test_numbers_play_no_part(
    drawn: tuple[Graph, set[tuple[int, int]]], apart: set[frozenset[int]], random: Random
) -> None:
    graph, whole = drawn
    order = list(range(64))
    random.shuffle(order)
    keys = [KEYS[order.index(place)] for place in range(64)]
    renamed = [(edge(order[one], order[two]), distance) for (one, two), distance in graph.items()]
    random.shuffle(renamed)
    other = {edge(order[one], order[two]) for one, two in whole}
    moved = {frozenset(order[node] for node in pair) for pair in apart}
    found = stars(dict(renamed), other, keys, lambda one, two: frozenset((one, two)) in moved)
    first = stars(graph, whole, KEYS, lambda one, two: frozenset((one, two)) in apart)
    assert named(found, keys) == named(first, KEYS)


@FAST
@given(pictures(), pictures())
def test_what_lies_elsewhere_changes_nothing(
    here: tuple[Graph, set[tuple[int, int]]], there: tuple[Graph, set[tuple[int, int]]]
) -> None:
    graph, whole = here
    more = {(one + 20, two + 20): distance for (one, two), distance in there[0].items()}
    wholly = {(one + 20, two + 20) for one, two in there[1]}
    together = named(stars({**graph, **more}, whole | wholly, KEYS, never), KEYS)
    assert together == sorted(
        named(stars(graph, whole, KEYS, never), KEYS) + named(stars(more, wholly, KEYS, never), KEYS),
        key=lambda star: star[1][0],
    )


@FAST
@given(pictures(), apart_sets)
def test_what_is_kept_apart_never_meets(
    drawn: tuple[Graph, set[tuple[int, int]]], apart: set[frozenset[int]]
) -> None:
    found = stars(*drawn, KEYS, lambda one, two: frozenset((one, two)) in apart)
    for star in found:
        assert not any(pair <= set(star.members) for pair in apart)


def test_who_shows_the_whole_of_most_is_the_hub() -> None:
    graph = {(0, 1): 0.1, (1, 2): 0.1, (1, 3): 0.3, (3, 4): 0.0}
    assert stars(graph, graph, KEYS, never) == [
        Star((1, *sorted((0, 2), key=KEYS.__getitem__), 3), (0, 1, 2, 3, 4))
    ]


def test_a_crop_that_lies_in_two_pictures_does_not_make_them_one() -> None:
    whole = {(0, 1): 0.1, (0, 2): 0.1, (3, 4): 0.1, (3, 5): 0.1}
    # Row 6 lies in all of them, and agrees better with 3.
    lying_in = {(0, 6): 0.2, (1, 6): 0.2, (2, 6): 0.2, (3, 6): 0.1, (4, 6): 0.2, (5, 6): 0.2}
    found = stars({**whole, **lying_in}, whole, KEYS, never)
    assert sorted(star.members for star in found) == [(0, 1, 2), (3, 4, 5, 6)]


def test_what_shows_the_whole_counts_for_more_than_what_it_lies_in() -> None:
    """0 shows the whole of 1, and 1 lies in 2, 3 and 4 besides; 0 is known to be another shot than they."""
    whole = {(0, 1): 0.2, (2, 3): 0.1, (2, 4): 0.1}
    found = stars(
        {**whole, (1, 2): 0.0, (0, 2): 0.0},
        whole,
        KEYS,
        lambda one, two: 0 in (one, two) and max(one, two) > 1,
    )
    assert sorted(star.members for star in found) == [(0, 1), (2, 3, 4)]


def test_of_two_that_exclude_each_other_the_nearer_one_stays() -> None:
    graph = {(0, 1): 0.2, (0, 2): 0.1, (0, 3): 0.3}
    (star,) = stars(graph, graph, KEYS, lambda one, two: {one, two} == {1, 2})
    assert star.members == (0, 2, 3)


def test_of_equals_that_exclude_each_other_the_key_decides_and_not_the_number() -> None:
    graph = {(0, 1): 0.1, (0, 2): 0.2, (0, 3): 0.2}
    exchanged = [*KEYS[:2], KEYS[3], KEYS[2], *KEYS[4:]]
    for keys in (KEYS, exchanged):
        (star,) = stars(graph, {(0, 1)}, keys, lambda one, two: {one, two} == {2, 3})
        assert set(star.members) == {0, 1, min((2, 3), key=keys.__getitem__)}
