"""The grid draws and loads what is visible, and everything in it can be done by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photosim.domain.photo import ContentId
from photosim.gui.base.context import Context
from photosim.gui.kit.theme import ThemeMode
from photosim.gui.photos.grid import SIDES, PhotoGrid
from photosim.gui.photos.model import Index, PhotoModel, PhotoOrder, item_of
from photosim.gui.photos.zoom import ZoomSlider
from tests.gui.making import ContextMaker, Gate, PaintedSource, color_of, content_of, photo, settled


def grid_of(qtbot: QtBot, context: Context, count: int) -> PhotoGrid:
    model = PhotoModel()
    model.set_items([item_of(photo(number)) for number in range(count)])
    grid = PhotoGrid(context, model, "Photos")
    model.setParent(grid)
    qtbot.addWidget(grid)
    grid.resize(800, 600)
    grid.show()
    qtbot.waitExposed(grid)
    qtbot.waitUntil(lambda: grid.gridSize().width() > 0 and not grid._fit_timer.isActive())
    return grid


def shown_color(grid: PhotoGrid, row: int) -> QColor:
    """The colour in the middle of the picture of a row, as it is on the screen."""
    cell = grid.visualRect(grid.photos.index(row))
    image: QImage = grid.viewport().grab().toImage()
    return image.pixelColor(QPoint(cell.center().x(), cell.y() + grid._cells.side // 2))


@pytest.fixture
def source() -> PaintedSource:
    return PaintedSource()


@pytest.fixture
def grid(qtbot: QtBot, make_context: ContextMaker, tmp_path: Path, source: PaintedSource) -> PhotoGrid:
    context = make_context(tmp_path / "library", source)
    made = grid_of(qtbot, context, 5000)
    settled(qtbot, context)
    # What has arrived is painted a moment later, and painting can wish for more.
    qtbot.waitUntil(lambda: made.pictures.idle)
    settled(qtbot, context)
    return made


def test_only_visible_photos_are_loaded_and_each_shows_its_own_picture(
    grid: PhotoGrid, source: PaintedSource
) -> None:
    visible = len(grid.visible_rows())
    assert 0 < visible < 40
    assert set(source.asked) <= {content_of(number) for number in range(visible)}
    for row in (0, 1, grid.columns):
        assert shown_color(grid, row) == color_of(content_of(row))


def test_after_a_jump_the_new_place_is_loaded_and_nothing_between(
    qtbot: QtBot, grid: PhotoGrid, source: PaintedSource
) -> None:
    source.asked.clear()
    grid.scrollToBottom()
    qtbot.waitUntil(lambda: content_of(4999) in source.asked)
    qtbot.waitUntil(lambda: shown_color(grid, 4999) == color_of(content_of(4999)))
    assert all(int.from_bytes(key[-4:], "big") > 4900 for key in source.asked if isinstance(key, bytes))


def test_a_late_thumbnail_after_a_reset_lands_on_its_own_photo_or_nowhere(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path
) -> None:
    gate = Gate()
    context = make_context(tmp_path / "library", gate)
    grid = grid_of(qtbot, context, 3)
    qtbot.waitUntil(gate.entered.is_set)
    # Photo 2 stands in the row of photo 0 when the pictures of the first three arrive.
    grid.photos.set_items([item_of(photo(2)), item_of(photo(7))])
    gate.open.set()
    settled(qtbot, context)
    qtbot.waitUntil(lambda: shown_color(grid, 0) == color_of(content_of(2)))
    qtbot.waitUntil(lambda: shown_color(grid, 1) == color_of(content_of(7)))


def test_sorting_while_pictures_come_mixes_nothing_up(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path
) -> None:
    gate = Gate()
    context = make_context(tmp_path / "library", gate)
    grid = grid_of(qtbot, context, 4)
    qtbot.waitUntil(gate.entered.is_set)
    grid.photos.sort_by(PhotoOrder.NEWEST)
    gate.open.set()
    settled(qtbot, context)
    for row, number in enumerate((3, 2, 1, 0)):
        qtbot.waitUntil(lambda row=row, number=number: shown_color(grid, row) == color_of(content_of(number)))  # type: ignore[misc]


def test_a_hidden_grid_wishes_for_nothing(qtbot: QtBot, make_context: ContextMaker, tmp_path: Path) -> None:
    gate = Gate()
    context = make_context(tmp_path / "library", gate)
    grid = grid_of(qtbot, context, 500)
    qtbot.waitUntil(gate.entered.is_set)
    qtbot.wait(20)
    grid.hide()
    gate.open.set()
    settled(qtbot, context)
    assert len(gate.asked) <= 3 * 6


def test_the_keyboard_does_everything(qtbot: QtBot, grid: PhotoGrid) -> None:
    seen: dict[str, list[object]] = {"chosen": [], "enlarge": [], "find_similar": [], "current": []}
    for name, values in seen.items():
        getattr(grid, name).connect(values.append)
    grid.setFocus()
    grid.select_row(0)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    row = 1 + grid.columns
    item = grid.photos.item(row)
    assert grid.current_item() == item
    assert seen["current"][-1] == item
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    qtbot.keyClick(grid, Qt.Key.Key_F)
    assert (seen["chosen"], seen["enlarge"], seen["find_similar"]) == ([item], [item], [item.photo])
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == item.path
    # The last rows are laid out a moment later than the first.
    qtbot.waitUntil(lambda: grid.visualRect(grid.photos.index(4999)).y() > 1000)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.current_item() == grid.photos.item(4999)


def test_a_double_click_enlarges(qtbot: QtBot, grid: PhotoGrid) -> None:
    place = grid.visualRect(grid.photos.index(1)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(grid.enlarge) as blocker:
        qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert blocker.args == [grid.photos.item(1)]


def test_the_zoom_by_key_wheel_and_slider_is_one(qtbot: QtBot, grid: PhotoGrid) -> None:
    zoom = ZoomSlider(grid)
    qtbot.addWidget(zoom)
    first, columns, width = grid.step, grid.columns, grid.gridSize().width()
    grid.select_row(100)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(grid, Qt.Key.Key_Plus, control)
    assert (grid.step, zoom._slider.value()) == (first + 1, first + 1)
    assert grid.gridSize().width() > width
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, control, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    for _ in range(2):
        QApplication.sendEvent(grid.viewport(), wheel)
    assert grid.step == first - 1
    zoom._slider.setValue(0)
    assert grid.step == 0
    assert grid.columns > columns
    for _ in range(20):
        qtbot.keyClick(grid, Qt.Key.Key_Plus, control)
    assert grid.step == len(SIDES) - 1
    qtbot.keyClick(grid, Qt.Key.Key_0, control)
    assert grid.step == first
    # What was in hand is still in view.
    assert grid.viewport().rect().intersects(grid.visualRect(grid.photos.index(100)))


@pytest.mark.parametrize("width", [420, 633, 800, 1180, 1871])
def test_as_many_columns_are_shown_as_are_reckoned_with(qtbot: QtBot, grid: PhotoGrid, width: int) -> None:
    grid.resize(width, 600)
    qtbot.waitUntil(lambda: not grid._fit_timer.isActive())
    row = grid.columns
    qtbot.waitUntil(
        lambda: grid.visualRect(grid.photos.index(row)).x() == grid.visualRect(grid.photos.index(0)).x()
    )
    assert grid.visualRect(grid.photos.index(row - 1)).right() <= grid.viewport().width()
    assert set(grid.visible_rows()) >= {
        row for row in range(200) if grid.visualRect(grid.photos.index(row)).y() < 600
    }


def test_the_menu_offers_what_can_be_done(qtbot: QtBot, grid: PhotoGrid) -> None:
    menu = grid.menu_of(item_of(photo(1, missing=True)))
    texts = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert texts == {
        "Find similar photos": True,
        "Enlarge": True,
        "Open in another program": False,
        "Show in folder": False,
        "Copy path": True,
    }
    with qtbot.waitSignal(grid.find_similar) as blocker:
        menu.actions()[0].trigger()
    assert blocker.args == [photo(1, missing=True)]
    menu.close()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)")
def test_the_menu_key_opens_the_menu_of_the_current_photo(qtbot: QtBot, grid: PhotoGrid) -> None:
    grid.select_row(2)
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    grid.contextMenuEvent(event)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()


class UrlCatcher:
    """Stands where the system's programs would be."""

    def __init__(self) -> None:
        self.urls: list[QUrl] = []

    def open(self, url: QUrl) -> bool:
        self.urls.append(url)
        return True


