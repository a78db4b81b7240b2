"""Two photos side by side, as large as there is room, with their names."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from photosim.domain.files import display_path
from photosim.domain.words import dimension_words, size_words
from photosim.gui.base.context import Context
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, mark
from photosim.gui.photos.large import LargePictures
from photosim.gui.photos.picture import PictureView

if TYPE_CHECKING:
    from photosim.app.tuning.threshold import Question
    from photosim.domain.photo import Photo

_LEAST_SIDE = 640


class PairView(QWidget):
    """The photos of a question.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sides = (_Side(context, "First photo"), _Side(context, "Second photo"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        for side in self.sides:
            row.addWidget(side, 1)

    def show_question(self, question: Question, thumbnails: tuple[bytes | None, bytes | None]) -> None:
        """Show both photos: small at once, large as soon as they are there."""
        photos = (question.first, question.second)
        for side, photo, thumbnail in zip(self.sides, photos, thumbnails, strict=True):
            side.show_photo(photo, thumbnail)

    def clear(self) -> None:
        """Show nothing, and wait for nothing."""
        for side in self.sides:
            side.clear()


class _Side(QWidget):
    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._large = LargePictures(context.workspace, context.jobs, self)
        self.picture = PictureView(context.theme, name)
        self.title = ElidedLabel()
        self.facts = ElidedLabel()
        mark(self.facts, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.picture, 1)
        column.addWidget(self.title)
        column.addWidget(self.facts)

    def show_photo(self, photo: Photo, thumbnail: bytes | None) -> None:
        natural = QSize(photo.facts.width, photo.facts.height)
        small = QImage.fromData(thumbnail) if thumbnail else None
        self.picture.set_image(small, natural)
        path = display_path(photo.path)
        self.title.setText(os.path.basename(path))
        dimensions = dimension_words(photo.facts.width, photo.facts.height)
        self.facts.setText(f"{dimensions} · {size_words(photo.stamp.size)} · {os.path.dirname(path)}")
        side = max(_LEAST_SIDE, self.picture.width(), self.picture.height())
        self._large.load(
            photo.path,
            round(side * self.devicePixelRatioF()),
            partial(self._on_large, natural),
            partial(self._on_failed, has_small=small is not None),
        )

    def clear(self) -> None:
        self._large.drop()
        self.picture.set_image(None)
        self.title.setText("")
        self.facts.setText("")

    def _on_large(self, natural: QSize, image: QImage) -> None:
        self.picture.set_image(image, natural)

    def _on_failed(self, reason: str, *, has_small: bool) -> None:
        # A drive that is not connected is no reason to ask nothing.
        if not has_small:
            self.picture.set_trouble(f"The photo cannot be shown: {reason}")
