"""Faces and people on disk."""

import numpy as np
import pytest

from photosim.catalog.library import Library
from photosim.domain.people import (
    FaceBox,
    FaceId,
    FaceWord,
    FoundFace,
    LookedAt,
    PeopleState,
    PersonId,
    PersonRow,
    SaidOfFace,
)
from photosim.domain.photo import ContentId
from tests.catalog.builders import Folder, scan

_BOX = FaceBox(0.1, 0.2, 0.3, 0.4)
_NEAR = FaceBox(0.11, 0.2, 0.3, 0.4)
_FAR = FaceBox(0.6, 0.6, 0.3, 0.3)


def _face(box: FaceBox = _BOX, seed: int = 1) -> FoundFace:
    return FoundFace(box, 1.25, np.random.default_rng(seed).normal(size=128).astype(np.float32))


@pytest.fixture
def content(library: Library, folder: Folder) -> ContentId:
    """A picture that was looked at by the method "one", with one face."""
    folder.write("a.jpg", "a")
    scan(library, [folder.root], folder.files())
    (content,) = library.people.waiting("one")
    library.people.store([LookedAt(content, (_face(),))], "one")
    return content


def _new_person(library: Library, content: ContentId, word: FaceWord = FaceWord.CONFIRMED) -> PersonId:
    (face,) = library.people.faces()

    def make(before: PeopleState, free: PersonId) -> PeopleState:
        said = SaidOfFace(content, face.box, free, word)
        return PeopleState((PersonRow(free, "Ada", hidden=False),), (said,), ((face.id, free),))

    change = library.people.change((), [face.id], make)
    (row,) = change.after.people
    return row.id


def test_a_face_comes_back_as_it_was_stored(library: Library, content: ContentId) -> None:
    table = library.people.table()
    (face,) = table.faces
    assert (face.content, face.box, face.confidence, face.person, face.confirmed) == (
        content,
        _BOX,
        1.25,
        None,
        False,
    )
    assert table.embedding.dtype == np.float32
    assert np.array_equal(table.embedding, _face().embedding[None])
    assert library.people.faces() == [face]


def test_an_empty_library_has_an_empty_table(library: Library) -> None:
    assert library.people.table().embedding.shape == (0, 128)
    assert library.people.mark() == (0, 0)


def test_what_was_looked_at_does_not_wait(library: Library, content: ContentId, folder: Folder) -> None:
    assert library.people.waiting("one") == {}
    assert set(library.people.waiting("two")) == {content}
    assert (library.people.looked_at("one"), library.people.looked_at("two")) == (1, 0)
    # A copy is the same picture; a file that is gone cannot be looked at.
    folder.write("copy.jpg", "a")
    folder.write("b.jpg", "b")
    scan(library, [folder.root], folder.files())
    assert [file.path for file in library.people.waiting("one").values()] == [folder.at("b.jpg")]
    assert library.people.waiting("two")[content].path == folder.at("a.jpg")
    gone = [file for file in folder.files() if not file.path.endswith("b.jpg")]
    scan(library, [folder.root], gone)
    library.people.store([LookedAt(ContentId(b"unknown"), (_face(),))], "one")
    assert len(library.people.faces()) == 1


def test_faces_of_pictures_that_are_not_shown_are_not_told(
    library: Library, content: ContentId, folder: Folder
) -> None:
    library.remove_root(folder.path)
    assert library.people.faces() == []
    scan(library, [folder.root], folder.files())
    assert len(library.people.faces()) == 1


def test_words_follow_their_face_to_another_method(library: Library, content: ContentId) -> None:
    person = _new_person(library, content)
    assert library.people.faces()[0].confirmed
    library.people.store([LookedAt(content, (_face(_FAR), _face(_NEAR)))], "two")
    (said,) = library.people.said()
    assert (said.box, said.person) == (_NEAR, person)
    # Where a method does not see it, the word waits.
    library.people.store([LookedAt(content, (_face(_FAR),))], "three")
    assert library.people.said() == [said]
    library.people.store([LookedAt(content, (_face(),))], "four")
    assert library.people.said()[0].box == _BOX


def test_a_change_is_whole_and_can_be_taken_back(library: Library, content: ContentId) -> None:
    version = library.people.version()
    person = _new_person(library, content)
    assert library.people.version() > version
    (face,) = library.people.faces()
    assert face.person == person
    change = library.people.change([person], (), lambda before, free: PeopleState((), (), ((face.id, None),)))
    assert (library.people.people(), library.people.said()) == ([], [])
    library.people.put(change.inverse)
    assert library.people.people() == [PersonRow(person, "Ada", hidden=False)]
    assert library.people.faces() == [face]
    with pytest.raises(ZeroDivisionError):
        library.people.change([person], (), lambda before, free: 1 // 0)  # type: ignore[arg-type, return-value]
    assert library.people.faces() == [face]


def test_faces_that_are_no_more_are_no_matter(library: Library, content: ContentId) -> None:
    change = library.people.change((), [FaceId(999)], lambda before, free: before)
    assert change.before.members == ()


def test_ids_are_not_given_twice(library: Library, content: ContentId) -> None:
    first = _new_person(library, content)
    library.people.change([first], (), lambda before, free: PeopleState((), (), ()))
    assert library.people.faces()[0].person is None
    assert _new_person(library, content) > first


def test_a_grouping_is_written_only_if_nothing_was_said_meanwhile(
    library: Library, content: ContentId
) -> None:
    (face,) = library.people.faces()
    version, free = library.people.version(), library.people.next_person()
    person = _new_person(library, content)
    assert not library.people.save_grouping(version, {face.id: None}, [free])
    assert library.people.faces()[0].person == person


def test_people_without_word_name_and_face_are_forgotten(library: Library, content: ContentId) -> None:
    (face,) = library.people.faces()
    first = library.people.next_person()
    assert library.people.save_grouping(library.people.version(), {face.id: first}, [first])
    assert [row.id for row in library.people.people()] == [first]
    assert library.people.save_grouping(library.people.version(), {face.id: None}, [])
    assert library.people.people() == []
