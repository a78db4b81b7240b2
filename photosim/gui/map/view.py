"""The page with the map of looks."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from photosim.app.exploring.map import LooksMap, MapMethod
from photosim.domain.photo import Photo
from photosim.domain.progress import Progress
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.base.view import View
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.kit.theme import Space
from photosim.gui.map.canvas import MapCanvas
from photosim.gui.map.controls import MapBar, MapProgress
from photosim.gui.map.scene import EMPTY, scene_of
from photosim.gui.map.side import ChosenPanel
from photosim.gui.map.work import Growth, Tints, run_colours, run_map
from photosim.gui.photos.model import PhotoItem, item_of
from photosim.gui.photos.viewer import Viewer

_AROUND = 60
"""The viewer goes on to so many photos that lie nearest on the map."""
_SIDE_WIDTH = 380


class MapView(View):
    """The map, what was chosen on it, and how far it is.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._method = MapMethod.TSNE
        self._looks: LooksMap | None = None
        self._tints: Tints | None = None
        self._job: Job | None = None
        self._colouring: Job | None = None
        self._stale = True
        self.bar = MapBar()
        self.progress = MapProgress()
        self.canvas = MapCanvas(context)
        self.side = ChosenPanel(context)
        self.viewer = Viewer(context, self)
        self._pages = QStackedWidget()
        self._waiting = EmptyState("map", "Laying out the map…", "Reading what is known of your photos.")
        self._nothing = EmptyState(
            "photos", "No photos to lay out yet", "Choose the folders where your photos lie."
        )
        self._trouble = EmptyState("failed", "The map could not be made", "")
        self._lay_out()
        self._connect()

    @property
    def looks(self) -> LooksMap | None:
        """The map that is shown, None before there is one."""
        return self._looks

    @property
    def method(self) -> MapMethod:
        """How it is laid out."""
        return self._method

    @property
    def busy(self) -> bool:
        """Whether the map is being laid out."""
        return self._job is not None and not self._job.ended

    @property
    def message(self) -> str:
        """What the page says instead of a map, "" while it shows one."""
        page = self._pages.currentWidget()
        return page.text if isinstance(page, EmptyState) else ""

    def refresh(self) -> None:
        """The library has changed: lay the map out anew when it is seen."""
        self._stale = True
        if self.isVisible():
            self._start()

    def showEvent(self, event: QShowEvent) -> None:
        """The map is made when somebody wants to see it."""
        super().showEvent(event)
        if self._stale:
            self._start()

    def show_method(self, method: MapMethod) -> None:
        """Lay the map out another way."""
        self._method = method
        self._start()

    def _start(self) -> None:
        self._stale = False
        self._drop()
        self.bar.show_method(self._method)
        if self._pages.currentWidget() is not self._map:
            self._pages.setCurrentWidget(self._waiting)
        self._job = self._context.jobs.start(
            "Laying out the map",
            partial(run_map, self._context.workspace, self._method),
            done=self._on_done,
            failed=self._on_failed,
            cancelled=self._on_stopped,
            progress=self._on_progress,
            quiet=True,
        ).answer_only(self)

    def _drop(self) -> None:
        if self._job is not None and not self._job.ended:
            self._job.drop()
        self.progress.hide()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_progress(self, news: object) -> None:
        if isinstance(news, Growth):
            self._show(news.looks)
        elif isinstance(news, Progress):
            self.progress.show_progress(news)

    def _on_done(self, looks: LooksMap) -> None:
        self.progress.hide()
        self._show(looks)

    def _on_stopped(self) -> None:
        self.progress.hide()
        self.status.emit("Stopped; this is the overview, which needs no time")
        self.show_method(MapMethod.PCA)

    def _on_failed(self, error: Exception) -> None:
        self.progress.hide()
        self._trouble.say("The map could not be made", told_failure(error))
        self._pages.setCurrentWidget(self._trouble)

    def _show(self, looks: LooksMap) -> None:
        self._looks = looks
        if not looks.contents:
            self.canvas.show_scene(EMPTY)
            self._pages.setCurrentWidget(self._nothing)
        else:
            colours = self._tints.of(looks.contents) if self._tints is not None else None
            self.canvas.show_scene(scene_of(looks.photos, looks.places, colours))
            self._pages.setCurrentWidget(self._map)
            if colours is None:
                self._ask_for_colours(looks)
        self.bar.set_usable(bool(looks.contents))
        self.bar.summary.setText(
            f"{count_words(len(looks.contents), 'picture')}; what looks alike lies together"
            if looks.contents
            else ""
        )

    def _ask_for_colours(self, looks: LooksMap) -> None:
        if self._colouring is not None and not self._colouring.ended:
            return
        self._colouring = self._context.jobs.start(
            "Looking at colours",
            partial(run_colours, self._context.workspace, looks.contents),
            done=self._on_colours,
            quiet=True,
        ).answer_only(self)

    def _on_colours(self, tints: Tints) -> None:
        self._tints = tints
        looks = self._looks
        colours = tints.of(looks.contents) if looks is not None else None
        if looks is not None and colours is not None:
            self.canvas.show_scene(scene_of(looks.photos, looks.places, colours))

    def _on_chosen(self) -> None:
        rows = np.flatnonzero(self.canvas.chosen).tolist()
        files = self._looks.files if self._looks is not None else {}
        contents = [self.canvas.scene.photos[row].content for row in rows]
        photos = [photo for content in contents for photo in files.get(content, ())]
        self.side.show_photos(photos)
        was_hidden = self.side.isHidden()
        self.side.setVisible(bool(photos))
        if photos and was_hidden:
            width = self._split.width()
            self._split.setSizes([width - _SIDE_WIDTH, _SIDE_WIDTH])
        if photos:
            self.status.emit(f"{count_words(len(photos), 'photo')} chosen on the map")

    def _choose_nothing(self) -> None:
        self.canvas.choose(np.zeros(len(self.canvas.scene.photos), np.bool_))
        self.canvas.setFocus()

    def _enlarge(self, photo: Photo) -> None:
        scene = self.canvas.scene
        row = next(row for row, other in enumerate(scene.photos) if other is photo)
        away = ((scene.places - scene.places[row]) ** 2).sum(axis=1)
        nearest = np.argsort(away, kind="stable")[:_AROUND]
        self.viewer.show_items([item_of(scene.photos[place]) for place in nearest.tolist()], 0)

    def _enlarge_chosen(self, item: PhotoItem) -> None:
        row = self.side.model.row_of(item.path)
        if row is not None:
            self.viewer.show_items(self.side.model.items, row)

    def _open_menu(self, photo: Photo, where: QPoint) -> None:
        self.side.grid.menu_of(item_of(photo)).popup(where)

    def _lay_out(self) -> None:
        self._map = QWidget()
        column = QVBoxLayout(self._map)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.progress)
        for page in (self._map, self._waiting, self._nothing, self._trouble):
            self._pages.addWidget(page)
        self._split = QuietSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._pages)
        self._split.addWidget(self.side)
        self._split.setStretchFactor(0, 1)
        self.side.hide()
        self.bar.set_usable(False)
        column = self._framed()
        column.addWidget(self.bar)
        column.addWidget(self._split, 1)
        self.setFocusProxy(self.canvas)

    def _connect(self) -> None:
        self._nothing.add_button("Choose folders to scan", self.scan_requested.emit, primary=True)
        self._trouble.add_button("Try again", self._start, primary=True)
        self.bar.method_wanted.connect(self.show_method)
        self.bar.lasso_wanted.connect(self.canvas.draw_lines)
        self.bar.zoom_wanted.connect(self.canvas.zoom)
        self.bar.all_wanted.connect(self.canvas.show_all)
        self.progress.stopped.connect(self._stop)
        self.canvas.chosen_changed.connect(self._on_chosen)
        self.canvas.enlarge.connect(self._enlarge)
        self.canvas.menu_wanted.connect(self._open_menu)
        self.side.closed.connect(self._choose_nothing)
        self.side.status.connect(self.status)
        self.side.grid.enlarge.connect(self._enlarge_chosen)
        self.side.grid.chosen.connect(self._enlarge_chosen)
        for source in (self.canvas, self.side.grid):
            source.find_similar.connect(self.find_similar)
        on_keys(self.canvas, Qt.Key.Key_L, self.bar.lasso.toggle)
        on_keys(self.side, Qt.Key.Key_Escape, self._choose_nothing)
