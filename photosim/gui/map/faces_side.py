"""The faces that were chosen on the map, beside it, and what can be said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from photosim.domain.people import Face, Person, PersonId
from photosim.gui.base.context import Context
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.theme import Space, heading, muted
from photosim.gui.people.controls import NameDialog, add_entry, fresh_menu, push_button
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.people.grid import TileGrid
from photosim.gui.people.tiles import Tile
from photosim.gui.people.words import faces_words, name_words


class ChosenFaces(QWidget):
    """A grid of faces. Its buttons are about those that are chosen in the grid, or else about all.

    Args:
        context: colours.
        desk: knows who is there, changes what is known of people.
        loader: brings the pictures of faces.
        parent: Qt's owner.
    """

    closed = Signal()
    """The user wants none of them chosen any more."""
    person_wanted = Signal(object)
    """The user wants to see more of this `Person`."""
    nearest_wanted = Signal(object)
    """The user wants the faces nearest to this `Face`."""
    photo_wanted = Signal(object)
    """The user wants to see the photo of this `Face` large."""

    def __init__(
        self, context: Context, desk: PeopleDesk, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.grid = TileGrid(loader, context.theme, "Chosen faces", lines=1, step=1)
        self.title = heading("", 2)
        self._about = muted()
        self.give_button = push_button("This is…", "person", "Say whose these faces are (G)", self.give)
        self.reject_button = push_button(
            "Not this person", "close", "Never again taken for this person's (N)", self.reject
        )
        self.person_button = push_button(
            "Open the person", "people", "All faces of this person, and the photos", self.open_person
        )
        self.undo_button = push_button("Undo", "undo", "", desk.undo)
        self._lay_out()
        self.grid.picked.connect(self._update)
        self.grid.opened.connect(lambda tile: self.photo_wanted.emit(tile.face))
        self.grid.menu_wanted.connect(lambda where: self.open_menu(self.faces, where))
        for signal in (desk.read, desk.changed):
            signal.connect(self._update)
        on_keys(self.grid, Qt.Key.Key_G, self.give)
        on_keys(self.grid, Qt.Key.Key_N, self.reject)
        self._update()

    @property
    def faces(self) -> list[Face]:
        """What the buttons are about."""
        tiles = self.grid.chosen or self.grid.tiles.tiles
        return [tile.face for tile in tiles if tile.face is not None]

    @property
    def about(self) -> str:
        """What the buttons are about, in words."""
        return self._about.text()

    def show_faces(self, faces: Sequence[Face], names: Mapping[PersonId, str]) -> None:
        """Show these, with the names of their people."""
        self.title.setText(faces_words(len(faces)))
        self.grid.show_tiles([_tile(face, owner_words(face, names)) for face in faces])
        self._update()

    def give(self) -> None:
        """Ask whose the faces are."""
        self._give(self.faces)

    def reject(self) -> None:
        """Say that the faces are not those of their person."""
        self._reject(self.faces)

    def open_person(self) -> None:
        """Go to the person whose faces these are."""
        person = self._owner(self.faces)
        if person is not None:
            self.person_wanted.emit(person)

    def open_menu(self, faces: list[Face], where: QPoint) -> None:
        """Offer what can be done with faces."""
        menu, one = fresh_menu(self), len(faces) == 1
        person = self._owner(faces)
        changes = not self._desk.read_only
        add_entry(menu, "This is…", lambda: self._give(faces), enabled=changes)
        add_entry(
            menu,
            "Not this person" if person is None else f"Not {name_words(person)}",
            lambda: self._reject(faces),
            enabled=changes and person is not None,
        )
        add_entry(
            menu,
            "All faces of this person",
            lambda: self.person_wanted.emit(person),
            enabled=person is not None,
        )
        add_entry(menu, "Find nearest faces", lambda: self.nearest_wanted.emit(faces[0]), enabled=one)
        add_entry(menu, "See the photo", lambda: self.photo_wanted.emit(faces[0]), enabled=one)
        menu.popup(where)

    def _give(self, faces: list[Face]) -> None:
        everybody = self._desk.everybody
        if faces and everybody is not None and not self._desk.read_only:
            words = "face is this" if len(faces) == 1 else f"{len(faces)} faces are these"
            names = sorted(set(everybody.names.values()))
            NameDialog(words, names, lambda name: self._desk.give(faces, name), self).open()

    def _reject(self, faces: list[Face]) -> None:
        person = self._owner(faces)
        if person is not None and not self._desk.read_only:
            self._desk.reject(faces, person)

    def _owner(self, faces: Sequence[Face]) -> Person | None:
        """The one person whose faces these are; None where they are of several or of nobody."""
        owners = {face.person for face in faces}
        if len(owners) != 1 or self._desk.everybody is None:
            return None
        return self._desk.everybody.person(owners.pop())

    def _update(self) -> None:
        faces, changes = self.faces, not self._desk.read_only
        person = self._owner(faces)
        self._about.setText(
            f"About the {faces_words(len(faces))} that you chose here"
            if self.grid.chosen
            else "About all of them, or those you choose here"
        )
        self.give_button.setEnabled(bool(faces) and changes)
        self.reject_button.setEnabled(person is not None and changes)
        self.person_button.setEnabled(person is not None)
        words = self._desk.undo_words
        self.undo_button.setEnabled(bool(words))
        self.undo_button.setToolTip(f"Take back: {words} (Ctrl+Z)" if words else "Nothing to take back")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(icon_button("close", "Choose nothing (Esc)", self.closed.emit))
        buttons = QGridLayout()
        buttons.setSpacing(Space.S)
        for place, button in enumerate(
            (self.give_button, self.reject_button, self.person_button, self.undo_button)
        ):
            buttons.addWidget(button, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addWidget(self._about)
        column.addLayout(buttons)
        self.setMinimumWidth(300)


def owner_words(face: Face, names: Mapping[PersonId, str]) -> str:
    """Whose a face is: "Anna", "Not named yet", "Seen once"."""
    return "Seen once" if face.person is None else names.get(face.person, "Not named yet")


def _tile(face: Face, owner: str) -> Tile:
    return Tile(key=face.id, face=face, title=owner, badge="check" if face.confirmed else "")
