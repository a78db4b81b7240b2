"""Keeps what a list shows in step with the pictures that are loaded for it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView

from photosim.gui.base.thumbnails import PictureKey, ThumbnailLoader

_REPAINT_MS = 15
_FORGET_MS = 60


class VisiblePictures(QObject):
    """Draws rows anew when their pictures have come, and takes back wishes for what was scrolled away.

    Args:
        view: the list; its own `asker` when it requests pictures.
        loader: brings the pictures.
        rows: the rows that can be seen now.
        keys_of: the pictures that a row shows.
        repaint: draws a row anew.
    """

    def __init__(
        self,
        view: QAbstractItemView,
        loader: ThumbnailLoader,
        rows: Callable[[], Collection[int]],
        keys_of: Callable[[int], set[PictureKey]],
        repaint: Callable[[int], None],
    ) -> None:
        super().__init__(view)
        self._view, self._loader = view, loader
        self._rows, self._keys_of, self._repaint = rows, keys_of, repaint
        self._arrived: set[PictureKey] = set()
        self._repaint_timer = self._timer(_REPAINT_MS, self._repaint_arrived)
        self._forget_timer = self._timer(_FORGET_MS, self._forget_scrolled_away)
        loader.ready.connect(self._on_ready)
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(self._on_scrolled)

    @property
    def idle(self) -> bool:
        """Whether nothing is to be drawn anew or to be taken back."""
        return not self._repaint_timer.isActive() and not self._forget_timer.isActive()

    def forget_all(self) -> None:
        """Nothing of the list can be seen any more: load nothing for it."""
        self._loader.keep_waiting(self._view, ())

    def _timer(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        return timer

    def _on_scrolled(self, _value: int) -> None:
        self._forget_timer.start()

    def _on_ready(self, key: PictureKey) -> None:
        self._arrived.add(key)
        if not self._repaint_timer.isActive():
            self._repaint_timer.start()

    def _repaint_arrived(self) -> None:
        arrived, self._arrived = self._arrived, set()
        if not self._view.isVisible():
            return
        for row in self._rows():
            if not arrived.isdisjoint(self._keys_of(row)):
                self._repaint(row)

    def _forget_scrolled_away(self) -> None:
        self._loader.keep_waiting(self._view, set().union(*map(self._keys_of, self._rows())))
