"""One person: their faces, their photos, who is with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from photosim.domain.people import Face, Person
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.compound import Compound
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.theme import Space, muted, scaled_font
from photosim.gui.people import work
from photosim.gui.people.controls import (
    NameDialog,
    add_entry,
    fresh_menu,
    offer_names,
    push_button,
    segment,
)
from photosim.gui.people.crops import face_key
from photosim.gui.people.delegate import filling
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.people.grid import TileGrid
from photosim.gui.people.together import TogetherPane
from photosim.gui.people.words import WHO, face_tile, faces_words, name_words

_COVER = 64


class PersonPage(Compound):
    """Everything about one person.

    Args:
        context: pictures and colours.
        desk: changes what is known of people.
        faces: brings the pictures of faces.
        parent: Qt's owner.
    """

    back = Signal()
    """The user wants to go where they came from."""
    split_wanted = Signal(object)
    """The user wants to take this `Person` apart."""
    similar_wanted = Signal(object)
    """The user wants the faces nearest to this `Face`."""
    photo_wanted = Signal(object)
    """The user wants to see the photo of this `Face` large."""
    gone = Signal()
    """The person is no more: merged, or without faces."""

    def __init__(
        self, context: Context, desk: PeopleDesk, faces: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk
        self.person: Person | None = None
        self._faces: list[Face] = []
        self.grid = TileGrid(faces, context.theme, "Faces of this person", lines=0, step=2)
        self._body = QStackedWidget(self)
        self._faces_part = QWidget(self._body)
        self.together = TogetherPane(context, desk, faces, self._body)
        self._cover = _Cover(faces)
        self.name = QLineEdit()
        self._said = muted()
        self._chosen = muted()
        self.faces_tab = segment("Faces", "The faces that are taken for this person's (Alt+1)")
        self.photos_tab = segment("Photos", "The photos with this person, and who else is there (Alt+2)")
        self.confirm_button = push_button(
            "Confirm", "check", "You looked: it is this person (Y)", self.confirm
        )
        self.reject_button = push_button(
            "Not this person", "close", "Never again taken for this person's (N)", self.reject
        )
        self.give_button = push_button("Somebody else…", "person", "Say whose faces these are (G)", self.give)
        self.similar_button = push_button(
            "Nearest", "similar", "The faces most like this one (F)", self._similar
        )
        self.split_button = push_button(
            "Split…", "split", "Two people were taken for one: take them apart", self._split
        )
        self.hide_button = push_button("Hide", "hidden", "Leave this person out of the list", self._hide)
        self._set_up()
        self._lay_out()

    @property
    def chosen(self) -> list[Face]:
        """The faces that are chosen."""
        return [tile.face for tile in self.grid.chosen if tile.face is not None]

    def show_person(self, person: Person, others: Sequence[Person] = ()) -> None:
        """Show somebody else.

        Args:
            person: whose faces are shown.
            others: where there are some, the photos in which all of them are together come first.
        """
        self.person = person
        self._faces = []
        self.grid.show_tiles([])
        self.grid.scrollToTop()
        self.together.show_people([person], others)
        (self.photos_tab if others else self.faces_tab).click()
        self.refresh()

    def refresh(self) -> None:
        """Take over what the desk knows now."""
        everybody = self._desk.everybody
        if self.person is None or everybody is None:
            return
        person = everybody.person(self.person.id)
        if person is None:
            self.person = None
            self.gone.emit()
            return
        self.person = person
        self._cover.show_face(person.cover)
        if not self.name.hasFocus() or not self.name.isModified():
            self.name.setText(person.name or "")
        offer_names(self.name, sorted(set(everybody.names.values())))
        self.hide_button.setText("Show again" if person.hidden else "Hide")
        workspace = self._context.workspace
        self._desk.run(
            "Reading the faces of a person",
            lambda _report, _cancel: work.faces_of(workspace, person.id),
            self._show_faces,
            self,
        )
        self.together.refresh()

    def confirm(self) -> None:
        """The chosen faces are this person's."""
        if self.chosen and self.person is not None and not self._desk.read_only:
            self._desk.confirm(self.chosen, self.person)
            self._go_on()

    def reject(self) -> None:
        """The chosen faces are not this person's."""
        if self.chosen and self.person is not None and not self._desk.read_only:
            self._desk.reject(self.chosen, self.person)

    def give(self) -> None:
        """Ask whose the chosen faces are."""
        everybody, chosen = self._desk.everybody, self.chosen
        if chosen and everybody is not None and not self._desk.read_only:
            names = sorted(set(everybody.names.values()))
            words = "face is this" if len(chosen) == 1 else f"{len(chosen)} faces are these"
            NameDialog(words, names, lambda name: self._desk.give(chosen, name), self).open()

    def menu(self) -> QMenu:
        """What can be done with the chosen faces."""
        free = bool(self.chosen) and not self._desk.read_only
        who = name_words(self.person)
        menu = fresh_menu(self)
        add_entry(menu, f"It is {who}", self.confirm, enabled=free)
        add_entry(menu, f"It is not {who}", self.reject, enabled=free)
        add_entry(menu, "It is somebody else…", self.give, enabled=free)
        menu.addSeparator()
        add_entry(menu, "Find nearest faces", self._similar, enabled=len(self.chosen) == 1)
        add_entry(menu, "See the photo", self._photo, enabled=len(self.chosen) == 1)
        return menu

    def _show_faces(self, faces: list[Face]) -> None:
        if self.person is None or any(face.person != self.person.id for face in faces):
            return
        self._faces = faces
        self.grid.show_tiles([face_tile(face, number) for number, face in enumerate(faces, start=1)])
        if faces and not self.grid.currentIndex().isValid():
            self.grid.choose([], faces[0].id)
        confirmed = sum(face.confirmed for face in faces)
        photos = len({face.content for face in faces})
        parts = [f"{faces_words(len(faces))} in {count_words(photos, 'picture', 'pictures')}"]
        if confirmed:
            parts.append(f"{confirmed:,} confirmed")
        if self.person.hidden:
            parts.append("hidden")
        self._said.setText(", ".join(parts))
        self.faces_tab.setText(f"Faces ({len(faces):,})")
        self._update_actions()

    def _go_on(self) -> None:
        """After a confirmation the face that follows is at hand."""
        last = self.grid.tiles.row_of(self.grid.chosen[-1].key)
        if last is not None and last + 1 < self.grid.tiles.rowCount():
            following = self.grid.tiles.tile(last + 1).key
            self.grid.choose([following], following)

    def _update_actions(self) -> None:
        chosen, fixed = len(self.chosen), bool(self._desk.read_only)
        for button in (self.confirm_button, self.reject_button, self.give_button):
            button.setEnabled(chosen > 0 and not fixed)
        self.similar_button.setEnabled(chosen == 1)
        self.split_button.setEnabled(len(self._faces) > 1 and not fixed)
        self.hide_button.setEnabled(not fixed)
        self.name.setReadOnly(fixed)
        self._chosen.setText(
            f"{faces_words(chosen)} chosen" if chosen else "Choose faces to say whose they are."
        )

    def _on_named(self) -> None:
        if self.person is None or not self.name.isModified():
            return
        name = " ".join(self.name.text().split())
        self.name.setModified(False)
        if name != (self.person.name or ""):
            self._desk.name(self.person, name)
        self.grid.setFocus()

    def _forget_name(self) -> None:
        self.name.setText(self.person.name or "" if self.person is not None else "")
        self.name.setModified(False)
        self.grid.setFocus()

    def _split(self) -> None:
        if self.person is not None:
            self.split_wanted.emit(self.person)

    def _hide(self) -> None:
        if self.person is not None:
            self._desk.hide([self.person], hidden=not self.person.hidden)

    def _similar(self) -> None:
        if len(self.chosen) == 1:
            self.similar_wanted.emit(self.chosen[0])

    def _photo(self) -> None:
        tile = self.grid.current
        if tile is not None and tile.face is not None:
            self.photo_wanted.emit(tile.face)

    def _ask(self, where: QPoint) -> None:
        self.menu().popup(where)

    def _set_up(self) -> None:
        self.name.setFont(scaled_font(1.3))
        self.name.setPlaceholderText(WHO)
        self.name.setAccessibleName("Name of this person")
        self.name.setMaximumWidth(360)
        self.name.setToolTip("Type a name and press Enter (F2)")
        self.name.returnPressed.connect(self._on_named)
        on_keys(self.name, Qt.Key.Key_Escape, self._forget_name)
        self._said.setWordWrap(False)
        self._chosen.setWordWrap(False)
        self.faces_tab.toggled.connect(
            lambda faces: self._body.setCurrentWidget(self._faces_part if faces else self.together)
        )
        self.together.counted.connect(lambda photos: self.photos_tab.setText(f"Photos ({photos:,})"))
        self.grid.picked.connect(self._update_actions)
        self.grid.opened.connect(lambda _tile: self._photo())
        self.grid.menu_wanted.connect(self._ask)
        for key, call in (
            (Qt.Key.Key_Y, self.confirm),
            (Qt.Key.Key_N, self.reject),
            (Qt.Key.Key_Delete, self.reject),
            (Qt.Key.Key_G, self.give),
            (Qt.Key.Key_F, self._similar),
            (Qt.Key.Key_Space, self._photo),
        ):
            on_keys(self.grid, key, call)
        on_keys(self, Qt.Key.Key_F2, self.name.setFocus)
        on_keys(self, "Alt+1", self.faces_tab.click)
        on_keys(self, "Alt+2", self.photos_tab.click)
        self.lead_to(self.grid)

    def _lay_out(self) -> None:
        titles = QVBoxLayout()
        titles.setSpacing(Space.XS)
        titles.addWidget(self.name)
        titles.addWidget(self._said)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(icon_button("back", "Back to everybody (Alt+Left)", self.back.emit))
        head.addWidget(self._cover)
        head.addLayout(titles, 1)
        head.addStretch()
        head.addWidget(self.faces_tab)
        head.addWidget(self.photos_tab)
        head.addSpacing(Space.L)
        head.addWidget(self.split_button)
        head.addWidget(self.hide_button)
        actions = QHBoxLayout()
        actions.setSpacing(Space.S)
        actions.addWidget(self._chosen, 1)
        for button in (self.confirm_button, self.reject_button, self.give_button, self.similar_button):
            actions.addWidget(button)
        column = QVBoxLayout(self._faces_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(actions)
        column.addWidget(self.grid, 1)
        self._body.addWidget(self._faces_part)
        self._body.addWidget(self.together)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self._body, 1)


class _Cover(QWidget):
    """The face that stands for a person, round."""

    def __init__(self, faces: ThumbnailLoader) -> None:
        super().__init__()
        self._faces = faces
        self._face: Face | None = None
        self.setFixedSize(_COVER, _COVER)
        faces.ready.connect(lambda _key: self.update())

    def show_face(self, face: Face) -> None:
        self._face = face
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        pixmap: QPixmap | None = None
        if self._face is not None:
            side = round(_COVER * self.devicePixelRatioF())
            pixmap = self._faces.request("", face_key(self._face), side, self)
        painter.setBrush(
            self.palette().midlight() if pixmap is None else filling(pixmap, self.rect().toRectF())
        )
        painter.drawEllipse(self.rect())
        painter.end()
