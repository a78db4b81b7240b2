"""The photos that were chosen on the map, beside it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photosim.app.atomic import write_atomically
from photosim.domain.errors import FileError
from photosim.domain.files import display_path
from photosim.domain.photo import Photo
from photosim.domain.words import count_words, size_words
from photosim.gui.base.context import Context
from photosim.gui.kit import icons
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.theme import Space, heading, muted
from photosim.gui.photos.grid import PhotoGrid
from photosim.gui.photos.model import PhotoItem, PhotoModel, item_of


class ChosenPanel(QWidget):
    """A grid of photos, and what can be done with all of them.

    Args:
        context: pictures and colours.
        parent: Qt's owner.
    """

    closed = Signal()
    """The user wants none of them chosen any more."""
    groups_wanted = Signal(object)
    """The user wants to review the groups that these `Photo`s are in; carries a tuple."""
    status = Signal(str)
    """A sentence for the status area."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PhotoModel(self)
        self.grid = PhotoGrid(context, self._model, "Chosen photos", _caption, step=2)
        self._photos: tuple[Photo, ...] = ()
        self._title = heading("", 2)
        self._size = muted()
        self._lay_out()

    @property
    def model(self) -> PhotoModel:
        """The chosen photos."""
        return self._model

    @property
    def title(self) -> QLabel:
        """How many there are, in words."""
        return self._title

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show these."""
        self._photos = tuple(photos)
        self._model.set_items([item_of(photo) for photo in photos])
        self._title.setText(count_words(len(photos), "photo"))
        self._size.setText(f"{size_words(self._model.total_bytes)} together")

    def copy_paths(self) -> None:
        """Put the paths of all of them on the clipboard, one a line."""
        paths = [display_path(item.path) for item in self._model.items]
        QGuiApplication.clipboard().setText("\n".join(paths))
        self.status.emit(f"{count_words(len(paths), 'path')} copied")

    def save_list(self) -> None:
        """Ask for a file and write the paths of all of them into it."""
        path = QFileDialog.getSaveFileName(self, "Save the list", "photos.txt", "Text (*.txt)")[0]
        if path:
            self.write_list(path)

    def write_list(self, path: str) -> None:
        """Write the paths into a file, one a line, byte for byte; tells when that fails."""
        lines = b"".join(os.fsencode(item.path) + b"\n" for item in self._model.items)
        try:
            write_atomically(path, lines)
        except FileError as error:
            show_failure(error)
        else:
            self.status.emit(f"List saved to “{display_path(path)}”")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self._title)
        head.addWidget(self._size, 1)
        head.addWidget(icon_button("close", "Choose nothing (Esc)", self.closed.emit))
        self.review_button = QPushButton("Review the groups among them")
        icons.give(self.review_button, "groups")
        self.review_button.setToolTip("The groups of copies that hold one of these photos")
        self.review_button.clicked.connect(lambda _checked=False: self.groups_wanted.emit(self._photos))
        below = QHBoxLayout()
        below.setSpacing(Space.S)
        for icon, text, tip, call in (
            ("copy", "Copy paths", "Copy the paths of all of these photos", self.copy_paths),
            ("open", "Save list…", "Write the paths of all of these photos into a text file", self.save_list),
        ):
            button = QPushButton(text)
            icons.give(button, icon)
            button.setToolTip(tip)
            button.clicked.connect(lambda _checked=False, call=call: call())
            below.addWidget(button)
        below.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addWidget(self.review_button)
        column.addLayout(below)
        self._size.setWordWrap(False)
        self._size.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(300)


def _caption(item: PhotoItem) -> str:
    taken = item.photo.facts.taken_at if item.photo is not None else None
    return taken.strftime("%Y-%m-%d") if taken is not None else ""
