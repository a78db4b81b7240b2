"""A place that says: drop it here."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, heading, muted

_PEN = 1.5
_DASHES = (5.0, 4.0)


class DashedFrame(QFrame):
    """A dashed frame around an icon, a title and a sentence, in the middle of `column`.

    Args:
        title: what can be dropped.
        text: what happens then.
        parent: Qt's owner.
    """

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        self.column.setSpacing(Space.S)
        self.column.addStretch()
        icon = IconLabel("drop", 40, QPalette.ColorRole.Highlight)
        self.column.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (heading(title, 2), muted(text)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(label)
        self.column.addStretch()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        color = self.palette().color(QPalette.ColorRole.PlaceholderText)
        color.setAlphaF(0.6)
        pen = QPen(color, _PEN)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
