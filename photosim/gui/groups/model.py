"""The groups of photos as a Qt model that sorts and filters its own list."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from photosim.domain.similarity import Group, Match
from photosim.gui.groups import words as group_words
from photosim.gui.groups.filter import GroupFilter, GroupOrder, ordered_groups
from photosim.gui.groups.review import Review, Standing
from photosim.gui.kit import words
from photosim.gui.kit.label import plain_tooltip
from photosim.gui.photos.model import Index, PhotoItem

GROUP_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Group` of a row."""


class GroupModel(QAbstractListModel):
    """A list of groups, one row each, in a chosen order and narrowed by a filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Group] = ()
        self._shown: list[Group] = []
        self._rows: dict[str, int] = {}
        self._review: Review | None = None
        self._order = GroupOrder.SAVING
        self._filter = GroupFilter()

    @property
    def total(self) -> int:
        """How many groups there are, shown or not."""
        return len(self._all)

    @property
    def groups(self) -> Sequence[Group]:
        """The shown groups in their order; not to be changed."""
        return self._shown

    @property
    def review(self) -> Review | None:
        """What is decided of them; None where nothing can be."""
        return self._review

    def group(self, row: int) -> Group:
        """The group of a row."""
        return self._shown[row]

    def row_of(self, group_id: str) -> int | None:
        """The row of a group, or None."""
        return self._rows.get(group_id)

    def set_groups(self, groups: Sequence[Group], review: Review | None = None) -> None:
        """Show these instead, with what is decided of them."""
        self._all = groups
        self._review = review
        self._renew()

    def arrange(self, order: GroupOrder, wish: GroupFilter) -> None:
        """List in another order, or others."""
        if (order, wish) != (self._order, self._filter):
            self._order, self._filter = order, wish
            self._renew()

    def tell_changed(self, ids: Collection[str]) -> None:
        """What is decided of groups is something else now; their rows stay until the next arrangement."""
        for group_id in ids:
            row = self._rows.get(group_id)
            if row is not None:
                self.dataChanged.emit(self.index(row), self.index(row))

    def next_open(self, row: int) -> int | None:
        """The next row after `row` that is not decided, from the top again after the last; None: none is."""
        if self._review is None:
            return None
        count = len(self._shown)
        rows = (number % count for number in range(row + 1, row + 1 + count))
        return next((n for n in rows if self._review.standing(self._shown[n]) is not Standing.REVIEWED), None)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many groups are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says in a role."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        group = self._shown[index.row()]
        if role == GROUP_ROLE:
            return group
        if role == Qt.ItemDataRole.DisplayRole:
            return words.name_of(group.keeper.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join(group_words.tooltip_lines(group)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in self._spoken(group) if part)
        return None

    def _spoken(self, group: Group) -> list[str]:
        saving = group_words.saving_words(group)
        return [
            words.name_of(group.keeper.path),
            group_words.member_words(group),
            f"{saving} in copies" if saving else "",
            self.decision_words(group),
        ]

    def decision_words(self, group: Group) -> str:
        """What was decided of a group, in short; "" while that is open."""
        if self._review is None or self._review.standing(group) is not Standing.REVIEWED:
            return ""
        return group_words.decision_words(group, [photo.stamp.size for photo in self._review.going(group)])

    def _renew(self) -> None:
        self.beginResetModel()
        fitting = (group for group in self._all if self._filter.fits(group, self._is_reviewed))
        self._shown = ordered_groups(fitting, self._order)
        self._rows = {group.id: row for row, group in enumerate(self._shown)}
        self.endResetModel()

    def _is_reviewed(self, group: Group) -> bool:
        return self._review is not None and self._review.standing(group) is Standing.REVIEWED


def items_of(group: Group, review: Review | None = None) -> list[PhotoItem]:
    """The members as cells, the keeper that is proposed first; marked with what is chosen."""
    choice = review.choice(group) if review is not None else None
    items = []
    for number, member in enumerate(group.members, start=1):
        photo = member.photo
        going = choice is not None and photo.path in choice.remove
        keeper = photo.path == choice.keeper if choice is not None else number == 1
        mark = group_words.REMOVE if going else group_words.keeper_mark(group) if keeper else ""
        match = Match(photo, member.distance, member.probability, member.relation) if number > 1 else None
        items.append(
            PhotoItem(
                photo.path,
                photo.stamp,
                photo,
                match,
                mark=mark,
                going=going,
                number=number if review is not None and number < 10 else 0,
                words=member.words,
            )
        )
    return items
