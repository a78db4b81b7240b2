"""What every grid of pictures has in common: a virtual list in columns that can be zoomed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from photosim.gui.base.visible import VisiblePictures
from photosim.gui.kit.theme import Theme

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_FIT_MS = 30
_FRAME = 4
"""Left and right of the viewport together."""
_ZOOM_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class CellGrid(QListView):
    """Lays out, paints and loads only what is visible; Ctrl with + - 0 or the wheel zooms.

    A grid of some kind sets its model and its delegate, calls `_begin`, and says how wide its cells are.

    Args:
        theme: colours.
        name: what a screen reader calls the grid.
        steps: how many zoom steps there are.
        step: the one to begin with.
        parent: Qt's owner.
    """

    zoomed = Signal(object)
    """The zoom step is another now."""

    pictures: VisiblePictures

    def __init__(self, theme: Theme, name: str, steps: int, step: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps = steps
        self._step = self._first_step = step
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The viewport has square corners, the frame round ones.
        self.setViewportMargins(2, 2, 2, 2)
        self._set_up_layout()
        self._fit_timer = QTimer(self)
        self._fit_timer.setSingleShot(True)
        self._fit_timer.setInterval(_FIT_MS)
        self._fit_timer.timeout.connect(self._fit_columns)
        theme.changed.connect(self.viewport().update)

    @property
    def step(self) -> int:
        """The zoom step."""
        return self._step

    def set_step(self, step: int) -> None:
        """Zoom; the cell in the middle of attention stays in view."""
        step = max(0, min(self._steps - 1, step))
        if step == self._step:
            return
        anchor = self.currentIndex()
        if not anchor.isValid() or not self.viewport().rect().intersects(self.visualRect(anchor)):
            anchor = self.indexAt(self.viewport().rect().center())
        self._step = step
        self._fit_columns()
        if anchor.isValid():
            self.scrollTo(anchor, QListView.ScrollHint.PositionAtCenter)
        self.zoomed.emit(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zooms, or moves as in any list."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in _ZOOM_KEYS:
            self.set_step(self._step + _ZOOM_KEYS[key])
        elif control and key == Qt.Key.Key_0:
            self.set_step(self._first_step)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; pictures are not found by their first letter."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls, or zooms with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.set_step(self._step + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fills the ground itself: a viewport that is known to be opaque is scrolled, not drawn anew."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.colors.surface))
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spreads the columns over the new width, once the dragging rests."""
        super().resizeEvent(event)
        self._fit_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen is not loaded."""
        super().hideEvent(event)
        self.pictures.forget_all()

    def _begin(self, pictures: VisiblePictures) -> None:
        self.pictures = pictures
        self._fit_columns()

    def _set_up_layout(self) -> None:
        # Uniform sizes, a grid and batches keep the layout of 100,000 cells in milliseconds.
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(5_000)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _usable_width(self) -> int:
        # The scroll bar counts as there even when it is not, and the frame as wide as with the keyboard in
        # it: neither's coming and going must move cells.
        bar = self.verticalScrollBar().sizeHint().width()
        return self.maximumViewportSize().width() - bar - _FRAME

    def _fit_columns(self) -> None:
        """Set the size of the cells for the zoom step and the width there is: calls `_fit`."""
        raise NotImplementedError

    def _fit(self, grid: QSize) -> None:
        if grid != self.gridSize():
            self.setGridSize(grid)
            self.viewport().update()
            self.verticalScrollBar().setSingleStep(max(24, grid.height() // 4))
