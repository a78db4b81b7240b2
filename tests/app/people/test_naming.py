"""What the user says of people holds, whatever is found, renamed, scanned or looked at anew."""

from pathlib import Path

import numpy as np
import pytest

from photosim.app.people import naming
from photosim.app.people.everyone import face_table, faces_of, people, photos_of, strangers
from photosim.app.people.grouping import group_people, split
from photosim.app.people.looking import find_faces
from photosim.app.people.near import nearest_faces
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import LibraryReadOnlyError, PhotosimError
from photosim.domain.people import Face, FaceId, FaceWord, Part, Person, PersonId
from photosim.domain.progress import CancelToken, silent
from tests.app.conftest import TINY_MODEL
from tests.app.people.conftest import look, rescan
from tests.catalog.builders import Folder


@pytest.fixture
def grouped(peopled: Workspace) -> Workspace:
    group_people(peopled, CancelToken())
    return peopled


def _again(workspace: Workspace) -> None:
    group_people(workspace, CancelToken())


def _everybody(workspace: Workspace) -> dict[str | None, set[str]]:
    """Names to the photos of the person; unnamed people under their number."""
    return {
        person.name or f"{person.id}": {Path(p.path).stem for p in photos_of(workspace, [person.id])}
        for person in people(workspace)
    }


def _two(workspace: Workspace) -> tuple[Person, Person]:
    ada, ben = people(workspace)
    return ada, ben


def test_people_come_named_first_then_by_faces(grouped: Workspace) -> None:
    ada, ben = _two(grouped)
    assert (ada.faces, ben.faces) == (4, 3)
    naming.name_person(grouped, ben.id, "  Ben ")
    assert [person.name for person in people(grouped)] == ["Ben", None]
    assert people(grouped)[0].cover.person == ben.id
    naming.name_person(grouped, ben.id, None)
    assert [person.name for person in people(grouped)] == [None, None]
    with pytest.raises(PhotosimError, match="at least one letter"):
        naming.name_person(grouped, ben.id, "  ")
    with pytest.raises(PhotosimError, match="not in the library any more"):
        naming.name_person(grouped, PersonId(999), "Nobody")


def test_people_keep_their_ids_when_faces_are_grouped_anew(grouped: Workspace) -> None:
    before = people(grouped)
    _again(grouped)
    assert people(grouped) == before


def test_a_name_survives_rename_move_rescan_and_another_detector(grouped: Workspace, shots: Folder) -> None:
    ada, _ = _two(grouped)
    naming.name_person(grouped, ada.id, "Ada")
    for number in range(3):
        shots.rename(f"ada-{number}.jpg", f"inside/moved-ada-{number}.jpg")
    rescan(grouped, shots)
    assert _everybody(grouped)["Ada"] == {"moved-ada-0", "moved-ada-1", "moved-ada-2", "both"}
    # The faces are new rows, in other places.
    look(grouped, "another method", shift=0.02)
    assert people(grouped) == []
    _again(grouped)
    assert _everybody(grouped)["Ada"] == {"moved-ada-0", "moved-ada-1", "moved-ada-2", "both"}
    assert people(grouped)[0].id == ada.id


def test_a_rejected_face_goes_and_never_returns(grouped: Workspace) -> None:
    ada, _ = _two(grouped)
    naming.name_person(grouped, ada.id, "Ada")
    face = faces_of(grouped, ada.id)[-1]
    change = naming.reject_faces(grouped, [face])
    assert [stranger.id for stranger in strangers(grouped)] == [face.id]
    _again(grouped)
    assert face.id not in [kept.id for kept in faces_of(grouped, ada.id)]
    naming.undo(grouped, change)
    assert face.id in [kept.id for kept in faces_of(grouped, ada.id)]
    # To reject what is nobody's changes nothing.
    naming.reject_faces(grouped, [])


