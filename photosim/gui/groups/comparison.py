"""The comparison of the current group's photos, and how it goes on from group to group."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from photosim.domain.photo import Photo
from photosim.gui.base.context import Context
from photosim.gui.compare.choice import Choice
from photosim.gui.compare.view import CompareView
from photosim.gui.groups.commands import Command, Wish
from photosim.gui.groups.pane import GroupPane
from photosim.gui.kit.keys import on_keys


class GroupComparison(QObject):
    """Shows the group of a pane in a `CompareView`, and what is decided there in the pane.

    Args:
        context: the open library.
        pane: knows the current group.
        parent: Qt's owner.
    """

    shown = Signal(bool)
    """The view is to be seen now, or no longer."""

    def __init__(self, context: Context, pane: GroupPane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._open = False
        self.view = CompareView(context)
        self.view.changed.connect(self._on_changed)
        self.view.accepted.connect(self._on_accepted)
        self.view.not_same.connect(self._on_not_same)
        self.view.stepped.connect(self._on_stepped)
        self.view.closed.connect(self.close)
        self.view.find_similar.connect(self._on_similar)
        on_keys(self.view, Qt.Key.Key_U, self._on_undo)

    def open(self) -> None:
        """Compare the photos of the pane's group, the current one first."""
        self._pane.choose_current_only()
        if self._show():
            self._open = True
            self.shown.emit(True)

    def close(self) -> None:
        """Back to the pane."""
        if self._open:
            self._open = False
            self.view.clear()
            self.shown.emit(False)

    def _show(self) -> bool:
        group = self._pane.detail.group
        if group is None:
            return False
        item = self._pane.detail.grid.current_item()
        review = self._pane.review
        choice = review.choice(group) if review is not None else None
        keeper = choice.keeper if choice is not None else group.keeper.path
        start = item.photo if item is not None and item.path != keeper else None
        self.view.show_group(group, start, choice)
        self.view.set_place(self._pane.place)
        return True

    def _go_on(self) -> None:
        if self._open and not self._show():
            self.close()

    def _on_changed(self, choice: Choice) -> None:
        self._pane.take(choice)

    def _on_accepted(self, choice: Choice | None) -> None:
        if choice is None:
            self.close()
            return
        self._pane.take(choice)
        self._pane.do(Wish(Command.ACCEPT))
        self._go_on()

    def _on_not_same(self, both: tuple[Photo, Photo]) -> None:
        group = self._pane.detail.group
        if group is not None:
            paths = [member.photo.path for member in group.members]
            self._pane.do(Wish(Command.NOT_SAME, paths.index(both[1].path) + 1))
            self._go_on()

    def _on_stepped(self, change: int) -> None:
        self._pane.do(Wish(Command.NEXT_GROUP if change > 0 else Command.PREVIOUS_GROUP))
        self._go_on()

    def _on_similar(self, photo: Photo) -> None:
        self.close()
        self._pane.find_similar.emit(photo)

    def _on_undo(self) -> None:
        self._pane.do(Wish(Command.UNDO))
        self._go_on()
