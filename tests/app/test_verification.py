"""Pictures of a real library are looked at, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photosim.app.finding.verification import Verifier
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import Cancelled
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.similarity import ContentPair, content_pair
from tests.app.family import family_library

pytestmark = pytest.mark.usefixtures("lent_processes")


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with family_library(tmp_path_factory.mktemp("verification")) as workspace:
        yield workspace


def content(workspace: Workspace, name: str) -> ContentId:
    return next(photo.content for photo in workspace.photos() if photo.path.endswith(name))


def pair(workspace: Workspace, one: str, other: str) -> ContentPair:
    return content_pair(content(workspace, one), content(workspace, other))


def test_pairs_are_looked_at_once(family: Workspace) -> None:
    same = pair(family, "china.jpg", "small.jpg")
    other = pair(family, "china.jpg", "flower.jpg")
    told: list[Progress] = []
    with Verifier(family.library) as verifier:
        found = verifier.verify([same, other, same], told.append, CancelToken())
        assert found[same].same
        assert not found[other].same
        assert [(p.stage, p.done, p.total) for p in told] == [("Verifying", 2, 2)]
        verifier.verify([other, same], told.append, CancelToken())
    with Verifier(family.library) as verifier:
        assert verifier.verify([same, other], told.append, CancelToken()) == found
    assert len(told) == 1


def test_a_reader_looks_and_saves_nothing(tmp_path: Path) -> None:
    with family_library(tmp_path) as workspace:
        question = pair(workspace, "china.jpg", "lonely.png")
    told: list[Progress] = []
    with open_workspace(str(tmp_path / "library"), read_only=True) as reader:
        for _ in range(2):
            with Verifier(reader.library) as verifier:
                assert not verifier.verify([question], told.append, CancelToken())[question].same
    assert len(told) == 2


def test_without_a_thumbnail_there_is_no_evidence(family: Workspace) -> None:
    stranger = ContentId(b"\1" * 32)
    known = content(family, "china.jpg")
    with Verifier(family.library) as verifier:
        assert verifier.verify([content_pair(stranger, known)], silent, CancelToken()) == {}
        thumbnail = family.library.thumbnail(known)
        assert thumbnail is not None
        assert [one for one, _ in verifier.compare(thumbnail, [stranger, known])] == [known]
        assert list(verifier.compare(b"damaged", [known])) == []


def test_a_picture_from_elsewhere(family: Workspace) -> None:
    asked = [content(family, name) for name in ("small.jpg", "flower.jpg")]
    thumbnail = family.library.thumbnail(content(family, "china.jpg"))
    assert thumbnail is not None
    with Verifier(family.library) as verifier:
        found = list(verifier.compare(thumbnail, asked))
    assert [one for one, _ in found] == asked
    assert [evidence.same for _, evidence in found] == [True, False]


def test_cancel(family: Workspace) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with Verifier(family.library) as verifier, pytest.raises(Cancelled):
        verifier.verify([pair(family, "flower.jpg", "lonely.png")], silent, cancel)
