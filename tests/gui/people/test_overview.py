"""Everybody in a grid: names typed in place, merging, hiding, taking back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from photosim.app.people import everyone
from photosim.domain.people import Person
from photosim.gui.base.context import Context
from photosim.gui.people.view import PeopleView
from tests.gui.conftest import visible_box
from tests.gui.making import settled


def titles(view: PeopleView) -> list[str]:
    return [tile.title for tile in view.overview.grid.tiles.tiles]


def choose(view: PeopleView, *rows: int) -> list[Person]:
    grid = view.overview.grid
    keys = [grid.tiles.tile(row).key for row in rows]
    grid.choose(keys, keys[-1])
    return view.overview.chosen


def type_name(qtbot: QtBot, view: PeopleView, row: int, name: str) -> None:
    """Type a name into the cell of a row, as with the keyboard."""
    choose(view, row)
    view.overview.grid.edit_current()
    editor = view.overview.grid.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, name)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_everybody_is_shown_with_the_number_of_faces(view: PeopleView) -> None:
    tiles = view.overview.grid.tiles
    assert [(tile.title, tile.caption) for tile in tiles.tiles] == [
        ("Who is this?", "4 faces"),
        ("Who is this?", "2 faces"),
    ]
    assert view.overview.said == "2 people, 1 face of people seen once"
    assert tiles.data(tiles.index(0), Qt.ItemDataRole.AccessibleTextRole) == "Unnamed, 4 faces"


def test_the_cells_are_a_sound_model(view: PeopleView, qtmodeltester: object) -> None:
    qtmodeltester.check(view.overview.grid.tiles)  # type: ignore[attr-defined]


def test_faces_are_cut_out_of_the_photos(qtbot: QtBot, view: PeopleView, crowd: Context) -> None:
    grid = view.overview.grid
    settled(qtbot, crowd)
    picture = grid.viewport().grab().toImage()
    center = grid.visualRect(grid.tiles.index(0)).center()
    ratio = picture.devicePixelRatio()
    colors = {
        picture.pixelColor(QPoint(center.x() + dx, center.y() - 20 + dy) * ratio).name()
        for dx in range(-30, 30, 5)
        for dy in range(-30, 30, 5)
    }
    assert len(colors) > 20, "a photo has many colours, a placeholder two"


def test_a_name_typed_into_a_cell_is_kept_and_the_next_one_is_at_hand(
    qtbot: QtBot, view: PeopleView, crowd: Context
) -> None:
    type_name(qtbot, view, 0, "  Anna   Maria ")
    qtbot.waitUntil(lambda: titles(view) == ["Anna Maria", "Who is this?"])
    assert [person.name for person in everyone.people(crowd.workspace)] == ["Anna Maria", None]
    current = view.overview.grid.current
    assert current is not None
    assert current.title == "Who is this?"
    assert view.overview.said == "2 people, 1 without a name, 1 face of people seen once"


def test_a_letter_begins_a_name(qtbot: QtBot, view: PeopleView) -> None:
    choose(view, 1)
    qtbot.keyClick(view.overview.grid, Qt.Key.Key_B)
    editor = view.overview.grid.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.text().casefold() == "b"


def test_a_click_on_the_question_lets_it_be_answered(qtbot: QtBot, view: PeopleView) -> None:
    grid = view.overview.grid
    title = grid.cells.title_rect(grid.visualRect(grid.tiles.index(1)))
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=title.center())
    assert grid.viewport().findChild(QLineEdit) is not None


def test_a_name_is_taken_back(qtbot: QtBot, view: PeopleView, crowd: Context) -> None:
    assert not view.undo_button.isEnabled()
    type_name(qtbot, view, 0, "Anna")
    qtbot.waitUntil(lambda: titles(view)[0] == "Anna")
    assert "“Anna”" in view.undo_button.toolTip()
    view.undo_button.click()
    qtbot.waitUntil(lambda: titles(view)[0] == "Who is this?")
    assert [person.name for person in everyone.people(crowd.workspace)] == [None, None]
    assert not view.undo_button.isEnabled()


@pytest.mark.parametrize(("answer", "people"), [("The same person", 1), ("Somebody else", 2), ("Cancel", 2)])
def test_a_name_that_is_there_already_may_mean_the_same_person(
    qtbot: QtBot, view: PeopleView, crowd: Context, answer: str, people: int
) -> None:
    type_name(qtbot, view, 0, "Anna")
    qtbot.waitUntil(lambda: titles(view)[0] == "Anna")
    type_name(qtbot, view, 1, "anna")
    box: QMessageBox = visible_box(qtbot)
    assert "“Anna”" in box.text()
    button = next(button for button in box.buttons() if button.text().replace("&", "") == answer)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settled(qtbot, crowd)
    after = everyone.people(crowd.workspace)
    assert len(after) == people
    if answer == "Cancel":
        assert [person.name for person in after] == ["Anna", None]
    elif people == 2:
        assert [person.name for person in after] == ["Anna", "anna"]
    else:
        assert after[0].faces == 6


def test_two_who_are_one_are_merged_and_taken_apart_again(
    qtbot: QtBot, view: PeopleView, crowd: Context
) -> None:
    choose(view, 0)
    assert not view.overview.merge_button.isEnabled()
    choose(view, 0, 1)
    assert view.overview.said == "2 people chosen"
    view.overview.merge_button.click()
    qtbot.waitUntil(lambda: len(titles(view)) == 1)
    assert everyone.people(crowd.workspace)[0].faces == 6
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(titles(view)) == 2)
    assert [person.faces for person in everyone.people(crowd.workspace)] == [4, 2]


def test_who_is_hidden_comes_back_where_hidden_ones_are_shown(qtbot: QtBot, view: PeopleView) -> None:
    overview = view.overview
    assert not overview.show_hidden.isVisible()
    choose(view, 0)
    overview.grid.setFocus()
    qtbot.keyClick(overview.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(titles(view)) == 1)
    assert overview.show_hidden.isVisible()
    overview.show_hidden.setChecked(True)
    assert [tile.pale for tile in overview.grid.tiles.tiles] == [True, False]
    choose(view, 0)
    assert overview.hide_button.text() == "Show again"
    overview.hide_button.click()
    qtbot.waitUntil(lambda: not any(tile.pale for tile in overview.grid.tiles.tiles))


def test_a_face_seen_once_can_be_named(qtbot: QtBot, view: PeopleView, crowd: Context) -> None:
    view.overview.show_alone.setChecked(True)
    assert len(titles(view)) == 3
    type_name(qtbot, view, 2, "Clara")
    qtbot.waitUntil(lambda: sorted(titles(view)) == ["Clara", "Who is this?", "Who is this?"])
    assert everyone.strangers(crowd.workspace) == []


def test_the_filter_finds_names(qtbot: QtBot, view: PeopleView) -> None:
    type_name(qtbot, view, 1, "Ben")
    qtbot.waitUntil(lambda: "Ben" in titles(view))
    view.overview.filter.setText("be")
    assert titles(view) == ["Ben"]
    view.overview.filter.setText("nobody")
    assert titles(view) == []
    view.overview.filter.clear()
    assert len(titles(view)) == 2


def test_the_menu_offers_what_fits_those_who_are_chosen(view: PeopleView) -> None:
    def offered() -> dict[str, bool]:
        menu = view.overview.menu()
        return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}

    choose(view, 0)
    one = offered()
    assert one["Name…"]
    assert not one["Merge: this is one person"]
    choose(view, 0, 1)
    two = offered()
    assert not two["Open"]
    assert two["Merge: this is one person"]
    assert two["Photos together"]


def test_the_names_that_are_known_are_offered(qtbot: QtBot, view: PeopleView) -> None:
    type_name(qtbot, view, 0, "Anna")
    qtbot.waitUntil(lambda: titles(view)[0] == "Anna")
    choose(view, 1)
    view.overview.grid.edit_current()
    editor = view.overview.grid.viewport().findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "an")
    assert editor.completer().currentCompletion() == "Anna"
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def test_every_control_has_a_name_for_screen_readers(view: PeopleView) -> None:
    assert view.overview.grid.accessibleName() == "People"
    assert view.overview.filter.accessibleName() == "Filter by name"
    for button in (view.overview.merge_button, view.overview.hide_button, view.undo_button):
        assert button.text()
        assert button.toolTip()
