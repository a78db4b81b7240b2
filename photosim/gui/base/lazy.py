"""A page that is loaded when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from photosim.gui.base.context import Context
from photosim.gui.base.view import View

V = TypeVar("V", bound=View)


class LazyView(View, Generic[V]):
    """Stands for a page of the window until somebody wants to see it.

    Args:
        context: the open library.
        make: imports and makes the page as a child of the given widget; called once.
    """

    def __init__(self, context: Context, make: Callable[[Context, QWidget], V]) -> None:
        super().__init__(context)
        self._make = make
        self._view: V | None = None
        self._stale = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def loaded(self) -> V | None:
        """The page, None while nobody has seen it."""
        return self._view

    def load(self) -> V:
        """The page itself, made now if it was not yet."""
        if self._view is None:
            # In its place from the start: Qt styles a widget anew whenever it gets another parent.
            self._view = view = self._make(self._context, self)
            view.find_similar.connect(self.find_similar)
            view.find_people.connect(self.find_people)
            view.status.connect(self.status)
            view.scan_requested.connect(self.scan_requested)
            column = self.layout()
            assert column is not None
            column.addWidget(view)
            self.lead_to(view)
        return self._view

    def refresh(self) -> None:
        """Bring the page up to date, at once or when it is next seen."""
        if self._view is not None and self.isVisible():
            self._view.refresh()
        else:
            self._stale = self._view is not None

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page, or bring it up to date, before it is seen."""
        view = self.load()
        if self._stale:
            self._stale = False
            view.refresh()
        super().showEvent(event)
