"""The map of photos."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from photosim.app.exploring.map import LooksMap
from photosim.domain.photo import ContentId, Photo
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.map.kind import photo_kind
from photosim.gui.map.pane import MapPane
from photosim.gui.map.scene import Scene, scene_of
from photosim.gui.map.side import ChosenPanel
from photosim.gui.map.work import Tints, run_colours, run_map
from photosim.gui.photos.model import PhotoItem, item_of
from photosim.gui.photos.viewer import Viewer

_AROUND = 60
"""The viewer goes on to so many photos that lie nearest on the map."""


class PhotosMap(MapPane):
    """All photos; those that are chosen stand beside them.

    Args:
        context: the open library.
        viewer: shows single photos large.
        parent: Qt's owner.
    """

    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""
    scan_requested = Signal()
    """The user wants to choose folders to scan."""

    def __init__(self, context: Context, viewer: Viewer, parent: QWidget | None = None) -> None:
        self.side = ChosenPanel(context)
        super().__init__(context, photo_kind(context), run_map, self.side, parent)
        self._viewer = viewer
        self._tints: Tints | None = None
        self._colouring: Job | None = None
        self._uncoloured: Sequence[ContentId] | None = None
        self._nothing.say("No photos to lay out yet", "Choose the folders that hold your photos.")
        self._nothing.add_button("Choose folders to scan", self.scan_requested.emit, primary=True)
        self.canvas.enlarge.connect(self._enlarge)
        self.canvas.menu_wanted.connect(self._open_menu)
        self.side.closed.connect(self.choose_nothing)
        self.side.status.connect(self.status)
        self.side.grid.enlarge.connect(self._enlarge_chosen)
        self.side.grid.chosen.connect(self._enlarge_chosen)
        for source in (self.canvas, self.side.grid):
            source.find_similar.connect(self.find_similar)

    @property
    def looks(self) -> LooksMap | None:
        """The map that is shown, None before there is one."""
        looks: LooksMap | None = self._looks
        return looks

    def _summary(self) -> str:
        pictures = count_words(len(self.canvas.scene.items), "different picture")
        return f"{pictures}; what looks alike lies together"

    def _scene(self, looks: LooksMap) -> Scene:
        colours = self._tints.of(looks.contents) if self._tints is not None else None
        if colours is None and looks.contents:
            self._ask_for_colours(looks)
        return scene_of(looks.photos, looks.places, colours)

    def _ask_for_colours(self, looks: LooksMap) -> None:
        running = self._colouring is not None and not self._colouring.ended
        if running or looks.contents is self._uncoloured:
            return
        self._colouring = self._context.jobs.start(
            "Looking at colours",
            partial(run_colours, self._context.workspace, looks.contents),
            done=self._on_colours,
            failed=partial(self._on_no_colours, looks.contents),
            quiet=True,
        ).answer_only(self)

    def _on_colours(self, tints: Tints) -> None:
        self._tints = tints
        looks = self.looks
        colours = tints.of(looks.contents) if looks is not None else None
        if looks is not None and colours is not None:
            self.canvas.show_scene(scene_of(looks.photos, looks.places, colours))

    def _on_no_colours(self, contents: Sequence[ContentId], error: Exception) -> None:
        # The map is as good without: it is said once, and not tried again as the map grows.
        self._uncoloured = contents
        self.status.emit(told_failure(error))

    def _on_chosen(self) -> None:
        rows = np.flatnonzero(self.canvas.chosen).tolist()
        files: Any = self._looks.files if self._looks is not None else {}
        contents = [self.canvas.scene.items[row].content for row in rows]
        photos = [photo for content in contents for photo in files.get(content, ())]
        self.side.show_photos(photos)
        self._show_side(bool(photos))
        self.status.emit(f"{count_words(len(photos), 'photo')} chosen on the map" if photos else "")

    def _enlarge(self, photo: Photo) -> None:
        scene = self.canvas.scene
        row = next(row for row, other in enumerate(scene.items) if other is photo)
        away = ((scene.places - scene.places[row]) ** 2).sum(axis=1)
        nearest = np.argsort(away, kind="stable")[:_AROUND]
        self._viewer.show_items([item_of(scene.items[place]) for place in nearest.tolist()], 0)

    def _enlarge_chosen(self, item: PhotoItem) -> None:
        row = self.side.model.row_of(item.path)
        if row is not None:
            self._viewer.show_items(self.side.model.items, row)

    def _open_menu(self, photo: Photo, where: QPoint) -> None:
        self.side.grid.menu_of(item_of(photo)).popup(where)
