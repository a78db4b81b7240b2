"""The list of groups and the chosen one, and what the user's commands do to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from photosim.domain.errors import PhotosimError
from photosim.domain.similarity import Group
from photosim.gui.base.context import Context
from photosim.gui.compare.choice import Choice
from photosim.gui.groups.commands import DECIDING, Command, Wish
from photosim.gui.groups.detail import GroupDetail
from photosim.gui.groups.list import GroupList
from photosim.gui.groups.model import GroupModel
from photosim.gui.groups.review import Review, Standing
from photosim.gui.kit.compound import Compound
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.photos.model import PhotoItem
from photosim.gui.photos.viewer import Viewer

if TYPE_CHECKING:
    from photosim.domain.photo import Photo


_LOOKING = {Command.ACCEPT: Command.COMPARE, Command.TOGGLE: Command.ENLARGE}
"""What keys do among photos that are no copies, of which none can go."""


class GroupPane(Compound):
    """Groups on the left, the photos of the current one on the right.

    Args:
        context: the open library.
        model: the groups.
        parent: Qt's owner.
    """

    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""
    said = Signal(str)
    """A sentence about what was just done, or why it was not."""
    decided = Signal()
    """Something else is decided of the groups now."""
    finished = Signal()
    """The last group that was open was accepted."""
    removal_wanted = Signal()
    """The user wants to see what will be removed."""
    help_wanted = Signal()
    """The user wants to know the keys."""
    comparison_wanted = Signal()
    """The user wants to see the photos of the current group laid over each other."""

    def __init__(self, context: Context, model: GroupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._review: Review | None = None
        self.list = GroupList(context, model)
        self.detail = GroupDetail(context)
        self._body = QuietSplitter(Qt.Orientation.Horizontal)
        self._body.addWidget(self.list)
        self._body.addWidget(self.detail)
        self._body.setStretchFactor(1, 1)
        self._body.setSizes([340, 900])
        layout = QStackedLayout(self)
        layout.addWidget(self._body)
        self.viewer = Viewer(context, self)
        self._commands: dict[Command, Callable[[Wish, Group], None]] = {
            Command.ACCEPT: self._accept,
            Command.KEEP_THIS: self._keep_this,
            Command.TOGGLE: self._toggle,
            Command.KEEP_ONLY: self._keep_only,
            Command.KEEP_ALL: self._keep_all,
            Command.NOT_SAME: self._not_same,
            Command.REOPEN: self._reopen,
            Command.COMPARE: self._compare,
            Command.ENLARGE: self._enlarge_wish,
            Command.SIMILAR: self._similar,
            Command.NEXT_PHOTO: lambda _wish, _group: self.detail.step(1),
            Command.PREVIOUS_PHOTO: lambda _wish, _group: self.detail.step(-1),
            Command.NEXT_GROUP: lambda _wish, _group: self._step(1),
            Command.PREVIOUS_GROUP: lambda _wish, _group: self._step(-1),
        }
        self._connect()
        self.lead_to(self.list)

    @property
    def review(self) -> Review | None:
        """What is decided of the groups; None where nothing can be."""
        return self._review

    @property
    def place(self) -> str:
        """Which group is shown, in words: "Group 12 of 926"."""
        return f"Group {self.list.currentIndex().row() + 1:,} of {self._model.rowCount():,}"

    def choose_current_only(self) -> None:
        """Of several chosen groups only the current one stays chosen."""
        row = self.list.currentIndex().row()
        if row >= 0:
            self.list.select_row(row)

    def take(self, choice: Choice) -> None:
        """Take over what was chosen in the current group elsewhere."""
        group = self.detail.group
        if group is not None and self._review is not None:
            self._review.choose(group, choice)
            self._tell([group])

    def show_groups(self, review: Review | None, prefer: str | None) -> None:
        """The model has other groups now.

        Args:
            review: of these groups; None where nothing can be decided.
            prefer: id of the group to show, if it is there; otherwise the first that is open.
        """
        self._review = review
        self.arrange(prefer)

    def arrange(self, prefer: str | None = None) -> None:
        """The model lists other groups, or in another order."""
        before = prefer or (self.detail.group.id if self.detail.group is not None else None)
        row = self._model.row_of(before) if before is not None else None
        if row is None:
            row = self._model.next_open(-1) or 0
        if self._model.rowCount():
            self.list.select_row(row)
            self._show(self._model.group(row))
        else:
            self._show(None)

    def go_to_open(self) -> None:
        """Show the first group that is not decided, if one is listed."""
        row = self._model.next_open(-1)
        if row is not None:
            self.list.select_row(row)

    def do(self, wish: Wish) -> None:
        """Carry out a command of the user."""
        if wish.repeated and wish.command in DECIDING:
            return
        if wish.command is Command.HELP:
            self.help_wanted.emit()
        elif wish.command is Command.REMOVE:
            if self._review is not None:
                self.removal_wanted.emit()
        elif wish.command is Command.UNDO:
            self._undo()
        else:
            self._do_in_group(wish)

    def _do_in_group(self, wish: Wish) -> None:
        group = self.detail.group
        if group is None:
            return
        if wish.command in DECIDING and self._review is None:
            instead = _LOOKING.get(wish.command)
            if instead is None:
                return
            wish = Wish(instead)
        call = self._commands[wish.command]
        try:
            call(wish, group)
        except PhotosimError as error:
            self.said.emit(str(error))

    def _connect(self) -> None:
        self.list.current.connect(self._show)
        self.list.wished.connect(self.do)
        self.list.selectionModel().selectionChanged.connect(self._on_selection)
        self.list.doubleClicked.connect(self._on_double_click)
        self.detail.wished.connect(self.do)
        self.detail.enlarge.connect(self._enlarge)
        self.detail.find_similar.connect(self.find_similar)
        self.detail.left.connect(self.list.setFocus)
        self.viewer.moved.connect(self._follow_viewer)

    def _show(self, group: Group | None) -> None:
        self.detail.show_group(group, self._review)

    def _on_selection(self) -> None:
        self.detail.say_several(len(self.list.selectionModel().selectedIndexes()))

    def _photo_of(self, wish: Wish, group: Group) -> Photo | None:
        if wish.number:
            members = group.members
            return members[wish.number - 1].photo if wish.number <= len(members) else None
        item = self.detail.grid.current_item()
        return item.photo if item is not None else None

    def _chosen(self, group: Group) -> list[Group]:
        """The groups that a command is about: those that are chosen in the list, or the one that is shown."""
        chosen = self.list.selected_groups()
        return chosen if len(chosen) > 1 else [group]

    def _accept(self, _wish: Wish, group: Group) -> None:
        assert self._review is not None
        groups = self._chosen(group)
        if any(self._review.standing(one) is not Standing.REVIEWED for one in groups):
            self._review.accept(groups)
            self._tell(groups)
        self._go_on(groups[-1])

    def _go_on(self, group: Group) -> None:
        row = self._model.row_of(group.id)
        following = self._model.next_open(row if row is not None else -1)
        if following is None:
            self.detail.renew()
            self.finished.emit()
        else:
            self.list.select_row(following)

    def _step(self, change: int) -> None:
        row = self.list.currentIndex().row() + change
        if 0 <= row < self._model.rowCount():
            self.list.select_row(row)

    def _keep_this(self, wish: Wish, group: Group) -> None:
        assert self._review is not None
        photo = self._photo_of(wish, group)
        if photo is not None:
            self._said_if(self._review.keep_instead(group, photo))
            self._tell([group])

    def _toggle(self, wish: Wish, group: Group) -> None:
        assert self._review is not None
        photo = self._photo_of(wish, group)
        if photo is not None:
            self._said_if(self._review.toggle(group, photo))
            self._tell([group])

    def _keep_only(self, _wish: Wish, group: Group) -> None:
        assert self._review is not None
        groups = self._chosen(group)
        for one in groups:
            self._review.keep_only(one)
        self._tell(groups)

    def _keep_all(self, _wish: Wish, group: Group) -> None:
        assert self._review is not None
        groups = self._chosen(group)
        for one in groups:
            self._review.keep_all(one)
        self._tell(groups)

    def _not_same(self, wish: Wish, group: Group) -> None:
        assert self._review is not None
        groups = self._chosen(group)
        row = self.list.currentIndex().row()
        several = len(groups) > 1
        for one in groups:
            photo = None if several or len(one.members) == 2 else self._photo_of(wish, one)
            rest = self._review.not_same(one, photo)
        # What is shown may be gone: nothing is to be said of it while the list changes.
        self._show(None)
        self._model.set_groups(self._review.groups, self._review)
        if not several and rest is not None:
            self.arrange(rest.id)
        elif self._model.rowCount():
            self.list.select_row(min(row, self._model.rowCount() - 1))
            self._show(self.list.current_group())
        else:
            self._show(None)
        self.said.emit("Remembered: not the same picture. U takes it back.")
        self.decided.emit()

    def _reopen(self, _wish: Wish, group: Group) -> None:
        assert self._review is not None
        groups = self._chosen(group)
        self._review.reopen(groups)
        self._tell(groups)

    def _undo(self) -> None:
        if self._review is None:
            return
        name = self._review.last_step
        try:
            groups = self._review.undo()
        except PhotosimError as error:
            self.said.emit(str(error))
            return
        if not groups:
            self.said.emit("There is nothing to undo.")
            return
        group = groups[0]
        if self._model.row_of(group.id) is None or self._model.total != self._review.tally.total:
            self._model.set_groups(self._review.groups, self._review)
        row = self._model.row_of(group.id)
        if row is not None:
            self.list.select_row(row)
            self._show(self._model.group(row))
        self._model.tell_changed([known.id for known in groups])
        self.said.emit(f"Taken back: {name}")
        self.decided.emit()

    def _tell(self, groups: list[Group]) -> None:
        self._model.tell_changed([group.id for group in groups])
        self.detail.renew()
        self.decided.emit()

    def _said_if(self, why: str) -> None:
        if why:
            self.said.emit(why)

    def _compare(self, _wish: Wish, _group: Group) -> None:
        self.comparison_wanted.emit()

    def _enlarge_wish(self, _wish: Wish, _group: Group) -> None:
        item = self.detail.grid.current_item()
        if item is not None:
            self._enlarge(item)

    def _similar(self, wish: Wish, group: Group) -> None:
        photo = self._photo_of(wish, group)
        if photo is not None:
            self.find_similar.emit(photo)

    def _enlarge(self, item: PhotoItem) -> None:
        self.viewer.show_items(self.detail.model.items, self.detail.model.row_of(item.path) or 0)

    def _follow_viewer(self, item: PhotoItem) -> None:
        row = self.detail.model.row_of(item.path)
        if row is not None:
            self.detail.grid.select_row(row)

    def _on_double_click(self, _index: object) -> None:
        group = self.detail.group
        if group is not None:
            self.comparison_wanted.emit()
