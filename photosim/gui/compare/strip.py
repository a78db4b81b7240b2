"""All photos of a group in a row of small pictures, where more are than can be shown beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from photosim.domain.photo import Photo
from photosim.gui.base.context import Context
from photosim.gui.compare.canvas import Fate, Head
from photosim.gui.kit.theme import scaled_font

_CELL = QSize(76, 60)
_GAP = 6


class Strip(QWidget):
    """Paints the photos with their numbers and fates; a click chooses one.

    Args:
        context: pictures and colours.
        parent: Qt's owner.
    """

    chosen = Signal(object)
    """The number of the photo that was clicked, from 1 on, as an object."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._photos: Sequence[Photo] = ()
        self._heads: Sequence[Head] = ()
        self._shown: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Photos of the group")
        context.theme.changed.connect(self.update)
        context.thumbnails.ready.connect(self.update)

    def show_photos(self, photos: Sequence[Photo], heads: Sequence[Head], shown: frozenset[int]) -> None:
        """Show other photos.

        Args:
            photos: all of them.
            heads: what is said of each.
            shown: numbers of those that are seen large.
        """
        self._photos, self._heads, self._shown = photos, heads, shown
        self.setAccessibleDescription("; ".join(head.words for head in heads))
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(_CELL.width() * 4, _CELL.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the photo under the pointer."""
        for head, cell in zip(self._heads, self._cells(), strict=True):
            if cell.contains(event.position()):
                self.chosen.emit(head.number)
                return

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the cells that there is room for."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for photo, head, cell in zip(self._photos, self._heads, self._cells(), strict=True):
            if cell.right() > 0 and cell.left() < self.width():
                self._paint_cell(painter, photo, head, cell)
        painter.end()

    def _cells(self) -> list[QRectF]:
        """Where the photos lie: the current one is always in sight."""
        step = _CELL.width() + _GAP
        current = next((row for row, head in enumerate(self._heads) if head.current), 0)
        room = len(self._heads) * step - _GAP - self.width()
        start = min(max(0.0, current * step - (self.width() - _CELL.width()) / 2), max(0.0, room))
        return [
            QRectF(row * step - start, 0, _CELL.width(), _CELL.height()) for row in range(len(self._heads))
        ]

    def _paint_cell(self, painter: QPainter, photo: Photo, head: Head, cell: QRectF) -> None:
        colors = self._context.theme.colors
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.hover))
        painter.drawRoundedRect(cell, 5, 5)
        ratio = self.devicePixelRatioF()
        picture = self._context.thumbnails.request(photo.path, photo.content, round(_CELL.width() * ratio))
        if picture is not None:
            size = picture.size().scaled(
                (cell.size() - QSize(6, 6)).toSize(), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(cell.center())
            painter.setOpacity(0.35 if head.fate is Fate.REMOVE else 1.0)
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
            painter.setOpacity(1.0)
        painter.setFont(scaled_font(0.9, QFont.Weight.DemiBold))
        text = str(head.number)
        width = max(16, painter.fontMetrics().horizontalAdvance(text) + 8)
        badge = QRectF(cell.left() + 3, cell.top() + 3, width, 16)
        color = {Fate.KEEP: colors.good, Fate.REMOVE: colors.danger}.get(head.fate, colors.muted)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor(colors.surface))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        if head.current or head.number in self._shown:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.accent if head.current else colors.border), 2))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5)
