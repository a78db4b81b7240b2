"""The photos that are compared, what is decided of them, and which are seen. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from photosim.domain.photo import Photo
from photosim.domain.similarity import Evidence, Group, Member
from photosim.domain.words import RELATION_WORDS
from photosim.gui.compare.canvas import Fate, Head
from photosim.gui.compare.choice import Choice
from photosim.gui.kit import words


class Compared:
    """Photos in their order, with the choice and the current one.

    Args:
        photos: two or more; the first one is what the others are laid on.
        members: by path, what each of a group is to the first; none for photos that are no group.
        choice: None where nothing is to be decided.
        current: which of them the keys are about.
    """

    def __init__(
        self,
        photos: Sequence[Photo],
        members: Mapping[str, Member],
        choice: Choice | None,
        current: Photo,
    ) -> None:
        self.photos = list(photos)
        self.choice = choice
        self._members = members
        self._row = next((row for row, p in enumerate(self.photos) if p.path == current.path), 0)

    @property
    def current(self) -> Photo:
        """The photo that the keys are about."""
        return self.photos[self._row]

    @property
    def keeper(self) -> Photo:
        """The photo that the others are held against: the one to keep, or the first."""
        if self.choice is None:
            return self.photos[0]
        return next((p for p in self.photos if p.path == self.choice.keeper), self.photos[0])

    @property
    def subject(self) -> Photo:
        """The photo that is held against the keeper: the current one, or the first other."""
        if self.current.path != self.keeper.path:
            return self.current
        return next(p for p in self.photos if p.path != self.keeper.path)

    @property
    def evidence(self) -> dict[str, Evidence | None]:
        """By path, the first photo laid on each, as far as that was done."""
        return {path: member.evidence for path, member in self._members.items()}

    def step(self, change: int) -> None:
        """Make the next or the previous photo the current one, round and round."""
        self._row = (self._row + change) % len(self.photos)

    def go_to(self, number: int) -> bool:
        """Make the photo of a number the current one, from 1 on; whether there is one."""
        if not 1 <= number <= len(self.photos):
            return False
        self._row = number - 1
        return True

    def seen(self, most: int) -> list[Photo]:
        """The keeper and as many others as there is room for, the subject among them."""
        others = [p for p in self.photos if p.path != self.keeper.path]
        page = max(1, most - 1)
        start = others.index(self.subject) // page * page
        # The last page is full, too.
        start = max(0, min(start, len(others) - page))
        return [self.keeper, *others[start : start + page]]

    def number(self, photo: Photo) -> int:
        """Its number, from 1 on."""
        return self.photos.index(photo) + 1

    def head(self, photo: Photo, note: str = "") -> Head:
        """What is said of a photo over its pane."""
        return Head(
            number=self.number(photo),
            name=words.name_of(photo.path),
            note=note or self.relation_words(photo),
            fate=self.fate(photo),
            current=photo.path == self.current.path,
        )

    def fate(self, photo: Photo) -> Fate:
        """What becomes of it."""
        if self.choice is None:
            return Fate.NONE
        if photo.path == self.choice.keeper:
            return Fate.KEEP
        return Fate.REMOVE if photo.path in self.choice.remove else Fate.STAY

    def relation_words(self, photo: Photo) -> str:
        """What it is to the first photo, in a few words; "" where that is not known or it is the first."""
        member = self._members.get(photo.path)
        if member is None or photo.path == self.photos[0].path:
            return ""
        return RELATION_WORDS[member.relation]

    def sentence(self, photo: Photo) -> str:
        """What it is to the first photo, in a sentence; "" where that is not known or it is the first."""
        member = self._members.get(photo.path)
        if member is None or photo.path == self.photos[0].path:
            return ""
        text = member.words or words.likeness_words(member.relation, member.probability)
        return f"{words.sentence(text).rstrip('.')}."


def compared_group(group: Group, choice: Choice | None, start: Photo | None) -> Compared:
    """The photos of a group."""
    photos = [member.photo for member in group.members]
    members = {member.photo.path: member for member in group.members}
    return Compared(photos, members, choice, start or photos[min(1, len(photos) - 1)])


def compared_photos(photos: Sequence[Photo]) -> Compared:
    """Photos that are no group."""
    return Compared(photos, {}, None, photos[1])


def can_decide(group: Group) -> bool:
    """Whether some photos of a group can go: only copies of one picture can."""
    return group.relation.is_same_picture
