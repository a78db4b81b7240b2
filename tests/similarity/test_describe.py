"""A group as it is shown."""

from dataclasses import replace

import pytest

from photosim.domain.similarity import Relation
from photosim.similarity.describe import describe, group_id, pairs_to_verify
from tests.similarity.library import Halving, after, code, evidence, photo, table_of


def test_the_keeper_first_then_by_distance_and_path() -> None:
    table = table_of(
        [
            photo("/d/small.jpg", "s", width=40, height=30),
            photo("/b/large.jpg", "l"),
            photo("/a/large again.jpg", "l"),
            photo("/c/stripped.jpg", "p", preview="l"),
        ],
        {"s": code(0.2), "l": code(0.0), "p": code(0.0)},
    )
    group = describe(table, [0, 1, 2], Relation.SAME_PICTURE, Halving(), {})
    assert group.keeper.path == "/b/large.jpg"
    assert [m.photo.path for m in group.members] == [
        "/b/large.jpg",
        "/a/large again.jpg",
        "/c/stripped.jpg",
        "/d/small.jpg",
    ]
    assert [m.relation for m in group.members] == [
        Relation.IDENTICAL_BYTES,
        Relation.IDENTICAL_BYTES,
        Relation.IDENTICAL_PIXELS,
        Relation.SAME_PICTURE,
    ]
    assert [m.distance for m in group.members] == pytest.approx([0, 0, 0, 0.1997], abs=1e-3)
    assert [m.probability for m in group.members] == pytest.approx([1, 1, 1, 0.9], abs=1e-3)
    assert group.reasons == (
        "among the largest: 400 \N{MULTIPLICATION SIGN} 300 pixels, one other 40 \N{MULTIPLICATION SIGN} 30",
        "of those left, the shortest path",
    )
    assert group.reclaimable_bytes == 300


def test_a_member_far_from_the_keeper_is_of_the_picture_with_its_own_probability() -> None:
    """Both lie near the medoid between them."""
    table = table_of(
        [photo("/keeper", "a", size=900), photo("/medoid", "b"), photo("/far", "c")],
        {"a": code(0.0), "b": code(0.29), "c": code(0.58)},
    )
    far = describe(table, [0, 1, 2], Relation.SAME_PICTURE, Halving(), {}).members[-1]
    assert far.photo.path == "/far"
    assert far.relation is Relation.SAME_PICTURE
    assert far.probability == pytest.approx(0.714, abs=1e-3)


def test_overlap_and_probability_follow_the_evidence() -> None:
    """Two parts of one picture, both verified against the whole."""
    table = table_of(
        [photo("/left", "a", size=900), photo("/whole", "b"), photo("/right", "c")],
        {"a": code(0.0), "b": code(0.29), "c": code(0.58)},
    )
    a, b, c = table.contents
    apart = evidence(same=False, overlap_first=0.3, overlap_second=0.4)
    found = {(a, b): evidence(overlap_first=1.0), (b, c): evidence(), (a, c): apart}
    assert pairs_to_verify(table, [0, 1, 2], Relation.SAME_PICTURE, 0.3) == [(a, b), (a, c)]
    group = describe(table, [0, 1, 2], Relation.SAME_PICTURE, Halving(), found)
    assert [m.photo.path for m in group.members] == ["/left", "/whole", "/right"]
    assert [m.overlap for m in group.members] == [1.0, 1.0, 0.3]
    # The second step makes it certain; by itself the pair was refused.
    assert all(m.probability > 0.99 for m in group.members)
    assert [m.relation for m in group.members[1:]] == [Relation.REENCODED, Relation.SAME_PICTURE]
    assert [m.words for m in group.members] == [
        "",
        "same picture, saved again",
        "same picture, as other copies of it show, saved again",
    ]
    assert [m.evidence for m in group.members[1:]] == [evidence(overlap_first=1.0), apart]


def test_a_refused_pair_of_a_moment_is_no_copy() -> None:
    table = table_of(
        [photo("/a", "a", taken_at=after(0)), photo("/b", "b", taken_at=after(0))],
        {"a": code(0.0), "b": code(0.1)},
    )
    pair = (table.contents[0], table.contents[1])
    assert pairs_to_verify(table, [0, 1], Relation.SAME_MOMENT, 0.6) == [pair]
    found = {pair: evidence(same=False)}
    group = describe(table, [0, 1], Relation.SAME_MOMENT, Halving(), found)
    assert group.members[1].relation is Relation.SAME_MOMENT
    assert group.members[1].probability < 0.6


def test_a_moment_keeps_the_sharp_one_and_tells_copies_from_shots() -> None:
    table = table_of(
        [
            photo("/blurred", "a", sharpness=10.0, taken_at=after(0)),
            photo("/sharp", "b", sharpness=30.0, taken_at=after(2)),
            photo("/sharp small", "c", width=40, height=30),
        ],
        {"a": code(0.0), "b": code(0.4), "c": code(0.41)},
    )
    group = describe(table, [0, 1, 2], Relation.SAME_MOMENT, Halving(), {})
    assert group.keeper.path == "/sharp"
    assert [(m.photo.path, m.relation) for m in group.members[1:]] == [
        ("/sharp small", Relation.SAME_PICTURE),
        ("/blurred", Relation.SAME_MOMENT),
    ]


def test_what_is_missing_frees_nothing() -> None:
    photos = [photo("/a", "x"), photo("/b", "x"), replace(photo("/c", "x"), missing=True)]
    assert describe(table_of(photos, {}), [0], Relation.SAME_PICTURE, Halving(), {}).reclaimable_bytes == 100


def test_a_name_is_made_of_relation_and_contents_alone() -> None:
    one, two = photo("/x", "one").content, photo("/y", "two").content
    name = group_id(Relation.SAME_PICTURE, [one, two])
    assert name == group_id(Relation.SAME_PICTURE, [two, one])
    assert name != group_id(Relation.SAME_MOMENT, [one, two])
    assert name != group_id(Relation.SAME_PICTURE, [one])
    # Written down by users, so never to be changed.
    assert name == "b1095acd027edea7"
