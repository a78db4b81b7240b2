"""What is shown over the window while something is dragged across it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, scaled_font


class DropOverlay(QWidget):
    """Covers its parent, lets every event through and says what a drop would do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sentence = ""
        self.hide()

    def offer(self, sentence: str) -> None:
        """Cover the parent and say what a drop would do."""
        self._sentence = sentence
        self.setAccessibleName(sentence)
        self.resize(self._covered.size())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what is below, frame it, write the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self.palette().color(QPalette.ColorRole.Window)
        veil.setAlphaF(0.88)
        painter.fillRect(self.rect(), veil)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(Space.M, Space.M, -Space.M, -Space.M)
        tint = QColor(accent)
        tint.setAlphaF(0.07)
        painter.setBrush(tint)
        painter.drawRoundedRect(frame, 12, 12)
        middle = self.rect().center()
        picture = icons.pixmap("drop", accent, 56, self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - 28, middle.y() - 64, picture)
        painter.setFont(scaled_font(1.4))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        below = self.rect().adjusted(Space.XL, self.height() // 2 + Space.L, -Space.XL, -Space.XL)
        painter.drawText(
            below,
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            self._sentence,
        )
