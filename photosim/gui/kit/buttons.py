"""Buttons that are an icon alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton

from photosim.gui.kit import icons
from photosim.gui.kit.theme import mark


def icon_button(icon: str, tip: str, call: Callable[[], object]) -> QToolButton:
    """A button with an icon alone; what it does is its tooltip and its name for screen readers.

    Args:
        icon: the name of the icon.
        tip: what it does, with its key in brackets at the end ("Close (Esc)").
        call: what a click does.
    """
    button = QToolButton()
    mark(button, "icon")
    icons.give(button, icon)
    button.setToolTip(tip)
    button.setAccessibleName(tip.split(" (", maxsplit=1)[0])
    button.clicked.connect(lambda _checked=False: call())
    return button
