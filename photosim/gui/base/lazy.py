"""A page that is loaded when it is first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from photosim.gui.base.context import Context
from photosim.gui.base.view import View


class LazyView(View):
    """Stands for a page of the window until somebody wants to see it.

    Args:
        context: the open library.
        make: imports and makes the page; called once.
    """

    def __init__(self, context: Context, make: Callable[[Context], View]) -> None:
        super().__init__(context)
        self._make = make
        self._view: View | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def loaded(self) -> View | None:
        """The page, None while nobody has seen it."""
        return self._view

    def load(self) -> View:
        """The page itself, made now if it was not yet."""
        if self._view is None:
            self._view = view = self._make(self._context)
            view.find_similar.connect(self.find_similar)
            view.find_people.connect(self.find_people)
            view.status.connect(self.status)
            view.scan_requested.connect(self.scan_requested)
            column = self.layout()
            assert column is not None
            column.addWidget(view)
            self.setFocusProxy(view)
        return self._view

    def refresh(self) -> None:
        """Bring the page up to date; one that was not made yet will be when it is."""
        if self._view is not None:
            self._view.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page before it is seen."""
        self.load()
        super().showEvent(event)
