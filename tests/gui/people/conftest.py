"""A small library in which faces are known: real photos, a real catalogue, faces where nobody had to look."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from photosim.app.people.grouping import group_people
from photosim.app.people.models import present_method
from photosim.app.workspace import open_workspace
from photosim.domain.people import EMBEDDING_DIMS, FaceBox, FoundFace, LookedAt
from photosim.domain.progress import CancelToken
from photosim.gui.base.context import Context
from photosim.gui.people.view import PeopleView
from tests.gui.making import ContextMaker, settled


def embedding(person: int, variant: float = 0.0) -> np.ndarray:
    """Of one person: faces of two people are 1.0 apart, two variants of one as much as they differ."""
    made = np.zeros(EMBEDDING_DIMS, np.float32)
    made[person] = np.sqrt(0.5)
    made[-1] = variant
    return made


def face(person: int, left: float, variant: float = 0.0) -> FoundFace:
    return FoundFace(FaceBox(left, 0.3, 0.3, 0.45), 1.5 + left, embedding(person, variant))


@pytest.fixture(scope="session")
def crowd_library(scanned: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Anna is in all four pictures, twice in one way and twice in another; Ben is with her in two of them.

    In the last one is somebody whom nobody has seen elsewhere.
    """
    library = tmp_path_factory.mktemp("crowd") / "library"
    shutil.copytree(scanned[1], library)
    with open_workspace(str(library)) as workspace:
        contents = sorted(workspace.library.people.waiting(present_method()))
        assert len(contents) == 4
        faces = [
            (face(0, 0.1, 0.01), face(1, 0.6)),
            (face(0, 0.1, 0.02), face(1, 0.6, 0.05)),
            (face(0, 0.1, 0.43),),
            (face(0, 0.1, 0.44), face(2, 0.6)),
        ]
        looked = [LookedAt(content, found) for content, found in zip(contents, faces, strict=True)]
        workspace.library.people.store(looked, present_method())
        group_people(workspace, CancelToken())
    return library


@pytest.fixture
def crowd(crowd_library: Path, tmp_path: Path, make_context: ContextMaker) -> Context:
    """The library with Anna and Ben, open; each test has its own."""
    place = tmp_path / "crowd"
    shutil.copytree(crowd_library, place)
    return make_context(place)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Context], PeopleView]:
    """Opens the page of people on a library and waits until it has read who is there."""

    def make(context: Context) -> PeopleView:
        view = PeopleView(context)
        qtbot.addWidget(view)
        view.resize(1100, 700)
        view.show()
        qtbot.waitUntil(lambda: view.desk.everybody is not None)
        settled(qtbot, context)
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        view.setFocus()
        return view

    return make


@pytest.fixture
def view(show: Callable[[Context], PeopleView], crowd: Context) -> PeopleView:
    """The page of people on the library with Anna and Ben."""
    return show(crowd)