def test_a_file_whose_name_is_not_utf8_is_opened_by_its_own_bytes(
    grid: PhotoGrid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "caf\udce9 #1%.jpg"
    (tmp_path / name).write_bytes(b"")
    catcher = UrlCatcher()
    monkeypatch.setattr(QDesktopServices, "openUrl", catcher.open)
    menu = grid.menu_of(item_of(photo(1, path=str(tmp_path / name))))
    for action in menu.actions():
        if action.text() in ("Open in another program", "Show in folder"):
            action.trigger()
    menu.close()
    opened, shown = catcher.urls
    assert bytes(opened.toEncoded().data()).endswith(b"/caf%E9%20%231%25.jpg")
    assert shown.toLocalFile() == str(tmp_path)
    mime = QMimeData()
    mime.setUrls([opened])
    from photosim.gui.base.intake import read_mime

    assert read_mime(mime).files == (str(tmp_path / name),)


def test_dark_and_light_and_every_mark_can_be_drawn(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path
) -> None:
    from photosim.domain.files import Role
    from photosim.domain.similarity import Match, Relation
    from photosim.gui.photos.model import PhotoItem

    context = make_context(tmp_path / "library", PaintedSource(), ThemeMode.DARK)
    grid = grid_of(qtbot, context, 0)
    odd = photo(1, missing=True, role=Role.PROTECTED)
    items = [PhotoItem(odd.path, odd.stamp, odd, mark="Keep"), PhotoItem("/new.jpg", odd.stamp)]
    for number, relation in enumerate(Relation, start=10):
        known = photo(number)
        items.append(PhotoItem(known.path, known.stamp, known, Match(known, 0.5, 0.5, relation)))
    grid.photos.set_items(items)
    settled(qtbot, context)
    qtbot.waitUntil(lambda: shown_color(grid, 2) == color_of(content_of(10)))
    context.theme.set_mode(ThemeMode.LIGHT)
    ground = grid.viewport().grab().toImage().pixelColor(2, grid.viewport().height() - 3)
    assert ground == QColor(context.theme.colors.surface)


class AskedModel(PhotoModel):
    """Knows how often a view asked it for something."""

    asked = 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        self.asked += 1
        return super().data(index, role)


def asked_while_scrolling(qtbot: QtBot, context: Context, count: int) -> int:
    model = AskedModel()
    model.set_items([item_of(photo(number)) for number in range(count)])
    grid = PhotoGrid(context, model, "Photos")
    model.setParent(grid)
    qtbot.addWidget(grid)
    grid.resize(900, 600)
    grid.show()
    qtbot.waitExposed(grid)
    settled(qtbot, context)
    model.asked = 0
    for _ in range(5):
        grid.scrollToBottom()
        QApplication.processEvents()
        grid.scrollToTop()
        QApplication.processEvents()
    bar = grid.verticalScrollBar()
    for _ in range(20):
        bar.setValue(bar.value() + 30)
        QApplication.processEvents()
    asked = model.asked
    settled(qtbot, context)
    grid.hide()
    return asked


def test_a_hundred_thousand_photos_are_no_more_work_than_a_thousand(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path, source: PaintedSource
) -> None:
    context = make_context(tmp_path / "library", source)
    few = asked_while_scrolling(qtbot, context, 1000)
    source.asked.clear()
    many = asked_while_scrolling(qtbot, context, 100_000)
    assert 0 < many < 2 * few
    assert len(source.asked) < 300


def test_the_key_is_the_content_so_copies_share_one_picture(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path, source: PaintedSource
) -> None:
    context = make_context(tmp_path / "library", source)
    grid = grid_of(qtbot, context, 0)
    grid.photos.set_items([item_of(photo(5)), item_of(photo(5, path="/copy.jpg"))])
    settled(qtbot, context)
    qtbot.waitUntil(lambda: shown_color(grid, 1) == color_of(content_of(5)))
    assert source.asked == [ContentId(content_of(5))]


def test_what_a_long_scroll_passes_by_is_given_up_at_once(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path
) -> None:
    gate = Gate()
    context = make_context(tmp_path / "library", gate)
    grid = grid_of(qtbot, context, 20_000)
    qtbot.waitUntil(gate.entered.is_set)
    bar = grid.verticalScrollBar()
    for part in range(1, 11):
        bar.setValue(bar.maximum() * part // 10)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: grid.pictures.idle)
    gate.open.set()
    settled(qtbot, context)
    visible = {content_of(row) for row in grid.visible_rows()}
    # Besides what is visible at the end only what was being loaded when it was scrolled away.
    assert len(set(gate.asked) - visible) <= 3 * 6
