"""The slider that sets how large the photos of a grid are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.theme import Space
from photosim.gui.photos.grid import SIDES, PhotoGrid


class ZoomSlider(QWidget):
    """Smaller, slider, larger; follows the grid when it is zoomed by key or wheel."""

    def __init__(self, grid: PhotoGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(SIDES) - 1)
        self._slider.setPageStep(1)
        self._slider.setValue(grid.step)
        self._slider.setFixedWidth(104)
        self._slider.setAccessibleName("Size of the photos")
        self._slider.setToolTip("Size of the photos (Ctrl + and Ctrl -)")
        self._slider.valueChanged.connect(grid.set_step)
        grid.zoomed.connect(self._slider.setValue)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._button("zoom-out", "Smaller photos", -1))
        row.addWidget(self._slider)
        row.addWidget(self._button("zoom-in", "Larger photos", 1))

    def _button(self, icon: str, name: str, change: int) -> QToolButton:
        button = icon_button(icon, name, lambda: self._grid.set_step(self._grid.step + change))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button
