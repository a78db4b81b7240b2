"""Which groups are listed, and in which order. Knows no Qt."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from photosim.domain.people import PersonId
from photosim.domain.photo import ContentId
from photosim.domain.similarity import Group, Member, Relation
from photosim.gui.photos.model import item_of


class GroupOrder(StrEnum):
    """In which order groups are listed."""

    SAVING = "saving"
    MEMBERS = "members"
    LIKENESS = "likeness"
    DOUBT = "doubt"
    DATE = "date"
    FOLDER = "folder"


class Shown(StrEnum):
    """Which groups are listed, by how far they are."""

    ALL = "all"
    OPEN = "open"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with a name.

    Attributes:
        id: who it is.
        name: by the user.
        contents: the pictures that show the person.
    """

    id: PersonId
    name: str
    contents: frozenset[ContentId] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Among:
    """Photos that were chosen on another page.

    Attributes:
        words: how they are called ("12 photos from the map").
        contents: the pictures.
    """

    words: str
    contents: frozenset[ContentId] = field(repr=False)


@dataclass(frozen=True, slots=True)
class GroupFilter:
    """What a group must have to be listed; every wish that is not empty must be met.

    Attributes:
        text: words that the path of one photo holds all of, case ignored.
        relation: what one photo is to the keeper, or None.
        format: of one photo, or "".
        folder: that one photo lies in or below, or "".
        shown: how far it is.
        person: whom one photo shows, or None.
        among: of which it holds one, or None.
    """

    text: str = ""
    relation: Relation | None = None
    format: str = ""
    folder: str = ""
    shown: Shown = Shown.ALL
    person: Somebody | None = None
    among: Among | None = None

    def fits(self, group: Group, reviewed: Callable[[Group], bool]) -> bool:
        """Whether a group is listed."""
        if self.shown is not Shown.ALL and reviewed(group) is not (self.shown is Shown.REVIEWED):
            return False
        members = group.members
        if self.relation is not None and all(m.relation is not self.relation for m in members[1:]):
            return False
        if self.format and all(member.photo.facts.format != self.format for member in members):
            return False
        if not self._fits_place(members) or not self._fits_contents(members):
            return False
        needle = self.text.casefold().split()
        if not needle:
            return True
        paths = (member.photo.path.casefold() for member in members)
        return any(all(word in path for word in needle) for path in paths)

    def _fits_place(self, members: Sequence[Member]) -> bool:
        return not self.folder or any(_below(member.photo.path, self.folder) for member in members)

    def _fits_contents(self, members: Sequence[Member]) -> bool:
        """Whether a photo shows whom it shall, and one is among those that were chosen."""
        contents = {member.photo.content for member in members}
        if self.person is not None and self.person.contents.isdisjoint(contents):
            return False
        return self.among is None or not self.among.contents.isdisjoint(contents)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the groups can be narrowed to.

    Attributes:
        relations: of members to their keepers.
        formats: of their photos.
        folders: that hold photos of more than one of the groups, or all of them; the upper ones first.
    """

    relations: tuple[Relation, ...] = ()
    formats: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


_MOST_FOLDERS = 100


def choices_in(groups: Iterable[Group]) -> Choices:
    """What groups can be narrowed to; safe to call in a worker."""
    relations: set[Relation] = set()
    formats: set[str] = set()
    folders: dict[str, int] = {}
    for group in groups:
        relations.update(member.relation for member in group.members[1:])
        formats.update(member.photo.facts.format for member in group.members)
        for folder in {os.path.dirname(member.photo.path) for member in group.members}:
            folders[folder] = folders.get(folder, 0) + 1
    most = sorted(folders, key=lambda folder: (-folders[folder], folder))[:_MOST_FOLDERS]
    shared = os.path.commonpath(most) if len(most) > 1 and _one_drive(most) else ""
    above = [] if not shared or shared in most or shared == os.sep else [shared]
    order = list(Relation)
    return Choices(tuple(sorted(relations, key=order.index)), tuple(sorted(formats)), (*above, *sorted(most)))


def certainty(group: Group) -> float:
    """How sure it is that the least alike of its photos is what it is taken for, 0..1."""
    return min((member.probability for member in group.members[1:]), default=1.0)


def _moment(group: Group) -> float:
    return item_of(group.keeper).moment


def _folder(group: Group) -> tuple[str, str]:
    folder, name = os.path.split(group.keeper.path)
    return folder.casefold(), name.casefold()


_KEYS: dict[GroupOrder, Callable[[Group], Any]] = {
    GroupOrder.SAVING: lambda group: (-group.reclaimable_bytes, group.id),
    GroupOrder.MEMBERS: lambda group: (-len(group.members), -group.reclaimable_bytes, group.id),
    GroupOrder.LIKENESS: lambda group: (-certainty(group), -group.reclaimable_bytes, group.id),
    GroupOrder.DOUBT: lambda group: (certainty(group), -group.reclaimable_bytes, group.id),
    GroupOrder.DATE: lambda group: (-_moment(group), group.id),
    GroupOrder.FOLDER: lambda group: (*_folder(group), group.id),
}


def ordered_groups(groups: Iterable[Group], order: GroupOrder) -> list[Group]:
    """The groups in an order."""
    return sorted(groups, key=_KEYS[order])


def _below(path: str, folder: str) -> bool:
    return path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def _one_drive(paths: Sequence[str]) -> bool:
    return len({os.path.splitdrive(path)[0] for path in paths}) == 1
