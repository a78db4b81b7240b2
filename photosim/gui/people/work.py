"""What the page of people lets be done in the background: plain functions, called in worker threads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photosim.app.people import everyone, grouping, looking, near
from photosim.domain.people import Face, FoundFace, NearFace, Part, Person, PersonId
from photosim.domain.photo import ContentId, Photo

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.people import FacesSummary
    from photosim.domain.progress import CancelToken, Report


SECONDS_A_PICTURE = 0.25
"""What looking for faces in one picture takes on a core of a common computer, about."""

Asked = Face | FoundFace
"""What can be searched for: a face of the library, or one of any picture."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """Who is in a library, and how far the looking is.

    Attributes:
        people: everybody, hidden people included; named first, then by faces.
        alone: faces that belong to nobody, clearest first.
        waiting: pictures that nobody has looked for faces in.
        looked: pictures in which somebody has.
        unavailable: why no faces can be looked for here, in sentences; "" when they can.
    """

    people: tuple[Person, ...]
    alone: tuple[Face, ...]
    waiting: int
    looked: int
    unavailable: str

    @property
    def names(self) -> dict[PersonId, str]:
        """The names that the user gave."""
        return {person.id: person.name for person in self.people if person.name is not None}

    def person(self, wanted: object) -> Person | None:
        """The person with an id, None when there is none any more."""
        return next((person for person in self.people if person.id == wanted), None)


@dataclass(frozen=True, slots=True)
class Company:
    """The photos of some people, and who else is in them.

    Attributes:
        photos: that show all of the people, by path.
        others: everybody else in them and in how many pictures, the most frequent first.
    """

    photos: tuple[Photo, ...]
    others: tuple[tuple[Person, int], ...]


def everybody(workspace: Workspace) -> Everybody:
    """Read who is in the library."""
    return Everybody(
        tuple(everyone.people(workspace)),
        tuple(everyone.strangers(workspace)),
        looking.waiting(workspace),
        looking.looked_at(workspace),
        looking.faces_available() or "",
    )


def company(workspace: Workspace, persons: Sequence[PersonId]) -> Company:
    """Read the photos that show all of these people, and who else is in them."""
    photos = everyone.photos_of(workspace, persons)
    contents = {photo.content for photo in photos}
    seen: defaultdict[PersonId, set[ContentId]] = defaultdict(set)
    for face in workspace.library.people.faces():
        if face.content in contents and face.person is not None:
            seen[face.person].add(face.content)
    counts = Counter({person: len(found) for person, found in seen.items() if person not in persons})
    known = {person.id: person for person in everyone.people(workspace) if not person.hidden}
    others = [(known[person], count) for person, count in counts.most_common() if person in known]
    return Company(tuple(photos), tuple(others))


def faces_of(workspace: Workspace, person: PersonId) -> list[Face]:
    """Read the faces of a person."""
    return everyone.faces_of(workspace, person)


def split(workspace: Workspace, person: PersonId, cancel: CancelToken) -> list[Part]:
    """Propose how a person could be several; one part where the faces are all alike."""
    return grouping.split(workspace, person, cancel)


def nearest(workspace: Workspace, asked: Asked, count: int) -> list[NearFace]:
    """Search for the faces most like a face."""
    return near.nearest_faces(workspace, asked if isinstance(asked, Face) else asked.embedding, count)


def path_of(workspace: Workspace, content: ContentId) -> str | None:
    """A file of a picture, one that is there where there is one."""
    photos = [photo for photo in workspace.photos() if photo.content == content]
    return min(photos, key=lambda photo: photo.missing).path if photos else None


def find_faces(workspace: Workspace, report: Report, cancel: CancelToken) -> FacesSummary:
    """Look for faces in all pictures where nobody has."""
    return looking.find_faces(workspace, report, cancel)


def faces_in_file(workspace: Workspace, path: str) -> list[FoundFace]:
    """Look for faces in a file, which need not be in the library."""
    return looking.faces_in_picture(workspace, path)


def faces_in_data(workspace: Workspace, data: bytes, name: str) -> list[FoundFace]:
    """Look for faces in an encoded picture that is no file."""
    return looking.faces_in_picture(workspace, data, name)


def faces_in_photo(workspace: Workspace, photo: Photo) -> Sequence[Asked]:
    """The faces in a photo of the library: those that are known, or else those that can be found in it."""
    known = everyone.faces_in_photo(workspace, photo.content)
    return known or faces_in_file(workspace, photo.path)
