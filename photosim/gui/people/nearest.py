"""A face at the left, the faces most like it at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QStackedWidget, QVBoxLayout, QWidget

from photosim.domain.people import SAME_PERSON_DISTANCE, Face, NearFace
from photosim.domain.photo import Photo
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.choice_box import ChoiceBox
from photosim.gui.kit.compound import Compound
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.kit.words import name_of
from photosim.gui.people import work
from photosim.gui.people.controls import NameDialog, add_entry, fresh_menu, push_button
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.people.grid import TileGrid
from photosim.gui.people.picture import FacesPicture
from photosim.gui.people.words import faces_words, near_tile
from photosim.gui.photos.large import LargePictures

_COUNT = 50
_COUNTS = tuple((count, f"{count} nearest") for count in (20, 50, 100, 200, 500))
_LARGEST_SIDE = 1600


class NearestPage(Compound):
    """The nearest faces of a face of the library, or of one in any picture.

    Args:
        context: pictures and colours.
        desk: reads in the background, changes what is known of people.
        faces: brings the pictures of faces.
        parent: Qt's owner.
    """

    back = Signal()
    """The user wants to go where they came from."""
    person_wanted = Signal(object)
    """The user wants to see more of this `Person`."""
    similar_wanted = Signal(object)
    """The user wants the faces nearest to this `Face`."""
    photo_wanted = Signal(object)
    """The user wants to see the photo of this `Face` large."""

    def __init__(
        self, context: Context, desk: PeopleDesk, faces: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = context.workspace
        self._desk = desk
        self._large = LargePictures(context.workspace, context.jobs, self)
        self._job: Job | None = None
        self._found: Sequence[work.Asked] = ()
        self._asked: work.Asked | None = None
        self._near: list[NearFace] = []
        self.picture = FacesPicture(context.theme)
        self.grid = TileGrid(faces, context.theme, "Nearest faces", step=2)
        self.count = ChoiceBox("How many faces are shown at most", _COUNTS)
        self.reach = QSlider(Qt.Orientation.Horizontal)
        self._name = ElidedLabel()
        self._hint = muted()
        self._said = ElidedLabel()
        self._reach_words = QLabel()
        self._message = EmptyState("person", "", "")
        self._body = QStackedWidget(self)
        self.give_button = push_button("This is…", "person", "Say whose the chosen faces are (G)", self.give)
        self._set_up()
        self._lay_out()

    @property
    def message(self) -> str:
        """What is said instead of faces, "" while faces are shown."""
        return self._message.text if self._body.currentWidget() is self._message else ""

    @property
    def said(self) -> str:
        """What was found, in words."""
        return self._said.text()

    @property
    def chosen(self) -> list[Face]:
        """The faces that are chosen."""
        return [tile.face for tile in self.grid.chosen if tile.face is not None]

    def search_face(self, face: Face) -> None:
        """Find what is nearest to a face of the library."""
        self._found, self._asked = (), face
        self._name.setText("")
        self._hint.setText("")
        self.picture.set_image(None)
        self.picture.show_faces([face.box], 0)
        self._run()
        path = work.path_of(self._workspace, face.content)
        if path is not None:
            self._name.setText(name_of(path))
            self._large.load(path, _LARGEST_SIDE, self._show_image, self._on_trouble)

    def search_photo(self, photo: Photo) -> None:
        """Show who is on a photo of the library, and what is nearest to one of them."""
        self._begin(name_of(photo.path))
        self._large.load(photo.path, _LARGEST_SIDE, self._show_image, self._on_trouble)
        self._look(lambda: work.faces_in_photo(self._workspace, photo))

    def search_file(self, path: str) -> None:
        """Find the faces in a file, and what is nearest to one of them."""
        self._begin(name_of(path))
        self._large.load(path, _LARGEST_SIDE, self._show_image, self._on_trouble)
        self._look(lambda: work.faces_in_file(self._workspace, path))

    def search_bytes(self, data: bytes, name: str) -> None:
        """Find the faces in an encoded picture, and what is nearest to one of them."""
        self._begin(name)
        self._large.load_data(data, _LARGEST_SIDE, self._show_image, self._on_trouble)
        self._look(lambda: work.faces_in_data(self._workspace, data, name))

    def refresh(self) -> None:
        """Search again: names, or faces, are others now."""
        if self._asked is not None:
            self._run()

    def give(self) -> None:
        """Ask whose the chosen faces are."""
        everybody, chosen = self._desk.everybody, self.chosen
        if chosen and everybody is not None and not self._desk.read_only:
            words = "face is this" if len(chosen) == 1 else f"{len(chosen)} faces are these"
            names = sorted(set(everybody.names.values()))
            NameDialog(words, names, lambda name: self._desk.give(chosen, name), self).open()

    def _begin(self, name: str) -> None:
        self._found, self._asked = (), None
        self.grid.show_tiles([])
        self._name.setText(name)
        self._hint.setText("")
        self.picture.set_image(None)
        self.picture.show_faces([], 0)
        self._say("Looking for faces…", "")

    def _look(self, look: Callable[[], Sequence[work.Asked]]) -> None:
        self._drop()
        self._job = self._desk.run(
            "Looking for faces in a picture",
            lambda _report, _cancel: look(),
            self._on_found,
            self,
            self._on_failed,
        )

    def _on_found(self, found: Sequence[work.Asked]) -> None:
        self._found = found
        if not found:
            self._say(
                "No face in this picture",
                "photosim finds faces that look towards the camera and are not too small. Drop another "
                "picture here.",
            )
            return
        largest = max(range(len(found)), key=lambda number: found[number].box.width)
        self.picture.show_faces([face.box for face in found], largest)
        if len(found) > 1:
            self._hint.setText(f"{faces_words(len(found))} in this picture: click on the one to search for.")
        self._choose(largest)

    def _choose(self, number: int) -> None:
        if number < len(self._found):
            self._asked = self._found[number]
            self._run()

    def _run(self) -> None:
        self._drop()
        asked, count = self._asked, int(self.count.chosen)
        if asked is None:
            return
        self._job = self._desk.run(
            "Searching for a face",
            lambda _report, _cancel: work.nearest(self._workspace, asked, count),
            self._show,
            self,
            self._on_failed,
        )

    def _show(self, near: list[NearFace]) -> None:
        self._near = near
        self._show_reach()

    def _show_reach(self) -> None:
        """Show those of the found that are within the distance of the slider."""
        reach = self.reach.value() / 100
        self._reach_words.setText(f"up to distance {reach:.2f}")
        everybody = self._desk.everybody
        names = everybody.names if everybody is not None else {}
        within = [near for near in self._near if near.distance <= reach]
        self.grid.show_tiles([near_tile(near, number, names) for number, near in enumerate(within, start=1)])
        if not within:
            nearest = f" The nearest is at {self._near[0].distance:.2f}." if self._near else ""
            self._say("No face is so near", f"Move the slider to the right to see more.{nearest}")
            return
        likely = sum(near.distance < SAME_PERSON_DISTANCE for near in within)
        self._said.setText(
            f"{count_words(len(within), 'nearest face', 'nearest faces')}, "
            f"{likely:,} probably the same person"
        )
        self._body.setCurrentWidget(self.grid)

    def _say(self, title: str, text: str) -> None:
        self._said.setText("")
        self._message.say(title, text)
        self._body.setCurrentWidget(self._message)

    def _on_failed(self, error: Exception) -> None:
        self._say("This did not work", told_failure(error))

    def _show_image(self, image: QImage) -> None:
        self.picture.set_image(image, QSize(image.width() * 3, image.height() * 3))

    def _on_trouble(self, reason: str) -> None:
        self.picture.set_trouble(reason)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.drop()

    def _person(self) -> None:
        everybody, chosen = self._desk.everybody, self.chosen
        person = everybody.person(chosen[0].person) if everybody is not None and chosen else None
        if person is not None:
            self.person_wanted.emit(person)

    def _similar(self) -> None:
        if len(self.chosen) == 1:
            self.similar_wanted.emit(self.chosen[0])

    def _photo(self) -> None:
        tile = self.grid.current
        if tile is not None and tile.face is not None:
            self.photo_wanted.emit(tile.face)

    def _ask(self, where: QPoint) -> None:
        menu = fresh_menu(self)
        one = len(self.chosen) == 1
        owned = one and self.chosen[0].person is not None
        add_entry(menu, "This is…", self.give, enabled=bool(self.chosen) and not self._desk.read_only)
        add_entry(menu, "All faces of this person", self._person, enabled=owned)
        add_entry(menu, "Find nearest faces", self._similar, enabled=one)
        add_entry(menu, "See the photo", self._photo, enabled=one)
        menu.popup(where)

    def _update_actions(self) -> None:
        self.give_button.setEnabled(bool(self.chosen) and not self._desk.read_only)

    def _set_up(self) -> None:
        mark(self._name, "muted")
        mark(self._said, "muted")
        mark(self._reach_words, "muted")
        self.reach.setRange(20, 150)
        self.reach.setValue(120)
        self.reach.setFixedWidth(140)
        self.reach.setAccessibleName("Largest distance of the faces that are shown")
        self.reach.setToolTip("Faces of one person are mostly nearer than 0.6")
        self.count.choose(_COUNT)
        self.count.activated.connect(lambda _index: self._run())
        self.reach.valueChanged.connect(lambda _reach: self._show_reach())
        self.picture.chosen.connect(self._choose)
        self.grid.picked.connect(self._update_actions)
        self.grid.opened.connect(lambda _tile: self._photo())
        self.grid.menu_wanted.connect(self._ask)
        for key, call in (
            (Qt.Key.Key_G, self.give),
            (Qt.Key.Key_F, self._similar),
            (Qt.Key.Key_Space, self._photo),
        ):
            on_keys(self.grid, key, call)
        self.lead_to(self.grid)

    def _lay_out(self) -> None:
        parts = QuietSplitter(Qt.Orientation.Horizontal, self)
        left = QWidget(parts)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._name)
        column.addWidget(self._hint)
        column.addWidget(self.picture, 1)
        right = QWidget(parts)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addStretch()
        row.addWidget(self._reach_words)
        row.addWidget(self.reach)
        row.addWidget(self.count)
        row.addWidget(self.give_button)
        self._body.addWidget(self.grid)
        self._body.addWidget(self._message)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(row)
        column.addWidget(self._body, 1)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 2)
        parts.setSizes([380, 760])
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(icon_button("back", "Back (Alt+Left)", self.back.emit))
        head.addWidget(heading("Nearest faces", 2))
        head.addWidget(self._said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(parts, 1)
