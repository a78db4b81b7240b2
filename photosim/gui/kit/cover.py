"""What lies over a page for a while and gives the keyboard back afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class Cover(QWidget):
    """Hidden at first; as large as `page` while it is open.

    Args:
        page: what it covers.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._return_to: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        page.installEventFilter(self)

    def open(self) -> None:
        """Cover the page, and take the keyboard."""
        if not self.isVisible():
            window = self.window()
            self._return_to = window.focusWidget() if window is not None else None
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def leave(self) -> None:
        """Close, and give the keyboard back to where it was."""
        self.hide()
        if self._return_to is not None:
            self._return_to.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays as large as the page."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._page.rect())
        return super().eventFilter(watched, event)
