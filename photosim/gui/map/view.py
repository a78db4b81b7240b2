"""The page with the map of looks, of photos or of faces."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from photosim.app.exploring.map import MapMethod
from photosim.gui.base.context import Context
from photosim.gui.base.view import View
from photosim.gui.kit.keys import on_keys
from photosim.gui.map.controls import MapBar, Subject
from photosim.gui.map.faces import FacesPane
from photosim.gui.map.pane import MapPane
from photosim.gui.map.photos import PhotosMap
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.photos.viewer import Viewer


class MapView(View):
    """The maps, one at a time, with what they have in common.

    Args:
        context: the open library.
        desk: of the people, shared with their page; None: one of its own.
        parent: Qt's owner.
    """

    groups_wanted = Signal(object)
    """The user wants to review the groups that these `Photo`s are in."""
    person_wanted = Signal(object)
    """The user wants to see more of this `Person`."""
    nearest_wanted = Signal(object)
    """The user wants the faces nearest to this `Face`."""

    def __init__(
        self, context: Context, desk: PeopleDesk | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.desk = desk if desk is not None else PeopleDesk(context, self)
        self.bar = MapBar()
        self.viewer = Viewer(context, self)
        # In their places from the start: Qt styles a widget anew whenever it gets another parent.
        self._maps = QStackedWidget(self)
        self.photos = PhotosMap(context, self.viewer, self._maps)
        self.faces = FacesPane(context, self.desk, self.viewer, self._maps)
        for pane in (self.photos, self.faces):
            self._maps.addWidget(pane)
        column = self._framed()
        column.addWidget(self.bar)
        column.addWidget(self._maps, 1)
        self.lead_to(self.photos, self.faces)
        self._connect()
        self._update_bar()

    @property
    def shown(self) -> MapPane:
        """The map that is shown."""
        pane = self._maps.currentWidget()
        assert isinstance(pane, MapPane)
        return pane

    def refresh(self) -> None:
        """The library has changed: lay the maps out anew when they are seen."""
        self.photos.refresh()
        self.faces.refresh()
        if self.isVisible():
            self.desk.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Whether there are faces is known once somebody wants to see the page."""
        super().showEvent(event)
        self.desk.refresh()

    def show_subject(self, subject: Subject) -> None:
        """Show the map of photos, or of faces."""
        self._maps.setCurrentWidget(self.faces if subject is Subject.FACES else self.photos)
        self._update_bar()

    def _on_people(self) -> None:
        everybody = self.desk.everybody
        there = everybody is not None and bool(everybody.people or everybody.alone)
        self.bar.offer_faces(there)
        if not there:
            self.show_subject(Subject.PHOTOS)
        if not self.desk.looking:
            self.faces.refresh_people(everybody)

    def _on_changed(self, sentence: str) -> None:
        if self.isVisible():
            self.status.emit(sentence)

    def _update_bar(self) -> None:
        pane = self.shown
        subject = Subject.FACES if pane is self.faces else Subject.PHOTOS
        self.bar.show_state(subject, pane.method, pane.summary, usable=pane.usable)

    def _show_method(self, method: MapMethod) -> None:
        self.shown.show_method(method)

    def _zoom(self, factor: float) -> None:
        self.shown.canvas.zoom(factor)

    def _show_all(self) -> None:
        self.shown.canvas.show_all()

    def _undo(self) -> None:
        if self.shown is self.faces:
            self.desk.undo()

    def _connect(self) -> None:
        self.bar.subject_wanted.connect(self.show_subject)
        self.bar.method_wanted.connect(self._show_method)
        self.bar.zoom_wanted.connect(self._zoom)
        self.bar.all_wanted.connect(self._show_all)
        self.desk.read.connect(self._on_people)
        self.desk.changed.connect(self._on_changed)
        for pane in (self.photos, self.faces):
            self.bar.lasso_wanted.connect(pane.canvas.draw_lines)
            pane.status.connect(self.status)
            pane.changed.connect(self._update_bar)
            on_keys(pane.canvas, Qt.Key.Key_L, self.bar.lasso.toggle)
        self.photos.find_similar.connect(self.find_similar)
        self.photos.scan_requested.connect(self.scan_requested)
        self.photos.side.groups_wanted.connect(self.groups_wanted)
        self.faces.person_wanted.connect(self.person_wanted)
        self.faces.nearest_wanted.connect(self.nearest_wanted)
        on_keys(self, QKeySequence.StandardKey.Undo, self._undo)
