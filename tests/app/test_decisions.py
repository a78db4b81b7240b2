"""Marks of single files become decisions on groups."""

from photosim.app.cleaning.decisions import decision_of, decisions_of, review_of
from photosim.domain.actions import Decision
from photosim.domain.files import Role
from photosim.domain.marks import Mark
from tests.app.groups_made import group, photo

KEEP, REMOVE = Mark.KEEP, Mark.REMOVE


def test_a_group_is_decided_when_nothing_of_it_is_open() -> None:
    made = group([photo("/a"), photo("/b"), photo("/c")], name="one")
    assert decision_of(made, {}) is None
    assert decision_of(made, {"/a": KEEP, "/b": REMOVE}) is None
    assert decision_of(made, {"/a": KEEP, "/b": REMOVE, "/c": KEEP}) == Decision("one", ("/a", "/c"), ("/b",))


def test_a_protected_file_stays_whatever_was_marked_and_a_missing_one_has_no_say() -> None:
    made = group([photo("/a", role=Role.PROTECTED), photo("/b"), photo("/c", missing=True)], name="one")
    assert decision_of(made, {"/a": REMOVE, "/b": REMOVE, "/c": KEEP}) == Decision("one", ("/a",), ("/b",))


def test_a_new_member_opens_a_group_again() -> None:
    marks = {"/a": KEEP, "/b": REMOVE}
    old = group([photo("/a"), photo("/b")])
    assert decision_of(old, marks) is not None
    assert decision_of(group([photo("/a"), photo("/b"), photo("/new")]), marks) is None


def test_how_far_a_review_is() -> None:
    groups = [
        group([photo("/a", size=10), photo("/b", size=20)], name="decided"),
        group([photo("/c", size=30), photo("/d", size=40), photo("/e", size=50)], name="open"),
        group([photo("/f"), photo("/g")], name="kept"),
    ]
    marks = {"/a": KEEP, "/b": REMOVE, "/c": KEEP, "/f": KEEP, "/g": KEEP}
    review = review_of(groups, marks)
    assert (review.decided, review.total) == (2, 3)
    assert (review.chosen, review.chosen_bytes, review.open_bytes) == (1, 20, 90)
    assert set(decisions_of(groups, marks)) == {"decided", "kept"}


def test_a_file_of_two_groups_is_counted_once() -> None:
    shared = photo("/b", size=20)
    groups = [group([photo("/a"), shared], name="one"), group([photo("/c"), shared], name="two")]
    marks = {"/a": KEEP, "/b": REMOVE, "/c": KEEP}
    assert review_of(groups, marks).chosen_bytes == 20
