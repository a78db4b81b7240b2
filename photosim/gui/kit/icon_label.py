"""An icon that stands in the page without being a button."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from photosim.gui.kit import icons


class IconLabel(QWidget):
    """Draws the icon `name`, `size` pixels wide, in the colour that `role` has at the moment.

    Args:
        name: of the icon.
        size: width and height in device-independent pixels.
        role: of the palette.
        parent: Qt's owner.
    """

    def __init__(
        self,
        name: str,
        size: int,
        role: QPalette.ColorRole = QPalette.ColorRole.WindowText,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._size, self._role = name, size, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, role: QPalette.ColorRole | None = None) -> None:
        """Draw another icon from now on, in another colour if one is given."""
        self._name = name
        self._role = self._role if role is None else role
        self.update()

    def sizeHint(self) -> QSize:
        """The icon and nothing around it."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it for the screen that the window is on."""
        color = self.palette().color(self._role)
        picture = icons.pixmap(self._name, color, self._size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)
