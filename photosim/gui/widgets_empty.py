"""What a view shows when it has nothing to show: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photosim.gui import icons
from photosim.gui.theme import Space, heading, mark, muted

_ICON_SIDE = 64
_TEXT_WIDTH = 460


class EmptyState(QWidget):
    """An icon, a title, a sentence, and buttons for the way on, in the middle of the view."""

    def __init__(self, icon: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = heading(title, 2)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setWordWrap(True)
        self._text = muted(text)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.S)
        self._buttons.addStretch()
        self._buttons.addStretch()
        column = QVBoxLayout()
        column.setSpacing(Space.M)
        column.addStretch(2)
        for widget in (self._icon, self._title, self._text):
            column.addWidget(widget)
        column.addSpacing(Space.S)
        column.addLayout(self._buttons)
        column.addStretch(3)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(_TEXT_WIDTH)
        row = QHBoxLayout(self)
        row.addStretch()
        row.addWidget(holder, 1)
        row.addStretch()
        self._draw_icon()

    @property
    def text(self) -> str:
        """Title and sentence, as a screen reader would say them."""
        return f"{self._title.text()}. {self._text.text()}"

    def say(self, title: str, text: str, icon: str | None = None) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        if icon is not None:
            self._icon_name = icon
            self._draw_icon()

    def add_button(self, text: str, clicked: Callable[[], object], *, primary: bool = False) -> QPushButton:
        """Offer a way on."""
        button = QPushButton(text)
        if primary:
            mark(button, "primary")
        button.clicked.connect(lambda _checked=False: clicked())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Draws the icon in the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        color = QColor(self.palette().placeholderText().color())
        self._icon.setPixmap(icons.pixmap(self._icon_name, color, _ICON_SIDE, self.devicePixelRatioF()))
