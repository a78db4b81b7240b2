"""What every drawn cell of a grid of pictures has in common."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photosim.gui.kit import icons
from photosim.gui.kit.theme import Colors, Theme

_CORNER = 8


class CellDelegate(QStyledItemDelegate):
    """A picture of one size, on a card while it is chosen or under the pointer.

    Args:
        theme: colours.
        side: of the picture to begin with, in device-independent pixels.
        parent: the grid.
    """

    def __init__(self, theme: Theme, side: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._side = side
        self._icons: dict[tuple[str, str, int, float], QPixmap] = {}

    @property
    def side(self) -> int:
        """Side of the picture in device-independent pixels."""
        return self._side

    def set_side(self, side: int) -> None:
        """Draw larger or smaller pictures; the grid must ask for the cell size again."""
        self._side = side

    def cell_size(self) -> QSize:
        """What one cell takes at least."""
        raise NotImplementedError

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
    ) -> QSize:
        """The same for every cell."""
        return self.cell_size()

    def _draw_card(self, painter: QPainter, option: QStyleOptionViewItem, cell: QRect) -> None:
        colors: Colors = self._theme.colors
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not (selected or focused or hovered):
            return
        painter.setPen(QPen(QColor(colors.accent), 2) if selected or focused else Qt.PenStyle.NoPen)
        fill = colors.accent_soft if selected else colors.hover if hovered else colors.surface
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(cell).adjusted(2, 2, -2, -2), _CORNER, _CORNER)

    def _draw_icon(self, painter: QPainter, name: str, color: str, box: QRect, size: int) -> None:
        ratio = painter.device().devicePixelRatio()
        key = (name, color, size, ratio)
        if key not in self._icons:
            self._icons[key] = icons.pixmap(name, QColor(color), size, ratio)
        center = QRectF(box).center()
        painter.drawPixmap(QPointF(center.x() - size / 2, center.y() - size / 2), self._icons[key])
