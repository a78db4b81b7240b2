"""Faces and people: where faces are, whose they are, and what the user said of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from photosim.domain.files import Problem
from photosim.domain.photo import ContentId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FaceId = NewType("FaceId", int)
"""Names a face within one library, as long as its picture is not looked at by a newer method."""

PersonId = NewType("PersonId", int)
"""Names a person within one library; never given twice."""

EMBEDDING_DIMS = 128
"""Numbers in the embedding of a face."""

SAME_PERSON_DISTANCE = 0.6
"""Two faces nearer than this (L2 between embeddings) are taken for one person's, by the model's maker."""

_SAME_BOX = 0.5


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Where a face is: shares (0..1) of the upright picture's width and height.

    A face at the border may reach out of the picture; the box is what of it lies inside.

    Attributes:
        x: of the left side.
        y: of the upper side.
        width: > 0.
        height: > 0.
    """

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: FaceBox) -> float:
        """The area that two boxes share, as a part (0..1) of the area that they cover together."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if across <= 0 or down <= 0:
            return 0.0
        shared = across * down
        return shared / (self.width * self.height + other.width * other.height - shared)


def box_like(box: FaceBox, boxes: Iterable[FaceBox]) -> FaceBox | None:
    """The one of the boxes that is around the same face, or None: detectors differ by some pixels."""
    best = max(boxes, key=box.overlap, default=None)
    return best if best is not None and box.overlap(best) > _SAME_BOX else None


@dataclass(frozen=True, slots=True)
class Face:
    """A face in a picture of the library.

    Attributes:
        id: names it.
        content: the picture.
        box: where it is.
        confidence: score of the detector, > 0; sharp frontal faces have 1 to 3.
        person: whose it is, None: it looks like nobody else's.
        confirmed: the user said that it is this person's.
    """

    id: FaceId
    content: ContentId
    box: FaceBox
    confidence: float
    person: PersonId | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class FoundFace:
    """A face in any picture.

    Attributes:
        box: where it is.
        confidence: score of the detector, > 0.
        embedding: (128,) float32; L2 distances tell how alike faces are, see `SAME_PERSON_DISTANCE`.
    """

    box: FaceBox
    confidence: float
    embedding: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FaceTable:
    """All faces of a library; row i of the matrix is `faces[i]`.

    Attributes:
        faces: by id, of pictures that the library shows.
        embedding: (N, 128) float32.
    """

    faces: tuple[Face, ...]
    embedding: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of whom there are faces.

    Attributes:
        id: names the person.
        name: by the user, None: not named yet.
        hidden: the user does not want to see the person in lists.
        faces: how many there are in pictures that the library shows, > 0.
        cover: the face that stands for the person: large and clear.
    """

    id: PersonId
    name: str | None
    hidden: bool
    faces: int
    cover: Face


@dataclass(frozen=True, slots=True)
class Part:
    """Faces within one person that are more like one another than like the rest.

    Attributes:
        faces: most typical first.
    """

    faces: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class NearFace:
    """A face that was found by another one.

    Attributes:
        face: of the library.
        distance: L2 between the embeddings, >= 0.
    """

    face: Face
    distance: float


class FaceWord(StrEnum):
    """What the user said of a face and a person."""

    CONFIRMED = "confirmed"
    """It is this person's: somebody looked at the face."""
    AMONG = "among"
    """It was among the person's faces when the user named, merged or split the person: it stays there."""
    REJECTED = "rejected"
    """It is not this person's: it never comes back."""


@dataclass(frozen=True, slots=True)
class SaidOfFace:
    """The user's word on a face, kept by picture and place so that it outlives names, folders and methods.

    Attributes:
        content: the picture.
        box: where the face was when it was said.
        person: whom it is about.
        word: what was said.
    """

    content: ContentId
    box: FaceBox
    person: PersonId
    word: FaceWord


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What is kept of a person besides faces; see `Person`."""

    id: PersonId
    name: str | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class PeopleState:
    """What is known of some people, enough to bring it back.

    Attributes:
        people: those that exist.
        said: every word about them.
        members: whose these faces are; None: nobody's.
    """

    people: tuple[PersonRow, ...]
    said: tuple[SaidOfFace, ...]
    members: tuple[tuple[FaceId, PersonId | None], ...]


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """What a change by the user did, enough to undo it.

    Attributes:
        concerned: people that it is about.
        before: as they were.
        after: as they are now.
    """

    concerned: frozenset[PersonId]
    before: PeopleState
    after: PeopleState

    @property
    def inverse(self) -> PeopleChange:
        """The change that takes this one back."""
        return PeopleChange(self.concerned, self.after, self.before)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What looking for faces found in one picture.

    Attributes:
        content: the picture.
        faces: in it, none or more.
    """

    content: ContentId
    faces: tuple[FoundFace, ...]


@dataclass(frozen=True, slots=True)
class FacesSummary:
    """What looking for faces did.

    Attributes:
        pictures: that were looked at now.
        faces: found in them.
        people: persons with two faces or more that the library has now.
        problems: files that could not be looked at.
        seconds: wall time.
        cancelled: whether the user stopped it; what was found until then is kept.
    """

    pictures: int
    faces: int
    people: int
    problems: tuple[Problem, ...]
    seconds: float
    cancelled: bool
