"""The review in the window: keys, menus, several groups at once, the comparison, and what is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photosim.domain.judgements import Verdict
from photosim.domain.marks import Mark
from photosim.domain.similarity import Relation
from photosim.gui.base.context import Context
from photosim.gui.groups.commands import DECIDING, HELP, KEYS, Command, Wish
from photosim.gui.groups.filter import GroupFilter, GroupOrder, Shown
from photosim.gui.groups.review import Review, Standing
from photosim.gui.groups.view import GroupsView
from tests.gui.making import ContextMaker, Family, settled


@pytest.fixture
def context(make_context: ContextMaker, family: Family, tmp_path: Path) -> Context:
    """A library of its own: decisions are kept in it."""
    shutil.copytree(family.library, tmp_path / "library")
    return make_context(tmp_path / "library")


@pytest.fixture
def view(qtbot: QtBot, context: Context) -> GroupsView:
    made = GroupsView(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    settled(qtbot, context)
    made.group_list.setFocus()
    return made


def review_of(view: GroupsView) -> Review:
    assert view.review is not None
    return view.review


def show(view: GroupsView, part: str) -> None:
    row = next(row for row, group in enumerate(view.model.groups) if part in group.keeper.path)
    view.group_list.select_row(row)


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_what_will_happen_is_said_before_and_after_it_is_accepted(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    show(view, "flower")
    keeper, other = (Path(item.path).name for item in view.detail.model.items)
    assert view.detail.verdict.startswith(f"“{keeper}” stays; “{other}” goes, ")
    assert view.detail._standing.text() == "Proposed"
    qtbot.keyClick(view.group_list, Qt.Key.Key_2)
    assert view.detail.verdict.startswith(f"“{other}” stays; “{keeper}” goes, ")
    assert view.detail._standing.text() == "Not accepted yet"
    assert [item.mark for item in view.detail.model.items] == ["Remove", "Keep"]
    assert view.detail.reasons == "Kept by your choice."
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    assert "flower" not in view.detail.title
    show(view, "flower")
    assert view.detail._standing.text() == "Accepted"
    row = view.model.row_of(view.detail.group.id)  # type: ignore[union-attr]
    assert "1 goes, 1 stays" in view.model.index(row or 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert set(context.workspace.library.marks().values()) == {Mark.KEEP, Mark.REMOVE}
    settled(qtbot, context)


def test_accepted_groups_are_passed_over_and_can_be_opened_again(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    first, second = view.model.groups
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    assert view.detail.group == second
    show(view, Path(first.keeper.path).name)
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    assert view.detail.group == second
    view.pane.do(Wish(Command.REOPEN))
    assert review_of(view).standing(second) is Standing.OPEN
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    assert "All groups are reviewed" in view.message
    view._back_button.click()
    assert view.message == ""
    assert view.group_list.hasFocus()
    settled(qtbot, context)


def test_filters_by_standing_relation_and_folder_narrow_what_is_listed(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    show(view, "flower")
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    view.bar.narrow(GroupFilter(shown=Shown.OPEN))
    assert all("china" in group.keeper.path for group in view.model.groups)
    view.bar.narrow(GroupFilter(shown=Shown.REVIEWED))
    assert [Path(group.keeper.path).stem.split("-")[0] for group in view.model.groups] == ["flower"]
    view.bar.narrow(GroupFilter(relation=Relation.IDENTICAL_BYTES))
    assert len(view.model.groups) == 1
    view.bar.narrow(GroupFilter(folder=str(Path(view.model.group(0).keeper.path).parent)))
    assert len(view.model.groups) == 2
    view.bar.narrow(GroupFilter(format="JPEG"))
    assert len(view.model.groups) == 2
    view.bar.choose_order(GroupOrder.FOLDER)
    view.bar.arranged.emit()
    names = [group.keeper.path for group in view.model.groups]
    assert names == sorted(names)
    settled(qtbot, context)


def test_a_key_that_is_held_down_decides_only_once(qtbot: QtBot, view: GroupsView, context: Context) -> None:
    for held in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", held, 1
        )
        QApplication.sendEvent(view.group_list, event)
    assert review_of(view).tally.reviewed == 1
    settled(qtbot, context)


def test_the_end_of_what_is_listed_is_not_the_end_of_all(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    view.bar.narrow(GroupFilter("flower"))
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    assert "All groups that are listed are reviewed" in view.message
    assert "The filter hides 1 open group." in view.message
    view._back_button.click()
    assert len(view.model.groups) == 2
    assert "china" in view.detail.title
    settled(qtbot, context)


def test_several_groups_are_decided_together(qtbot: QtBot, view: GroupsView, context: Context) -> None:
    qtbot.keyClick(view.group_list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "2 groups are chosen" in view.detail.verdict
    assert "Accept these groups" in entries(view.group_list.menu())
    qtbot.keyClick(view.group_list, Qt.Key.Key_O)
    review = review_of(view)
    assert all(len(review.going(group)) == len(group.members) - 1 for group in review.groups)
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    assert review.tally.reviewed == 2
    view._back_button.click()
    qtbot.keyClick(view.group_list, Qt.Key.Key_U)
    assert review.tally.reviewed == 0
    settled(qtbot, context)


def test_not_the_same_takes_the_group_away_until_it_is_undone(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    show(view, "china")
    group = view.detail.group
    said: list[str] = []
    view.status.connect(said.append)
    while view.model.row_of(group.id) is not None:  # type: ignore[union-attr]
        show(view, "china")
        qtbot.keyClick(view.group_list, Qt.Key.Key_N)
    assert any("not the same" in sentence for sentence in said)
    words = context.workspace.library.judgements()
    assert words
    assert {word.verdict for word in words} == {Verdict.NOT_SAME}
    assert view.detail.group is not None
    assert "flower" in view.detail.group.keeper.path
    while review_of(view).last_step:
        qtbot.keyClick(view.group_list, Qt.Key.Key_U)
    assert context.workspace.library.judgements() == []
    assert view.detail.group == group
    qtbot.keyClick(view.group_list, Qt.Key.Key_U)
    assert said[-1] == "There is nothing to undo."
    show(view, "flower")
    qtbot.keyClick(view.group_list, Qt.Key.Key_N)
    assert "byte for byte" in said[-1]
    settled(qtbot, context)


def test_the_menus_offer_what_the_keys_do(qtbot: QtBot, view: GroupsView, context: Context) -> None:
    show(view, "flower")
    menu = view.group_list.menu()
    assert entries(menu)[0] == "Accept and go on"
    assert {"Compare", "Keep all photos", "Forget the decision"} <= set(entries(menu))
    grid = view.detail.grid
    menu = grid.menu_of(view.detail.model.item(1))
    by_text = {action.text(): action for action in menu.actions()}
    assert by_text["Enlarge"].shortcut().toString() == "E"
    by_text["Keep this photo"].trigger()
    assert review_of(view).choice(view.detail.group).keeper == view.detail.model.item(1).path  # type: ignore[arg-type]
    by_text["Remove, or let it stay"].trigger()
    view.bar.choose(Relation.SAME_MOMENT)
    settled(qtbot, context)
    if view.model.rowCount():
        assert "Keep this photo" not in entries(grid.menu_of(view.detail.model.item(0)))
        assert "Accept and go on" not in entries(view.group_list.menu())
    settled(qtbot, context)


def test_among_photos_that_are_no_copies_nothing_can_be_decided(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    view.bar.choose(Relation.SAME_PLACE)
    settled(qtbot, context)
    assert view.model.rowCount()
    for command in DECIDING:
        view.pane.do(Wish(command, 1))
        view.comparison.closed.emit()
        view.pane.viewer.leave()
    assert context.workspace.library.marks() == {}
    assert context.workspace.library.judgements() == []
    settled(qtbot, context)


def test_the_comparison_decides_and_goes_on_from_group_to_group(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    first, second = view.model.groups
    review = review_of(view)
    qtbot.keyClick(view.group_list, Qt.Key.Key_C)
    compare = view.comparison
    assert compare.isVisible()
    assert not view.bar.isVisible()
    assert compare.current == first.members[1].photo
    before = review.choice(first).remove
    qtbot.keyClick(compare, Qt.Key.Key_Space)
    assert review.choice(first).remove == before ^ {first.members[1].photo.path}
    qtbot.keyClick(compare, Qt.Key.Key_PageDown)
    assert view.detail.group == second
    qtbot.keyClick(compare, Qt.Key.Key_PageUp)
    assert view.detail.group == first
    qtbot.keyClick(compare, Qt.Key.Key_Return)
    assert review.standing(first) is Standing.REVIEWED
    assert view.detail.group == second
    assert compare.isVisible()
    qtbot.keyClick(compare, Qt.Key.Key_U)
    assert review.standing(first) is not Standing.REVIEWED
    assert view.detail.group == first
    qtbot.keyClick(compare, Qt.Key.Key_Escape)
    assert not compare.isVisible()
    assert view.group_list.hasFocus()
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    qtbot.keyClick(view.group_list, Qt.Key.Key_C)
    qtbot.keyClick(compare, Qt.Key.Key_Return)
    assert not compare.isVisible()
    assert "All groups are reviewed" in view.message
    settled(qtbot, context)


def test_in_the_comparison_a_photo_is_said_not_to_be_the_same(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    show(view, "china")
    china = view.detail.group
    assert china is not None
    qtbot.keyClick(view.group_list, Qt.Key.Key_C)
    compare = view.comparison
    qtbot.keyClick(compare, Qt.Key.Key_N)
    assert context.workspace.library.judgements()
    assert compare.isVisible()
    assert view.detail.group != china
    with qtbot.waitSignal(view.find_similar):
        qtbot.keyClick(compare, Qt.Key.Key_F)
    assert not compare.isVisible()
    settled(qtbot, context)


def test_photos_of_one_place_are_compared_and_nothing_else(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    view.bar.choose(Relation.SAME_PLACE)
    settled(qtbot, context)
    view.group_list.setFocus()
    qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    compare = view.comparison
    assert compare.isVisible()
    qtbot.keyClick(compare, Qt.Key.Key_Space)
    qtbot.keyClick(compare, Qt.Key.Key_Escape)
    qtbot.keyClick(view.group_list, Qt.Key.Key_Space)
    assert view.pane.viewer.isVisible()
    view.pane.viewer.leave()
    assert context.workspace.library.marks() == {}
    settled(qtbot, context)


def test_the_menu_key_opens_the_menu_of_the_group(qtbot: QtBot, view: GroupsView, context: Context) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    view.group_list.contextMenuEvent(event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert entries(menu)[0] == "Accept and go on"
    menu.close()
    settled(qtbot, context)


def test_the_help_tells_every_key(qtbot: QtBot, view: GroupsView, context: Context) -> None:
    told = {key for keys, _ in HELP for key in keys.split(", ")}
    assert {key for command, key in KEYS.items() if command is not Command.HELP} <= told
    qtbot.keyClicks(view.group_list, "?")
    assert view.help.isVisible()
    assert "Undo the last step" in view.help.accessibleDescription()
    qtbot.keyClick(view.help, Qt.Key.Key_Return)
    assert not view.help.isVisible()
    assert view.group_list.hasFocus()
    settled(qtbot, context)


def test_the_removal_can_be_asked_for_before_the_groups_are_found(qtbot: QtBot, context: Context) -> None:
    view = GroupsView(context)
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.removal_wanted) as wanted:
        view.ask_for_removal()
        view.show()
    assert len(wanted.args[0]) == 2
    with qtbot.waitSignal(view.removal_wanted):
        qtbot.keyClick(view.group_list, Qt.Key.Key_R)
    settled(qtbot, context)


def test_a_library_that_can_only_be_looked_at_says_so(
    qtbot: QtBot, view: GroupsView, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    from photosim.domain.errors import LibraryReadOnlyError

    def refuse(_marks: object) -> None:
        raise LibraryReadOnlyError("Another window has this library open.")

    monkeypatch.setattr(context.workspace.library, "set_marks", refuse)
    with qtbot.waitSignal(view.status) as said:
        qtbot.keyClick(view.group_list, Qt.Key.Key_Return)
    assert said.args == ["Another window has this library open."]
    assert review_of(view).tally.reviewed == 0
    settled(qtbot, context)
