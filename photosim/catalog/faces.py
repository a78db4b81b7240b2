"""Faces on disk: which pictures were looked at, where faces are, whose they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import numpy as np

from photosim.catalog.paths import decoded, stamp_from
from photosim.catalog.people import load_said
from photosim.domain.files import FoundFile
from photosim.domain.people import (
    EMBEDDING_DIMS,
    Face,
    FaceBox,
    FaceId,
    FaceTable,
    FaceWord,
    LookedAt,
    PersonId,
    box_like,
)
from photosim.domain.photo import ContentId

_SHOWN_FACES = "faces WHERE content IN (SELECT content FROM shown)"
_COLUMNS = "id, content, x, y, width, height, confidence, person"


def load_faces(connection: sqlite3.Connection) -> list[Face]:
    """All faces in pictures that the library shows, by id."""
    digests = dict(connection.execute("SELECT id, digest FROM contents"))
    rows = connection.execute(f"SELECT {_COLUMNS} FROM {_SHOWN_FACES} ORDER BY id")  # noqa: S608 - no values
    confirmed = {
        (said.content, said.box, said.person)
        for said in load_said(connection)
        if said.word is FaceWord.CONFIRMED
    }
    faces = []
    for number, content, *sides, confidence, person in rows:
        digest, box = ContentId(digests[content]), FaceBox(*sides)
        certain = (digest, box, person) in confirmed
        faces.append(Face(FaceId(number), digest, box, confidence, person, certain))
    return faces


def load_face_table(connection: sqlite3.Connection) -> FaceTable:
    """All faces with their embeddings, in one read."""
    rows = connection.execute(f"SELECT embedding FROM {_SHOWN_FACES} ORDER BY id").fetchall()  # noqa: S608
    numbers = np.frombuffer(b"".join([row[0] for row in rows]), "<f4").reshape(len(rows), EMBEDDING_DIMS)
    return FaceTable(tuple(load_faces(connection)), numbers.astype(np.float32))


def load_faces_mark(connection: sqlite3.Connection) -> tuple[int, int]:
    """Two numbers that differ whenever there are other faces."""
    row = connection.execute(f"SELECT count(*), coalesce(max(id), 0) FROM {_SHOWN_FACES}").fetchone()  # noqa: S608
    return int(row[0]), int(row[1])


def load_waiting(connection: sqlite3.Connection, method: str) -> dict[ContentId, FoundFile]:
    """Pictures that this method has not looked at, each with a file of it that should be there, by path."""
    rows = connection.execute(
        "SELECT min(shown.path), size, mtime_ns, device, inode, contents.digest "
        "FROM shown JOIN contents ON contents.id = shown.content "
        "WHERE shown.status = 0 AND NOT EXISTS (SELECT 1 FROM face_looks "
        "WHERE face_looks.content = shown.content AND face_looks.method = ?) "
        "GROUP BY shown.content ORDER BY 1",
        (method,),
    )
    return {ContentId(digest): FoundFile(decoded(path), stamp_from(*stamp)) for path, *stamp, digest in rows}


def count_looked_at(connection: sqlite3.Connection, method: str) -> int:
    """How many of the library's pictures this method has looked at."""
    query = "SELECT count(*) FROM face_looks WHERE method = ? AND content IN (SELECT content FROM shown)"
    return int(connection.execute(query, (method,)).fetchone()[0])


def save_faces(connection: sqlite3.Connection, looked: Iterable[LookedAt], method: str) -> None:
    """Write down what a method found; what was found before in these pictures is replaced."""
    for look in looked:
        row = connection.execute("SELECT id FROM contents WHERE digest = ?", (look.content,)).fetchone()
        if row is None:
            continue
        connection.execute("DELETE FROM faces WHERE content = ?", row)
        connection.execute(
            "INSERT OR REPLACE INTO face_looks (content, method) VALUES (?, ?)", (*row, method)
        )
        connection.executemany(
            "INSERT INTO faces (content, x, y, width, height, confidence, embedding) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *row,
                    face.box.x,
                    face.box.y,
                    face.box.width,
                    face.box.height,
                    face.confidence,
                    face.embedding.astype("<f4").tobytes(),
                )
                for face in look.faces
            ],
        )
        _move_words(connection, look)


def _move_words(connection: sqlite3.Connection, look: LookedAt) -> None:
    """Let what the user said of faces follow them: a newer method draws other boxes around the same ones."""
    boxes = {face.box for face in look.faces}
    rows = connection.execute(
        "SELECT DISTINCT x, y, width, height FROM face_words WHERE digest = ?", (look.content,)
    ).fetchall()
    for row in rows:
        box = FaceBox(*row)
        moved = None if box in boxes else box_like(box, boxes)
        if moved is not None:
            connection.execute(
                "UPDATE OR REPLACE face_words SET x = ?, y = ?, width = ?, height = ? "
                "WHERE digest = ? AND x = ? AND y = ? AND width = ? AND height = ?",
                (moved.x, moved.y, moved.width, moved.height, look.content, *row),
            )


def members_of(connection: sqlite3.Connection, people: Iterable[PersonId]) -> list[tuple[FaceId, PersonId]]:
    """The faces of people, also in pictures that the library does not show now."""
    return [
        (FaceId(number), person)
        for person in sorted(people)
        for (number,) in connection.execute("SELECT id FROM faces WHERE person = ? ORDER BY id", (person,))
    ]
