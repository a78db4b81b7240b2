"""A picture with a frame around each face in it; one of them is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from photosim.domain.people import FaceBox
from photosim.gui.kit.theme import Theme
from photosim.gui.photos.picture import PictureView

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class FacesPicture(PictureView):
    """Shows where the faces are; a click or the arrow keys choose another one.

    Args:
        theme: colours.
        parent: Qt's owner.
    """

    chosen = Signal(object)
    """Another face was chosen: its number, from 0."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "The picture whose faces are searched for", parent=parent)
        self._colors = theme
        self._boxes: list[FaceBox] = []
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def current(self) -> int:
        """The number of the chosen face, from 0."""
        return self._current

    def show_faces(self, boxes: Sequence[FaceBox], current: int) -> None:
        """Frame these, and choose one of them, without telling anyone."""
        self._boxes = list(boxes)
        self._current = current
        self.setAccessibleDescription(f"Face {current + 1} of {len(boxes)}" if boxes else "No face")
        self.update()

    def choose(self, number: int) -> None:
        """Choose another face."""
        if 0 <= number < len(self._boxes) and number != self._current:
            self.show_faces(self._boxes, number)
            self.chosen.emit(number)

    def frame(self, box: FaceBox) -> QRectF:
        """Where a face lies in this widget."""
        target = self.target()
        return QRectF(
            target.x() + box.x * target.width(),
            target.y() + box.y * target.height(),
            box.width * target.width(),
            box.height * target.height(),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the frames over the picture."""
        super().paintEvent(event)
        if not self.has_image:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, box in enumerate(self._boxes):
            frame = self.frame(box)
            painter.setPen(QPen(QColor(0, 0, 0, 150), 5 if number == self._current else 4))
            painter.drawRoundedRect(frame, 6, 6)
            color = self._colors.colors.accent if number == self._current else "#ffffff"
            painter.setPen(QPen(QColor(color), 3 if number == self._current else 2))
            painter.drawRoundedRect(frame, 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the face under the pointer, the smallest where frames overlap."""
        hit = [number for number, box in enumerate(self._boxes) if self._hits(box, event.position())]
        if hit and event.button() == Qt.MouseButton.LeftButton:
            self.choose(min(hit, key=lambda number: self._boxes[number].width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys go from face to face."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._boxes:
            super().keyPressEvent(event)
        else:
            self.choose(self._current + step)

    def _hits(self, box: FaceBox, point: QPointF) -> bool:
        return self.frame(box).contains(point)
