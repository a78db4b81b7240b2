"""Which face of a photo is meant, where a person and a photo are named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from photosim.app.judging.judgements import known_photo
from photosim.app.people.everyone import faces_in_photo
from photosim.cli.people_words import box_json, person_words
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.people import Face, Person
from photosim.domain.words import count_words

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


def faces_meant(
    workspace: Workspace, person: Person, paths: Sequence[str], number: int | None, *, theirs_only: bool
) -> list[Face]:
    """The face of each photo that is meant: the person's, or a photo's only one, or the one of a number.

    Args:
        workspace: whose library it is.
        person: who was named.
        paths: of photos of the library.
        number: which face, counted from the left, from 1; only with a single photo.
        theirs_only: refuse faces that are not the person's.

    Raises:
        PhotosimError: it is not clear which face is meant, or there is none; nothing may be said then.
        LibraryError: the catalogue cannot be read.
    """
    if number is not None and len(paths) > 1:
        raise PhotosimError("--face can be said of one photo only: name the others in a call of their own.")
    return [_face_meant(workspace, person, path, number, theirs_only) for path in paths]


def places_json(workspace: Workspace, faces: Sequence[Face]) -> list[dict[str, object]]:
    """Where faces are, by the stable names: once for each file of their pictures."""
    return [
        {"path": plain_path(photo.path), "box": box_json(face.box)}
        for face in faces
        for photo in workspace.photos()
        if photo.content == face.content
    ]


def _face_meant(
    workspace: Workspace, person: Person, path: str, number: int | None, theirs_only: bool
) -> Face:
    faces = faces_in_photo(workspace, known_photo(workspace, path).content)
    shown, name = display_path(path), person_words(person)
    if not faces:
        raise PhotosimError(f"No face was found in “{shown}”.")
    if number is not None and number > len(faces):
        raise PhotosimError(f"“{shown}” shows {count_words(len(faces), 'face')}: there is no face {number}.")
    asked = faces if number is None else [faces[number - 1]]
    theirs = [face for face in asked if face.person == person.id]
    if theirs_only and not theirs:
        raise PhotosimError(f"No face in “{shown}” is thought to be {name}'s.")
    meant = theirs or asked
    if len(meant) > 1:
        raise PhotosimError(
            f"“{shown}” shows {count_words(len(faces), 'face')}: say which one is meant with --face "
            f"1 to {len(faces)}, counted from the left."
        )
    return meant[0]
