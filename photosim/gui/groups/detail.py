"""One group: which photo is to be kept and why, all of its photos large, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photosim.domain.similarity import Group
from photosim.gui.base.context import Context
from photosim.gui.groups import words as group_words
from photosim.gui.groups.commands import KEYS, Command, Wish
from photosim.gui.groups.member_grid import MemberGrid
from photosim.gui.groups.model import items_of
from photosim.gui.groups.review import Review, Standing
from photosim.gui.kit import icons, words
from photosim.gui.kit.folding import Folding
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.photos.model import PhotoItem, PhotoModel
from photosim.gui.photos.zoom import ZoomSlider

_LARGE_STEP = 4
_SMALLEST_STEP = 2
_MOST_REASONS = 4
_BUTTONS = (
    (Command.NOT_SAME, "Not the same", "The current photo is not the same picture as the others"),
    (Command.COMPARE, "Compare", "See the photos laid over each other"),
    (Command.UNDO, "Undo", "Take the last step back"),
)


class GroupDetail(QWidget):
    """Shows the photos of one group, the keeper that is proposed first, and what is chosen of them.

    Args:
        context: pictures and colours.
        parent: Qt's owner.
    """

    wished = Signal(object)
    """The user gave a command: a `Wish`."""
    find_people = Signal(object)
    """The user wants to know who is on this `Photo`."""
    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""
    enlarge = Signal(object)
    """The user wants to see this `PhotoItem` large."""
    left = Signal()
    """The user wants back to the list of groups."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group: Group | None = None
        self._review: Review | None = None
        self._model = PhotoModel(self)
        self._grid = MemberGrid(context, self._model, _caption, _LARGE_STEP)
        self._title = ElidedLabel()
        self._title.setFont(heading("", 2).font())
        self._saving = QLabel()
        self._reasons = muted()
        self._note = ElidedLabel()
        mark(self._note, "muted")
        self._verdict = QLabel()
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict.setWordWrap(True)
        self._verdict.setMinimumHeight(2 * self._verdict.fontMetrics().lineSpacing())
        self._standing = QLabel()
        self._accept = QPushButton("Accept")
        mark(self._accept, "primary")
        self._buttons: dict[Command, QPushButton] = {}
        self._tools = QWidget()
        self._decisions = Folding(self._verdict, self._tools, 250)
        self._zoomed_by_user = self._fitting = False
        self._chosen = 1
        self._lay_out()
        self._connect()

    @property
    def group(self) -> Group | None:
        """What is shown."""
        return self._group

    @property
    def grid(self) -> MemberGrid:
        """Its photos."""
        return self._grid

    @property
    def model(self) -> PhotoModel:
        """Its photos."""
        return self._model

    @property
    def title(self) -> str:
        """Which photo is kept, in words."""
        return self._title.text()

    @property
    def reasons(self) -> str:
        """Why the keeper is proposed, in words."""
        return self._reasons.text()

    @property
    def verdict(self) -> str:
        """What will happen to the group, in words; "" where nothing can."""
        return self._verdict.text() if self._decisions.isVisibleTo(self) else ""

    @property
    def note(self) -> str:
        """What the current photo is to the keeper, in words."""
        return self._note.text()

    def show_group(self, group: Group | None, review: Review | None) -> None:
        """Show another group, or none; with what is decided of it, where that can be."""
        self._group, self._review = group, review
        self._grid.deciding = review is not None
        self._decisions.setVisible(review is not None)
        self._model.set_items(items_of(group, review) if group is not None else [])
        self._fit()
        self._grid.scrollToTop()
        if group is None:
            return
        saving = group_words.saving_words(group)
        self._saving.setText(f"{saving} in copies" if saving else "")
        if len(group.members) > 1:
            # The first that is not the keeper: about which there is something to decide.
            self._grid.select_row(1)
        self._say()

    def say_several(self, chosen: int) -> None:
        """So many groups are chosen in the list: more than one are decided together."""
        self._chosen = chosen
        self._say()

    def renew(self) -> None:
        """Something else is chosen in the group now."""
        if self._group is not None:
            self._model.add_items(items_of(self._group, self._review))
            self._say()

    def step(self, change: int) -> None:
        """Make another photo the current one."""
        row = self._grid.currentIndex().row() + change
        if 0 <= row < self._model.rowCount():
            self._grid.select_row(row)

    def enter(self) -> None:
        """Take the keyboard."""
        self._grid.setFocus()

    def _say(self) -> None:
        group, review = self._group, self._review
        if group is None:
            return
        self._say_note(self._grid.current_item())
        if review is None:
            self._title.setText(f"{group_words.keeper_mark(group)}: {words.name_of(group.keeper.path)}")
            self._reasons.setText(_reasons_words(group))
            return
        photos = [member.photo for member in group.members]
        names = dict(zip((photo.path for photo in photos), group_words.names_of(photos), strict=True))
        keeper, going = review.choice(group).keeper, review.going(group)
        self._title.setText(f"{group_words.KEEP}: {names[keeper]}")
        self._reasons.setText(
            _reasons_words(group) if keeper == group.keeper.path else "Kept by your choice."
        )
        if self._chosen > 1:
            self._verdict.setText(
                f"{self._chosen:,} groups are chosen. Accept decides all of them as they are marked."
            )
            self._standing.setText("")
            self._accept.setText(f"Accept {self._chosen:,}")
            return
        size = sum(photo.stamp.size for photo in going)
        gone = [names[photo.path] for photo in going]
        self._verdict.setText(group_words.verdict_words(names[keeper], gone, size, len(photos)))
        standing = review.standing(group)
        self._standing.setText(
            {Standing.REVIEWED: "Accepted", Standing.CHANGED: "Not accepted yet", Standing.OPEN: "Proposed"}[
                standing
            ]
        )
        mark(self._standing, "good" if standing is Standing.REVIEWED else "muted")
        self._accept.setText("Go on" if standing is Standing.REVIEWED else "Accept")
        undo = self._buttons[Command.UNDO]
        undo.setEnabled(bool(review.last_step))
        undo.setToolTip(f"Take back {review.last_step} (U)" if review.last_step else "Nothing to undo (U)")

    def _say_note(self, item: PhotoItem | None) -> None:
        self._note.setText(group_words.note_words(item) if item is not None else "")

    def _fit(self) -> None:
        """Show the photos as large as all of them fit, until the user zooms."""
        if self._zoomed_by_user or not self._model.rowCount():
            return
        self._fitting = True
        self._grid.set_step(self._grid.largest_step(self._model.rowCount(), _SMALLEST_STEP))
        self._fitting = False

    def _on_zoomed(self, _step: int) -> None:
        self._zoomed_by_user = self._zoomed_by_user or not self._fitting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, larger photos."""
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._title, 1)
        head.addWidget(self._saving)
        head.addWidget(ZoomSlider(self._grid))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self._reasons)
        column.addWidget(self._grid, 1)
        column.addWidget(self._note)
        column.addWidget(self._decisions)
        self._lay_out_decisions()

    def _lay_out_decisions(self) -> None:
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch()
        row.addWidget(self._standing)
        row.addSpacing(Space.S)
        for command, text, tip in _BUTTONS:
            button = QPushButton(text)
            button.setToolTip(f"{tip} ({KEYS[command]})")
            button.clicked.connect(self._wisher(command))
            self._buttons[command] = button
            row.addWidget(button)
        self._accept.setToolTip("Keep what is chosen in mind and go on to the next open group (Enter)")
        icons.give(self._accept, "check")
        self._accept.clicked.connect(self._wisher(Command.ACCEPT))
        row.addWidget(self._accept)

    def _wisher(self, command: Command) -> Callable[[], None]:
        return lambda: self.wished.emit(Wish(command))

    def _connect(self) -> None:
        self._grid.wished.connect(self.wished)
        self._grid.current.connect(self._say_note)
        self._grid.zoomed.connect(self._on_zoomed)
        self._grid.enlarge.connect(self.enlarge)
        self._grid.find_similar.connect(self.find_similar)
        self._grid.find_people.connect(self.find_people)
        on_keys(self, Qt.Key.Key_Escape, self.left.emit)


def _reasons_words(group: Group) -> str:
    if not group.reasons:
        return ""
    reasons = "; ".join(group.reasons[:_MOST_REASONS])
    return f"{words.sentence(reasons)}."


def _caption(item: PhotoItem) -> str:
    match = item.match
    if match is None:
        return "proposed as the best" if item.mark == group_words.BEST else group_words.proposal_words(item)
    # A tile is narrow; that the percentage tells of likeness is said below the grid.
    return words.likeness_words(match.relation, match.probability).removesuffix(" alike")