def test_a_confirmed_face_stays_and_says_so(grouped: Workspace) -> None:
    ada, ben = _two(grouped)
    naming.name_person(grouped, ben.id, "Ben")
    wrong = faces_of(grouped, ben.id)[0]
    naming.confirm_faces(grouped, [wrong], ada.id)
    _again(grouped)
    (moved,) = (face for face in faces_of(grouped, ada.id) if face.id == wrong.id)
    assert moved.confirmed
    assert faces_of(grouped, ada.id)[0] == moved
    assert len(faces_of(grouped, ben.id)) == 2
    naming.confirm_faces(grouped, [moved], ben.id)
    _again(grouped)
    assert [face.id for face in faces_of(grouped, ben.id) if face.confirmed] == [wrong.id]
    said = [word.word for word in grouped.library.people.said() if word.person == ben.id]
    assert sorted(said) == [FaceWord.AMONG, FaceWord.AMONG, FaceWord.CONFIRMED]


def test_a_face_that_comes_does_not_turn_the_person_into_another(grouped: Workspace) -> None:
    ada, ben = _two(grouped)
    before = {face.id for face in faces_of(grouped, ada.id)}
    came = faces_of(grouped, ben.id)[0]
    naming.confirm_faces(grouped, [came], ada.id)
    _again(grouped)
    now = faces_of(grouped, ada.id)
    assert before | {came.id} <= {face.id for face in now}
    # Others that are like it may follow, but nobody is in one picture twice.
    assert len({face.content for face in now}) == len(now)


def test_confirming_a_rejected_face_brings_it_back(grouped: Workspace) -> None:
    ada, _ = _two(grouped)
    face = faces_of(grouped, ada.id)[0]
    naming.reject_faces(grouped, [face])
    (stranger,) = strangers(grouped)
    with pytest.raises(PhotosimError, match="belongs to nobody"):
        naming.confirm_faces(grouped, [stranger])
    naming.confirm_faces(grouped, [stranger], ada.id)
    _again(grouped)
    assert face.id in [kept.id for kept in faces_of(grouped, ada.id)]


def test_merged_people_stay_one(grouped: Workspace) -> None:
    ada, ben = _two(grouped)
    naming.name_person(grouped, ben.id, "Ben")
    change = naming.merge(grouped, [ada.id, ben.id])
    (one,) = people(grouped)
    assert (one.id, one.name, one.faces) == (ben.id, "Ben", 7)
    _again(grouped)
    assert [person.faces for person in people(grouped)] == [7]
    naming.undo(grouped, change)
    assert {(person.id, person.name, person.faces) for person in people(grouped)} == {
        (ada.id, None, 4),
        (ben.id, "Ben", 3),
    }
    with pytest.raises(PhotosimError, match="two people or more"):
        naming.merge(grouped, [ada.id, ada.id])


def test_what_was_rejected_from_one_is_rejected_from_the_merged(grouped: Workspace) -> None:
    ada, ben = _two(grouped)
    gone = faces_of(grouped, ada.id)[0]
    naming.reject_faces(grouped, [gone])
    naming.merge(grouped, [ben.id, ada.id])
    _again(grouped)
    assert gone.id not in [face.id for face in faces_of(grouped, ben.id)]


def test_a_face_of_one_of_the_merged_is_not_rejected_by_what_was_said_of_the_other(
    grouped: Workspace,
) -> None:
    ada, ben = _two(grouped)
    face = faces_of(grouped, ada.id)[0]
    naming.reject_faces(grouped, [face])
    naming.confirm_faces(grouped, strangers(grouped), ben.id)
    naming.merge(grouped, [ada.id, ben.id])
    _again(grouped)
    assert face.id in [kept.id for kept in faces_of(grouped, ada.id)]


def test_a_person_is_split_and_stays_split(grouped: Workspace) -> None:
    ada, ben = _two(grouped)
    naming.merge(grouped, [ada.id, ben.id])
    (one,) = people(grouped)
    parts = split(grouped, one.id, CancelToken())
    assert sorted(len(part.faces) for part in parts) == [3, 4]
    change = naming.apply_split(grouped, one.id, parts)
    assert sorted(person.faces for person in people(grouped)) == [3, 4]
    _again(grouped)
    assert sorted(person.faces for person in people(grouped)) == [3, 4]
    assert {face.id for face in faces_of(grouped, one.id)} == {face.id for face in parts[0].faces}
    naming.undo(grouped, change)
    assert [(person.id, person.faces) for person in people(grouped)] == [(one.id, 7)]
    with pytest.raises(PhotosimError, match="two people or more"):
        naming.apply_split(grouped, one.id, parts[:1])
    with pytest.raises(PhotosimError, match="two people or more"):
        naming.apply_split(grouped, one.id, [*parts[:1], Part(())])


