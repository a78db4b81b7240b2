"""Everybody in the library: named in place, merged, hidden."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from photosim.domain.people import Person
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.compound import Compound
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, Theme, mark
from photosim.gui.people.controls import add_entry, ask_same_name, fresh_menu, push_button
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.people.grid import TileGrid
from photosim.gui.people.tiles import Tile
from photosim.gui.people.words import alone_tile, everybody_words, names_words, person_tile


class OverviewPage(Compound):
    """The grid of people with what can be done with those who are chosen.

    Args:
        desk: knows everybody.
        faces: brings the pictures.
        theme: colours.
        parent: Qt's owner.
    """

    person_wanted = Signal(object)
    """The user wants to see more of this `Person`."""
    together_wanted = Signal(object)
    """The user wants the photos that show all of these `Person`s."""
    similar_wanted = Signal(object)
    """The user wants the faces nearest to this `Face`."""

    def __init__(
        self, desk: PeopleDesk, faces: ThumbnailLoader, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._order: list[int] = []
        self.grid = TileGrid(faces, theme, "People", round_faces=True, step=3)
        self.grid.cells.names = self._names
        self.filter = QLineEdit()
        self.show_hidden = QCheckBox("Hidden")
        self.show_alone = QCheckBox("Seen once")
        self._said = ElidedLabel()
        mark(self._said, "muted")
        self._none = EmptyState("filter", "Nobody fits", "")
        self._body = QStackedWidget(self)
        self.open_button = push_button("Open", "person", "See faces and photos (Enter)", self._open)
        self.merge_button = push_button(
            "Merge", "merge", "Those who are chosen are one person (Ctrl+M)", self.merge
        )
        self.together_button = push_button(
            "Together", "people", "The photos that show all of them (Ctrl+T)", self._together
        )
        self.hide_button = push_button(
            "Hide", "hidden", "Leave them out of this list (Delete)", self.hide_chosen
        )
        self._set_up()
        self._lay_out()

    @property
    def chosen(self) -> list[Person]:
        """The people who are chosen."""
        everybody = self._desk.everybody
        found = [everybody.person(tile.key) for tile in self.grid.chosen] if everybody is not None else []
        return [person for person in found if person is not None]

    @property
    def said(self) -> str:
        """Who is in the library, or who of them is chosen, in words."""
        return self._said.text()

    def show_everybody(self) -> None:
        """Take over what the desk knows now; who is in the list already keeps the place."""
        everybody = self._desk.everybody
        if everybody is None:
            return
        place = {person: number for number, person in enumerate(self._order)}
        listed = sorted(everybody.people, key=lambda person: place.get(person.id, len(place)))
        self._order = [person.id for person in listed]
        hidden = any(person.hidden for person in listed)
        self.show_hidden.setVisible(hidden)
        needle = self.filter.text().casefold().split()
        shown = [
            person
            for person in listed
            if (self.show_hidden.isChecked() or not person.hidden)
            and all(word in (person.name or "").casefold() for word in needle)
        ]
        editable = not self._desk.read_only
        tiles = [person_tile(person, editable=editable) for person in shown]
        self.show_alone.setVisible(bool(everybody.alone))
        if self.show_alone.isChecked() and not needle:
            tiles += [alone_tile(face, editable=editable) for face in everybody.alone]
        self.grid.show_tiles(tiles)
        if not tiles:
            self._say_none(filtered=bool(needle), hidden=hidden)
        self._body.setCurrentWidget(self.grid if tiles else self._none)

    def arrange(self) -> None:
        """Put everybody in order again: those with names first, then by faces."""
        self._order = []
        self.show_everybody()

    def merge(self) -> None:
        """Make one of those who are chosen."""
        if len(self.chosen) > 1 and not self._desk.read_only:
            self._desk.merge(self.chosen)

    def hide_chosen(self) -> None:
        """Hide those who are chosen, or show them again where all of them are hidden."""
        if self.chosen and not self._desk.read_only:
            self._desk.hide(self.chosen, hidden=not all(person.hidden for person in self.chosen))

    def menu(self) -> QMenu:
        """What can be done with those who are chosen."""
        chosen, fixed = self.chosen, bool(self._desk.read_only)
        menu = fresh_menu(self)
        one = len(chosen) == 1
        add_entry(menu, "Open", self._open, enabled=one)
        add_entry(menu, "Name…", self.grid.edit_current, enabled=one and not fixed)
        add_entry(menu, "Find nearest faces", self._similar, enabled=one)
        menu.addSeparator()
        add_entry(menu, "Photos together", self._together, enabled=len(chosen) > 1)
        add_entry(menu, "Merge: this is one person", self.merge, enabled=len(chosen) > 1 and not fixed)
        menu.addSeparator()
        again = bool(chosen) and all(person.hidden for person in chosen)
        add_entry(menu, "Show again" if again else "Hide", self.hide_chosen, enabled=not fixed)
        return menu

    def _open(self) -> None:
        if self.chosen:
            self.person_wanted.emit(self.chosen[0])

    def _on_opened(self, tile: Tile) -> None:
        person = self._desk.everybody.person(tile.key) if self._desk.everybody is not None else None
        if person is not None:
            self.person_wanted.emit(person)
        elif tile.face is not None:
            self.similar_wanted.emit(tile.face)

    def _together(self) -> None:
        if len(self.chosen) > 1:
            self.together_wanted.emit(self.chosen)

    def _similar(self) -> None:
        if self.chosen:
            self.similar_wanted.emit(self.chosen[0].cover)

    def _on_edited(self, tile: Tile, name: str) -> None:
        everybody = self._desk.everybody
        person = everybody.person(tile.key) if everybody is not None else None
        if everybody is None:
            return
        self._go_on_from(tile)
        if person is None:
            if tile.face is not None:
                self._desk.give([tile.face], name)
            return
        others = [other for other in everybody.people if other.id != person.id and other.name is not None]
        same = next((other for other in others if (other.name or "").casefold() == name.casefold()), None)
        if same is None:
            self._desk.name(person, name)
            return

        def answer(one: bool) -> None:
            self._desk.merge([same, person]) if one else self._desk.name(person, name)

        ask_same_name(same.name or "", self, answer)

    def _go_on_from(self, tile: Tile) -> None:
        """After a name, the next one who has none is at hand."""
        row = self.grid.tiles.row_of(tile.key)
        rest = self.grid.tiles.tiles[row + 1 :] if row is not None else []
        following = next((other for other in rest if other.asks), None)
        if following is not None:
            self.grid.choose([following.key], following.key)

    def _update_actions(self) -> None:
        chosen, fixed = self.chosen, bool(self._desk.read_only)
        everybody = self._desk.everybody
        self.open_button.setEnabled(len(chosen) == 1)
        self.merge_button.setEnabled(len(chosen) > 1 and not fixed)
        self.together_button.setEnabled(len(chosen) > 1)
        self.hide_button.setEnabled(bool(chosen) and not fixed)
        again = bool(chosen) and all(person.hidden for person in chosen)
        self.hide_button.setText("Show again" if again else "Hide")
        if len(chosen) > 1:
            self._said.setText(f"{names_words(chosen)} chosen")
        elif everybody is not None:
            self._said.setText(everybody_words(everybody.people, len(everybody.alone)))

    def _say_none(self, *, filtered: bool, hidden: bool) -> None:
        if filtered:
            self._none.say("Nobody fits", "No name holds these words.", "filter")
        elif hidden:
            self._none.say("Everybody is hidden", "“Hidden” shows them.", "hidden")
        else:
            self._none.say(
                "Nobody twice",
                "There are faces, but none of them in two photos. The more photos there are, the more "
                "people are found. “Seen once” lists single faces.",
                "people",
            )

    def _names(self) -> list[str]:
        everybody = self._desk.everybody
        return sorted(set(everybody.names.values())) if everybody is not None else []

    def _ask(self, where: QPoint) -> None:
        self.menu().popup(where)

    def _set_up(self) -> None:
        self.filter.setPlaceholderText("Filter by name")
        self.filter.setAccessibleName("Filter by name")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(240)
        self.filter.setMinimumHeight(self.open_button.sizeHint().height())
        self.filter.textChanged.connect(lambda _text: self.show_everybody())
        self.filter.returnPressed.connect(self.grid.setFocus)
        self.show_hidden.setToolTip("Also show people who are hidden")
        self.show_alone.setToolTip("Also show faces that look like nobody else's")
        for box in (self.show_hidden, self.show_alone):
            box.setAccessibleName(box.toolTip())
            box.toggled.connect(lambda _shown: self.show_everybody())
        self.grid.opened.connect(self._on_opened)
        self.grid.picked.connect(self._update_actions)
        self.grid.menu_wanted.connect(self._ask)
        self.grid.tiles.edited.connect(self._on_edited)
        on_keys(self, QKeySequence.StandardKey.Find, self.filter.setFocus)
        on_keys(self.grid, "Ctrl+M", self.merge)
        on_keys(self.grid, Qt.Key.Key_Delete, self.hide_chosen)
        on_keys(self.grid, "Ctrl+T", self._together)
        self.lead_to(self.grid)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._said, 1)
        row.addWidget(self.show_alone)
        row.addWidget(self.show_hidden)
        row.addWidget(self.filter)
        for button in (self.open_button, self.together_button, self.merge_button, self.hide_button):
            row.addWidget(button)
        self._body.addWidget(self.grid)
        self._body.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(row)
        column.addWidget(self._body, 1)
