"""One group of which another photo would be kept: both photos, and why."""

from __future__ import annotations

import os

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from photosim.app.tuning.rules import KeeperChange
from photosim.domain.files import display_path
from photosim.domain.photo import Photo
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.label import ElidedLabel, plain_tooltip
from photosim.gui.kit.theme import Space, mark, muted
from photosim.gui.kit.words import name_of

_SIDE = QSize(96, 72)


class Example(QFrame):
    """The photo that is kept now, and the one that would be."""

    def __init__(
        self, change: KeeperChange, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.change = change
        self._thumbnails = thumbnails
        before, after = change.group.keeper, change.keeper
        self._pictures = {before: _picture(), after: _picture()}
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._pictures[before])
        row.addWidget(IconLabel("next", 20))
        row.addWidget(self._pictures[after])
        row.addSpacing(Space.S)
        row.addLayout(self._words(before, after), 1)
        self.setAccessibleName(f"{name_of(after.path)} instead of {name_of(before.path)}")
        thumbnails.ready.connect(self._on_ready)
        self._draw()

    def _words(self, before: Photo, after: Photo) -> QVBoxLayout:
        name = ElidedLabel(_short(after))
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        instead = ElidedLabel(f"instead of {_short(before)}")
        instead.setProperty("kind", "muted")
        why = muted(self.change.reasons[0])
        name.setToolTip(plain_tooltip(display_path(after.path)))
        instead.setToolTip(plain_tooltip(display_path(before.path)))
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addStretch()
        for label in (name, instead, why):
            column.addWidget(label)
        column.addStretch()
        return column

    def _on_ready(self, key: object) -> None:
        if any(key in (photo.content, photo.path) for photo in self._pictures):
            self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        for photo, label in self._pictures.items():
            side = round(_SIDE.width() * ratio)
            found = self._thumbnails.request(photo.path, photo.content, side, asker=self)
            if found is None:
                continue
            drawn = found.scaled(
                _SIDE * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            drawn.setDevicePixelRatio(ratio)
            label.setPixmap(drawn)


def _short(photo: Photo) -> str:
    """The name with the folder it is in: copies often have one name."""
    return os.path.join(name_of(os.path.dirname(photo.path)), name_of(photo.path))


def _picture() -> QLabel:
    label = QLabel()
    label.setFixedSize(_SIDE)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
