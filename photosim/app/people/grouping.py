"""Whose faces are: groups of like faces around what the user said, with the people there were before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from photosim.app.people.everyone import face_table
from photosim.domain.people import Face, FaceId, FaceWord, Part, PersonId, SaidOfFace
from photosim.domain.progress import CancelToken
from photosim.similarity.people import Words, group_faces, parts_of

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_LEAST_FACES = 2


def group_people(workspace: Workspace, cancel: CancelToken) -> None:
    """Find out anew whose faces are. What the user said holds; people keep their ids where they can.

    Raises:
        Cancelled: a stop was asked for; everything is as before.
        LibraryError: the library cannot be changed.
    """
    written = False
    while not written:
        catalog = workspace.library.people
        version = catalog.version()
        table = face_table(workspace)
        groups = group_faces(table.embedding, words_of(table.faces, catalog.said()), cancel)
        members, new = _settle(table.faces, groups, catalog.said(), catalog.next_person())
        # Whoever says something meanwhile is heard: then it begins again.
        written = catalog.save_grouping(version, members, new)


def split(workspace: Workspace, person: PersonId, cancel: CancelToken) -> list[Part]:
    """Propose how a person could be two or more: groups of faces within the person, largest first.

    Nothing is changed; `naming.apply_split` does it.

    Args:
        workspace: whose library it is.
        person: of the library.
        cancel: noticed within a second.

    Returns:
        One part, if the person has fewer than two faces.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read.
    """
    table = face_table(workspace)
    rows = [row for row, face in enumerate(table.faces) if face.person == person]
    if not rows:
        return []
    own = table.embedding[rows]
    groups = parts_of(own, [table.faces[row].content for row in rows], cancel)
    parts = []
    for group in groups:
        middle = own[group].mean(axis=0)
        apart = ((own[group] - middle) ** 2).sum(axis=1)
        ordered = [group[place] for place in apart.argsort(kind="stable").tolist()]
        parts.append(Part(tuple(table.faces[rows[place]] for place in ordered)))
    return parts


def words_of(faces: Sequence[Face], said: Iterable[SaidOfFace]) -> Words:
    """What the user said, by rows of the faces."""
    rows = {(face.content, face.box): row for row, face in enumerate(faces)}
    owner, barred = {}, set()
    for word in said:
        row = rows.get((word.content, word.box))
        if row is None:
            continue
        if word.word is FaceWord.REJECTED:
            barred.add((row, int(word.person)))
        else:
            owner[row] = int(word.person)
    return Words(owner, barred, [face.content for face in faces])


def _settle(
    faces: Sequence[Face], groups: Sequence[Sequence[int]], said: Iterable[SaidOfFace], free: PersonId
) -> tuple[dict[FaceId, PersonId | None], list[PersonId]]:
    """Give every group the person it is: by word, by whom most of its faces belonged to, or somebody new."""
    words = words_of(faces, said)
    spoken_for = set(words.owner.values())
    claims: list[tuple[int, int, int]] = []
    owners: dict[int, PersonId] = {}
    for number, rows in enumerate(groups):
        told = next((words.owner[row] for row in rows if row in words.owner), None)
        if told is not None:
            owners[number] = PersonId(told)
            continue
        before = Counter(faces[row].person for row in rows)
        claims += [
            (-count, person, number)
            for person, count in before.items()
            if person is not None and person not in spoken_for
        ]
    taken: set[int] = set()
    for _count, person, number in sorted(claims):
        if number not in owners and person not in taken and len(groups[number]) >= _LEAST_FACES:
            owners[number] = PersonId(person)
            taken.add(person)
    members: dict[FaceId, PersonId | None] = {}
    new: list[PersonId] = []
    for number, rows in enumerate(groups):
        if number not in owners and len(rows) >= _LEAST_FACES:
            owners[number] = PersonId(free + len(new))
            new.append(owners[number])
        members.update((faces[row].id, owners.get(number)) for row in rows)
    return members, new