def test_splitting_nobody_proposes_nothing(grouped: Workspace) -> None:
    assert split(grouped, PersonId(999), CancelToken()) == []


def test_a_new_person_is_made_of_faces(grouped: Workspace) -> None:
    _, ben = _two(grouped)
    chosen = faces_of(grouped, ben.id)[:2]
    change = naming.person_from(grouped, chosen, "Carl")
    _again(grouped)
    (carl,) = (person for person in people(grouped) if person.name == "Carl")
    assert {face.id for face in chosen} <= {face.id for face in faces_of(grouped, carl.id)}
    naming.undo(grouped, change)
    assert "Carl" not in {person.name for person in people(grouped)}
    with pytest.raises(PhotosimError, match="at least one face"):
        naming.person_from(grouped, [])


def test_faces_are_given_to_whoever_has_the_name(grouped: Workspace) -> None:
    ada, ben = _two(grouped)
    naming.name_person(grouped, ada.id, "Zoë")
    first, second, third = faces_of(grouped, ben.id)[:3]
    naming.give_faces(grouped, [first], " zoe\N{COMBINING DIAERESIS} ")
    assert first.id in {face.id for face in faces_of(grouped, ada.id)}
    # Nobody is called so yet; then somebody is, at once.
    naming.give_faces(grouped, [second], " Carl ")
    naming.give_faces(grouped, [third], "carl")
    (carl,) = (person for person in people(grouped) if person.name == "Carl")
    assert {second.id, third.id} == {face.id for face in faces_of(grouped, carl.id)}
    with pytest.raises(PhotosimError, match="at least one face"):
        naming.give_faces(grouped, [], "Zoë")
    with pytest.raises(PhotosimError, match="at least one letter"):
        naming.give_faces(grouped, [third], "  ")


def test_hidden_people_stay_hidden(grouped: Workspace) -> None:
    ada, _ = _two(grouped)
    naming.hide_person(grouped, ada.id)
    _again(grouped)
    assert {person.id for person in people(grouped) if person.hidden} == {ada.id}
    naming.hide_person(grouped, ada.id, hidden=False)
    assert not any(person.hidden for person in people(grouped))


def test_photos_of_nobody_are_none(grouped: Workspace) -> None:
    assert photos_of(grouped, []) == []
    assert photos_of(grouped, [PersonId(999)]) == []


def test_a_word_said_while_faces_are_grouped_is_heard(
    grouped: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = _two(grouped)
    from photosim.app.people import grouping

    real, calls = grouping.group_faces, []

    def slow(*arguments: object, **more: object) -> list[list[int]]:
        calls.append(1)
        found = real(*arguments, **more)  # type: ignore[arg-type]
        if len(calls) == 1:
            naming.merge(grouped, [ada.id, ben.id])
        return found

    monkeypatch.setattr(grouping, "group_faces", slow)
    _again(grouped)
    assert len(calls) == 2
    assert [person.faces for person in people(grouped)] == [7]


def test_nearest_faces_ask_for_sense(grouped: Workspace) -> None:
    table = face_table(grouped)
    with pytest.raises(ValueError, match="at least 1"):
        nearest_faces(grouped, table.embedding[0], 0)
    with pytest.raises(ValueError, match="shape"):
        nearest_faces(grouped, np.zeros(3, np.float32), 1)
    gone = table.faces[0]
    stranger = Face(FaceId(999), gone.content, gone.box, gone.confidence)
    with pytest.raises(PhotosimError, match="not in the library"):
        nearest_faces(grouped, stranger, 1)


def test_a_library_for_reading_only_says_so(grouped: Workspace) -> None:
    ada, _ = _two(grouped)
    with open_workspace(grouped.library.folder, read_only=True, model_folder=TINY_MODEL) as reader:
        assert len(people(reader)) == 2
        with pytest.raises(LibraryReadOnlyError):
            naming.name_person(reader, ada.id, "Ada")
        with pytest.raises(LibraryReadOnlyError):
            group_people(reader, CancelToken())
        # Told before an hour of looking, not after.
        with pytest.raises(LibraryReadOnlyError):
            find_faces(reader, silent, CancelToken())
