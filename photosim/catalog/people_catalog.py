"""The part of a library that knows faces and people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from photosim.catalog import faces, people
from photosim.catalog.database import Database
from photosim.domain.files import FoundFile
from photosim.domain.people import (
    Face,
    FaceId,
    FaceTable,
    LookedAt,
    PeopleChange,
    PeopleState,
    PersonId,
    PersonRow,
    SaidOfFace,
)
from photosim.domain.photo import ContentId

Make = Callable[[PeopleState, PersonId], PeopleState]
"""Makes the state after a change from the one before and the first id that is free for new people."""


class PeopleCatalog:
    """Faces and people of an open library; any thread may call any method.

    Methods that change something raise `LibraryReadOnlyError` when the library is open for reading only;
    every method raises `LibraryError` when the disk or another program gets in the way.
    """

    def __init__(self, database: Database, must_be_writable: Callable[[], None]) -> None:
        self._catalog = database
        self._must_be_writable = must_be_writable

    def faces(self) -> list[Face]:
        """All faces in pictures that the library shows, by id."""
        with self._catalog.reading() as connection:
            return faces.load_faces(connection)

    def table(self) -> FaceTable:
        """All faces in pictures that the library shows, with their embeddings."""
        with self._catalog.reading() as connection:
            return faces.load_face_table(connection)

    def mark(self) -> tuple[int, int]:
        """Two numbers that differ whenever `table` would have other embeddings."""
        with self._catalog.reading() as connection:
            return faces.load_faces_mark(connection)

    def version(self) -> int:
        """A number that grows whenever faces, people or what was said of them change."""
        with self._catalog.reading() as connection:
            return people.load_version(connection)

    def waiting(self, method: str) -> dict[ContentId, FoundFile]:
        """Pictures that this method has not looked at, each with a file of it that should be there."""
        with self._catalog.reading() as connection:
            return faces.load_waiting(connection, method)

    def looked_at(self, method: str) -> int:
        """How many of the library's pictures this method has looked at."""
        with self._catalog.reading() as connection:
            return faces.count_looked_at(connection, method)

    def store(self, looked: Sequence[LookedAt], method: str) -> None:
        """Write down what a method found in pictures, all of it or nothing."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            faces.save_faces(connection, looked, method)
            people.bump_version(connection)

    def people(self) -> list[PersonRow]:
        """Everybody, by id; also people of whom the library shows no face now."""
        with self._catalog.reading() as connection:
            return people.load_people(connection)

    def said(self) -> list[SaidOfFace]:
        """Every word of the user on faces."""
        with self._catalog.reading() as connection:
            return people.load_said(connection)

    def change(self, concerned: Iterable[PersonId], touched: Iterable[FaceId], make: Make) -> PeopleChange:
        """Change what is known of people, all of it or nothing.

        Args:
            concerned: people that it is about, besides new ones.
            touched: faces that may become somebody else's; those of the people concerned need not be named.
            make: gets the state of them, and the first of the ids for new people.

        Returns:
            What was changed.
        """
        self._must_be_writable()
        with self._catalog.writing() as connection:
            everybody = set(concerned)
            members = {face for face, _ in faces.members_of(connection, everybody)}
            before = people.load_state(connection, everybody, members.union(touched))
            after = make(before, people.next_person(connection))
            everybody.update(row.id for row in after.people)
            people.put_state(connection, everybody, after)
            return PeopleChange(frozenset(everybody), before, after)

    def put(self, change: PeopleChange) -> None:
        """Make it so that the state is the one after the change."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            people.put_state(connection, change.concerned, change.after)

    def save_grouping(
        self, version: int, members: Mapping[FaceId, PersonId | None], new: Sequence[PersonId]
    ) -> bool:
        """Write down whose faces are, unless something has changed since it was found out.

        Args:
            version: from `version`, before faces and words were read.
            members: whose each face is.
            new: people who are in `members` for the first time.

        Returns:
            Whether it was written.
        """
        self._must_be_writable()
        with self._catalog.writing() as connection:
            if people.load_version(connection) != version:
                return False
            people.save_grouping(connection, members, new)
            return True

    def next_person(self) -> PersonId:
        """The id of the next new person."""
        with self._catalog.reading() as connection:
            return people.next_person(connection)
