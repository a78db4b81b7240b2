"""A face at the left, the faces most like it at the right; pictures are dropped and looked at."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from photosim.gui.base.context import Context
from photosim.gui.people.view import PeopleView
from tests.gui.conftest import drop, mime_of
from tests.gui.making import settled
from tests.helpers.photos import sample_paths


def test_the_nearest_faces_come_with_distances(qtbot: QtBot, view: PeopleView, crowd: Context) -> None:
    anna = view.desk.everybody.people[0]  # type: ignore[union-attr]
    view.search_face(anna.cover)
    page = view.nearest_page
    qtbot.waitUntil(lambda: page.grid.tiles.rowCount() == 6)
    captions = [tile.caption for tile in page.grid.tiles.tiles]
    assert captions == sorted(captions)
    assert captions[0] == "distance 0.01"
    assert page.said == "6 nearest faces, 3 probably the same person"
    page.reach.setValue(50)
    assert page.grid.tiles.rowCount() == 3
    page.reach.setValue(20)
    assert page.grid.tiles.rowCount() == 1
    page.reach.setValue(120)
    other = page.grid.tiles.tile(0).key
    page.grid.choose([other], other)
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_F)
    settled(qtbot, crowd)
    assert other not in [tile.key for tile in page.grid.tiles.tiles], "it is searched for itself now"
    view.go_back()
    qtbot.waitUntil(lambda: page.grid.tiles.row_of(other) is not None)


def test_a_picture_without_a_face_says_so(qtbot: QtBot, view: PeopleView) -> None:
    pytest.importorskip("dlib", reason="finding faces needs dlib")
    assert drop(view, mime_of(sample_paths()[1]))
    qtbot.waitUntil(lambda: "No face in this picture" in view.nearest_page.message)
    assert view.page is view.nearest_page


def test_a_file_that_is_no_picture_is_told(qtbot: QtBot, view: PeopleView, tmp_path: Path) -> None:
    pytest.importorskip("dlib", reason="finding faces needs dlib")
    text = tmp_path / "notes.jpg"
    text.write_text("nothing")
    view.search_file(str(text))
    qtbot.waitUntil(lambda: "did not work" in view.nearest_page.message)
    assert "notes.jpg" in view.nearest_page.message


def test_folders_are_left_to_the_window(view: PeopleView, tmp_path: Path) -> None:
    assert not drop(view, mime_of(tmp_path))


def test_real_faces_are_found_named_and_searched_for(
    qtbot: QtBot, open_window: object, tmp_path: Path
) -> None:
    pytest.importorskip("dlib", reason="finding faces needs dlib")
    source = Path(os.environ.get("PHOTOSIM_PHOTOS", "")) / "bench" / "faces"
    if not source.is_dir():
        pytest.skip("PHOTOSIM_PHOTOS names no folder with bench/faces")
    photos = tmp_path / "photos"
    photos.mkdir()
    for person in ("Bill_Clinton", "Clint_Eastwood"):
        for file in sorted((source / person).iterdir())[:3]:
            shutil.copy(file, photos / f"{person}-{file.name}")
    window = open_window()  # type: ignore[operator]
    from photosim.domain.files import Root
    from photosim.domain.scanning import ScanSettings

    with qtbot.waitSignal(window.desk.scan_ended):
        window.desk.start_scan([Root(str(photos))], ScanSettings())
    window.go("people")
    view = window.views.people.load()
    qtbot.waitUntil(lambda: "Who is in your photos?" in view.pane.text)
    view.pane.find_button.click()
    qtbot.waitUntil(lambda: view.desk.summary is not None and not view.desk.looking)
    qtbot.waitUntil(lambda: view.desk.everybody.waiting == 0 and view.page is not view.pane)
    assert [person.faces for person in view.desk.everybody.people] == [3, 3]
    view.search_file(str(sorted((source / "Bill_Clinton").iterdir())[3]))
    qtbot.waitUntil(lambda: view.nearest_page.grid.tiles.rowCount() > 0)
    near = view.nearest_page.grid.tiles.tile(0).face
    owner = view.desk.everybody.person(near.person)
    shown = {window.desk.context.workspace.library.people.faces()[0].content, near.content}
    assert shown
    paths = [photo.path for photo in window.desk.context.workspace.photos() if photo.content == near.content]
    assert "Bill_Clinton" in paths[0]
    assert owner is not None
    frame = view.nearest_page.picture
    qtbot.mouseClick(frame, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert frame.current == 0


def test_who_is_in_a_photo_is_told_and_groups_are_narrowed_to_them(
    qtbot: QtBot, crowd_library: Path, tmp_path: Path, open_window: object
) -> None:
    shutil.copytree(crowd_library, tmp_path / "library")
    window = open_window()  # type: ignore[operator]
    people = window.views.people.load()
    qtbot.waitUntil(lambda: people.desk.everybody is not None)
    ben = people.desk.everybody.people[1]
    people.desk.name(ben, "Ben")
    qtbot.waitUntil(lambda: people.desk.everybody.names == {ben.id: "Ben"})
    shown = next(
        photo for photo in window.desk.context.workspace.photos() if photo.content == ben.cover.content
    )
    window.go("photos")
    grid = window.views.photos.load().grid
    qtbot.waitUntil(lambda: grid.photos.row_of(shown.path) is not None)
    menu = grid.menu_of(grid.photos.item(grid.photos.row_of(shown.path)))
    next(action for action in menu.actions() if action.text() == "Who is in this photo?").trigger()
    assert window.page == "people"
    page = people.nearest_page
    qtbot.waitUntil(lambda: page.grid.tiles.rowCount() > 0)
    assert page.picture.accessibleDescription() == "Face 1 of 2"
    page.picture.choose(1)
    qtbot.waitUntil(lambda: page.grid.tiles.tile(0).title == "Ben")

    window.go("groups")
    groups = window.views.groups.load()
    qtbot.waitUntil(lambda: groups.model.rowCount() > 0)
    everything = list(groups.model.groups)
    choice = groups.bar.people
    qtbot.waitUntil(lambda: choice.isVisible() and choice.count() == 2)
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    contents = choice.chosen.contents
    assert len(contents) == 2
    expected = [
        group.id for group in everything if any(member.photo.content in contents for member in group.members)
    ]
    assert [group.id for group in groups.model.groups] == expected
