"""From marks of the review to what was decided of a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from photosim.domain.actions import Decision
from photosim.domain.files import Role
from photosim.domain.marks import Mark

if TYPE_CHECKING:
    from photosim.domain.similarity import Group

Marks = Mapping[str, Mark]
"""As `Library.marks` gives them: by path."""


def decision_of(group: Group, marks: Marks) -> Decision | None:
    """What was decided of a group; None while one of its files is open.

    A file in a protected folder stays without a mark, a missing one needs none. Where nothing stays, or
    everything, that is a decision too; the planner knows what to do with it.
    """
    keep: list[str] = []
    remove: list[str] = []
    for member in group.members:
        photo = member.photo
        if photo.missing:
            continue
        mark = Mark.KEEP if photo.role is Role.PROTECTED else marks.get(photo.path)
        if mark is None:
            return None
        (keep if mark is Mark.KEEP else remove).append(photo.path)
    return Decision(group.id, tuple(keep), tuple(remove))


def decisions_of(groups: Iterable[Group], marks: Marks) -> dict[str, Decision]:
    """The decisions of those groups of which nothing is open, by the group's id."""
    found = ((group.id, decision_of(group, marks)) for group in groups)
    return {number: decision for number, decision in found if decision is not None}
