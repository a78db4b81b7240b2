"""A widget made of others, one of which gets the keyboard."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class Compound(QWidget):
    """Hands the keyboard on to one of its parts.

    A focus proxy would do that too, but Qt takes a widget with one for a stop of the Tab key: it jumps to
    the proxy from there, and everything between the two is never reached.
    """

    _parts: tuple[QWidget, ...] = ()

    def lead_to(self, *parts: QWidget) -> None:
        """Give the keyboard to the first of these that is seen; where none is, to the first once it is."""
        self._parts = parts

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass it on."""
        super().focusInEvent(event)
        part = next((part for part in self._parts if part.isVisible()), next(iter(self._parts), None))
        if part is not None:
            part.setFocus(event.reason())
