"""Who is in the photos of the library."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from photosim.gui.base.context import Context
from photosim.gui.base.view import View
from photosim.gui.kit.empty import EmptyState


class PeopleView(View):
    """People, their faces, and what can be said of them.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._framed().addWidget(EmptyState("people", "Nobody yet", ""))
