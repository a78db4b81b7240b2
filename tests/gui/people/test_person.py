"""One person: faces confirmed and rejected, photos, company, taking apart."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photosim.app.people import everyone
from photosim.gui.base.context import Context
from photosim.gui.people.controls import NameDialog
from photosim.gui.people.view import PeopleView
from tests.gui.making import settled


def open_first(qtbot: QtBot, view: PeopleView) -> None:
    """Enter on the first person opens the page of that person."""
    grid = view.overview.grid
    key = grid.tiles.tile(0).key
    grid.choose([key], key)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.person_page.grid.tiles.rowCount() == 4)
    assert view.page is view.person_page


def choose_faces(view: PeopleView, *rows: int) -> None:
    grid = view.person_page.grid
    keys = [grid.tiles.tile(row).key for row in rows]
    grid.choose(keys, keys[0])
    grid.setFocus()


def test_a_face_that_was_looked_at_is_confirmed_and_the_next_one_is_at_hand(
    qtbot: QtBot, view: PeopleView, crowd: Context
) -> None:
    open_first(qtbot, view)
    page = view.person_page
    choose_faces(view, 0)
    face = page.chosen[0]
    qtbot.keyClick(page.grid, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: page.grid.tiles.tile(0).badge == "check")
    settled(qtbot, crowd)
    assert page.chosen != [face]
    confirmed = [
        face.id
        for face in everyone.faces_of(crowd.workspace, view.desk.everybody.people[0].id)
        if face.confirmed
    ]
    assert confirmed == [face.id]


def test_a_face_of_somebody_else_goes_and_comes_back_by_undo(
    qtbot: QtBot, view: PeopleView, crowd: Context
) -> None:
    open_first(qtbot, view)
    page = view.person_page
    choose_faces(view, 1, 2)
    qtbot.keyClick(page.grid, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.grid.tiles.rowCount() == 2)
    assert len(everyone.strangers(crowd.workspace)) == 3
    view.undo_button.click()
    qtbot.waitUntil(lambda: page.grid.tiles.rowCount() == 4)
    assert len(everyone.strangers(crowd.workspace)) == 1


def test_faces_are_given_to_somebody_with_a_name(qtbot: QtBot, view: PeopleView, crowd: Context) -> None:
    open_first(qtbot, view)
    choose_faces(view, 3)
    view.person_page.give_button.click()
    dialog = view.person_page.findChild(NameDialog)
    assert dialog is not None
    assert not dialog.ok.isEnabled()
    qtbot.keyClicks(dialog.line, "Dora")
    dialog.ok.click()
    qtbot.waitUntil(lambda: view.person_page.grid.tiles.rowCount() == 3)
    assert {person.name: person.faces for person in everyone.people(crowd.workspace)}["Dora"] == 1


def test_a_person_is_named_on_the_page_and_escape_leaves_the_name_alone(
    qtbot: QtBot, view: PeopleView, crowd: Context
) -> None:
    open_first(qtbot, view)
    page = view.person_page
    qtbot.keyClick(page.grid, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is page.name
    qtbot.keyClicks(page.name, "Anna")
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: everyone.people(crowd.workspace)[0].name == "Anna")
    settled(qtbot, crowd)
    page.name.setFocus()
    qtbot.keyClicks(page.name, "x")
    qtbot.keyClick(page.name, Qt.Key.Key_Escape)
    assert page.name.text() == "Anna"


def test_the_photos_can_be_narrowed_to_those_with_somebody_else(
    qtbot: QtBot, view: PeopleView, crowd: Context
) -> None:
    open_first(qtbot, view)
    pane = view.person_page.together
    view.person_page.photos_tab.click()
    # Four pictures; one of them is there as two files.
    qtbot.waitUntil(lambda: pane.photos.rowCount() == 5 and pane.others.tiles.rowCount() == 1)
    ben = pane.others.tiles.tile(0)
    assert ben.caption == "2 pictures"
    pane.others.choose([ben.key], ben.key)
    qtbot.waitUntil(lambda: pane.photos.rowCount() < 5)
    settled(qtbot, crowd)
    together = everyone.photos_of(crowd.workspace, [person.id for person in everyone.people(crowd.workspace)])
    assert sorted(item.path for item in pane.photos.items) == [photo.path for photo in together]
    assert pane.said == f"{len(together)} photos with 2 people"
    view.go_home()
    grid = view.overview.grid
    grid.choose([tile.key for tile in grid.tiles.tiles])
    view.overview.together_button.click()
    qtbot.waitUntil(lambda: pane.photos.rowCount() == len(together))
    assert view.person_page.photos_tab.isChecked()


def test_the_photo_of_a_face_is_shown_large(
    qtbot: QtBot, view: PeopleView, scanned: tuple[Path, Path]
) -> None:
    open_first(qtbot, view)
    choose_faces(view, 0)
    qtbot.keyClick(view.person_page.grid, Qt.Key.Key_Space)
    assert view.viewer.isVisible()
    item = view.viewer.item
    assert item is not None
    assert item.path.startswith(str(scanned[0]))
    qtbot.keyClick(view.viewer, Qt.Key.Key_Escape)
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.page is not view.person_page


def test_a_person_is_taken_apart_into_the_parts_that_are_seen(
    qtbot: QtBot, view: PeopleView, crowd: Context
) -> None:
    open_first(qtbot, view)
    view.person_page.split_button.click()
    page = view.split_page
    qtbot.waitUntil(lambda: len(page.columns) == 2)
    assert [len(column.faces) for column in page.columns] == [2, 2]
    assert [column.goes for column in page.columns] == [False, True]
    page.columns[1].line.setText("Dora")
    page.apply_button.click()
    qtbot.waitUntil(lambda: view.page is view.person_page and view.person_page.grid.tiles.rowCount() == 2)
    settled(qtbot, crowd)
    names = {person.name: person.faces for person in everyone.people(crowd.workspace)}
    assert names == {"Dora": 2, None: 2}
    view.undo_button.click()
    qtbot.waitUntil(lambda: len(everyone.people(crowd.workspace)) == 2)
    assert everyone.people(crowd.workspace)[0].faces == 4


def test_a_face_is_moved_to_another_column_and_a_column_may_stay(qtbot: QtBot, view: PeopleView) -> None:
    open_first(qtbot, view)
    view.person_page.split_button.click()
    page = view.split_page
    qtbot.waitUntil(lambda: len(page.columns) == 2)
    grid = page.columns[1].grid
    key = grid.tiles.tile(0).key
    grid.choose([key], key)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_1)
    assert [len(column.faces) for column in page.columns] == [3, 1]
    page.columns[1].tick.setChecked(False)
    assert not page.apply_button.isEnabled()
    page.add_button.click()
    assert len(page.columns) == 3
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.page is view.person_page
