"""Where the map leads to in the whole window."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photosim.app.exploring.map import MapMethod
from photosim.gui.base.pages import Page
from photosim.gui.map.controls import Subject
from photosim.gui.map.view import MapView
from photosim.gui.people.view import PeopleView
from photosim.gui.shell.main_window import MainWindow
from photosim.gui.shell.views import Views


@pytest.fixture
def window(crowd_library: Path, tmp_path: Path, open_window: Callable[..., MainWindow]) -> MainWindow:
    shutil.copytree(crowd_library, tmp_path / "library")
    return open_window()


def map_of(qtbot: QtBot, window: MainWindow) -> tuple[MapView, Views]:
    qtbot.waitUntil(lambda: window.views is not None)
    views = window.views
    assert views is not None
    window.go(Page.MAP)
    view = views.map.load()
    assert isinstance(view, MapView)
    view.photos.show_method(MapMethod.PCA)
    qtbot.waitUntil(lambda: view.photos.usable and not view.photos.busy)
    return view, views


def test_photos_lead_to_their_groups(qtbot: QtBot, window: MainWindow) -> None:
    view, views = map_of(qtbot, window)
    names = [Path(photo.path).name for photo in view.photos.canvas.scene.items]
    view.photos.canvas.choose(np.array(["flower" in name for name in names]))
    qtbot.mouseClick(view.photos.side.review_button, Qt.MouseButton.LeftButton)
    assert window.page is Page.GROUPS
    qtbot.waitUntil(lambda: views.groups.load().model.rowCount() == 1)
    assert "flower" in views.groups.load().model.group(0).keeper.path
    assert views.groups.load().bar.among.button.text() == "3 photos from the map"


def test_faces_lead_to_their_person_and_what_was_done_is_taken_back_there(
    qtbot: QtBot, window: MainWindow
) -> None:
    view, views = map_of(qtbot, window)
    view.faces.show_method(MapMethod.PCA)
    qtbot.waitUntil(lambda: view.faces.usable and not view.faces.busy)
    qtbot.waitUntil(view.bar.subjects[Subject.FACES].isVisible)
    view.show_subject(Subject.FACES)
    owners = [face.person for face in view.faces.canvas.scene.items]
    view.faces.canvas.choose(np.array([bool(owner) and owners.count(owner) == 2 for owner in owners]))
    view.desk.give(view.faces.side.faces, "Ben")
    qtbot.waitUntil(lambda: view.faces.side.grid.tiles.tile(0).title == "Ben")
    view.faces.side.open_person()
    assert window.page is Page.PEOPLE
    people = views.people.loaded
    assert isinstance(people, PeopleView)
    assert people.page is people.person_page
    assert people.person_page.name.text() == "Ben"
    people.undo_button.click()
    qtbot.waitUntil(lambda: not view.desk.undo_words)
    qtbot.waitUntil(lambda: view.desk.everybody is not None and not view.desk.everybody.names)
