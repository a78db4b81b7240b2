"""Libraries of drawn people, and of made-up faces where nobody has to look at pictures."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.people import FaceBox, FoundFace, LookedAt
from tests.app.conftest import TINY_MODEL
from tests.catalog.builders import Folder, scan
from tests.helpers.drawn_faces import ADA, BEN, face, group_photo

METHOD = "made-up"
BOX = FaceBox(0.25, 0.25, 0.5, 0.5)
LEFT, RIGHT = FaceBox(0.1, 0.25, 0.3, 0.5), FaceBox(0.6, 0.25, 0.3, 0.5)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos of Ada (two), of Ben (two), of both (one), and of nobody."""
    folder = tmp_path_factory.mktemp("drawn")
    for pose in range(2):
        face(ADA, pose).save(folder / f"ada-{pose}.png")
        face(BEN, pose).save(folder / f"ben-{pose}.png")
    group_photo(ADA, BEN, pose=5).save(folder / "both.png")
    face(ADA, 0).resize((24, 24)).save(folder / "nobody.png")
    return folder


@pytest.fixture
def shots(tmp_path: Path) -> Folder:
    """Files that stand for photos of Ada (three), of Ben (two), of both (one), and of nobody."""
    folder = Folder(tmp_path / "shots")
    for name in ("ada-0", "ada-1", "ada-2", "ben-0", "ben-1", "both", "nobody"):
        folder.write(f"{name}.jpg", name)
    return folder


@pytest.fixture
def peopled(tmp_path: Path, shots: Folder) -> Iterator[Workspace]:
    """A library of the shots with made-up faces, whose they are not known yet."""
    with open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace:
        rescan(workspace, shots)
        look(workspace)
        yield workspace


def rescan(workspace: Workspace, folder: Folder) -> None:
    """Read the folder anew, without a decoder."""
    scan(workspace.library, [folder.root], folder.files())


def look(workspace: Workspace, method: str = METHOD, shift: float = 0.0) -> None:
    """Store what a detector would find in the drawn photos; another `shift` stands for another detector."""
    chance = np.random.default_rng(3)
    ada, ben = (chance.normal(size=128) * 0.06 for _ in range(2))

    def found(middle: np.ndarray, box: FaceBox) -> FoundFace:
        moved = FaceBox(box.x + shift, box.y, box.width, box.height)
        return FoundFace(moved, 1.5, (middle + chance.normal(size=128) * 0.015).astype(np.float32))

    looked = []
    for content, file in workspace.library.people.waiting(method).items():
        name = Path(file.path).name.removeprefix("moved-")
        faces = {
            "ada": [found(ada, BOX)],
            "ben": [found(ben, BOX)],
            "bot": [found(ada, LEFT), found(ben, RIGHT)],
        }
        looked.append(LookedAt(content, tuple(faces.get(name[:3], ()))))
    workspace.library.people.store(looked, method)


needs_dlib = pytest.mark.skipif(importlib.util.find_spec("dlib") is None, reason="the extra faces is absent")
