"""Groups of photos that belong together: found in the background, listed, shown in full."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QSlider,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import LibraryError
from photosim.domain.judgements import Said
from photosim.domain.progress import CancelToken, Progress
from photosim.domain.similarity import Group, Relation
from photosim.gui.base.context import Context
from photosim.gui.groups import view as groups_view
from photosim.gui.groups.filter import Among, GroupFilter, GroupOrder, choices_in
from photosim.gui.groups.finding import Found
from photosim.gui.groups.model import GROUP_ROLE, GroupModel, items_of
from photosim.gui.groups.review import Review
from photosim.gui.groups.view import GroupsView
from photosim.gui.groups.words import counts_words, member_words, saving_words
from photosim.gui.photos.model import Index
from tests.gui.groups.making import group_of
from tests.gui.making import ContextMaker, PaintedSource, settled
from tests.helpers.photos import sample_paths
from tests.helpers.scanning import fill


def view_of(qtbot: QtBot, context: Context) -> GroupsView:
    view = GroupsView(context)
    qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def view(qtbot: QtBot, context: Context) -> GroupsView:
    made = view_of(qtbot, context)
    settled(qtbot, context)
    return made


def listed(view: GroupsView) -> list[set[str]]:
    return [{Path(member.photo.path).name for member in group.members} for group in view.model.groups]


def test_copies_are_grouped_with_the_keeper_first_and_its_reasons(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    assert view.message == ""
    flower = next(group for group in view.model.groups if "flower" in group.keeper.path)
    assert {"flower.jpg", "flower-copy.jpg"} in listed(view)
    assert any({"china.jpg", "china-small.jpg"} <= names for names in listed(view))
    row = view.model.row_of(flower.id)
    assert row is not None
    view.group_list.select_row(row)
    first, second = view.detail.model.items
    assert (first.mark, second.mark) == ("Keep", "Remove")
    assert first.path == flower.keeper.path
    assert second.match is not None
    assert second.match.relation is Relation.IDENTICAL_BYTES
    assert view.detail.reasons.lower().startswith(flower.reasons[0].lower())
    settled(qtbot, context)


def test_the_counts_are_said_in_words(view: GroupsView) -> None:
    groups = len(view.model.groups)
    assert view.bar.counts.startswith(f"0 of {groups} groups reviewed, ")
    assert view.bar.counts.endswith(" to gain")


def test_the_first_group_is_chosen_and_the_keyboard_goes_through_groups_and_photos(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    assert view.detail.group == view.model.group(0)
    keys = view.group_list
    keys.setFocus()
    qtbot.keyClick(keys, Qt.Key.Key_Down)
    assert view.detail.group == view.model.group(1)
    # The first that is not the keeper: about it there is something to decide.
    assert view.detail.grid.currentIndex().row() == 1
    qtbot.keyClick(keys, Qt.Key.Key_Left)
    assert view.detail.grid.currentIndex().row() == 0
    assert view.detail.note.endswith("proposed to be kept")
    qtbot.keyClick(keys, Qt.Key.Key_Left)
    qtbot.keyClick(keys, Qt.Key.Key_Right)
    assert view.detail.grid.currentIndex().row() == 1
    view.detail.enter()
    qtbot.keyClick(view.detail.grid, Qt.Key.Key_PageUp)
    assert view.detail.group == view.model.group(0)
    qtbot.keyClick(view.detail.grid, Qt.Key.Key_PageDown)
    assert view.detail.group == view.model.group(1)
    qtbot.keyClick(view.detail.grid, Qt.Key.Key_Escape)
    assert keys.hasFocus()
    settled(qtbot, context)


def test_a_member_is_enlarged_and_the_arrows_go_to_the_next(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    view.group_list.setFocus()
    qtbot.keyClick(view.group_list, Qt.Key.Key_E)
    viewer = view.pane.viewer
    assert viewer.item == view.detail.model.item(1)
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    assert viewer.item == view.detail.model.item(0)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()
    assert view.group_list.hasFocus()
    assert view.detail.grid.currentIndex().row() == 0
    settled(qtbot, context)


def test_another_relation_is_found_and_the_first_is_remembered(
    qtbot: QtBot, view: GroupsView, context: Context
) -> None:
    pictures = listed(view)
    view.bar.choose(Relation.SAME_MOMENT)
    assert view.busy
    settled(qtbot, context)
    assert all(group.relation is Relation.SAME_MOMENT for group in view.model.groups)
    assert "reviewed" not in view.bar.counts
    assert view.detail.verdict == ""
    view.bar.choose(Relation.SAME_PICTURE)
    assert not view.busy
    assert listed(view) == pictures
    settled(qtbot, context)


def test_the_filter_narrows_and_can_be_taken_back(qtbot: QtBot, view: GroupsView, context: Context) -> None:
    before = len(view.model.groups)
    view.bar._filter.setText("FLOWER-copy")
    qtbot.waitUntil(lambda: listed(view) == [{"flower.jpg", "flower-copy.jpg"}])
    assert view.bar.counts.startswith(f"1 listed: 0 of {before} groups reviewed")
    view.bar.narrow(GroupFilter("nowhere"))
    qtbot.waitUntil(lambda: "No group fits" in view.message)
    view.bar.clear_filter()
    assert len(view.model.groups) == before
    settled(qtbot, context)


def test_groups_of_photos_chosen_elsewhere_are_told_by_a_chip_that_can_be_cleared(
    qtbot: QtBot, view: GroupsView
) -> None:
    before = len(view.model.groups)
    chosen = next(group for group in view.model.groups if "flower" in group.keeper.path).keeper
    view.review_among(Among("1 photo from the map", frozenset([chosen.content])))
    assert listed(view) == [{"flower.jpg", "flower-copy.jpg"}]
    assert view.bar.among.isVisible()
    assert view.bar.among.button.text() == "1 photo from the map"
    qtbot.mouseClick(view.bar.among.button, Qt.MouseButton.LeftButton)
    assert len(view.model.groups) == before
    assert not view.bar.among.isVisible()


def test_find_similar_is_passed_on(qtbot: QtBot, view: GroupsView, context: Context) -> None:
    view.detail.enter()
    with qtbot.waitSignal(view.find_similar) as blocker:
        qtbot.keyClick(view.detail.grid, Qt.Key.Key_F)
    assert blocker.args == [view.detail.model.item(1).photo]
    settled(qtbot, context)


def test_an_empty_library_says_what_to_do(qtbot: QtBot, empty_context: Context) -> None:
    view = view_of(qtbot, empty_context)
    settled(qtbot, empty_context)
    assert "No photos yet" in view.message
    # Photos come: the same view shows groups without being made anew.
    folder = Path(empty_context.workspace.library.folder).parent / "photos"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(sample_paths()[0].read_bytes())
    fill(empty_context.workspace, folder)
    view.refresh()
    settled(qtbot, empty_context)
    assert listed(view) == [{"a.jpg", "b.jpg"}]


def test_no_groups_is_good_news(qtbot: QtBot, make_context: ContextMaker, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for path in sample_paths():
        (folder / path.name).write_bytes(path.read_bytes())
    with open_workspace(str(tmp_path / "library")) as workspace:
        fill(workspace, folder)
    context = make_context(tmp_path / "library")
    view = view_of(qtbot, context)
    settled(qtbot, context)
    assert "Good news" in view.message


def held_finder(monkeypatch: pytest.MonkeyPatch, answer: list[Group]) -> threading.Event:
    """Makes finding wait for the event, and then notice whether it is to stop."""
    held = threading.Event()

    def find(
        workspace: Workspace, _relation: Relation, report: Callable[[object], None], cancel: CancelToken
    ) -> object:
        report(Progress("Comparing photos", 30, 120))
        while not held.wait(0.01):
            cancel.checkpoint()
        cancel.checkpoint()
        return Found(answer, choices_in(answer), Review(workspace, answer, {}, Said()), 5)

    monkeypatch.setattr(groups_view, "find", find)
    return held


def test_the_progress_is_shown_and_the_work_can_be_stopped(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = held_finder(monkeypatch, [group_of(1)])
    view = view_of(qtbot, context)
    qtbot.waitUntil(lambda: view._progress._detail.text() == "Comparing photos: 30 of 120")
    assert view._progress._bar.value() == 250
    with qtbot.waitSignal(view._progress.stopped):
        view._progress.stopped.emit()
    qtbot.waitUntil(lambda: "Stopped" in view.message)
    held.set()
    view._find()
    settled(qtbot, context)
    assert [group.id for group in view.model.groups] == ["group-1"]


def test_while_groups_are_found_anew_the_old_ones_stay(
    qtbot: QtBot, view: GroupsView, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listed(view)
    chosen = view.model.group(1)
    view.group_list.select_row(1)
    held = held_finder(monkeypatch, [group_of(1), group_of(2), *reversed(view.model.groups)])
    view.refresh()
    assert view.busy
    assert listed(view) == before
    assert view.message == ""
    held.set()
    settled(qtbot, context)
    assert len(view.model.groups) == len(before) + 2
    assert view.detail.group == chosen


def test_a_hidden_view_waits_until_it_is_seen(qtbot: QtBot, context: Context) -> None:
    view = GroupsView(context)
    qtbot.addWidget(view)
    view.refresh()
    assert not view.busy
    view.show()
    assert view.busy
    settled(qtbot, context)


def test_a_failure_is_told_and_can_be_tried_again(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> object:
        raise LibraryError("The library on “/drive” cannot be read.")

    with monkeypatch.context() as patched:
        patched.setattr(groups_view, "find", fail)
        view = view_of(qtbot, context)
        settled(qtbot, context)
        assert "The library on “/drive” cannot be read." in view.message
    view._find()
    settled(qtbot, context)
    assert view.message == ""


def test_ten_thousand_groups_are_listed_and_only_the_visible_loaded_and_asked_for(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_finder(monkeypatch, [group_of(number) for number in range(10_000)]).set()
    rows: set[int] = set()
    asked = GroupModel.data

    def noting(model: GroupModel, index: Index, role: int = 0) -> object:
        rows.add(index.row())
        return asked(model, index, role)

    monkeypatch.setattr(GroupModel, "data", noting)
    source = PaintedSource()
    context = make_context(tmp_path / "library", source)
    view = view_of(qtbot, context)
    settled(qtbot, context)
    assert view.model.rowCount() == 10_000
    assert len(set(source.asked)) < 60
    view.group_list.scrollToBottom()
    qtbot.waitUntil(lambda: view.group_list.pictures.idle)
    settled(qtbot, context)
    assert len(set(source.asked)) < 120
    assert max(view.group_list.visible_rows()) == 9999

    # Deciding looks at the rows that can be seen, however many there are.
    rows.clear()
    view.group_list.select_row(5000)
    for _ in range(3):
        qtbot.keyClick(view.group_list, Qt.Key.Key_K)
    qtbot.keyClick(view.group_list, Qt.Key.Key_U)
    settled(qtbot, context)
    qtbot.waitUntil(lambda: 5000 in rows)
    assert len(rows) < 100


def test_the_group_model_is_a_model(qtmodeltester: ModelTester) -> None:
    model = GroupModel()
    qtmodeltester.check(model)
    model.set_groups([group_of(number) for number in range(10)])
    model.arrange(GroupOrder.DATE, GroupFilter("0003"))
    assert model.rowCount() == 1
    model.arrange(GroupOrder.DATE, GroupFilter())
    qtmodeltester.check(model)


def test_the_roles_of_a_group() -> None:
    model = GroupModel()
    model.set_groups([group_of(1, 3, size=2_000_000)])
    index = model.index(0)
    assert index.data(GROUP_ROLE) == model.group(0)
    assert index.data() == "000100.jpg"
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "000100.jpg, 3 photos: 2 of the same picture, 4.0 MB in copies"
    tooltip = index.data(Qt.ItemDataRole.ToolTipRole)
    for said in ("Keep: 000100.jpg", "more pixels: 12 MP against 3 MP", "000101.jpg: same picture"):
        assert said in tooltip
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_photos_of_one_moment_are_not_called_copies() -> None:
    group = group_of(1, relation=Relation.SAME_MOMENT, member=Relation.SAME_MOMENT)
    assert saving_words(group) == ""
    assert items_of(group)[0].mark == "Best"
    assert counts_words([group]) == "1 group, 3 photos"


def test_what_the_members_are_to_each_other_is_said() -> None:
    assert member_words(group_of(1, member=Relation.IDENTICAL_BYTES)) == "3 photos: 2 identical files"
    assert member_words(group_of(1, 2, member=Relation.IDENTICAL_PIXELS)) == "2 photos: identical pixels"
    assert member_words(group_of(1, 2)) == "2 photos: same picture, 90 % alike"
    assert member_words(group_of(1, 2, member=Relation.CROPPED)) == "2 photos: cropped, 90 % alike"
    mixed = group_of(1, 4)
    kinds = (Relation.IDENTICAL_BYTES, Relation.CROPPED, Relation.TURNED, Relation.CROPPED)
    members = tuple(replace(m, relation=kind) for m, kind in zip(mixed.members, kinds, strict=True))
    assert member_words(replace(mixed, members=members)) == "4 photos: 1 turned, 2 cropped"


def test_everything_has_a_name_for_a_screen_reader(qtbot: QtBot, view: GroupsView, context: Context) -> None:
    kinds = (QAbstractButton, QAbstractItemView, QSlider, QComboBox, QLineEdit, QProgressBar)
    nameless = []
    for widget in view.findChildren(QWidget):
        outer, inside = widget.parentWidget(), widget.objectName().startswith("qt_")
        while outer is not None and outer is not view:
            inside |= isinstance(outer, (QAbstractItemView, QComboBox, QLineEdit))
            outer = outer.parentWidget()
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if isinstance(widget, kinds) and not inside and not (widget.accessibleName() or text):
            nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert nameless == []
    settled(qtbot, context)
