"""Draws one cell of a photo grid."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from photosim.domain.similarity import Relation
from photosim.gui.base.cell_delegate import CellDelegate
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit import words
from photosim.gui.kit.theme import Colors, Space, Theme, scaled_font
from photosim.gui.photos.model import ITEM_ROLE, Index, PhotoItem

_BADGE = 22
_LARGEST_BLOWUP = 3.0

Caption = Callable[[PhotoItem], str]
"""What stands under a picture's name, one line or several."""


def no_caption(_item: PhotoItem) -> str:
    """A `Caption` for grids that show names only."""
    return ""


def fitted(pixmap: QPixmap, box: QRect, ratio: float) -> QRectF:
    """Where a picture lies when it is fitted into a box, centred, on a screen of `ratio`.

    A small picture is enlarged, but not to a blur.
    """
    size = pixmap.size()
    scale = min(box.width() / size.width(), box.height() / size.height(), _LARGEST_BLOWUP / ratio)
    width, height = size.width() * scale, size.height() * scale
    # Whole device pixels: a picture that has its exact size is then drawn unfiltered.
    left = round((box.x() + (box.width() - width) / 2) * ratio) / ratio
    top = round((box.y() + (box.height() - height) / 2) * ratio) / ratio
    return QRectF(left, top, width, height)


def draw_rounded(painter: QPainter, pixmap: QPixmap, target: QRectF, radius: float, ground: QColor) -> None:
    """Draw a picture into `target`, its corners rounded by what `ground` covers of them.

    Covering four corners costs a tenth of filling a rounded rectangle with the picture.
    """
    painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
    painter.translate(target.topLeft())
    painter.fillPath(_corners(target.width(), target.height(), radius), ground)
    painter.translate(-target.topLeft())


