"""The odd photos of one kind; a key says that one is fine."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from photosim.gui.base.context import Context
from photosim.gui.photos.delegate import Caption
from photosim.gui.photos.grid import PhotoGrid, menu_entry
from photosim.gui.photos.model import PhotoItem, PhotoModel


class OddGrid(PhotoGrid):
    """A grid with one more key: N, that is fine."""

    fine = Signal(object)
    """The user says that this `Photo` is fine."""

    def __init__(
        self, context: Context, model: PhotoModel, caption: Caption, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, model, "Odd photos", caption, 1, parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N first, then whatever a grid does with the key."""
        item = self.current_item()
        if (
            item is not None
            and item.photo is not None
            and event.key() == Qt.Key.Key_N
            and not event.modifiers()
        ):
            self.fine.emit(item.photo)
        else:
            super().keyPressEvent(event)

    def menu_of(self, item: PhotoItem) -> QMenu:
        """The menu of a photo: that it is fine, then what any photo offers."""
        menu = super().menu_of(item)
        first = menu.actions()[0]
        menu.insertAction(first, menu_entry(menu, "That is fine", "N", partial(self.fine.emit, item.photo)))
        menu.insertSeparator(first)
        return menu
