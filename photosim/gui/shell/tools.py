"""The dialogs that work on the open library as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from photosim.domain.similarity import Group
from photosim.gui.base.context import Context


class Tools(QObject):
    """Opens dialogs on a library; each is loaded when it is first wanted.

    Args:
        context: the open library.
        window: what the dialogs belong to.
    """

    changed = Signal()
    """The library, or what is found in it, is another one now."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def clean_up(self, groups: Sequence[Group]) -> None:
        """Show what would be removed of groups of copies, and remove it when the user says so."""
        from photosim.gui.cleanup.dialog import CleanupDialog  # noqa: PLC0415

        dialog = CleanupDialog(self._context, groups, self._window)
        dialog.changed.connect(self.changed)
        dialog.open()
