"""Pictures of what a running scan finds, the newest first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from photosim.domain.photo import Photo
from photosim.domain.words import count_words
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.theme import Space

_SIDE = 104
_SMALLEST, _LARGEST = 84, 160


def tiling(width: int, height: int) -> tuple[int, int, int]:
    """Columns, rows and side of square tiles that fill a width exactly and a height as well as they can."""
    best = (1, 1, max(1, min(width, height)))
    filled = 0
    for columns in range(max(1, width // _LARGEST), max(1, width // _SMALLEST) + 1):
        side = (width - (columns - 1) * Space.S) // columns
        rows = max(1, (height + Space.S) // (side + Space.S))
        if 0 < side <= height and rows * (side + Space.S) > filled:
            best, filled = (columns, rows, side), rows * (side + Space.S)
    return best


class PhotoStrip(QWidget):
    """Fills its room with square cuts of photos; what does not fit is not loaded.

    Args:
        thumbnails: brings the pictures.
        parent: Qt's owner.
    """

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._photos: list[Photo] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Newest photos")
        thumbnails.ready.connect(self._on_ready)

    def show_photos(self, photos: Iterable[Photo]) -> None:
        """Show these, in this order."""
        self._photos = list(photos)
        self.setAccessibleDescription(count_words(len(self._photos), "photo", "photos"))
        self.update()

    def sizeHint(self) -> QSize:
        """Two rows of six."""
        return QSize(6 * (_SIDE + Space.S), 2 * (_SIDE + Space.S))

    def minimumSizeHint(self) -> QSize:
        """One row of three."""
        return QSize(3 * (_SIDE + Space.S), _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is there; ask for what is not."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        columns, rows, side = tiling(self.width(), self.height())
        pixels = round(side * 1.5 * self.devicePixelRatioF())
        step = (self.width() + Space.S) / columns
        for place, photo in enumerate(self._photos[: columns * rows]):
            left, right = (round((place % columns + number) * step) for number in (0, 1))
            cell = QRect(left, (place // columns) * (side + Space.S), right - left - Space.S, side)
            self._draw(painter, cell, self._thumbnails.request(photo.path, photo.content, pixels, self))

    def _draw(self, painter: QPainter, cell: QRect, pixmap: QPixmap | None) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(cell), 6, 6)
        painter.fillPath(path, self.palette().color(QPalette.ColorRole.Midlight))
        if pixmap is None or pixmap.isNull():
            return
        painter.save()
        painter.setClipPath(path)
        scale = max(cell.width() / pixmap.width(), cell.height() / pixmap.height())
        width, height = round(pixmap.width() * scale), round(pixmap.height() * scale)
        middle = cell.center()
        painter.drawPixmap(QRect(middle.x() - width // 2, middle.y() - height // 2, width, height), pixmap)
        painter.restore()

    def _on_ready(self, _key: object) -> None:
        if self.isVisible():
            self.update()
