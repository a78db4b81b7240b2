"""The map in a real, if invisible, window."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photosim.app.exploring.map import MapMethod
from photosim.gui.base.context import Context
from photosim.gui.map.canvas import MapCanvas
from photosim.gui.map.kind import photo_kind
from photosim.gui.map.lasso import Change, Lasso
from photosim.gui.map.pictures import Pictures
from photosim.gui.map.plane import Plane
from photosim.gui.map.raster import packed, squares
from photosim.gui.map.scene import scene_of
from photosim.gui.map.view import MapView
from photosim.similarity import projection_layout
from photosim.similarity.projection_tsne import Stage
from tests.gui.making import ContextMaker, Family, PaintedSource, color_of, content_of, photo, settled

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True, scope="module")
def few_steps() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection_layout, "FRESH", (Stage(25, 12.0, 0.5), Stage(25, 1.0, 0.8)))
        yield


@pytest.fixture
def view(qtbot: QtBot, context: Context) -> MapView:
    made = MapView(context)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitUntil(lambda: made.photos.looks is not None and not made.photos.busy)
    settled(qtbot, context)
    return made


@pytest.fixture
def canvas(qtbot: QtBot, make_context: ContextMaker, tmp_path: Path) -> MapCanvas:
    """Nine points in rows of three, 100 pixels from each other."""
    empty = make_context(tmp_path / "empty", PaintedSource())
    made = MapCanvas(photo_kind(empty), empty.theme)
    qtbot.addWidget(made)
    made.resize(272, 272)
    places = np.array([(x, y) for y in range(3) for x in range(3)], np.float32)
    photos = [photo(number) for number in range(9)]
    colours = np.array([color_of(p.content).getRgb()[:3] for p in photos], np.uint8)
    made.show()
    made.show_scene(scene_of(photos, places, colours))
    return made


def at(canvas: MapCanvas, row: int) -> QPoint:
    x, y = canvas.plane.on_screen(canvas.scene.places[row : row + 1])[0].tolist()
    return QPoint(round(x), round(y))


def draw(qtbot: QtBot, canvas: MapCanvas, corners: list[QPoint], held: Qt.KeyboardModifier) -> None:
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(canvas, button, held, corners[0])
    for corner in corners[1:]:
        qtbot.mouseMove(canvas, corner)
    qtbot.mouseRelease(canvas, button, held, corners[-1])


def around(canvas: MapCanvas, first: int, last: int) -> list[QPoint]:
    low, high = at(canvas, first) - QPoint(20, 20), at(canvas, last) + QPoint(20, 20)
    return [low, QPoint(high.x(), low.y()), high, QPoint(low.x(), high.y())]


def rows(canvas: MapCanvas) -> list[int]:
    return np.flatnonzero(canvas.chosen).tolist()


def test_a_library_is_laid_out_coloured_and_told(view: MapView) -> None:
    assert view.photos.message == ""
    assert view.photos.looks is not None
    assert view.photos.looks.method is MapMethod.TSNE
    assert len(view.photos.canvas.scene.items) == 4
    assert view.bar.summary.text().startswith("4 different pictures")
    assert view.photos.canvas.plane.magnification == 1
    assert len(set(view.photos.canvas.scene.colours.tolist())) > 1
    assert not view.photos.progress.isVisible()


def test_colours_that_cannot_be_had_are_told_once_and_the_map_is_there(
    qtbot: QtBot, context: Context, family: Family
) -> None:
    (family.library / "thumbnails.sqlite").rename(family.library / "away")
    view = MapView(context)
    qtbot.addWidget(view)
    said: list[str] = []
    view.status.connect(said.append)
    view.show()
    qtbot.waitUntil(lambda: view.photos.looks is not None and not view.photos.busy)
    settled(qtbot, context)
    assert len(view.photos.canvas.scene.items) == 4
    assert sum("thumbnails.sqlite" in sentence for sentence in said) == 1


def test_all_files_of_chosen_pictures_are_beside_the_map(qtbot: QtBot, view: MapView, tmp_path: Path) -> None:
    view.photos.canvas.setFocus()
    qtbot.keyClick(view.photos.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.photos.side.isVisible()
    assert view.photos.side.title.text() == "5 photos"
    view.photos.side.copy_paths()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert sorted(Path(path).name for path in copied) == [
        "china-burst.jpg", "china-small.jpg", "china.jpg", "flower-copy.jpg", "flower.jpg",
    ]  # fmt: skip
    view.photos.side.write_list(str(tmp_path / "list.txt"))
    assert (tmp_path / "list.txt").read_text(encoding="utf-8").splitlines() == copied
    qtbot.keyClick(view.photos.canvas, Qt.Key.Key_Escape)
    assert not view.photos.side.isVisible()


def test_the_groups_of_chosen_photos_can_be_reviewed(qtbot: QtBot, view: MapView) -> None:
    view.photos.canvas.choose(np.arange(4) == 2)
    chosen = view.photos.canvas.scene.items[2]
    with qtbot.waitSignal(view.groups_wanted) as wanted:
        qtbot.mouseClick(view.photos.side.review_button, Qt.MouseButton.LeftButton)
    assert wanted.args is not None
    assert {photo.content for photo in wanted.args[0]} == {chosen.content}


def test_another_layout_keeps_what_is_chosen(qtbot: QtBot, view: MapView) -> None:
    chosen = view.photos.canvas.scene.items[1].content
    view.photos.canvas.choose(np.arange(4) == 1)
    view.photos.show_method(MapMethod.PCA)
    qtbot.waitUntil(lambda: not view.photos.busy)
    assert view.photos.looks is not None
    assert view.photos.looks.method is MapMethod.PCA
    assert [view.photos.canvas.scene.items[row].content for row in rows(view.photos.canvas)] == [chosen]


def test_a_stopped_map_becomes_the_overview(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection_layout, "FRESH", (Stage(10_000_000, 1.0, 0.5),))
    view = MapView(context)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: "Laying out the map" in view.photos.progress.text)
    view.photos.progress.stopped.emit()
    qtbot.waitUntil(lambda: view.photos.method is MapMethod.PCA and not view.photos.busy)
    assert not view.photos.progress.isVisible()
    assert view.photos.message == ""


def test_an_empty_library_says_what_to_do(qtbot: QtBot, empty_context: Context) -> None:
    view = MapView(empty_context)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: "No photos to lay out yet" in view.photos.message)


def test_a_double_click_shows_the_photo_large_and_its_neighbours_after_it(
    qtbot: QtBot, view: MapView
) -> None:
    photo_there = view.photos.canvas.scene.items[2]
    view.photos.canvas.enlarge.emit(photo_there)
    assert view.viewer.isVisible()


def test_lines_choose_add_and_take_away(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.draw_lines(True)
    draw(qtbot, canvas, around(canvas, 0, 1), NONE)
    assert rows(canvas) == [0, 1]
    draw(qtbot, canvas, around(canvas, 4, 8), Qt.KeyboardModifier.ShiftModifier)
    assert rows(canvas) == [0, 1, 4, 5, 7, 8]
    draw(qtbot, canvas, around(canvas, 1, 4), Qt.KeyboardModifier.AltModifier)
    assert rows(canvas) == [0, 5, 7, 8]
    draw(qtbot, canvas, around(canvas, 6, 6), NONE)
    assert rows(canvas) == [6]


def test_dragging_moves_and_the_wheel_zooms_at_the_pointer(qtbot: QtBot, canvas: MapCanvas) -> None:
    before = at(canvas, 4)
    draw(qtbot, canvas, [before, before + QPoint(20, 0), before + QPoint(40, 10)], NONE)
    assert at(canvas, 4) == before + QPoint(40, 10)
    point = QPointF(at(canvas, 0))
    wheel = QWheelEvent(
        point, canvas.mapToGlobal(point), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert canvas.plane.magnification > 1.5
    assert (at(canvas, 0) - point.toPoint()).manhattanLength() <= 1
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.plane.magnification == 1


def test_the_keyboard_walks_and_takes(qtbot: QtBot, canvas: MapCanvas) -> None:
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(canvas, key)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    current = canvas.current
    assert current is not None
    with qtbot.waitSignal(canvas.enlarge) as enlarged:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    with qtbot.waitSignal(canvas.find_similar) as wanted:
        qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert enlarged.args == wanted.args == [current]


def test_pictures_come_and_none_lies_on_another(qtbot: QtBot, canvas: MapCanvas) -> None:
    qtbot.waitUntil(lambda: len(canvas.shown_pictures) == 9)
    boxes = [box for _, box in canvas.shown_pictures]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert canvas.row_at(boxes[0].center()) == canvas.shown_pictures[0][0]
    row, box = canvas.shown_pictures[3]
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, NONE, box.center().toPoint())
    assert canvas.current is canvas.scene.items[row]
    qtbot.mouseMove(canvas, box.center().toPoint())
    assert not canvas.grab().isNull()


def test_the_same_photos_at_new_places_stay_chosen_and_in_view(canvas: MapCanvas) -> None:
    canvas.choose(np.arange(9) == 5)
    canvas.zoom(2.0)
    seen = canvas.plane
    turned = [photo(number) for number in reversed(range(9))]
    canvas.show_scene(scene_of(turned, canvas.scene.places[::-1].copy(), None))
    assert rows(canvas) == [3]
    assert canvas.scene.items[3].content == content_of(5)
    assert canvas.plane == seen


def test_a_crowd_shows_landmarks_from_afar_and_every_picture_from_near() -> None:
    rng = np.random.default_rng(0)
    places = rng.normal(size=(20_000, 2)).astype(np.float32)
    plane = Plane(1000, 700).fitted(places)
    pictures = Pictures(places)
    far = pictures.seen(plane, plane.on_screen(places))
    assert 5 < len(far) < 120
    assert not any(a.box.intersects(b.box) for i, a in enumerate(far) for b in far[:i])
    x, y = plane.on_screen(places[7:8])[0].tolist()
    near = plane.zoomed(1500, x, y)
    assert 7 in {picture.row for picture in pictures.seen(near, near.on_screen(places))}


@pytest.mark.parametrize("zoom", [300, 1000, 2000, 5000])
def test_from_near_a_picture_without_neighbours_has_more_room_and_none_lies_on_another(zoom: int) -> None:
    rng = np.random.default_rng(0)
    places = rng.normal(size=(3000, 2)).astype(np.float32)
    plane = Plane(1000, 700).fitted(places)
    pictures = Pictures(places)
    x, y = plane.on_screen(places[7:8])[0].tolist()
    near = plane.zoomed(zoom, x, y)
    seen = pictures.seen(near, near.on_screen(places))
    assert 7 in {picture.row for picture in seen}
    assert not any(a.box.intersects(b.box) for i, a in enumerate(seen) for b in seen[:i])
    sizes = {picture.row: picture.box.width() for picture in seen}
    moved = near.moved(-30, 20)
    # Nothing changes its size because one looks a little to the side.
    for picture in pictures.seen(moved, moved.on_screen(places)):
        assert picture.box.width() == pytest.approx(sizes.get(picture.row, picture.box.width()), abs=0.1)
    if zoom == 5000:
        assert max(sizes.values()) > 150


def test_squares_are_cut_at_the_edges() -> None:
    colours = packed(np.array([(255, 0, 0), (0, 0, 255)], np.uint8))
    places = np.array([(0, 0), (500, 500)], np.float32)
    image = squares(10, 8, color_of(content_of(1)), [(places, colours, 3)])
    assert (image.width(), image.height()) == (10, 8)
    assert image.pixelColor(0, 0).getRgb()[:3] == (255, 0, 0)
    assert image.pixelColor(1, 1).getRgb()[:3] == (255, 0, 0)
    assert image.pixelColor(2, 2) == color_of(content_of(1))


def test_a_line_that_crosses_itself_holds_both_parts() -> None:
    lasso = Lasso(QPointF(0, 0), Change.REPLACE)
    for x, y in ((20, 20), (20, 0), (0, 20)):
        lasso.go_on(QPointF(x, y))
    points = np.array([(17, 10), (3, 10), (10, 3), (-5, 10), (400, 10)], np.float32)
    assert lasso.holds(points, 30, 30).tolist() == [True, True, False, False, False]
