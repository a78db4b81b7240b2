"""Two things that stand beside each other where there is room, and one below the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from photosim.gui.kit.theme import Space, by_type_size


class Folding(QWidget):
    """Folds instead of cutting off what does not fit, as with large type or in a narrow window.

    Args:
        first: gets what room there is.
        second: keeps its own width.
        room: the least width that the first one shall have beside the second, in pixels at the usual size
            of type.
        spacing: between the two.
        parent: Qt's owner.
    """

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        room: int,
        spacing: int = Space.S,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._first, self._second, self._room = first, second, room
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        self._box.addWidget(first, 1)
        self._box.addWidget(second)

    @property
    def folded(self) -> bool:
        """Whether they stand one below the other."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """The width of the wider one: it can always fold."""
        widths = (part.minimumSizeHint().width() for part in (self._first, self._second))
        return QSize(max(widths), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room, or less."""
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """One of the two needs more room, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        beside = self._second.sizeHint().width() + self._box.spacing() + by_type_size(self._room)
        fits = self.width() >= beside
        wanted = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if wanted is not self._box.direction():
            self._box.setDirection(wanted)
