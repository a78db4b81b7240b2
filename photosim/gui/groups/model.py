"""The groups of photos as a Qt model that sorts and filters its own list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from photosim.domain.similarity import Group, Match, Relation
from photosim.domain.words import RELATION_WORDS, count_words, size_words
from photosim.gui.kit import words
from photosim.gui.kit.label import plain_tooltip
from photosim.gui.photos.model import Index, PhotoItem, item_of

GROUP_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Group` of a row."""


class GroupOrder(StrEnum):
    """In which order groups are listed."""

    SAVING = "saving"
    MEMBERS = "members"
    LIKENESS = "likeness"
    DATE = "date"


def _likeness(group: Group) -> float:
    return min((member.probability for member in group.members[1:]), default=1.0)


def _moment(group: Group) -> float:
    return item_of(group.keeper).moment


_KEYS: dict[GroupOrder, Callable[[Group], Any]] = {
    GroupOrder.SAVING: lambda group: (-group.reclaimable_bytes, group.id),
    GroupOrder.MEMBERS: lambda group: (-len(group.members), -group.reclaimable_bytes, group.id),
    GroupOrder.LIKENESS: lambda group: (-_likeness(group), -group.reclaimable_bytes, group.id),
    GroupOrder.DATE: lambda group: (-_moment(group), group.id),
}


def ordered_groups(groups: Iterable[Group], order: GroupOrder) -> list[Group]:
    """The groups in an order."""
    return sorted(groups, key=_KEYS[order])


KEEP = "Keep"
BEST = "Best"


def keeper_mark(group: Group) -> str:
    """What its proposed photo is called: of copies one is kept, of different photos one is the best."""
    return KEEP if group.relation is Relation.SAME_PICTURE else BEST


def items_of(group: Group) -> list[PhotoItem]:
    """The members as cells, the keeper first and marked."""
    keeper = group.keeper
    items = [PhotoItem(keeper.path, keeper.stamp, keeper, mark=keeper_mark(group))]
    for member in group.members[1:]:
        match = Match(member.photo, member.distance, member.probability, member.relation)
        items.append(PhotoItem(member.photo.path, member.photo.stamp, member.photo, match))
    return items


def member_words(group: Group) -> str:
    """How many photos, and what they are to each other: "3 photos, 91 % alike or more"."""
    count = count_words(len(group.members), "photo", "photos")
    relations = {member.relation for member in group.members[1:]}
    if relations == {Relation.IDENTICAL_BYTES}:
        return f"{count}, identical files"
    if relations <= {Relation.IDENTICAL_BYTES, Relation.IDENTICAL_PIXELS}:
        return f"{count}, identical pixels"
    alike = words.alike_words(_likeness(group))
    or_more = "" if len(group.members) == 2 or alike.startswith("over") else " or more"
    return f"{count}, {alike}{or_more}"


def saving_words(group: Group) -> str:
    """What the copies take beside the keeper; "" when nothing, or when the photos are no copies."""
    copies = group.relation is Relation.SAME_PICTURE and group.reclaimable_bytes > 0
    return size_words(group.reclaimable_bytes) if copies else ""


class GroupModel(QAbstractListModel):
    """A list of groups, one row each, in a chosen order and narrowed by a text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Group] = ()
        self._shown: list[Group] = []
        self._order = GroupOrder.SAVING
        self._needle: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many groups there are, shown or not."""
        return len(self._all)

    @property
    def groups(self) -> Sequence[Group]:
        """The shown groups in their order; not to be changed."""
        return self._shown

    def group(self, row: int) -> Group:
        """The group of a row."""
        return self._shown[row]

    def row_of(self, group_id: str) -> int | None:
        """The row of a group, or None."""
        return next((row for row, group in enumerate(self._shown) if group.id == group_id), None)

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show these instead."""
        self._all = groups
        self._renew()

    def sort_by(self, order: GroupOrder) -> None:
        """List in another order."""
        self._order = order
        self._renew()

    def narrow(self, text: str) -> None:
        """List only groups with a photo whose path holds every word of `text`, case ignored."""
        needle = tuple(text.casefold().split())
        if needle != self._needle:
            self._needle = needle
            self._renew()

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
            return plain_tooltip("\n".join(_lines(group)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            saving = saving_words(group)
            parts = [words.name_of(group.keeper.path), member_words(group)]
            return ", ".join([*parts, f"{saving} in copies"] if saving else parts)
        return None

    def _renew(self) -> None:
        self.beginResetModel()
        self._shown = ordered_groups(filter(self._matches, self._all), self._order)
        self.endResetModel()

    def _matches(self, group: Group) -> bool:
        return not self._needle or any(
            all(word in member.photo.path.casefold() for word in self._needle) for member in group.members
        )


def _lines(group: Group) -> list[str]:
    lines = [f"{keeper_mark(group)}: {words.name_of(group.keeper.path)}"]
    lines += [f"  {reason}" for reason in group.reasons]
    lines += [f"{words.name_of(m.photo.path)}: {RELATION_WORDS[m.relation]}" for m in group.members[1:12]]
    if len(group.members) > 12:
        lines.append(f"and {len(group.members) - 12} more")
    return lines
