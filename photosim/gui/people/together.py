"""The photos of some people, and who else is in them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from photosim.domain.people import Person
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.compound import Compound
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.kit.theme import Space, heading, muted
from photosim.gui.kit.words import taken_words
from photosim.gui.people import work
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.people.grid import TileGrid
from photosim.gui.people.words import names_words, person_tile
from photosim.gui.photos.grid import PhotoGrid
from photosim.gui.photos.model import PhotoItem, PhotoModel, item_of


class TogetherPane(Compound):
    """Photos at the right; at the left, who else is in them: choosing somebody narrows the photos.

    Args:
        context: the open library.
        desk: reads in the background.
        faces: brings the pictures of faces.
        parent: Qt's owner.
    """

    counted = Signal(object)
    """So many photos show the people themselves, whoever else is chosen."""
    enlarge = Signal(object)
    """The user wants to see this row of `photos` large."""

    def __init__(
        self, context: Context, desk: PeopleDesk, faces: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = context.workspace
        self._desk = desk
        self._people: list[Person] = []
        self._job: Job | None = None
        self.others = TileGrid(faces, context.theme, "Who else is in the photos", round_faces=True, step=1)
        self.photos = PhotoModel(self)
        self.grid = PhotoGrid(context, self.photos, "Photos with these people", _caption)
        self._said = muted()
        self._nobody = muted("Nobody else is in these photos.")
        self._heading = heading("Together with", 3)
        self.others.picked.connect(self._narrow)
        self.grid.enlarge.connect(self._enlarge)
        self.grid.chosen.connect(self._enlarge)
        self._lay_out()

    @property
    def said(self) -> str:
        """How many photos are shown, in words."""
        return self._said.text()

    def show_people(self, people: Sequence[Person], with_others: Sequence[Person] = ()) -> None:
        """Show the photos with all of some people.

        Args:
            people: who must be in a photo.
            with_others: who is chosen at the left to begin with.
        """
        self._people = list(people)
        self.others.show_tiles([])
        self.photos.set_items([])
        self.refresh([person.id for person in with_others])

    def refresh(self, chosen: Sequence[object] = ()) -> None:
        """Read the photos anew.

        Args:
            chosen: ids of those who are chosen at the left from now on, besides those who are already.
        """
        if not self._people:
            return
        ids = [person.id for person in self._people]

        def done(company: work.Company) -> None:
            self.counted.emit(len(company.photos))
            tiles = [
                person_tile(person, count_words(photos, "picture", "pictures"), editable=False)
                for person, photos in company.others
            ]
            self.others.show_tiles(tiles)
            if chosen:
                self.others.choose(chosen, chosen[0])
            self.others.setVisible(bool(tiles))
            self._nobody.setVisible(not tiles)

        self._desk.run(
            "Reading the photos of a person",
            lambda _report, _cancel: work.company(self._workspace, ids),
            done,
            self,
        )

    def _narrow(self) -> None:
        if self._job is not None:
            self._job.drop()
        ids = [person.id for person in self._people]
        ids += [tile.face.person for tile in self.others.chosen if tile.face and tile.face.person]
        self._job = self._desk.run(
            "Reading the photos of several people",
            lambda _report, _cancel: work.company(self._workspace, ids),
            self._show,
            self,
        )

    def _show(self, company: work.Company) -> None:
        self.photos.set_items([item_of(photo) for photo in company.photos])
        everybody = self._desk.everybody
        ids = [tile.key for tile in self.others.chosen]
        others = [everybody.person(key) for key in ids] if everybody is not None else []
        people = [*self._people, *(person for person in others if person is not None)]
        shown = count_words(len(company.photos), "photo", "photos")
        named = any(person.name is not None for person in people)
        who = f" with {names_words(people)}" if named else f" with {len(people)} people" if others else ""
        self._said.setText(shown + who)

    def _enlarge(self, item: PhotoItem) -> None:
        row = self.photos.row_of(item.path)
        if row is not None:
            self.enlarge.emit(row)

    def _lay_out(self) -> None:
        parts = QuietSplitter(Qt.Orientation.Horizontal, self)
        left = QWidget(parts)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._heading)
        column.addWidget(self._nobody)
        column.addWidget(self.others, 1)
        column.addStretch()
        self._nobody.hide()
        right = QWidget(parts)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._said)
        column.addWidget(self.grid, 1)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setStretchFactor(0, 0)
        parts.setStretchFactor(1, 1)
        parts.setSizes([300, 900])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(parts)
        self.lead_to(self.grid)


def _caption(item: PhotoItem) -> str:
    return taken_words(item.photo.facts) if item.photo is not None else ""
