"""Who is in the photos of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from photosim.domain.people import Face, Person
from photosim.domain.photo import Photo
from photosim.gui.base.context import Context
from photosim.gui.base.intake import Intake, is_welcome, read_mime
from photosim.gui.base.view import View
from photosim.gui.kit import ask
from photosim.gui.kit.drop_overlay import DropOverlay
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.theme import Space, heading
from photosim.gui.kit.words import name_of
from photosim.gui.people.controls import push_button
from photosim.gui.people.crops import face_loader
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.people.finding import FindingPane, FindingStrip
from photosim.gui.people.nearest import NearestPage
from photosim.gui.people.overview import OverviewPage
from photosim.gui.people.person import PersonPage
from photosim.gui.people.splitting import SplitPage
from photosim.gui.photos.model import PhotoItem, item_of
from photosim.gui.photos.viewer import Viewer

Place = Callable[[], None]
"""Brings one to a page of this view."""


class PeopleView(View):
    """People, their faces, and what can be said of them.

    Args:
        context: the open library.
        desk: shared with other pages; None: one of its own.
        parent: Qt's owner.
    """

    def __init__(
        self, context: Context, desk: PeopleDesk | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.desk = desk if desk is not None else PeopleDesk(context, self)
        faces = face_loader(context)
        faces.setParent(self)
        # Each part stands in its place from the start: Qt styles it anew whenever it gets another parent.
        self._pages = QStackedWidget(self)
        self._home = QWidget(self._pages)
        self._body = QStackedWidget(self._home)
        self._found = QWidget(self._body)
        self.overview = OverviewPage(self.desk, faces, context.theme, self._found)
        self.person_page = PersonPage(context, self.desk, faces, self._pages)
        self.split_page = SplitPage(context, self.desk, faces, self._pages)
        self.nearest_page = NearestPage(context, self.desk, faces, self._pages)
        self.strip = FindingStrip(self.desk, self._found)
        self.pane = FindingPane(self.desk, self._body)
        self.undo_button = push_button("Undo", "undo", "", self.desk.undo)
        self._viewer = Viewer(context, self)
        self._overlay = DropOverlay(self)
        self._trail: list[Place] = []
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self.go_home()
        self.refresh()

    @property
    def page(self) -> QWidget:
        """The page that is shown: everybody, one person, the nearest faces, the parts of a person."""
        stack = self._body if self._pages.currentWidget() is self._home else self._pages
        shown = stack.currentWidget()
        assert shown is not None
        return shown

    @property
    def viewer(self) -> Viewer:
        """Shows single photos large."""
        return self._viewer

    def refresh(self) -> None:
        """The library has changed: read who is in it now."""
        self.desk.refresh()

    def go_home(self) -> None:
        """Show everybody."""
        self._trail = []
        self._pages.setCurrentWidget(self._home)
        self.overview.arrange()
        self._take_keyboard(self.overview)

    def open_person(self, person: Person, others: Sequence[Person] = ()) -> None:
        """Show one person, or the photos in which they are together with others."""
        self._go(partial(self._open_person, person, others))

    def search_face(self, face: Face) -> None:
        """Show what is nearest to a face of the library."""
        self._go(partial(self._open_nearest, partial(self.nearest_page.search_face, face)))

    def look_at(self, photo: Photo) -> None:
        """Show who is on a photo of the library, and what is nearest to them."""
        self._go(partial(self._open_nearest, partial(self.nearest_page.search_photo, photo)))

    def search_file(self, path: str) -> None:
        """Show the faces in a file, and what is nearest to them."""
        if self._can_look():
            self._go(partial(self._open_nearest, partial(self.nearest_page.search_file, path)))

    def search_bytes(self, data: bytes, name: str) -> None:
        """Show the faces in an encoded picture, and what is nearest to them."""
        if self._can_look():
            self._go(partial(self._open_nearest, partial(self.nearest_page.search_bytes, data, name)))

    def go_back(self) -> None:
        """Go where one came from."""
        if self._trail:
            self._trail.pop()
        if self._trail:
            self._trail[-1]()
        else:
            self.go_home()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what a drop would do; folders are the window's business."""
        if not is_welcome(event.mimeData()):
            return
        intake = read_mime(event.mimeData())
        if intake.folders or not (intake.files or intake.data):
            event.ignore()
            return
        event.acceptProposedAction()
        what = f"in “{name_of(intake.files[0])}”" if intake.files else "in this picture"
        self._overlay.offer(f"Drop to find the people {what}")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Nothing was dropped."""
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped, once the drag is over for its source."""
        self._overlay.hide()
        event.acceptProposedAction()
        intake = read_mime(event.mimeData())
        QTimer.singleShot(0, self, lambda: self._take(intake))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay as large as the page."""
        super().resizeEvent(event)
        self._overlay.resize(self.size())

    def _take(self, intake: Intake) -> None:
        if intake.files:
            self.search_file(intake.files[0])
        elif intake.data is not None:
            self.search_bytes(intake.data, "dropped picture")

    def _go(self, place: Place) -> None:
        self._trail.append(place)
        place()

    def _open_person(self, person: Person, others: Sequence[Person]) -> None:
        everybody = self.desk.everybody
        known = everybody.person(person.id) if everybody is not None else None
        if known is None:
            self.go_home()
            return
        self.person_page.show_person(known, others)
        self._pages.setCurrentWidget(self.person_page)
        self._take_keyboard(self.person_page)

    def _open_split(self, person: Person) -> None:
        self.split_page.show_person(person)
        self._pages.setCurrentWidget(self.split_page)

    def _open_nearest(self, search: Callable[[], None]) -> None:
        search()
        self._pages.setCurrentWidget(self.nearest_page)
        self._take_keyboard(self.nearest_page)

    def _can_look(self) -> bool:
        reason = self.desk.everybody.unavailable if self.desk.everybody is not None else ""
        if reason:
            self.status.emit(reason)
        return not reason

    def _choose_picture(self) -> None:
        path = ask.picture(self)
        if path:
            self.search_file(path)

    def _show_photo(self, face: Face) -> None:
        photos = [photo for photo in self._context.workspace.photos() if photo.content == face.content]
        photos.sort(key=lambda photo: photo.missing)
        if photos:
            self._viewer.show_items([item_of(photos[0])], 0)

    def _show_together(self, row: int) -> None:
        items: Sequence[PhotoItem] = self.person_page.together.photos.items
        self._viewer.show_items(items, row)

    def _on_read(self) -> None:
        everybody = self.desk.everybody
        assert everybody is not None
        focus = QApplication.focusWidget()
        waited = focus is not None and self.pane.isAncestorOf(focus)
        self.overview.show_everybody()
        self.strip.update_words()
        self.pane.update_words()
        found = bool(everybody.people or everybody.alone)
        self._body.setCurrentWidget(self._found if found else self.pane)
        if waited:
            (self.overview if found else self.pane).setFocus()
        self._search_button.setVisible(found)
        shown = self._pages.currentWidget()
        if shown is self.person_page:
            self.person_page.refresh()
        elif shown is self.nearest_page:
            self.nearest_page.refresh()
        self._update_undo()
        self.status.emit(self.overview.said if found else "")

    def _on_finding(self) -> None:
        self.strip.update_words()
        self.pane.update_words()

    def _on_changed(self, sentence: str) -> None:
        self._update_undo()
        self.status.emit(sentence)

    def _update_undo(self) -> None:
        words = self.desk.undo_words
        self.undo_button.setEnabled(bool(words))
        self.undo_button.setToolTip(f"Take back: {words} (Ctrl+Z)" if words else "Nothing to take back")

    def _take_keyboard(self, page: QWidget) -> None:
        if self.isVisible():
            page.setFocus()

    def _lay_out(self) -> None:
        self._search_button = push_button(
            "Find somebody…", "folder", "Open a picture and find the people in it", self._choose_picture
        )
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(heading("People"))
        head.addStretch()
        head.addWidget(self._search_button)
        head.addWidget(self.undo_button)
        column = QVBoxLayout(self._found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.strip)
        column.addWidget(self.overview, 1)
        self._body.addWidget(self.pane)
        self._body.addWidget(self._found)
        column = QVBoxLayout(self._home)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        for page in (self._home, self.person_page, self.split_page, self.nearest_page):
            self._pages.addWidget(page)
        column = self._framed()
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self._search_button.hide()
        self._update_undo()

    def _connect(self) -> None:
        self.pane.scan_wanted.connect(self.scan_requested)
        self.desk.read.connect(self._on_read)
        self.desk.finding_changed.connect(self._on_finding)
        self.desk.changed.connect(self._on_changed)
        self.overview.person_wanted.connect(self.open_person)
        self.overview.together_wanted.connect(lambda people: self.open_person(people[0], people[1:]))
        self.overview.similar_wanted.connect(self.search_face)
        self.person_page.split_wanted.connect(lambda person: self._go(partial(self._open_split, person)))
        self.person_page.gone.connect(self.go_home)
        self.person_page.together.enlarge.connect(self._show_together)
        self.person_page.together.grid.find_similar.connect(self.find_similar)
        self.person_page.together.grid.find_people.connect(self.look_at)
        self.nearest_page.person_wanted.connect(self.open_person)
        for page in (self.person_page, self.nearest_page):
            page.similar_wanted.connect(self.search_face)
            page.photo_wanted.connect(self._show_photo)
        for inner in (self.person_page, self.split_page, self.nearest_page):
            inner.back.connect(self.go_back)
        on_keys(self, QKeySequence.StandardKey.Back, self.go_back)
        on_keys(self, QKeySequence.StandardKey.Undo, self.desk.undo)
        self.lead_to(self.overview, self.pane, self.person_page, self.split_page, self.nearest_page)
