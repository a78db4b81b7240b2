"""Draws one cell of a grid of faces, and lets its text be changed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from photosim.gui.base.cell_delegate import CellDelegate
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.theme import Colors, Space, Theme, scaled_font
from photosim.gui.people.crops import face_key
from photosim.gui.people.tiles import TILE_ROLE, Index, Tile

_BADGE = 24
_PALE = 0.45


class TileDelegate(CellDelegate):
    """A round or a square face, a title, a caption, a badge.

    Args:
        faces: brings the pictures, for painted cells only.
        theme: colours.
        round_faces: whether the pictures are round, as for people; single faces are square.
        lines: of text below a picture, 0 to 2.
        parent: the grid; the wishes for pictures are made in its name.
    """

    def __init__(
        self, faces: ThumbnailLoader, theme: Theme, *, round_faces: bool, lines: int, parent: QObject
    ) -> None:
        super().__init__(theme, 128, parent)
        self._faces = faces
        self._round = round_faces
        self._title_font = scaled_font(1.0, QFont.Weight.DemiBold if round_faces else QFont.Weight.Normal)
        self._caption_font = scaled_font(0.92)
        self._title_height = QFontMetrics(self._title_font).height() if lines > 0 else 0
        self._caption_height = QFontMetrics(self._caption_font).height() if lines > 1 else 0
        self.names: Callable[[], Sequence[str]] = tuple
        """The names that are offered while one is typed."""

    def cell_size(self) -> QSize:
        """What one cell takes at least."""
        lines = Space.XS + self._title_height + self._caption_height
        return QSize(self._side + 2 * Space.M, self._side + 2 * Space.S + lines)

    def title_rect(self, cell: QRect) -> QRect:
        """Where the title of a cell stands."""
        box = self._picture_rect(cell)
        return QRect(
            cell.x() + Space.S, box.bottom() + 1 + Space.XS, cell.width() - 2 * Space.S, self._title_height
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        tile: Tile = index.data(TILE_ROLE)
        colors = self._theme.colors
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._draw_card(painter, option, option.rect)
        box = self._picture_rect(option.rect)
        painter.setOpacity(_PALE if tile.pale else 1.0)
        self._draw_picture(painter, tile, box, colors)
        painter.setOpacity(1.0)
        if tile.badge:
            self._draw_badge(painter, tile.badge, box, colors)
        self._draw_text(painter, tile, self.title_rect(option.rect), colors)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002 - Qt's signature
        """A line over the title, which offers the names that are known."""
        editor = QLineEdit(parent)
        editor.setAccessibleName("Name of this person")
        editor.setPlaceholderText("Name")
        editor.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        completer = QCompleter(list(self.names()), editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        editor.setCompleter(completer)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002 - Qt's signature
        """Lay the line where the title is."""
        title = self.title_rect(option.rect)
        height = title.height() + self._caption_height + Space.XS
        editor.setGeometry(
            title.x(), title.y(), title.width(), max(height, editor.minimumSizeHint().height())
        )

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the text of the line."""
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def _picture_rect(self, cell: QRect) -> QRect:
        return QRect(cell.x() + (cell.width() - self._side) // 2, cell.y() + Space.S, self._side, self._side)

    def _draw_picture(self, painter: QPainter, tile: Tile, box: QRect, colors: Colors) -> None:
        ratio = painter.device().devicePixelRatio()
        pixmap = tile.pixmap
        if pixmap is None and tile.face is not None:
            pixmap = self._faces.request("", face_key(tile.face), round(self._side * ratio), self.parent())
        painter.setPen(Qt.PenStyle.NoPen)
        brush = QBrush(QColor(colors.hover)) if pixmap is None else filling(pixmap, QRectF(box))
        painter.setBrush(brush)
        radius = self._side / 2 if self._round else 8
        painter.drawRoundedRect(QRectF(box), radius, radius)
        if pixmap is None:
            painter.setOpacity(painter.opacity() * 0.5)
            self._draw_icon(painter, "person", colors.muted, box, self._side // 2)

    def _draw_badge(self, painter: QPainter, name: str, box: QRect, colors: Colors) -> None:
        place = QRect(box.right() - _BADGE + 1, box.y(), _BADGE, _BADGE)
        painter.setPen(QPen(QColor(colors.surface), 2))
        painter.setBrush(QColor(colors.good if name == "check" else colors.muted))
        painter.drawEllipse(QRectF(place).adjusted(1, 1, -1, -1))
        self._draw_icon(painter, name, colors.surface, place, 14)

    def _draw_text(self, painter: QPainter, tile: Tile, place: QRect, colors: Colors) -> None:
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.setFont(QApplication.font() if tile.asks else self._title_font)
        painter.setPen(QColor(colors.accent if tile.asks else colors.muted if tile.pale else colors.text))
        painter.drawText(place, flags, self._elided(painter, tile.title, place.width()))
        if tile.caption:
            line = place.translated(0, place.height())
            painter.setFont(self._caption_font)
            painter.setPen(QColor(colors.muted))
            painter.drawText(line, flags, self._elided(painter, tile.caption, line.width()))

    def _elided(self, painter: QPainter, text: str, width: int) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


def filling(pixmap: QPixmap, box: QRectF) -> QBrush:
    """A brush that fills a box with a picture, cut where its shape is another one."""
    scale = max(box.width() / pixmap.width(), box.height() / pixmap.height())
    left = box.x() + (box.width() - pixmap.width() * scale) / 2
    top = box.y() + (box.height() - pixmap.height() * scale) / 2
    brush = QBrush(pixmap)
    brush.setTransform(QTransform.fromTranslate(left, top).scale(scale, scale))
    return brush
