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


def named(found: list[Star], keys: list[bytes]) -> list[tuple[bytes, list[bytes]]]:
    return [(keys[star.hub], sorted(keys[node] for node in star.members)) for star in found]


@FAST
@given(graphs())
def test_every_member_has_a_pair_with_the_hub_and_is_in_no_other_star(graph: Graph) -> None:
    seen: set[int] = set()
    for star in stars(graph, KEYS, never):
        assert len(star.members) > 1
        assert list(star.members) == sorted(star.members)
        assert star.hub in star.members
        assert not seen & set(star.members)
        seen |= set(star.members)
        for node in set(star.members) - {star.hub}:
            assert (min(node, star.hub), max(node, star.hub)) in graph
    # Of two that are left alone, none could have had the other.
    assert not any(one not in seen and two not in seen for one, two in graph)


@FAST
@given(graphs(), st.randoms(use_true_random=False))
def test_numbers_play_no_part(graph: Graph, random: Random) -> None:
    order = list(range(64))
    random.shuffle(order)
    keys = [KEYS[order.index(place)] for place in range(64)]
    renamed = [((order[one], order[two]), distance) for (one, two), distance in graph.items()]
    random.shuffle(renamed)
    other = {(min(pair), max(pair)): distance for pair, distance in renamed}
    assert named(stars(other, keys, never), keys) == named(stars(graph, KEYS, never), KEYS)


@FAST
@given(graphs(), graphs())
def test_what_lies_elsewhere_changes_nothing(graph: Graph, elsewhere: Graph) -> None:
    more = {(one + 20, two + 20): distance for (one, two), distance in elsewhere.items()}
    together = named(stars({**graph, **more}, KEYS, never), KEYS)
    assert together == sorted(
        named(stars(graph, KEYS, never), KEYS) + named(stars(more, KEYS, never), KEYS),
        key=lambda star: star[1][0],
    )


@FAST
@given(graphs(), st.sets(st.frozensets(st.integers(0, 15), min_size=2, max_size=2), max_size=10))
def test_what_is_kept_apart_never_meets(graph: Graph, apart: set[frozenset[int]]) -> None:
    found = stars(graph, KEYS, lambda one, two: frozenset((one, two)) in apart)
    for star in found:
        assert not any(pair <= set(star.members) for pair in apart)


def test_who_holds_most_together_is_the_hub() -> None:
    graph = {(0, 1): 0.1, (1, 2): 0.1, (1, 3): 0.3, (3, 4): 0.0}
    assert stars(graph, KEYS, never) == [Star(1, (0, 1, 2, 3))]


def test_of_two_that_exclude_each_other_the_nearer_one_stays() -> None:
    graph = {(0, 1): 0.2, (0, 2): 0.1, (0, 3): 0.3}
    (star,) = stars(graph, KEYS, lambda one, two: {one, two} == {1, 2})
    assert star.members == (0, 2, 3)
