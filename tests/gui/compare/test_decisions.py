"""A group is decided in the compare view by keys alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from photosim.domain.files import Role
from photosim.domain.similarity import Group, Relation
from photosim.gui.base.context import Context
from photosim.gui.compare.canvas import Fate
from photosim.gui.compare.choice import Choice
from photosim.gui.compare.pane import Mode
from photosim.gui.compare.view import CompareView
from photosim.gui.kit.key_overlay import KeyOverlay
from tests.gui.compare.relatives import group_of, photo_of, with_relation


def told(signal: Any) -> list[Any]:
    """What a signal carries from now on."""
    values: list[Any] = []
    signal.connect(values.append)
    return values


def path(context: Context, name: str) -> str:
    return photo_of(context, name).path


@pytest.fixture
def group(relatives_context: Context) -> Group:
    """Three copies, of which the third has identical pixels."""
    made = group_of(relatives_context, "original", "half", "again")
    return with_relation(made, "again", Relation.IDENTICAL_PIXELS)


def with_photo(group: Group, row: int, **changes: object) -> Group:
    member = group.members[row]
    members = list(group.members)
    members[row] = replace(member, photo=replace(member.photo, **changes))  # type: ignore[arg-type]
    return replace(group, members=tuple(members))


def test_only_identical_pixels_are_marked_beforehand(
    view: CompareView, relatives_context: Context, group: Group
) -> None:
    view.show_group(group)
    assert view.choice == Choice(
        path(relatives_context, "original"), frozenset({path(relatives_context, "again")})
    )
    assert [head.fate for head in view.stage.heads] == [Fate.KEEP, Fate.STAY, Fate.REMOVE]
    assert view.current == group.members[1].photo


def test_a_whole_group_by_keys(
    qtbot: QtBot, view: CompareView, relatives_context: Context, group: Group
) -> None:
    changed, accepted = told(view.changed), told(view.accepted)
    view.show_group(group)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.stage.heads[1].fate is Fate.REMOVE
    qtbot.keyClick(view, Qt.Key.Key_3)
    half, again = (path(relatives_context, name) for name in ("half", "again"))
    assert view.choice == Choice(again, frozenset({half}))
    assert [head.number for head in view.stage.heads] == [3, 1, 2]
    qtbot.keyClick(view, Qt.Key.Key_K)
    assert view.choice == Choice(again)
    assert len(changed) == 3
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert accepted == [Choice(again)]


def test_arrows_go_round_and_the_current_photo_can_be_kept(
    qtbot: QtBot, view: CompareView, relatives_context: Context, group: Group
) -> None:
    view.show_group(group)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current == group.members[2].photo
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current == group.members[0].photo
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert view.choice == Choice(path(relatives_context, "again"))


def test_what_cannot_be_removed_is_told(qtbot: QtBot, view: CompareView, group: Group) -> None:
    guarded = with_photo(group, 1, role=Role.PROTECTED)
    view.show_group(guarded, start=guarded.keeper)
    changed = told(view.changed)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert "the one to keep" in view.said
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert "protected folder" in view.said
    qtbot.keyClick(view, Qt.Key.Key_9)
    assert "no photo 9" in view.said
    assert changed == []


def test_a_photo_that_is_not_there_is_neither_kept_nor_removed(
    qtbot: QtBot, view: CompareView, group: Group
) -> None:
    gone = with_photo(group, 1, missing=True)
    view.show_group(gone)
    changed = told(view.changed)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_P):
        qtbot.keyClick(view, key)
        assert "not found by the last scan" in view.said
    assert changed == []
    assert "not found" in view.stage.pictures[1].trouble


def test_not_the_same_names_both(qtbot: QtBot, view: CompareView, group: Group) -> None:
    said = told(view.not_same)
    view.show_group(group)
    qtbot.keyClick(view, Qt.Key.Key_N)
    assert said == [(group.members[0].photo, group.members[1].photo)]
    view.show_group(group, start=group.keeper)
    qtbot.keyClick(view, Qt.Key.Key_N)
    assert len(said) == 1
    assert "the one to keep" in view.said


def test_other_groups_and_the_way_back(qtbot: QtBot, view: CompareView, group: Group) -> None:
    stepped, closed, similar = told(view.stepped), [], told(view.find_similar)
    view.closed.connect(lambda: closed.append(True))
    view.show_group(group)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert stepped == [1, -1]
    qtbot.keyClick(view, Qt.Key.Key_F)
    assert similar == [group.members[1].photo]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert closed == [True]


def test_photos_that_are_no_copies_are_only_looked_at(
    qtbot: QtBot, view: CompareView, relatives_context: Context
) -> None:
    changed, accepted = told(view.changed), told(view.accepted)
    moment = group_of(relatives_context, "original", "half", relation=Relation.SAME_MOMENT)
    for show in (
        lambda: view.show_photos([member.photo for member in moment.members]),
        lambda: view.show_group(moment),
    ):
        show()
        for key in (Qt.Key.Key_Space, Qt.Key.Key_1, Qt.Key.Key_N, Qt.Key.Key_Return):
            qtbot.keyClick(view, key)
            assert "nothing to keep or to remove" in view.said
        assert view.choice is None
    assert changed == []
    assert accepted == []


def test_what_was_decided_before_is_there_again(
    view: CompareView, relatives_context: Context, group: Group
) -> None:
    before = Choice(path(relatives_context, "half"), frozenset({path(relatives_context, "original")}))
    view.show_group(group, start=group.members[2].photo, choice=before)
    assert view.choice == before
    assert view.current == group.members[2].photo
    assert view.stage.photos[0].path == before.keeper


def test_of_many_photos_four_are_seen_the_current_one_among_them(
    qtbot: QtBot, view: CompareView, relatives_context: Context
) -> None:
    names = ("original", "crop", "turned", "mirrored", "half", "stamped", "again")
    many = group_of(relatives_context, *names)
    view.show_group(many)
    for row in (*range(1, 7), 0):
        numbers = [head.number for head in view.stage.heads]
        assert len(numbers) == 4
        assert numbers[0] == 1
        assert view.current == many.members[row].photo
        assert row + 1 in numbers
        assert [head.number for head in view.stage.heads if head.current] == [row + 1]
        qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_S)
    assert [head.number for head in view.stage.heads] == [1, 2]


def test_keys_change_how_the_photos_are_seen(qtbot: QtBot, view: CompareView, group: Group) -> None:
    view.show_group(group)
    for key, mode, panes in (
        (Qt.Key.Key_W, Mode.SWIPE, 1),
        (Qt.Key.Key_D, Mode.DIFFERENCE, 1),
        (Qt.Key.Key_S, Mode.SIDE, 3),
    ):
        qtbot.keyClick(view, key)
        assert view.mode is mode
        assert len(view.stage.panes) == panes
    fitted = view.stage.zoom
    qtbot.keyClick(view, Qt.Key.Key_Z)
    assert view.stage.zoom == 1
    qtbot.keyClick(view, "+")
    assert view.stage.zoom > 1
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_Z)
    assert view.stage.zoom == pytest.approx(fitted)
    assert view.facts.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_I)
    assert not view.facts.isVisible()


def test_the_keys_are_listed(qtbot: QtBot, view: CompareView, group: Group) -> None:
    view.show_group(group)
    qtbot.keyClick(view, "?")
    (card,) = [card for card in view.findChildren(KeyOverlay) if card.isVisible()]
    for words in ("Keep both", "Show where they differ", "Accept"):
        assert words in card.accessibleDescription()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_keys_of_what_it_lies_in_do_not_come_between(qtbot: QtBot, view: CompareView, group: Group) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    stolen = []
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), page)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(lambda: stolen.append(True))
    QVBoxLayout(page).addWidget(view)
    page.show()
    view.show_group(group)
    closed = []
    view.closed.connect(lambda: closed.append(True))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert (closed, stolen) == ([True], [])
    view.setParent(None)


def test_everything_has_a_name(view: CompareView, group: Group) -> None:
    view.show_group(group)
    for kind in (QPushButton, QToolButton):
        for button in view.findChildren(kind):
            assert button.accessibleName() or button.text()
            assert button.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert view.stage.heads[0].words == "Photo 1, original.jpg, keep"
    assert view.stage.heads[1].words == "Photo 2, half.jpg, saved again, stays, current"
    assert view.stage.panes[1].accessibleName() == "Picture: Photo 2, half.jpg, saved again, stays, current"


def test_buttons_do_what_their_keys_do(
    qtbot: QtBot, view: CompareView, group: Group, open_view: Callable[..., CompareView]
) -> None:
    view.show_group(group)
    remove = next(b for b in view.findChildren(QPushButton) if b.text().startswith("Remove"))
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert view.stage.heads[1].fate is Fate.REMOVE
    assert remove.text().startswith("Let it stay")
    flip = next(b for b in view.findChildren(QToolButton) if b.text() == "Flip")
    pane = view.stage.panes[0]
    own = pane.shown
    qtbot.mousePress(flip, Qt.MouseButton.LeftButton)
    assert pane.shown is not own
    qtbot.mouseRelease(flip, Qt.MouseButton.LeftButton)
    assert pane.shown is own
