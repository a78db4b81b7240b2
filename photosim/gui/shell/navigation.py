"""The rail at the left: where one can go."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from photosim.gui.base.pages import PAGE_WORDS, Page, page_keys
from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space


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
        self._buttons: dict[Page, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.XS)
        for page in Page:
            self._buttons[page] = button = self._button(page)
            column.addWidget(button)
        column.addStretch()

    def show_page(self, page: Page) -> None:
        """Mark the page that is shown."""
        self._buttons[page].setChecked(True)

    def button(self, page: Page) -> QToolButton:
        """The button of a page."""
        return self._buttons[page]

    def _button(self, page: Page) -> QToolButton:
        name, purpose = PAGE_WORDS[page]
        button = QToolButton(self)
        button.setProperty("kind", "rail")
        button.setText(name)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(22, 22))
        # Ten pages fit on a screen of 720 lines.
        button.setFixedSize(76, 56)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(name)
        button.setAccessibleDescription(purpose)
        keys = page_keys(page)
        button.setToolTip(f"{purpose} ({keys})" if keys else purpose)
        button.clicked.connect(lambda: self.chosen.emit(page))
        icons.give(button, page.value)
        self._group.addButton(button)
        return button
