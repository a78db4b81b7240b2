"""Marks of single files become decisions on groups."""

from photosim.app.cleaning.decisions import decision_of, decisions_of
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


def test_groups_of_which_something_is_open_have_no_decision() -> None:
    groups = [
        group([photo("/a"), photo("/b")], name="decided"),
        group([photo("/c"), photo("/d"), photo("/e")], name="open"),
        group([photo("/f"), photo("/g")], name="kept"),
    ]
    marks = {"/a": KEEP, "/b": REMOVE, "/c": KEEP, "/f": KEEP, "/g": KEEP}
    assert decisions_of(groups, marks) == {
        "decided": Decision("decided", ("/a",), ("/b",)),
        "kept": Decision("kept", ("/f", "/g"), ()),
    }
