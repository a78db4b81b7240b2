"""What the user decided of the photos of one group. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from photosim.domain.files import Role
from photosim.domain.photo import Photo
from photosim.domain.similarity import Group


@dataclass(frozen=True, slots=True)
class Choice:
    """Which photo of a group is kept, and which are to be removed; all others stay, too.

    Attributes:
        keeper: path of the photo that is kept whatever happens; never in `remove`.
        remove: paths of those to be removed.
    """

    keeper: str
    remove: frozenset[str] = frozenset()

    def with_keeper(self, path: str) -> Self:
        """Another photo is kept; the one before stays as well until it is marked for removal."""
        return replace(self, keeper=path, remove=self.remove - {path})

    def toggled(self, path: str) -> Self:
        """A photo is to be removed, or no longer; the keeper never is."""
        return self if path == self.keeper else replace(self, remove=self.remove ^ {path})

    def keeping(self, path: str) -> Self:
        """A photo stays."""
        return replace(self, remove=self.remove - {path})


def proposed_choice(group: Group) -> Choice:
    """What is marked before the user said anything: of copies only those that show nothing else."""
    keeper = group.keeper.path
    return Choice(
        keeper,
        frozenset(
            member.photo.path
            for member in group.members[1:]
            if member.relation.is_identical and removable(member.photo)
        ),
    )


def removable(photo: Photo) -> bool:
    """Whether a photo may be marked at all: it is there, and in no protected folder."""
    return not photo.missing and photo.role is not Role.PROTECTED


def refusal(choice: Choice, photo: Photo) -> str:
    """Why a photo cannot be marked for removal, one sentence; "" when it can."""
    if photo.path == choice.keeper:
        return "This is the one to keep. To remove it, first choose another keeper by its number."
    if photo.role is Role.PROTECTED:
        return "It lies in a protected folder and is never removed."
    return "It was not found by the last scan, so there is nothing to remove." if photo.missing else ""