@lru_cache(maxsize=256)
def _corners(width: float, height: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    for x, y, dx, dy in ((0, 0, 1, 1), (width, 0, -1, 1), (width, height, -1, -1), (0, height, 1, -1)):
        path.moveTo(x, y)
        path.lineTo(x + dx * radius, y)
        path.quadTo(x, y, x, y + dy * radius)
        path.closeSubpath()
    return path


def relation_color(relation: Relation, colors: Colors) -> QColor:
    """The colour of the dot that goes with a relation's words."""
    if relation.is_same_picture:
        return QColor(colors.good)
    if relation is Relation.UNRELATED:
        return QColor(colors.muted)
    return QColor(colors.accent)


class PhotoDelegate(CellDelegate):
    """A picture in a square tile, its name, a caption, and marks for what one has to know.

    Args:
        loader: brings the pictures, for painted cells only.
        theme: colours.
        caption: what stands under the name in each cell.
        lines: how many lines a caption may have.
        parent: the grid; the wishes for pictures are made in its name.
    """

    def __init__(
        self,
        loader: ThumbnailLoader,
        theme: Theme,
        caption: Caption = no_caption,
        lines: int = 1,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(theme, 176, parent)
        self._loader = loader
        self._caption = caption
        self._lines = 0 if caption is no_caption else lines
        self._name_font = QFont(QApplication.font())
        self._small_font = scaled_font(0.92)
        self._badge_font = scaled_font(0.85, QFont.Weight.DemiBold)
        self._name_metrics = QFontMetrics(self._name_font)
        self._small_metrics = QFontMetrics(self._small_font)
        self._line_height = self._small_metrics.height() + 2

    def cell_size(self) -> QSize:
        """What one cell takes at least."""
        text = self._name_metrics.height() + self._lines * self._line_height
        return QSize(self._side + 2 * Space.S, self._side + 2 * Space.S + Space.XS + text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        item: PhotoItem = index.data(ITEM_ROLE)
        colors = self._theme.colors
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        cell = self._cell(option.rect)
        self._draw_card(painter, option, cell)
        box = QRect(cell.x() + Space.S, cell.y() + Space.S, self._side, self._side)
        self._draw_picture(painter, item, box, colors)
        self._draw_badges(painter, item, box, colors)
        text = QRect(box.x(), box.bottom() + 1 + Space.XS, box.width(), cell.bottom() - box.bottom())
        self._draw_text(painter, item, text, colors)
        painter.restore()

    def _cell(self, rect: QRect) -> QRect:
        size = self.cell_size()
        return QRect(rect.x() + (rect.width() - size.width()) // 2, rect.y(), size.width(), size.height())

    def _draw_picture(self, painter: QPainter, item: PhotoItem, box: QRect, colors: Colors) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.window))
        painter.drawRoundedRect(QRectF(box), 6, 6)
        side = round(self._side * ratio)
        pixmap = self._loader.request(item.path, item.content, side, self.parent())
        if pixmap is not None:
            painter.setOpacity(0.4 if item.missing else 0.45 if item.going else 1.0)
            draw_rounded(painter, pixmap, fitted(pixmap, box, ratio), 4, QColor(colors.window))
            painter.setOpacity(1.0)
        elif self._loader.is_broken(item.path, item.content):
            self._draw_icon(painter, "missing" if item.missing else "failed", colors.muted, box, 32)
        else:
            painter.setOpacity(0.35)
            self._draw_icon(painter, "image", colors.muted, box, 32)
            painter.setOpacity(1.0)

    def _draw_badges(self, painter: QPainter, item: PhotoItem, box: QRect, colors: Colors) -> None:
        left = box.x() + Space.XS
        if item.number:
            left += self._draw_chip(painter, f"{item.number}", left, box, colors.muted, colors) + Space.XS
        if item.mark:
            self._draw_chip(
                painter, item.mark, left, box, colors.danger if item.going else colors.good, colors
            )
        right = box.right() - Space.XS
        for shown, name, color in (
            (item.missing, "offline", colors.warning),
            (item.protected, "protected", colors.good),
        ):
            if shown:
                place = QRect(right - _BADGE, box.y() + Space.XS, _BADGE, _BADGE)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colors.surface))
                painter.drawRoundedRect(QRectF(place), _BADGE / 2, _BADGE / 2)
                self._draw_icon(painter, name, color, place, 14)
                right -= _BADGE + Space.XS

    def _draw_chip(
        self, painter: QPainter, text: str, left: int, box: QRect, color: str, colors: Colors
    ) -> int:
        """Draws a word on a coloured ground; returns how wide that is."""
        width = max(_BADGE, QFontMetrics(self._badge_font).horizontalAdvance(text) + 2 * Space.S)
        place = QRectF(left, box.y() + Space.XS, width, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(place, _BADGE / 2, _BADGE / 2)
        painter.setPen(QColor(colors.surface))
        painter.setFont(self._badge_font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return width

    def _draw_text(self, painter: QPainter, item: PhotoItem, place: QRect, colors: Colors) -> None:
        name_line = QRect(place.x(), place.y(), place.width(), self._name_metrics.height())
        name = self._name_metrics.elidedText(
            words.name_of(item.path), Qt.TextElideMode.ElideMiddle, name_line.width()
        )
        painter.setFont(self._name_font)
        painter.setPen(QColor(colors.muted if item.missing else colors.text))
        painter.drawText(name_line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(self._small_font)
        for number, words_of_line in enumerate(self._caption(item).split("\n")[: self._lines]):
            top = name_line.bottom() + 3 + number * self._line_height
            line = QRect(place.x(), top, place.width(), self._small_metrics.height())
            dot = relation_color(item.match.relation, colors) if item.match and not number else None
            self._draw_caption(painter, words_of_line, line, dot, colors)

    def _draw_caption(
        self, painter: QPainter, caption: str, line: QRect, dot: QColor | None, colors: Colors
    ) -> None:
        """Draws a line in the middle, after a dot of this colour."""
        taken = 14 if dot is not None else 0
        text = self._small_metrics.elidedText(caption, Qt.TextElideMode.ElideRight, line.width() - taken)
        width = self._small_metrics.horizontalAdvance(text) + taken
        left = line.x() + (line.width() - width) // 2
        if dot is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dot)
            painter.drawEllipse(QPointF(left + 4, line.center().y() + 1), 4, 4)
        painter.setPen(QColor(colors.muted))
        painter.drawText(
            QRect(left + taken, line.y(), width, line.height()), Qt.AlignmentFlag.AlignLeft, text
        )
