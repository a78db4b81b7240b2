"""What a view shows when it has nothing to show: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from photosim.gui.kit.compound import Compound
from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, heading, mark, muted

_ICON_SIDE = 64
_TEXT_WIDTH = 460


class EmptyState(Compound):
    """An icon, a title, a sentence, and buttons for the way on, in the middle of the view.

    Args:
        icon: name of the icon.
        title: what is the case.
        text: what to do about it.
        outlined: whether a dashed line shows that things can be dropped here.
        parent: Qt's owner.
    """

    def __init__(
        self, icon: str, title: str, text: str, *, outlined: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._outlined = outlined
        self._offered: tuple[QPushButton, ...] = ()
        self._icon = IconLabel(icon, _ICON_SIDE, QPalette.ColorRole.PlaceholderText)
        self._title = heading(title, 2)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setWordWrap(True)
        self._text = muted(text)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.S)
        self._buttons.addStretch()
        self._buttons.addStretch()
        self._column = column = QVBoxLayout()
        column.setSpacing(Space.M)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._text)
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

    @property
    def text(self) -> str:
        """Title and sentence, as a screen reader would say them."""
        return f"{self._title.text()}. {self._text.text()}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the dashed line."""
        super().paintEvent(event)
        if not self._outlined:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def say(self, title: str, text: str, icon: str | None = None) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        if icon is not None:
            self._icon.show_icon(icon)

    def add_below(self, widget: QWidget) -> None:
        """Show something more below the buttons."""
        self._column.insertWidget(self._column.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def add_button(self, text: str, clicked: Callable[[], object], *, primary: bool = False) -> QPushButton:
        """Offer a way on."""
        button = QPushButton(text)
        if primary:
            mark(button, "primary")
        button.clicked.connect(lambda _checked=False: clicked())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        self._offered = (*self._offered, button)
        self.lead_to(*self._offered)
        return button
