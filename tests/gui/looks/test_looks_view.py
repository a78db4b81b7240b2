"""The page of looks: rows, one look as a grid, what it says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from photosim.app.exploring.looks import Look, LooksOrder
from photosim.app.workspace import Workspace
from photosim.domain.errors import LibraryError
from photosim.domain.photo import Photo
from photosim.gui.base.context import Context
from photosim.gui.looks.model import LOOK_ROLE, LooksModel
from photosim.gui.looks.rows import LooksList, RowDelegate
from photosim.gui.looks.view import LooksView
from tests.gui.making import ContextMaker, PaintedSource, photo


def shown(qtbot: QtBot, context: Context) -> LooksView:
    view = LooksView(context)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    qtbot.waitUntil(lambda: not view.busy)
    return view


def test_rows_of_the_library_and_one_as_a_grid(qtbot: QtBot, context: Context) -> None:
    view = shown(qtbot, context)
    view.fineness.setCurrentIndex(view.fineness.findText("Finest"))
    qtbot.waitUntil(lambda: not view.busy)
    assert "alone" in view.summary or "in 2 rows" in view.summary
    look = view.rows.current_look
    assert look is not None
    with qtbot.waitSignal(view.status) as said:
        qtbot.keyClick(view.rows, Qt.Key.Key_Return)
    assert view.opened
    assert [item.path for item in view.grid.photos.items] == [one.path for one in look.photos]
    assert said.args == [f"{len(look.photos)} photos that look alike"]
    with qtbot.waitSignal(view.find_similar) as wish:
        qtbot.keyClick(view.grid, Qt.Key.Key_F)
    assert wish.args == [look.photos[0]]
    qtbot.keyClick(view.grid, Qt.Key.Key_Escape)
    assert not view.opened
    view.order.setCurrentIndex(view.order.findData(LooksOrder.ALIKE))
    qtbot.waitUntil(lambda: not view.busy)
    assert view.rows.current_look is not None


def test_an_empty_library_says_what_to_do(qtbot: QtBot, empty_context: Context) -> None:
    view = shown(qtbot, empty_context)
    assert view.message.startswith("No photos yet.")
    assert not view.fineness.isEnabled()


def test_a_failure_is_told_with_a_way_on(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Workspace) -> None:
        raise LibraryError("The catalogue is gone.")

    view = shown(qtbot, context)
    with monkeypatch.context() as broken:
        broken.setattr(Workspace, "indexed", refuse)
        view.refresh()
        qtbot.waitUntil(lambda: not view.busy)
    assert view.message == "The photos could not be sorted. The catalogue is gone."
    view.refresh()
    qtbot.waitUntil(lambda: not view.busy)
    assert view.message == ""


def made_looks() -> list[Look]:
    return [
        Look(0x1200, tuple(photo(number) for number in range(30))),
        Look(0x3400, (photo(40), photo(41))),
    ]


@pytest.fixture
def rows(qtbot: QtBot, make_context: ContextMaker, tmp_path: Path) -> LooksList:
    context = make_context(tmp_path / "library", PaintedSource())
    model = LooksModel()
    model.set_looks(made_looks())
    made = LooksList(context, model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.setCurrentIndex(model.index(0))
    return made


def test_the_keyboard_walks_along_a_row(qtbot: QtBot, rows: LooksList) -> None:
    first = made_looks()[0].photos
    assert rows.current_photo == first[0]
    for _ in range(40):
        qtbot.keyClick(rows, Qt.Key.Key_Right)
    last = rows.current_photo
    assert last is not None
    assert 2 < first.index(last) < 29
    qtbot.keyClick(rows, Qt.Key.Key_Left)
    assert rows.current_photo == first[first.index(last) - 1]
    enlarged: list[Photo] = []
    rows.enlarge.connect(enlarged.append)
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert enlarged == [rows.current_photo]
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.current_look == made_looks()[1]


def test_a_click_on_a_picture_or_on_more_opens_the_row(qtbot: QtBot, rows: LooksList) -> None:
    opened: list[Look] = []
    rows.opened.connect(opened.append)
    cells = rows.itemDelegate()
    assert isinstance(cells, RowDelegate)
    row = rows.visualRect(rows.model().index(0, 0))
    place = cells.fitting(row.width(), 30)
    for point in (cells.box(row, 1).center(), cells.box(row, place).topLeft() + QPoint(10, 10)):
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + QPoint(20, 10))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 399))
    assert opened == [made_looks()[0]] * 2


def test_the_model_speaks(qtmodeltester: ModelTester) -> None:
    model = LooksModel()
    model.set_looks(made_looks())
    qtmodeltester.check(model)
    index = model.index(1)
    assert model.data(index) == "2 photos"
    assert model.data(index, LOOK_ROLE) == made_looks()[1]
    names = [os.path.basename(one.path) for one in made_looks()[1].photos]
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == (
        f"2 photos that look alike: {', '.join(names)}"
    )
