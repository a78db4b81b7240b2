"""The ground of the tests of the compare view: one picture in several shapes, in an open library."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from photosim.gui.base.context import Context
from photosim.gui.compare.view import CompareView
from tests.gui.compare.relatives import Relatives, make_relatives
from tests.gui.making import ContextMaker


@pytest.fixture(scope="session")
def relatives(tmp_path_factory: pytest.TempPathFactory) -> Relatives:
    """Made once, of large pictures."""
    return make_relatives(tmp_path_factory.mktemp("relatives"))


@pytest.fixture
def relatives_context(
    make_context: ContextMaker, relatives: Relatives, tmp_path_factory: pytest.TempPathFactory
) -> Context:
    """The library of the relatives, open; each test has its own."""
    library = tmp_path_factory.mktemp("relatives") / "library"
    shutil.copytree(relatives.library, library)
    return make_context(library)


@pytest.fixture
def open_view(qtbot: QtBot, relatives_context: Context) -> Iterator[Callable[..., CompareView]]:
    """Makes a visible compare view; it is cleared at the end."""
    made: list[CompareView] = []

    def start(width: int = 1280, height: int = 720) -> CompareView:
        view = CompareView(relatives_context)
        qtbot.addWidget(view)
        view.resize(width, height)
        view.show()
        made.append(view)
        return view

    yield start
    for view in made:
        view.clear()


@pytest.fixture
def view(open_view: Callable[..., CompareView]) -> CompareView:
    """A compare view at the size of a small screen."""
    return open_view()
