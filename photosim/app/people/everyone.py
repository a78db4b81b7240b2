"""Who is on the photos: people, their faces, their photos."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from photosim.domain.errors import PhotosimError
from photosim.domain.people import Face, FaceTable, Person, PersonId, PersonRow
from photosim.domain.photo import ContentId, Photo

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


def people(workspace: Workspace) -> list[Person]:
    """Everybody of whom the library shows a face, hidden people included; named first, then by faces.

    A face that looks like nobody else's belongs to no person, see `strangers`.

    Raises:
        LibraryError: the catalogue cannot be read.
    """
    faces: defaultdict[PersonId, list[Face]] = defaultdict(list)
    for face in workspace.library.people.faces():
        if face.person is not None:
            faces[face.person].append(face)
    everybody = [
        Person(row.id, row.name, row.hidden, len(faces[row.id]), cover_of(faces[row.id]))
        for row in workspace.library.people.people()
        if row.id in faces
    ]
    return sorted(everybody, key=lambda person: (person.name is None, -person.faces, person.id))


def person_row(workspace: Workspace, person: PersonId) -> PersonRow:
    """What is kept of a person.

    Raises:
        PhotosimError: there is no such person any more.
        LibraryError: the catalogue cannot be read.
    """
    row = next((row for row in workspace.library.people.people() if row.id == person), None)
    if row is None:
        raise PhotosimError("This person is not in the library any more: look at the list of people again.")
    return row


def faces_of(workspace: Workspace, person: PersonId) -> list[Face]:
    """The faces of a person that the library shows, confirmed ones first, then the clearest.

    Raises:
        LibraryError: the catalogue cannot be read.
    """
    faces = [face for face in workspace.library.people.faces() if face.person == person]
    return sorted(faces, key=lambda face: (not face.confirmed, -_worth(face), face.id))


def strangers(workspace: Workspace) -> list[Face]:
    """The faces that belong to no person, clearest first.

    Raises:
        LibraryError: the catalogue cannot be read.
    """
    faces = [face for face in workspace.library.people.faces() if face.person is None]
    return sorted(faces, key=lambda face: (-_worth(face), face.id))


def faces_in_photo(workspace: Workspace, content: ContentId) -> list[Face]:
    """The faces in a picture of the library, from left to right.

    Raises:
        LibraryError: the catalogue cannot be read.
    """
    faces = [face for face in workspace.library.people.faces() if face.content == content]
    return sorted(faces, key=lambda face: (face.box.x, face.box.y))


def contents_of(workspace: Workspace, persons: Collection[PersonId]) -> set[ContentId]:
    """The pictures that show all of these people together; none for no people.

    Raises:
        LibraryError: the catalogue cannot be read.
    """
    shown: defaultdict[PersonId, set[ContentId]] = defaultdict(set)
    for face in workspace.library.people.faces():
        if face.person is not None:
            shown[face.person].add(face.content)
    wanted = [shown[person] for person in persons]
    return set.intersection(*wanted) if wanted else set()


def photos_of(workspace: Workspace, persons: Collection[PersonId]) -> list[Photo]:
    """The photos that show all of these people together, by path; copies and missing ones included.

    Raises:
        LibraryError: the catalogue cannot be read.
    """
    contents = contents_of(workspace, persons)
    return [photo for photo in workspace.photos() if photo.content in contents]


def face_table(workspace: Workspace) -> FaceTable:
    """All faces with their embeddings; the matrix is kept until other faces are there.

    Raises:
        LibraryError: the catalogue cannot be read.
    """
    table = workspace.remembered(_Faces(*workspace.library.people.mark()), workspace.library.people.table)
    # Whose they are changes more often than what they look like.
    faces = tuple(workspace.library.people.faces())
    if [face.id for face in faces] != [face.id for face in table.faces]:
        return workspace.library.people.table()
    return replace(table, faces=faces)


def cover_of(faces: Collection[Face]) -> Face:
    """The face that stands for them all: large and clear, a confirmed one where there is one."""
    return max(faces, key=lambda face: (face.confirmed, _worth(face), -face.id))


def _worth(face: Face) -> float:
    return face.confidence * math.sqrt(face.box.width * face.box.height)


@dataclass(frozen=True, slots=True)
class _Faces:
    """Which faces there are, for the workspace's memory."""

    count: int
    newest: int
