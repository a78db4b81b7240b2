"""People on disk: names, and what the user said of faces."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from photosim.domain.people import (
    FaceBox,
    FaceId,
    FaceWord,
    PeopleState,
    PersonId,
    PersonRow,
    SaidOfFace,
)
from photosim.domain.photo import ContentId

_WORDS = "SELECT digest, x, y, width, height, person, word FROM face_words "


def load_version(connection: sqlite3.Connection) -> int:
    """A number that grows whenever faces, people or what was said of them change."""
    return int(connection.execute("SELECT version FROM people_state").fetchone()[0])


def bump_version(connection: sqlite3.Connection) -> None:
    """Tell everybody that something has changed."""
    connection.execute("UPDATE people_state SET version = version + 1")


def load_people(connection: sqlite3.Connection) -> list[PersonRow]:
    """Everybody, by id; also people of whom the library shows no face now."""
    rows = connection.execute("SELECT id, name, hidden FROM people ORDER BY id")
    return [PersonRow(PersonId(number), name, bool(hidden)) for number, name, hidden in rows]


def load_said(connection: sqlite3.Connection) -> list[SaidOfFace]:
    """Every word of the user on faces."""
    return [_said(row) for row in connection.execute(_WORDS + "ORDER BY digest, x, y, width, height, person")]


def next_person(connection: sqlite3.Connection) -> PersonId:
    """The id of the next new person; ids of people who are no more are not given again."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'people'").fetchone()
    return PersonId(1 if row is None else row[0] + 1)


def load_state(
    connection: sqlite3.Connection, people: Iterable[PersonId], faces: Iterable[FaceId]
) -> PeopleState:
    """What is known of some people and faces, besides the faces themselves."""
    wanted = set(people)
    rows = [row for row in load_people(connection) if row.id in wanted]
    said = [
        _said(row)
        for person in sorted(wanted)
        for row in connection.execute(
            _WORDS + "WHERE person = ? ORDER BY digest, x, y, width, height", (person,)
        )
    ]
    members = []
    for face in sorted(set(faces)):
        row = connection.execute("SELECT person FROM faces WHERE id = ?", (face,)).fetchone()
        if row is not None:
            members.append((face, row[0]))
    return PeopleState(tuple(rows), tuple(said), tuple(members))


def put_state(connection: sqlite3.Connection, concerned: Iterable[PersonId], state: PeopleState) -> None:
    """Make what is known of the people concerned this, whatever it was; other people are left alone."""
    kept = {row.id for row in state.people}
    connection.executemany(
        "INSERT INTO people (id, name, hidden) VALUES (?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, hidden = excluded.hidden",
        [(row.id, row.name, row.hidden) for row in state.people],
    )
    connection.executemany("DELETE FROM face_words WHERE person = ?", [(person,) for person in concerned])
    connection.executemany(
        "INSERT OR REPLACE INTO face_words (digest, x, y, width, height, person, word) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                word.content,
                word.box.x,
                word.box.y,
                word.box.width,
                word.box.height,
                word.person,
                word.word.value,
            )
            for word in state.said
        ],
    )
    connection.executemany(
        "UPDATE faces SET person = ? WHERE id = ?", [(person, face) for face, person in state.members]
    )
    connection.executemany(
        "DELETE FROM people WHERE id = ?", [(person,) for person in concerned if person not in kept]
    )
    bump_version(connection)


def save_grouping(
    connection: sqlite3.Connection, members: Mapping[FaceId, PersonId | None], new: Iterable[PersonId]
) -> None:
    """Write down whose faces are; people without name, word and face are forgotten."""
    connection.executemany("INSERT INTO people (id) VALUES (?)", [(person,) for person in new])
    connection.executemany(
        "UPDATE faces SET person = ? WHERE id = ?", [(person, face) for face, person in members.items()]
    )
    connection.execute(
        "DELETE FROM people WHERE name IS NULL AND NOT hidden "
        "AND NOT EXISTS (SELECT 1 FROM faces WHERE faces.person = people.id) "
        "AND NOT EXISTS (SELECT 1 FROM face_words WHERE face_words.person = people.id)"
    )
    bump_version(connection)


def _said(row: tuple[bytes, float, float, float, float, int, str]) -> SaidOfFace:
    digest, x, y, width, height, person, word = row
    return SaidOfFace(ContentId(digest), FaceBox(x, y, width, height), PersonId(person), FaceWord(word))
