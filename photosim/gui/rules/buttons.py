"""Small buttons beside a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton

from photosim.gui.kit import icons
from photosim.gui.kit.theme import mark


def icon_button(name: str, words: str, call: Callable[[], object]) -> QToolButton:
    """A button that is an icon; `words` say what it does."""
    button = QToolButton()
    mark(button, "icon")
    button.setIconSize(QSize(16, 16))
    icons.give(button, name)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _checked=False: call())
    return button
