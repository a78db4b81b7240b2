"""The order and the filter of the groups are there again at the next start, for each library its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from photosim.domain.people import PersonId
from photosim.domain.similarity import Relation
from photosim.gui.base.context import Context
from photosim.gui.groups.arrangement import PAGE, Arrangement
from photosim.gui.groups.bar import GroupBar
from photosim.gui.groups.filter import Among, GroupFilter, GroupOrder, Shown, Somebody
from photosim.gui.groups.memory import GroupMemory
from photosim.gui.groups.view import GroupsView
from tests.gui.making import ContextMaker, settled


@pytest.fixture
def context(make_context: ContextMaker, scanned: tuple[Path, Path], tmp_path: Path) -> Context:
    """A library of its own, in which nothing was arranged yet."""
    return make_context(Path(shutil.copytree(scanned[1], tmp_path / "library")))


def _shown(qtbot: QtBot, context: Context) -> GroupsView:
    view = GroupsView(context)
    qtbot.addWidget(view)
    view.show()
    settled(qtbot, context)
    return view


def _kept(context: Context) -> Arrangement | None:
    text = context.workspace.library.arrangement(PAGE)
    return Arrangement.from_json(text) if text is not None else None


def test_the_next_start_lists_the_same_groups_in_the_same_order(
    qtbot: QtBot, context: Context, make_context: ContextMaker
) -> None:
    view = _shown(qtbot, context)
    every = view.model.rowCount()
    assert _kept(context) is None
    view.bar.choose_order(GroupOrder.FOLDER)
    view.bar.narrow(GroupFilter(text="china", format="JPEG", shown=Shown.OPEN))
    view.bar.narrow(GroupFilter(text="flower", format="JPEG", shown=Shown.OPEN))
    settled(qtbot, context)
    before = [group.id for group in view.model.groups]
    assert 0 < len(before) < every
    wanted = Arrangement(GroupOrder.FOLDER, "flower", None, "JPEG", "", Shown.OPEN)
    assert _kept(context) == wanted
    context.workspace.close()

    again = make_context(Path(context.workspace.library.folder))
    view = _shown(qtbot, again)
    assert view.bar.arrangement == wanted
    assert view.bar.order is GroupOrder.FOLDER
    assert [group.id for group in view.model.groups] == before
    view.bar.clear_filter()
    settled(qtbot, again)
    assert view.model.rowCount() == every
    assert _kept(again) == Arrangement(GroupOrder.FOLDER)


@pytest.fixture
def bar(qtbot: QtBot) -> GroupBar:
    made = GroupBar((Relation.SAME_PICTURE,))
    qtbot.addWidget(made)
    return made


def _chosen(qtbot: QtBot, context: Context, bar: GroupBar, wish: GroupFilter) -> Arrangement | None:
    bar.narrow(wish)
    qtbot.waitUntil(lambda: not context.jobs.active)
    return _kept(context)


def test_photos_chosen_on_another_page_are_not_remembered(
    qtbot: QtBot, empty_context: Context, bar: GroupBar
) -> None:
    GroupMemory(empty_context, bar, bar)
    assert _chosen(qtbot, empty_context, bar, GroupFilter(text="china")) == Arrangement(text="china")
    among = GroupFilter(among=Among("2 photos from the map", frozenset()))
    assert _chosen(qtbot, empty_context, bar, among) == Arrangement(text="china")


def test_nothing_is_written_where_nothing_may_be(
    qtbot: QtBot, empty_context: Context, make_context: ContextMaker, bar: GroupBar
) -> None:
    second = make_context(Path(empty_context.workspace.library.folder))
    assert second.workspace.library.read_only
    GroupMemory(second, bar, bar)
    assert _chosen(qtbot, second, bar, GroupFilter(text="china")) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"order": "by the moon"}', "\x00", "null"])
def test_what_is_not_understood_counts_as_nothing(empty_context: Context, bar: GroupBar, text: str) -> None:
    empty_context.workspace.library.save_arrangement(PAGE, text)
    GroupMemory(empty_context, bar, bar)
    assert bar.arrangement == Arrangement()


def test_an_arrangement_survives_odd_names() -> None:
    odd = Arrangement(
        GroupOrder.DOUBT, "\udcff", Relation.CROPPED, "HEIF", "/가족/\udcfe", Shown.REVIEWED, PersonId(7)
    )
    assert odd.to_json().isascii()
    assert Arrangement.from_json(odd.to_json()) == odd


def test_a_person_is_waited_for(qtbot: QtBot, bar: GroupBar) -> None:
    bar.restore(Arrangement(person=PersonId(2)))
    assert bar.wish.person is None
    assert bar.arrangement.person == PersonId(2)
    people = [Somebody(PersonId(number), f"Person {number}", frozenset()) for number in (1, 2)]
    with qtbot.waitSignal(bar.arranged):
        bar.offer_people(people)
    assert bar.wish.person == people[1]
    # Once another is chosen, the one that was remembered is forgotten.
    bar.narrow(GroupFilter())
    bar.offer_people(people)
    assert bar.arrangement == Arrangement()
