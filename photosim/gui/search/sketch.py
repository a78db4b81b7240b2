"""The dialog in which the colours of a photo are sketched from memory."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QColorDialog,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, Theme, heading, mark, muted
from photosim.gui.search.canvas import Canvas

PALETTE = (
    ("Sky", "#7fb2e5"),
    ("Deep sky", "#2f63a8"),
    ("Sea", "#1f7f8c"),
    ("Leaves", "#4f7f35"),
    ("Meadow", "#9dbb5a"),
    ("Sand", "#d9c29a"),
    ("Earth", "#7a5a3c"),
    ("Skin", "#dba58a"),
    ("Red", "#c0352b"),
    ("Orange", "#e08a2e"),
    ("Yellow", "#f0d24a"),
    ("Violet", "#7a4c93"),
    ("White", "#f4f4f2"),
    ("Light grey", "#b3b5b7"),
    ("Dark grey", "#55585c"),
    ("Black", "#121314"),
)

_SIZE = QSize(580, 640)
_SWATCH = 28
_ACROSS = 8
_BRUSHES = (12, 80)


class SketchDialog(QDialog):
    """A canvas, a palette, and the button that searches; deletes itself when it is closed.

    Args:
        theme: colours of what is around the canvas.
        sketch: a painting to go on with, None: an empty canvas.
        parent: Qt's owner.
    """

    searched = Signal(object)
    """The user wants photos like this painting; carries the bytes of a PNG."""

    def __init__(self, theme: Theme, sketch: bytes | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Search with a sketch")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.canvas = Canvas(theme)
        self._swatches = QButtonGroup(self)
        self._other = QPushButton("Other colour…")
        self._brush = QSlider(Qt.Orientation.Horizontal)
        self._undo = QPushButton("Undo")
        self._clear = QPushButton("Clear")
        self.search = QPushButton("Search")
        self._set_up_controls()
        self._lay_out()
        if sketch is not None:
            self.canvas.load(sketch)
        self._update()
        self.resize(_SIZE)
        self.canvas.setFocus()

    def choose(self, color: QColor) -> None:
        """Paint with this colour from now on."""
        self.canvas.color = color

    def _set_up_controls(self) -> None:
        for number, (name, color) in enumerate(PALETTE):
            button = QToolButton()
            mark(button, "segment")
            button.setCheckable(True)
            button.setIcon(QIcon(_swatch(QColor(color))))
            button.setIconSize(QSize(_SWATCH, _SWATCH))
            button.setFixedSize(_SWATCH + Space.M, _SWATCH + Space.M)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(partial(self._on_swatch, color))
            self._swatches.addButton(button, number)
        self._swatches.button(0).setChecked(True)
        self._brush.setRange(*_BRUSHES)
        self._brush.setValue(self.canvas.brush)
        self._brush.setAccessibleName("Width of the brush")
        self._brush.valueChanged.connect(self._on_brush)
        self._other.clicked.connect(self._choose_other)
        icons.give(self._undo, "undo")
        self._undo.clicked.connect(self.canvas.undo)
        self._clear.clicked.connect(self.canvas.clear)
        mark(self.search, "primary")
        self.search.setDefault(True)
        self.search.clicked.connect(self._on_search)
        self.canvas.painted.connect(self._update)

    def _lay_out(self) -> None:
        palette = QVBoxLayout()
        palette.setSpacing(Space.XS)
        for start in range(0, len(PALETTE), _ACROSS):
            row = QHBoxLayout()
            row.setSpacing(Space.XS)
            for number in range(start, min(start + _ACROSS, len(PALETTE))):
                row.addWidget(self._swatches.button(number))
            row.addStretch()
            palette.addLayout(row)
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        tools.addWidget(self._other)
        label = QLabel("Brush")
        label.setBuddy(self._brush)
        tools.addWidget(label)
        tools.addWidget(self._brush, 1)
        tools.addWidget(self._undo)
        tools.addWidget(self._clear)
        buttons = QHBoxLayout()
        buttons.addStretch()
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        buttons.addWidget(close)
        buttons.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading("Which colours were where?", 2))
        column.addWidget(muted("A few blots are enough. What you leave empty may be anything."))
        column.addWidget(self.canvas, 1)
        column.addLayout(palette)
        column.addLayout(tools)
        column.addLayout(buttons)

    def _on_swatch(self, color: str, _checked: bool = False) -> None:
        self.choose(QColor(color))

    def _on_brush(self, width: int) -> None:
        self.canvas.brush = width

    def _choose_other(self) -> None:
        dialog = QColorDialog(self.canvas.color, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self.choose)
        dialog.open()

    def _on_search(self) -> None:
        self.searched.emit(self.canvas.png())
        self.accept()

    def _update(self) -> None:
        empty = self.canvas.is_empty
        self.search.setEnabled(not empty)
        self._clear.setEnabled(not empty)
        self._undo.setEnabled(self.canvas.can_undo)


def _swatch(color: QColor) -> QPixmap:
    """A round-cornered field with an edge, so that white and black are seen on any ground."""
    picture = QPixmap(2 * _SWATCH, 2 * _SWATCH)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(128, 128, 128, 160), 2))
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(picture.rect()).adjusted(2, 2, -2, -2), 8, 8)
    painter.end()
    return picture
