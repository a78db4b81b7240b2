"""More like these, less like that; and a sketch of colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from photosim.gui.base.context import Context
from photosim.gui.kit.theme import Theme
from photosim.gui.search.canvas import FIELDS, Canvas
from photosim.gui.search.examples import ExampleList, added
from photosim.gui.search.request import (
    SearchRequest,
    request_of_data,
    request_of_file,
    request_of_photo,
    request_of_several,
    request_of_sketch,
)
from photosim.gui.search.sketch import PALETTE, SketchDialog
from photosim.gui.search.view import SearchView
from tests.gui.making import Family, encoded, photo, settled


@pytest.fixture
def view(qtbot: QtBot, context: Context) -> SearchView:
    made = SearchView(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(view: SearchView) -> list[str]:
    return [Path(item.path).name for item in view.grid.photos.items]


def test_more_like_these_less_like_that(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, context)
    row = names(view).index("china-small.jpg")
    view.grid.select_row(row)
    qtbot.keyClick(view.grid, Qt.Key.Key_M)
    settled(qtbot, context)
    examples = view.query_panel.examples
    assert examples.isVisible()
    assert examples.shown == [("china.jpg", True), ("china-small.jpg", True)]
    assert {"china.jpg", "china-small.jpg"}.isdisjoint(names(view))
    assert names(view)[0] == "china-burst.jpg"
    view.grid.select_row(names(view).index("flower.jpg"))
    qtbot.keyClick(view.grid, Qt.Key.Key_L)
    settled(qtbot, context)
    assert examples.shown[-1] == ("flower.jpg", False)
    assert names(view) == ["china-burst.jpg"]
    buttons = {button.accessibleName(): button for button in examples.findChildren(QToolButton)}
    qtbot.mouseClick(buttons["Search for more like this one"], Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert examples.shown[-1] == ("flower.jpg", True)
    view.travel(-1)
    view.travel(-1)
    view.travel(-1)
    settled(qtbot, context)
    assert not examples.isVisible()
    assert names(view)[0] in ("china.jpg", "china-small.jpg")


def test_several_files_at_once_from_the_clipboard(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(family.photos / name)) for name in ("china.jpg", "flower.jpg")])
    QGuiApplication.clipboard().setMimeData(mime)
    with qtbot.waitSignal(view.status) as said:
        view._bar.paste()
    settled(qtbot, context)
    assert view.query_panel.examples.shown == [("china.jpg", True), ("flower.jpg", True)]
    assert said.args[0].endswith("for “china.jpg” and 1 more")
    assert "flower-copy.jpg" not in names(view)


def test_a_wish_against_something_needs_one_for_something(qtbot: QtBot, view: SearchView) -> None:
    with qtbot.waitSignal(view.status) as said:
        view.add_example((photo(1), False))
    assert said.args == ["Say first what you want more of: M on a photo"]


def test_the_menu_of_a_match_offers_both(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    view.search_file(str(family.photos / "china.jpg"))
    settled(qtbot, context)
    item = view.grid.photos.item(0)
    menu = view.grid.menu_of(item)
    entries = {action.text(): action for action in menu.actions()}
    wishes: list[object] = []
    view.grid.example.connect(wishes.append)
    entries["More like this one, too"].trigger()
    settled(qtbot, context)
    menu.close()
    assert wishes == [(item.photo, True)]


def test_requests_add_up() -> None:
    first, second, third = (request_of_photo(photo(number)) for number in range(3))
    assert added(None, [first], wanted=True) == first
    assert added(None, [first], wanted=False) is None
    assert added(request_of_sketch(b"x"), [first], wanted=True) == first
    both = added(first, [second, second], wanted=True)
    assert both == request_of_several([first, second], [])
    assert added(both, [first], wanted=False) == request_of_several([second], [first])
    assert added(first, [first], wanted=False) is None
    assert request_of_several([first, second], [third]).title == f"“{first.name}” and 1 more, unlike 1"
    assert request_of_several([first], [third]).title == f"“{first.name}”, unlike 1"
    with pytest.raises(ValueError, match="wanted"):
        request_of_several([], [first])


def test_the_last_wanted_picture_stays(qtbot: QtBot, context: Context) -> None:
    strip = ExampleList(context.thumbnails)
    qtbot.addWidget(strip)
    first, second = request_of_photo(photo(1)), request_of_data(b"x", "pasted")
    wishes: list[SearchRequest] = []
    strip.wished.connect(wishes.append)
    strip.show_request(request_of_several([first], [second]))
    strip.turn(first)
    strip.drop(first)
    assert wishes == [request_of_several([first], [second])] * 2
    strip.drop(second)
    assert wishes[-1] == first


def test_a_sketch_finds_photos_of_its_colours(
    qtbot: QtBot, view: SearchView, context: Context, family: Family
) -> None:
    small = QImage(str(family.photos / "flower.jpg")).scaled(
        4, 4, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    view.sketch()
    dialog = view.findChild(SketchDialog)
    assert isinstance(dialog, SketchDialog)
    assert not dialog.search.isEnabled()
    for row in range(FIELDS):
        for column in range(FIELDS):
            dialog.canvas.fill_field(column, row, small.pixelColor(column, row))
    qtbot.mouseClick(dialog.search, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.summary == "Closest in colours")
    settled(qtbot, context)
    assert set(names(view)[:2]) == {"flower.jpg", "flower-copy.jpg"}
    assert view.grid.photos.item(0).words.startswith("colours differ by ")
    assert view.query_panel.picture.has_image
    view.query_panel.sketch_wanted.emit()
    again = view.findChild(SketchDialog)
    assert isinstance(again, SketchDialog)
    assert not again.canvas.is_empty
    again.reject()


def test_the_canvas_is_painted_by_mouse_and_keyboard(qtbot: QtBot, theme: Theme) -> None:
    canvas = Canvas(theme)
    qtbot.addWidget(canvas)
    canvas.resize(240, 180)
    canvas.show()
    canvas.color = QColor("#ff0000")
    canvas.setFocus()
    assert canvas.grab().toImage().pixelColor(18, 6) != canvas.grab().toImage().pixelColor(30, 6)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    qtbot.mouseMove(canvas, QPoint(200, 30))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 30))
    image = QImage.fromData(canvas.png())
    assert image.pixelColor(30, 30) == QColor("#ff0000")
    assert canvas.grab().toImage().pixelColor(30, 30) == QColor("#ff0000")
    assert image.pixelColor(120, 150).alpha() == 0
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(canvas, key)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert QImage.fromData(canvas.png()).pixelColor(10, 170) == QColor("#ff0000")
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert QImage.fromData(canvas.png()).pixelColor(10, 170).alpha() == 0
    canvas.clear()
    assert canvas.is_empty
    canvas.undo()
    assert not canvas.is_empty
    while canvas.can_undo:
        canvas.undo()
    canvas.undo()
    assert canvas.is_empty
    canvas.load(b"no picture")
    assert canvas.is_empty
    canvas.load(encoded(image))
    assert not canvas.is_empty


def test_the_palette_chooses_the_colour(qtbot: QtBot, theme: Theme) -> None:
    dialog = SketchDialog(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    name, color = PALETTE[8]
    swatch = next(button for button in dialog.findChildren(QToolButton) if button.accessibleName() == name)
    qtbot.mouseClick(swatch, Qt.MouseButton.LeftButton)
    assert dialog.canvas.color == QColor(color)
    dialog._brush.setValue(60)
    assert dialog.canvas.brush == 60
    dialog.close()


def test_files_are_one_search_together(tmp_path: Path) -> None:
    files = [request_of_file(str(tmp_path / name)) for name in ("a.jpg", "b.jpg")]
    request = request_of_several(files, ())
    assert request.wanted == tuple(files)
    assert request_of_several(files[:1], ()) == files[0]
