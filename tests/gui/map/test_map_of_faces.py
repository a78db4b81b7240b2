"""The map of faces in a real, if invisible, window."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photosim.app.exploring.map import MapMethod
from photosim.app.people.everyone import people
from photosim.app.people.naming import hide_person
from photosim.gui.base.context import Context
from photosim.gui.map.controls import Subject
from photosim.gui.map.faces import person_colours
from photosim.gui.map.view import MapView
from photosim.gui.people.controls import NameDialog
from photosim.similarity import projection_layout
from photosim.similarity.projection_tsne import Stage
from tests.gui.making import settled


@pytest.fixture(autouse=True, scope="module")
def few_steps() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection_layout, "FRESH", (Stage(25, 12.0, 0.5), Stage(25, 1.0, 0.8)))
        yield


@pytest.fixture
def view(qtbot: QtBot, crowd: Context) -> MapView:
    """The map of seven faces: four of one person, two of another, one seen once."""
    made = MapView(crowd)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    button = made.bar.subjects[Subject.FACES]
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.faces.usable and not made.faces.busy)
    settled(qtbot, crowd)
    return made


def choose(view: MapView, count: int) -> None:
    """The faces of the person who has so many."""
    items = view.faces.canvas.scene.items
    owners = [face.person for face in items]
    view.faces.canvas.choose(np.array([owner and owners.count(owner) == count for owner in owners], np.bool_))


def titles(view: MapView) -> list[str]:
    return [tile.title for tile in view.faces.side.grid.tiles.tiles]


def give(qtbot: QtBot, name: str) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NameDialog)
    dialog.line.setText(name)
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)


def test_faces_are_laid_out_as_pictures_of_their_own(qtbot: QtBot, view: MapView) -> None:
    canvas = view.faces.canvas
    assert len(canvas.scene.items) == 7
    assert "7 faces" in view.bar.summary.text()
    qtbot.waitUntil(lambda: len(canvas.shown_pictures) > 0)
    qtbot.mouseMove(canvas, canvas.shown_pictures[0][1].center().toPoint())
    assert not canvas.grab().isNull()
    view.bar.method_wanted.emit(MapMethod.PCA)
    qtbot.waitUntil(lambda: not view.faces.busy)
    assert view.faces.method is MapMethod.PCA
    assert view.photos.method is MapMethod.TSNE


def test_chosen_faces_are_named_and_that_is_taken_back(qtbot: QtBot, view: MapView) -> None:
    choose(view, 2)
    assert view.faces.side.isVisible()
    assert view.faces.side.title.text() == "2 faces"
    assert titles(view) == ["Not named yet"] * 2
    view.faces.side.give()
    give(qtbot, "Ben")
    qtbot.waitUntil(lambda: titles(view) == ["Ben"] * 2)
    with qtbot.waitSignal(view.person_wanted) as wanted:
        qtbot.mouseClick(view.faces.side.person_button, Qt.MouseButton.LeftButton)
    assert wanted.args is not None
    assert (wanted.args[0].name, wanted.args[0].faces) == ("Ben", 2)
    qtbot.mouseClick(view.faces.side.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: titles(view) == ["Not named yet"] * 2)
    assert not view.faces.side.undo_button.isEnabled()


def test_only_those_chosen_in_the_grid_are_taken_away(qtbot: QtBot, view: MapView) -> None:
    choose(view, 4)
    grid = view.faces.side.grid
    grid.choose([grid.tiles.tile(1).key])
    assert "1 face" in view.faces.side.about
    qtbot.mouseClick(view.faces.side.reject_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: titles(view).count("Seen once") == 1)
    grid.clearSelection()
    assert len(view.faces.side.faces) == 4
    # Of two owners: nobody can say whose they are not.
    assert not view.faces.side.reject_button.isEnabled()
    assert not view.faces.side.person_button.isEnabled()


def test_the_menu_of_a_face_leads_to_its_like_and_to_its_photo(qtbot: QtBot, view: MapView) -> None:
    face = view.faces.canvas.scene.items[0]
    view.faces.canvas.menu_wanted.emit(face, QPoint(5, 5))
    menu = view.faces.side.findChild(QMenu)
    assert menu is not None
    entries = {action.text(): action for action in menu.actions()}
    with qtbot.waitSignal(view.nearest_wanted) as wanted:
        entries["Find nearest faces"].trigger()
    assert wanted.args == [face]
    entries["See the photo"].trigger()
    assert view.viewer.isVisible()
    menu.close()


def test_without_faces_there_is_no_switch(qtbot: QtBot, context: Context) -> None:
    view = MapView(context)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: view.desk.everybody is not None)
    settled(qtbot, context)
    assert not view.bar.subjects[Subject.FACES].isVisible()


def test_faces_of_hidden_people_are_left_out(qtbot: QtBot, view: MapView, crowd: Context) -> None:
    hide_person(crowd.workspace, people(crowd.workspace)[0].id)
    view.refresh()
    qtbot.waitUntil(lambda: len(view.faces.canvas.scene.items) == 3)
    settled(qtbot, crowd)
    colours = person_colours(view.faces.canvas.scene.items)
    assert len({tuple(colour) for colour in colours.tolist()}) == 2
