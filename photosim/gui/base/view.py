"""What every page that shows the open library has in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from photosim.gui.base.context import Context
from photosim.gui.kit.compound import Compound
from photosim.gui.kit.theme import Space


class View(Compound):
    """A page of the window on an open library.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""
    find_people = Signal(object)
    """The user wants to know who is on this `Photo`."""
    status = Signal(str)
    """A sentence for the status area."""
    scan_requested = Signal()
    """The user wants to choose folders to scan."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def refresh(self) -> None:
        """The library has changed: bring the page up to date, at once or when it is next seen."""

    def _framed(self) -> QVBoxLayout:
        """The column that the parts of the page stand in."""
        return framed(self)


def framed(widget: QWidget) -> QVBoxLayout:
    """A column in a widget that fills a page, with the same edge on every page."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
    column.setSpacing(Space.M)
    return column
