"""What the user says of people and faces: kept by picture and place, and stronger than every distance.

Every function returns a change; `undo` takes it back as long as it is the latest one about these people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from photosim.app.people.everyone import faces_of, person_row
from photosim.domain.errors import PhotosimError
from photosim.domain.names import folded
from photosim.domain.people import (
    Face,
    FaceBox,
    FaceId,
    FaceWord,
    Part,
    PeopleChange,
    PeopleState,
    PersonId,
    PersonRow,
    SaidOfFace,
)
from photosim.domain.photo import ContentId

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_Place = tuple[ContentId, FaceBox]


def name_person(workspace: Workspace, person: PersonId, name: str | None) -> PeopleChange:
    """Name a person, None: take the name away. The faces that the person has now stay with them.

    Args:
        workspace: whose library it is.
        person: of the library.
        name: white space around it is dropped; two people may have one name.

    Raises:
        PhotosimError: the name is empty, or there is no such person any more.
        LibraryError: the library cannot be changed.
    """
    if name is not None and not name.strip():
        raise PhotosimError("A name needs at least one letter.")
    given = None if name is None else name.strip()
    return _change_person(workspace, person, lambda row: replace(row, name=given))


def hide_person(workspace: Workspace, person: PersonId, *, hidden: bool = True) -> PeopleChange:
    """Leave a person out of lists, or show them again. Nothing is forgotten.

    Raises:
        PhotosimError: there is no such person any more.
        LibraryError: the library cannot be changed.
    """
    return _change_person(workspace, person, lambda row: replace(row, hidden=hidden))


def confirm_faces(
    workspace: Workspace, faces: Iterable[Face], person: PersonId | None = None
) -> PeopleChange:
    """Say that faces are a person's: they stay with that person for good.

    Args:
        workspace: whose library it is.
        faces: of the library.
        person: whose they are; None: those whose they are thought to be.

    Raises:
        PhotosimError: a face is nobody's and no person is given, or there is no such person any more.
        LibraryError: the library cannot be changed.
    """
    chosen = list(faces)
    if person is not None:
        person_row(workspace, person)
    if person is None and any(face.person is None for face in chosen):
        raise PhotosimError("Say whose faces these are: one of them belongs to nobody yet.")
    comes = any(face.person != person for face in chosen)
    held = faces_of(workspace, person) if person is not None and comes else []

    def make(before: PeopleState, _free: PersonId) -> PeopleState:
        state = before
        for face in chosen:
            owner = person if person is not None else face.person
            assert owner is not None
            state = _assigned(state, [face], owner, FaceWord.CONFIRMED)
        # Else the newcomers alone would say who the person is.
        return state if person is None else _holding(state, held, person)

    concerned = {owner for face in chosen for owner in (face.person, person) if owner is not None}
    return workspace.library.people.change(concerned | _spoken_of(workspace, chosen), _ids(chosen), make)


def reject_faces(workspace: Workspace, faces: Iterable[Face]) -> PeopleChange:
    """Say that faces are not those of the person they are thought to be: they go, and never come back.

    A face that is nobody's stays as it is.

    Raises:
        LibraryError: the library cannot be changed.
    """
    chosen = [face for face in faces if face.person is not None]

    def make(before: PeopleState, _free: PersonId) -> PeopleState:
        places = {(face.person, face.content, face.box) for face in chosen}
        kept = [word for word in before.said if (word.person, word.content, word.box) not in places]
        words = [
            SaidOfFace(face.content, face.box, face.person, FaceWord.REJECTED)
            for face in chosen
            if face.person is not None
        ]
        gone = _ids(chosen)
        members = tuple((face, None if face in gone else owner) for face, owner in before.members)
        return PeopleState(before.people, (*kept, *words), members)

    concerned = {face.person for face in chosen if face.person is not None}
    return workspace.library.people.change(concerned, (), make)


def person_from(workspace: Workspace, faces: Iterable[Face], name: str | None = None) -> PeopleChange:
    """Make a new person of faces, whoever they belonged to.

    Raises:
        PhotosimError: there is no face.
        LibraryError: the library cannot be changed.
    """
    return _new_people(workspace, [list(faces)], name)


def give_faces(workspace: Workspace, faces: Iterable[Face], name: str) -> PeopleChange:
    """Say that faces are those of somebody of this name; a new person where nobody has it.

    Args:
        workspace: whose library it is.
        faces: of the library.
        name: compared without regard to case, accents' composition and white space around it. Of several
            people who have it the one with most faces is meant.

    Raises:
        PhotosimError: there is no face, or the name is empty.
        LibraryError: the library cannot be changed.
    """
    given, chosen = name.strip(), list(faces)
    if not given:
        raise PhotosimError("A name needs at least one letter.")
    called = [
        row.id
        for row in workspace.library.people.people()
        if row.name is not None and folded(row.name) == folded(given)
    ]
    if not called or not chosen:
        return person_from(workspace, chosen, given)
    counted = Counter(face.person for face in workspace.library.people.faces())
    return confirm_faces(workspace, chosen, max(called, key=lambda person: counted[person]))


def merge(workspace: Workspace, persons: Sequence[PersonId]) -> PeopleChange:
    """Say that people are one and the same: the first that has a name takes the faces of all.

    Args:
        workspace: whose library it is.
        persons: two or more; the others are no more afterwards.

    Raises:
        PhotosimError: there are fewer than two, or one of them is no more.
        LibraryError: the library cannot be changed.
    """
    chosen = list(dict.fromkeys(persons))
    if len(chosen) < 2:
        raise PhotosimError("Choose two people or more to merge.")
    rows = [person_row(workspace, person) for person in chosen]
    kept = next((row for row in rows if row.name is not None), rows[0])
    faces = [face for face in workspace.library.people.faces() if face.person in set(chosen)]

    def make(before: PeopleState, _free: PersonId) -> PeopleState:
        # What was said of the others is said of the one; a face that is one's is not rejected any more.
        own = {(face.content, face.box) for face in faces}
        words: dict[_Place, SaidOfFace] = {}
        for word in sorted(before.said, key=lambda word: _STRENGTH[word.word]):
            if word.word is not FaceWord.REJECTED or (word.content, word.box) not in own:
                words[word.content, word.box] = replace(word, person=kept.id)
        members = tuple((face, None if owner is None else kept.id) for face, owner in before.members)
        state = PeopleState((replace(kept, hidden=False),), tuple(words.values()), members)
        return _holding(state, faces, kept.id)

    return workspace.library.people.change(chosen, (), make)


def apply_split(workspace: Workspace, person: PersonId, parts: Sequence[Part]) -> PeopleChange:
    """Take a person apart: the first part stays with the person, each of the others becomes a new one.

    Args:
        workspace: whose library it is.
        person: whose faces they are.
        parts: two or more, as `split` proposes them or as the user put them together; faces of the person
            in none of them stay.

    Raises:
        PhotosimError: there are fewer than two parts, one is empty, or there is no such person any more.
        LibraryError: the library cannot be changed.
    """
    person_row(workspace, person)
    if len(parts) < 2 or not all(part.faces for part in parts):
        raise PhotosimError("To split a person, choose faces for two people or more.")
    return _new_people(workspace, [list(part.faces) for part in parts[1:]], None, also=person)


def undo(workspace: Workspace, change: PeopleChange) -> None:
    """Take back a change; what was said of the same people after it is lost.

    Raises:
        LibraryError: the library cannot be changed.
    """
    workspace.library.people.put(change.inverse)


_STRENGTH = {FaceWord.REJECTED: 0, FaceWord.AMONG: 1, FaceWord.CONFIRMED: 2}


def _change_person(
    workspace: Workspace, person: PersonId, edit: Callable[[PersonRow], PersonRow]
) -> PeopleChange:
    person_row(workspace, person)
    faces = faces_of(workspace, person)

    def make(before: PeopleState, _free: PersonId) -> PeopleState:
        state = replace(before, people=tuple(edit(row) for row in before.people))
        return _holding(state, faces, person)

    return workspace.library.people.change([person], (), make)


def _new_people(
    workspace: Workspace, groups: Sequence[Sequence[Face]], name: str | None, also: PersonId | None = None
) -> PeopleChange:
    everything = [face for faces in groups for face in faces]
    if not everything:
        raise PhotosimError("Choose at least one face.")
    stay = [] if also is None else faces_of(workspace, also)

    def make(before: PeopleState, free: PersonId) -> PeopleState:
        state = before
        for number, faces in enumerate(groups):
            made = PersonRow(PersonId(free + number), name, hidden=False)
            state = replace(state, people=(*state.people, made))
            state = _assigned(state, faces, made.id, FaceWord.AMONG)
        gone = _ids(everything)
        if also is not None:
            state = _holding(state, [face for face in stay if face.id not in gone], also)
        return state

    concerned = {face.person for face in everything if face.person is not None}
    concerned |= _spoken_of(workspace, everything)
    if also is not None:
        concerned.add(also)
    return workspace.library.people.change(concerned, _ids(everything), make)


def _assigned(state: PeopleState, faces: Sequence[Face], person: PersonId, word: FaceWord) -> PeopleState:
    """The state in which faces are a person's; nobody else holds them any more."""
    boxes = {(face.content, face.box) for face in faces}
    others = [
        said
        for said in state.said
        if (said.content, said.box) not in boxes or (said.word is FaceWord.REJECTED and said.person != person)
    ]
    words = [SaidOfFace(face.content, face.box, person, word) for face in faces]
    moved = _ids(faces)
    members = tuple((face, person if face in moved else owner) for face, owner in state.members)
    return PeopleState(state.people, (*others, *words), members)


def _holding(state: PeopleState, faces: Sequence[Face], person: PersonId) -> PeopleState:
    """The state in which a person keeps these faces whatever is found later."""
    spoken = {(said.content, said.box) for said in state.said if said.person == person}
    words = [
        SaidOfFace(face.content, face.box, person, FaceWord.AMONG)
        for face in faces
        if (face.content, face.box) not in spoken
    ]
    return replace(state, said=(*state.said, *words))


def _spoken_of(workspace: Workspace, faces: Sequence[Face]) -> set[PersonId]:
    """Everybody about whom something was said with these faces."""
    places = {(face.content, face.box) for face in faces}
    return {said.person for said in workspace.library.people.said() if (said.content, said.box) in places}


def _ids(faces: Iterable[Face]) -> set[FaceId]:
    return {face.id for face in faces}
