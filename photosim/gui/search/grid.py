"""The grid of matches, from which the search goes on: more like this one, less like that one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from photosim.domain.photo import Photo
from photosim.gui.photos.grid import PhotoGrid, menu_entry
from photosim.gui.photos.model import PhotoItem

MORE, LESS = True, False


class MatchGrid(PhotoGrid):
    """A `PhotoGrid` with two commands more: M wants more like a photo, L less."""

    example = Signal(object)
    """The user wants more (`MORE`) or less (`LESS`) like a photo: carries (`Photo`, bool)."""

    def menu_of(self, item: PhotoItem) -> QMenu:
        """The context menu of a match."""
        menu = super().menu_of(item)
        photo = item.photo
        if photo is not None:
            menu.addSeparator()
            menu_entry(menu, "More like this one, too", "M", partial(self._wish, photo, MORE))
            menu_entry(menu, "Less like this one", "L", partial(self._wish, photo, LESS))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Adds the two keys."""
        item, key = self.current_item(), Qt.Key(event.key())
        photo = item.photo if item is not None else None
        if photo is not None and not event.modifiers() and key in (Qt.Key.Key_M, Qt.Key.Key_L):
            self._wish(photo, key == Qt.Key.Key_M)
        else:
            super().keyPressEvent(event)

    def _wish(self, photo: Photo, sign: bool) -> None:
        self.example.emit((photo, sign))
