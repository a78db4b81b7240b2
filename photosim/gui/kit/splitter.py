"""A divider that can be dragged but does not shout: a gap, with a line while the pointer is over it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from photosim.gui.kit.theme import Space


class QuietSplitter(QSplitter):
    """A splitter whose parts never collapse and whose handles are gaps."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(Space.M)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """Qt asks for a handle."""
        return _Handle(self.orientation(), self)


class _Handle(QSplitterHandle):
    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        if not self.underMouse():
            return
        painter = QPainter(self)
        middle = self.rect().center()
        if self.orientation() is Qt.Orientation.Horizontal:
            line = QRect(middle.x(), self.rect().y(), 2, self.rect().height())
        else:
            line = QRect(self.rect().x(), middle.y(), self.rect().width(), 2)
        painter.fillRect(line, self.palette().color(QPalette.ColorRole.Mid))
        painter.end()
