"""The map of faces."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from photosim.app.exploring.map_faces import FacesMap
from photosim.domain.people import Face, PersonId
from photosim.gui.base.context import Context
from photosim.gui.kit.words import name_of
from photosim.gui.map.faces_side import ChosenFaces, owner_words
from photosim.gui.map.kind import Kind
from photosim.gui.map.pane import MapPane
from photosim.gui.map.scene import Scene, scene_of
from photosim.gui.map.work import run_faces
from photosim.gui.people.crops import face_key, face_loader
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.people.words import faces_words
from photosim.gui.photos.model import item_of
from photosim.gui.photos.viewer import Viewer

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NOBODY = (128, 128, 128)
_GOLDEN = 0.618034
"""Of a turn: so far apart, the colours of any number of people differ as much as they can."""


class FacesPane(MapPane):
    """All faces; those that are chosen stand beside them, with what can be said of them.

    Args:
        context: the open library.
        desk: knows who is there, changes what is known of people.
        viewer: shows single photos large.
        parent: Qt's owner.
    """

    person_wanted = Signal(object)
    """The user wants to see more of this `Person`."""
    nearest_wanted = Signal(object)
    """The user wants the faces nearest to this `Face`."""

    def __init__(
        self, context: Context, desk: PeopleDesk, viewer: Viewer, parent: QWidget | None = None
    ) -> None:
        loader = face_loader(context)
        kind = Kind("Map of faces", loader, face_key, self._path_of, self._lines_of, self._name_of)
        self.side = ChosenFaces(context, desk, loader)
        super().__init__(context, kind, run_faces, self.side, parent)
        loader.setParent(self)
        self._viewer = viewer
        self._everybody: object = None
        self._waiting.say("Laying out the map…", "Reading what is known of the faces in your photos.")
        self._nothing.say("No faces to lay out", "Look for faces on the page of people first.")
        self.canvas.enlarge.connect(self._enlarge)
        self.canvas.find_similar.connect(self.nearest_wanted)
        self.canvas.menu_wanted.connect(self._open_menu)
        self.side.closed.connect(self.choose_nothing)
        self.side.person_wanted.connect(self.person_wanted)
        self.side.nearest_wanted.connect(self.nearest_wanted)
        self.side.photo_wanted.connect(self._enlarge)

    def refresh_people(self, everybody: object) -> None:
        """Other people, names or faces may be known now: bring the map up to date where they are."""
        if everybody != self._everybody:
            self._everybody = everybody
            self.refresh()

    def _summary(self) -> str:
        return f"{faces_words(len(self.canvas.scene.items))}; those of one person lie together"

    def _scene(self, looks: FacesMap) -> Scene:
        return scene_of(looks.faces, looks.places, person_colours(looks.faces))

    def _path_of(self, face: Face) -> str:
        looks: FacesMap = self._looks
        return looks.paths[face.content]

    def _lines_of(self, face: Face) -> list[str]:
        looks: FacesMap = self._looks
        return [owner_words(face, looks.names), name_of(self._path_of(face))]

    def _name_of(self, face: Face) -> str:
        looks: FacesMap = self._looks
        return "" if face.person is None else looks.names.get(face.person, "")

    def _on_chosen(self) -> None:
        faces = [self.canvas.scene.items[row] for row in np.flatnonzero(self.canvas.chosen).tolist()]
        names = self._looks.names if self._looks is not None else {}
        self.side.show_faces(faces, names)
        self._show_side(bool(faces))
        self.status.emit(f"{faces_words(len(faces))} chosen on the map" if faces else "")

    def _enlarge(self, face: Face) -> None:
        photos = [photo for photo in self._context.workspace.photos() if photo.content == face.content]
        photos.sort(key=lambda photo: photo.missing)
        if photos:
            self._viewer.show_items([item_of(photos[0])], 0)

    def _open_menu(self, face: Face, where: QPoint) -> None:
        self.side.open_menu([face], where)


def person_colours(faces: Sequence[Face]) -> NDArray[np.uint8]:
    """A colour for each person, grey for faces that are nobody's: (N, 3) uint8."""
    known: dict[PersonId | None, tuple[int, int, int]] = {None: _NOBODY}
    for face in faces:
        if face.person is not None and face.person not in known:
            red, green, blue = colorsys.hls_to_rgb(face.person * _GOLDEN % 1.0, 0.52, 0.65)
            known[face.person] = (round(255 * red), round(255 * green), round(255 * blue))
    return np.array([known[face.person] for face in faces], np.uint8).reshape(-1, 3)
