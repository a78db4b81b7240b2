"""One photo as large as the view, over everything else in it; arrows go to the next, Escape goes back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from photosim.domain.words import size_words
from photosim.gui.base.context import Context
from photosim.gui.kit import words
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.cover import Cover
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, muted, scaled_font
from photosim.gui.photos.large import LargePictures
from photosim.gui.photos.model import PhotoItem
from photosim.gui.photos.picture import PictureView

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}


class Viewer(Cover):
    """Lies over `parent` while open, as large as it.

    Args:
        context: pictures and colours.
        parent: the view that it covers.
    """

    moved = Signal(object)
    """Another `PhotoItem` is shown now; the view behind may follow."""
    closed = Signal()
    """The view behind has the keyboard again."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._thumbnails = context.thumbnails
        self._large = LargePictures(context.workspace, context.jobs, self)
        self._items: Sequence[PhotoItem] = ()
        self._row = 0
        self.setAccessibleName("Enlarged photo")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._picture = PictureView(context.theme, "Enlarged photo")
        self._name = ElidedLabel()
        self._name.setFont(scaled_font(1.15))
        self._name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._facts = muted()
        self._facts.setWordWrap(False)
        self._place = QLabel()
        self._previous = icon_button("back", "Previous photo (Left)", partial(self.step, -1))
        self._next = icon_button("next", "Next photo (Right)", partial(self.step, 1))
        self._close = icon_button("close", "Close (Esc)", self.leave)
        for button in (self._previous, self._next, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    @property
    def item(self) -> PhotoItem | None:
        """What is shown, None while closed."""
        return self._items[self._row] if self._items else None

    def show_items(self, items: Sequence[PhotoItem], row: int) -> None:
        """Open on one of several photos."""
        if not items:
            return
        self._items = items[:]
        self.open()
        self._go_to(row)

    def step(self, change: int) -> None:
        """Go on by some photos, as far as there are any."""
        row = max(0, min(len(self._items) - 1, self._row + change))
        if self._items and row != self._row:
            self._go_to(row)

    def leave(self) -> None:
        """Close, and give the keyboard back to where it was."""
        self._large.drop()
        self._items = ()
        super().leave()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move; Escape, Space and Enter close."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.step(_STEPS[key])
        elif key == Qt.Key.Key_Home:
            self.step(-len(self._items))
        elif key == Qt.Key.Key_End:
            self.step(len(self._items))
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A plain ground, so that nothing distracts from the photo."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.colors.window))
        painter.end()

    def _go_to(self, row: int) -> None:
        self._row = max(0, min(len(self._items) - 1, row))
        item = self._items[self._row]
        self._name.setText(words.name_of(item.path))
        self._facts.setText(_line(item))
        self._place.setText(f"{self._row + 1:,} of {len(self._items):,}")
        self._previous.setEnabled(self._row > 0)
        self._next.setEnabled(self._row < len(self._items) - 1)
        facts = item.photo.facts if item.photo is not None else None
        natural = QSize(facts.width, facts.height) if facts is not None else None
        quick = self._thumbnails.request(item.path, item.content)
        self._picture.set_image(quick.toImage() if quick is not None else None, natural)
        side = round(max(self.width(), self.height()) * self.devicePixelRatioF())
        self._large.load(item.path, side, partial(self._on_large, natural), self._on_trouble)
        self.moved.emit(item)

    def _on_large(self, natural: QSize | None, image: QImage) -> None:
        self._picture.set_image(image, natural)

    def _on_trouble(self, reason: str) -> None:
        if not self._picture.has_image:
            self._picture.set_trouble(reason)
        self._facts.setText(f"Only the small picture can be shown: {reason}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._name, 1)
        head.addWidget(self._facts)
        head.addWidget(self._place)
        head.addWidget(self._previous)
        head.addWidget(self._next)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self._picture, 1)


def _line(item: PhotoItem) -> str:
    parts = []
    if item.mark:
        parts.append(f"proposed: {item.mark.lower()}")
    elif item.match is not None:
        parts.append(words.likeness_words(item.match.relation, item.match.probability))
    if item.photo is not None:
        parts.append(words.megapixels_words(item.photo.facts))
    parts.append(size_words(item.stamp.size))
    if item.photo is not None:
        parts.append(words.taken_words(item.photo.facts))
    return ", ".join(part for part in parts if part)
