"""The rail at the left: where one can go."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.gui.base.pages import PAGE_WORDS, Page, page_keys
from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, scaled_font

_ICON = 22
_ROOM = 41
_LEAST_ROOM = 37
"""Above and below a line of text, with the icon: the pages fit into a window of 640 lines."""


class _PageButton(QToolButton):
    """An icon above a name that is never cut off."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """All buttons are as wide as the longest name needs, also while it is bold."""
        bold = QFontMetrics(scaled_font(1.0, QFont.Weight.DemiBold))
        widest = max(bold.horizontalAdvance(name) for name, _purpose in PAGE_WORDS.values())
        return QSize(max(76, widest + Space.L), self._height(_ROOM))

    def minimumSizeHint(self) -> QSize:
        """Where the window is low."""
        return QSize(self.sizeHint().width(), self._height(_LEAST_ROOM))

    def _height(self, room: int) -> int:
        return room + QFontMetrics(QApplication.font()).height()


class Rail(QFrame):
    """One button for each page; Ctrl with its number and the arrow keys do the same."""

    chosen = Signal(str)
    """The user wishes to see a page; carries the `Page`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setAccessibleName("Pages")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[Page, _PageButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.XS)
        for page in Page:
            self._buttons[page] = button = self._button(page)
            column.addWidget(button)
        column.addStretch()

    def show_page(self, page: Page) -> None:
        """Mark the page that is shown; the Tab key comes to it, and to no other one."""
        self._buttons[page].setChecked(True)
        for other, button in self._buttons.items():
            here = other is page
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def button(self, page: Page) -> QToolButton:
        """The button of a page."""
        return self._buttons[page]

    def _button(self, page: Page) -> _PageButton:
        name, purpose = PAGE_WORDS[page]
        button = _PageButton(self)
        button.setText(name)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setAccessibleName(name)
        button.setAccessibleDescription(purpose)
        keys = page_keys(page)
        button.setToolTip(f"{purpose} ({keys})" if keys else purpose)
        button.clicked.connect(lambda: self.chosen.emit(page))
        icons.give(button, page.value)
        self._group.addButton(button)
        return button
