"""Faces are looked for in real pictures."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from photosim.app.people.everyone import faces_in_photo, people, photos_of
from photosim.app.people.looking import faces_in_picture, find_faces, looked_at, waiting
from photosim.app.people.near import nearest_faces
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.people import FacesSummary, PersonId
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.encoding import face_finder
from tests.app.conftest import TINY_MODEL
from tests.app.people.conftest import needs_dlib
from tests.helpers.drawn_faces import BEN, face
from tests.helpers.scanning import fill

pytestmark = needs_dlib


def _scan(workspace: Workspace, folder: Path) -> None:
    fill(workspace, folder)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, drawn: Path) -> Iterator[Workspace]:
    """A library with the drawn photos, in which nobody has looked for faces."""
    folder = str(tmp_path_factory.mktemp("scanned") / "library")
    with open_workspace(folder, model_folder=TINY_MODEL) as workspace:
        _scan(workspace, drawn)
        yield workspace


@pytest.fixture(scope="module")
def untouched(library: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of that library, made before anybody looked."""
    library.close()
    copied = tmp_path_factory.mktemp("copied") / "library"
    shutil.copytree(library.library.folder, copied)
    return copied


@pytest.fixture(scope="module")
def found(
    untouched: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workspace, FacesSummary]]:
    """A library in which faces were looked for, and what that told."""
    copied = tmp_path_factory.mktemp("found") / "library"
    shutil.copytree(untouched, copied)
    told: list[Progress] = []
    with open_workspace(str(copied), model_folder=TINY_MODEL) as workspace:
        assert (waiting(workspace), looked_at(workspace)) == (6, 0)
        summary = find_faces(workspace, told.append, CancelToken())
        assert [progress.done for progress in told] == list(range(7))
        yield workspace, summary


def _names(workspace: Workspace, *persons: PersonId) -> set[str]:
    return {Path(photo.path).name for photo in photos_of(workspace, persons)}


def test_people_are_found_and_nothing_is_looked_at_twice(found: tuple[Workspace, FacesSummary]) -> None:
    workspace, summary = found
    assert (summary.pictures, summary.faces, summary.people) == (6, 6, 2)
    assert (summary.problems, summary.cancelled) == ((), False)
    one, other = people(workspace)
    assert {frozenset(_names(workspace, person.id)) for person in (one, other)} == {
        frozenset({"ada-0.png", "ada-1.png", "both.png"}),
        frozenset({"ben-0.png", "ben-1.png", "both.png"}),
    }
    assert _names(workspace, one.id, other.id) == {"both.png"}
    assert (waiting(workspace), looked_at(workspace)) == (0, 6)
    again = find_faces(workspace, silent, CancelToken())
    assert (again.pictures, again.faces, again.people) == (0, 0, 2)
    assert people(workspace) == [one, other]


def test_faces_of_a_picture_from_elsewhere_find_their_like(
    found: tuple[Workspace, FacesSummary], tmp_path: Path
) -> None:
    workspace, _ = found
    elsewhere = tmp_path / "elsewhere.png"
    face(BEN, 11).save(elsewhere)
    (seen,) = faces_in_picture(workspace, str(elsewhere))
    (from_bytes,) = faces_in_picture(workspace, elsewhere.read_bytes(), "clipboard")
    assert from_bytes.box == seen.box
    near = nearest_faces(workspace, seen.embedding, 6)
    assert [match.distance for match in near] == sorted(match.distance for match in near)
    ben = near[0].face.person
    assert ben is not None
    assert "ben-0.png" in _names(workspace, ben)
    assert [match.face.person == ben for match in near] == [True] * 3 + [False] * 3
    # A face of the library is not its own nearest.
    own = near[0].face
    assert own.id not in [match.face.id for match in nearest_faces(workspace, own, 10)]
    with pytest.raises(FileError):
        faces_in_picture(workspace, b"no picture", "clipboard")
    with pytest.raises(FileError):
        faces_in_picture(workspace, str(tmp_path / "nowhere.png"))
    workspace.stop_reading()


def test_a_picture_has_its_faces_from_left_to_right(found: tuple[Workspace, FacesSummary]) -> None:
    workspace, _ = found
    both = next(photo for photo in workspace.photos() if photo.path.endswith("both.png"))
    first, second = faces_in_photo(workspace, both.content)
    assert first.box.x < 0.5 < second.box.x
    assert first.person != second.person


def test_a_stop_keeps_what_was_found_and_trouble_is_listed(untouched: Path, drawn: Path) -> None:
    changed, gone = drawn / "ada-0.png", drawn / "ada-1.png"
    with open_workspace(str(untouched), model_folder=TINY_MODEL) as workspace:
        cancel = CancelToken()

        def stop(progress: Progress) -> None:
            if progress.done == 2:
                cancel.cancel()

        gone.unlink()
        face(BEN, 7).save(changed)
        summary = find_faces(workspace, stop, cancel)
        assert summary.cancelled
        assert looked_at(workspace) == summary.pictures < 6
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("photosim-faces")]
        rest = find_faces(workspace, silent, CancelToken())
        assert (rest.pictures, rest.people, rest.cancelled) == (4 - summary.pictures, 1, False)
        told = {problem.path: problem.reason for problem in rest.problems}
        assert set(told) == {str(changed), str(gone)}
        assert "scan again" in told[str(changed)]
        # They wait on.
        assert waiting(workspace) == 2


def test_without_the_extra_the_way_to_it_is_told(peopled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from photosim.app.people.models import face_finder as kept

    kept.cache_clear()
    monkeypatch.setattr(face_finder.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PhotosimError, match="pip install"):
        find_faces(peopled, silent, CancelToken())
    with pytest.raises(PhotosimError, match="pip install"):
        faces_in_picture(peopled, b"", "clipboard")
