"""The photos of one group in a grid whose keys decide what becomes of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from photosim.gui.base.context import Context
from photosim.gui.groups.commands import DECIDING, KEYS, Command, Wish, wish_of
from photosim.gui.photos.delegate import Caption
from photosim.gui.photos.grid import PhotoGrid, menu_entry
from photosim.gui.photos.model import PhotoItem, PhotoModel

_PAGES = {Qt.Key.Key_PageDown: Command.NEXT_GROUP, Qt.Key.Key_PageUp: Command.PREVIOUS_GROUP}
_WORDS = {
    Command.KEEP_THIS: "Keep this photo",
    Command.TOGGLE: "Remove, or let it stay",
    Command.KEEP_ONLY: "Keep only the one to keep",
    Command.KEEP_ALL: "Keep all",
    Command.NOT_SAME: "Not the same picture",
    Command.COMPARE: "Compare",
}


class MemberGrid(PhotoGrid):
    """A grid of a group's photos; where they are copies, they can be chosen to stay or to go."""

    wished = Signal(object)
    """The user gave a command: a `Wish`."""

    enlarge_key = "E"

    def __init__(
        self, context: Context, model: PhotoModel, caption: Caption, step: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, model, "Photos of the group", caption, step, parent)
        self.deciding = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commands first, then whatever a grid does with the key."""
        wish = wish_of(event)
        page = _PAGES.get(Qt.Key(event.key()))
        if page is not None:
            self.wished.emit(Wish(page))
        elif wish is not None:
            self.wished.emit(wish)
        else:
            super().keyPressEvent(event)

    def menu_of(self, item: PhotoItem) -> QMenu:
        """The menu of a photo: what becomes of it, then what any photo offers."""
        menu = super().menu_of(item)
        first = menu.actions()[0]
        row = self.photos.row_of(item.path)
        for command, text in _WORDS.items():
            if command in DECIDING and not self.deciding:
                continue
            key = "P" if command is Command.KEEP_THIS else KEYS[command]
            number = 0 if row is None else row + 1
            entry = menu_entry(menu, text, key, partial(self.wished.emit, Wish(command, number)))
            menu.insertAction(first, entry)
        menu.insertSeparator(first)
        return menu
