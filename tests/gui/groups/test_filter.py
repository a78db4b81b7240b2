"""Which groups are listed, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from photosim.domain.people import PersonId
from photosim.domain.similarity import Group, Relation
from photosim.gui.groups.filter import (
    Among,
    Choices,
    GroupFilter,
    GroupOrder,
    Shown,
    Somebody,
    certainty,
    choices_in,
    ordered_groups,
)
from tests.gui.groups.making import group_of, with_paths

PARIS = with_paths(group_of(1, 2, member=Relation.CROPPED), "/photos/Paris/Tower.jpg", "/backup/tower.jpg")
ROME = with_paths(
    group_of(2, 2, member=Relation.TURNED), "/photos/Rome/a.heic", "/photos/Rome2/b.heic", format="HEIF"
)
GROUPS = (PARIS, ROME)
ANNA = Somebody(PersonId(1), "Anna", frozenset([ROME.members[1].photo.content]))
BEN = Somebody(PersonId(2), "Ben", frozenset())
CHOSEN = Among("2 photos from the map", frozenset([PARIS.members[0].photo.content]))


def reviewed(group: Group) -> bool:
    return group is ROME


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (GroupFilter(), (PARIS, ROME)),
        (GroupFilter(text="  TOWER paris "), (PARIS,)),
        (GroupFilter(text="tower rome"), ()),
        (GroupFilter(relation=Relation.CROPPED), (PARIS,)),
        (GroupFilter(relation=Relation.IDENTICAL_BYTES), ()),
        (GroupFilter(format="HEIF"), (ROME,)),
        (GroupFilter(folder="/backup"), (PARIS,)),
        (GroupFilter(folder="/photos"), (PARIS, ROME)),
        (GroupFilter(folder="/photos/Rome"), (ROME,)),
        (GroupFilter(folder="/photos/Ro"), ()),
        (GroupFilter(folder="/"), (PARIS, ROME)),
        (GroupFilter(shown=Shown.OPEN), (PARIS,)),
        (GroupFilter(shown=Shown.REVIEWED), (ROME,)),
        (GroupFilter(person=ANNA), (ROME,)),
        (GroupFilter(person=ANNA, folder="/backup"), ()),
        (GroupFilter(person=BEN), ()),
        (GroupFilter(among=CHOSEN), (PARIS,)),
        (GroupFilter(among=CHOSEN, person=ANNA), ()),
        (GroupFilter(text="photos", format="JPEG", shown=Shown.REVIEWED), ()),
    ],
)
def test_every_wish_must_be_met(wish: GroupFilter, expected: tuple[Group, ...]) -> None:
    assert tuple(group for group in GROUPS if wish.fits(group, reviewed)) == expected


def test_the_relation_of_the_keeper_to_itself_is_none() -> None:
    alone = replace(PARIS, members=PARIS.members[:1])
    assert not GroupFilter(relation=Relation.IDENTICAL_BYTES).fits(alone, reviewed)
    assert certainty(alone) == 1.0


def test_what_can_be_chosen_is_what_there_is() -> None:
    assert choices_in(GROUPS) == Choices(
        (Relation.TURNED, Relation.CROPPED),
        ("HEIF", "JPEG"),
        ("/backup", "/photos/Paris", "/photos/Rome", "/photos/Rome2"),
    )
    assert choices_in([ROME]).folders == ("/photos", "/photos/Rome", "/photos/Rome2")
    assert choices_in([]) == Choices()


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (GroupOrder.SAVING, [2, 1, 3]),
        (GroupOrder.MEMBERS, [3, 2, 1]),
        (GroupOrder.LIKENESS, [1, 3, 2]),
        (GroupOrder.DOUBT, [2, 3, 1]),
        (GroupOrder.DATE, [3, 2, 1]),
        (GroupOrder.FOLDER, [1, 2, 3]),
    ],
)
def test_the_orders(order: GroupOrder, expected: list[int]) -> None:
    groups = [
        group_of(1, 2, size=500, probability=0.99, year=2001),
        group_of(2, 3, size=900, probability=0.5, year=2010),
        group_of(3, 4, size=100, probability=0.8, year=2020),
    ]
    assert [group.id for group in ordered_groups(groups, order)] == [f"group-{n}" for n in expected]
    assert ordered_groups(reversed(groups), order) == ordered_groups(groups, order)
