"""All photos: from the library at once, and while a scan runs as they are found."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from photosim.domain.files import FileStamp, FoundFile, Problem, ProblemKind
from photosim.domain.photo import Photo
from photosim.domain.progress import Progress
from photosim.domain.scanning import ScanProgress
from photosim.gui.base.context import Context
from photosim.gui.photos.model import PhotoItem, PhotoOrder, item_of, listing
from photosim.gui.photos.view import MOST_AT_ONCE, PhotosView
from tests.gui.making import ContextMaker, Family, PaintedSource, content_of, photo, settled


def view_of(qtbot: QtBot, context: Context) -> PhotosView:
    view = PhotosView(context)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    qtbot.waitExposed(view)
    settled(qtbot, context)
    return view


def news(
    found: tuple[str, ...] = (), stored: tuple[Photo, ...] = (), problems: tuple[str, ...] = ()
) -> ScanProgress:
    return ScanProgress(
        Progress("Reading photos", 0),
        discovered=False,
        found=tuple(FoundFile(path, FileStamp(1000, 0, 1, 1)) for path in found),
        stored=stored,
        problems=tuple(Problem(path, ProblemKind.DAMAGED, "It is broken.") for path in problems),
    )


def names(view: PhotosView) -> list[str]:
    return [os.path.basename(item.path) for item in view.model.items]


def test_it_shows_every_photo_of_the_library(qtbot: QtBot, context: Context, family: Family) -> None:
    view = view_of(qtbot, context)
    assert sorted(names(view)) == sorted(path.name for path in family.photos.iterdir())
    size = sum(path.stat().st_size for path in family.photos.iterdir())
    assert view.count_line == f"5 photos, {size / 1000:.0f} kB"
    assert context.thumbnails.request("", view.model.item(0).content, 176) is not None


def test_the_newest_photo_comes_first_and_other_orders_can_be_chosen(qtbot: QtBot, context: Context) -> None:
    view = view_of(qtbot, context)
    assert names(view)[:2] == ["flower-copy.jpg", "flower.jpg"]
    view._order.setCurrentIndex(view._order.findData(PhotoOrder.NAME))
    assert names(view) == sorted(names(view))
    view._order.setCurrentIndex(view._order.findData(PhotoOrder.LARGEST))
    assert names(view)[-1] == "china-small.jpg"


def test_the_filter_narrows_and_says_so(qtbot: QtBot, context: Context) -> None:
    view = view_of(qtbot, context)
    qtbot.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(view._filter.hasFocus)
    qtbot.keyClicks(view._filter, "flower")
    qtbot.waitUntil(lambda: view.count_line.startswith("2 of 5 photos"))
    view._filter.setText("nowhere")
    qtbot.waitUntil(lambda: view._pages.currentWidget() is view._no_hit)
    view._clear_filter()
    assert view.count_line.startswith("5 photos")
    assert view._pages.currentWidget() is view.grid


def test_an_empty_library_says_what_to_do(qtbot: QtBot, empty_context: Context) -> None:
    view = view_of(qtbot, empty_context)
    assert view.count_line == "0 photos, 0 bytes"
    assert view._pages.currentWidget() is view._nothing
    with qtbot.waitSignal(view.scan_requested):
        qtbot.mouseClick(view._nothing.findChild(QPushButton), Qt.MouseButton.LeftButton)


def test_a_scan_fills_the_view_with_what_it_finds_and_stores(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path
) -> None:
    context = make_context(tmp_path / "library", PaintedSource())
    view = view_of(qtbot, context)
    view.on_scan(news(found=("/p/a.jpg", "/p/b.JPG", "/p/notes.txt", "/p/c.heic")))
    qtbot.waitUntil(lambda: names(view) == ["a.jpg", "b.JPG", "c.heic"])
    assert view._pages.currentWidget() is view.grid
    assert view.count_line == "3 photos, 3.0 kB"
    view.grid.select_row(1)
    view.on_scan(
        news(stored=(photo(2, path="/p/b.JPG", size=5000),), problems=("/p/c.heic", "/p/unknown.jpg"))
    )
    qtbot.waitUntil(lambda: names(view) == ["a.jpg", "b.JPG"])
    assert view.model.item(1).content == content_of(2)
    assert view.count_line == "2 photos, 6.0 kB"
    current = view.grid.current_item()
    assert current is not None
    assert current.path == "/p/b.JPG"
    settled(qtbot, context)


def test_a_rescan_does_not_forget_what_is_known(qtbot: QtBot, context: Context) -> None:
    view = view_of(qtbot, context)
    known = view.model.item(0)
    view.on_scan(news(found=(known.path, known.path + ".new.jpg")))
    qtbot.waitUntil(lambda: view.model.total == 6)
    assert view.model.find(known.path) == known


def test_news_of_a_scan_that_come_while_the_library_is_read_are_kept(qtbot: QtBot, context: Context) -> None:
    view = PhotosView(context)
    qtbot.addWidget(view)
    view.on_scan(news(found=("/just/found.jpg",)))
    qtbot.waitUntil(lambda: view.model.total == 6)
    assert view.model.find("/just/found.jpg") is not None


def test_after_the_scan_the_library_decides(qtbot: QtBot, context: Context) -> None:
    view = view_of(qtbot, context)
    view.on_scan(news(found=("/gone/while/scanning.jpg",)))
    qtbot.waitUntil(lambda: view.model.total == 6)
    view.grid.select_row(3)
    chosen = view.model.item(3).path
    view.refresh()
    settled(qtbot, context)
    assert view.model.total == 5
    current = view.grid.current_item()
    assert current is not None
    assert current.path == chosen


def test_of_ten_thousand_found_files_only_the_visible_are_read(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path
) -> None:
    source = PaintedSource()
    context = make_context(tmp_path / "library", source)
    view = view_of(qtbot, context)
    found = [f"/p/{number:05}.jpg" for number in range(10_000)]
    for first in range(0, 10_000, 1000):
        view.on_scan(news(found=tuple(found[first : first + 1000])))

    def painted() -> bool:
        rows = view.grid.visible_rows()
        # All of them but the half-hidden last ones, which QListView may not have painted.
        side = round(view.grid._cells.side * view.devicePixelRatioF())
        whole = [view.model.item(row) for row in list(rows)[: view.grid.columns * 2]]
        return bool(whole) and all(context.thumbnails.request(item.path, None, side) for item in whole)

    qtbot.waitUntil(painted)
    qtbot.waitUntil(lambda: view.model.total == 10_000)
    settled(qtbot, context)
    assert len(source.asked) < 3 * len(view.grid.visible_rows())


class Watched(list[PhotoItem]):
    """A list that knows which of its items were looked at."""

    def __init__(self, items: list[PhotoItem]) -> None:
        super().__init__(items)
        self.looked_at: set[int] = set()

    def __iter__(self) -> Iterator[PhotoItem]:
        for number, item in enumerate(super().__iter__()):
            self.looked_at.add(number)
            yield item

    def __getitem__(self, index: Any) -> Any:
        self.looked_at.add(index)
        return super().__getitem__(index)


def test_loading_ten_thousand_photos_looks_only_at_those_that_can_be_seen(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path
) -> None:
    context = make_context(tmp_path / "library", PaintedSource())
    view = view_of(qtbot, context)
    # As the worker brings it.
    listed = listing([item_of(photo(number)) for number in range(10_000)], view.model.order)
    watched = Watched(listed.items)
    view._on_loaded(replace(listed, items=watched))
    assert view.model.rowCount() == 10_000
    assert len(watched.looked_at) < 100
    qtbot.waitUntil(lambda: len(watched.looked_at) > 0)
    settled(qtbot, context)
    assert len(watched.looked_at) < 4 * len(view.grid.visible_rows())


def test_ten_thousand_finds_of_a_scan_are_taken_in_piece_by_piece(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path
) -> None:
    context = make_context(tmp_path / "library", PaintedSource())
    view = view_of(qtbot, context)
    photos = [photo(number) for number in range(10_000)]
    passes = 0
    taken_in: Counter[int] = Counter()

    def look() -> None:
        nonlocal passes
        passes += 1

    def count(first: int, last: int) -> None:
        taken_in[passes] += last - first + 1

    view.model.rowsInserted.connect(lambda _parent, first, last: count(first, last))
    view.model.dataChanged.connect(lambda first, last: count(first.row(), last.row()))
    # Called in every pass of the event loop: whatever the user does has its turn there as well.
    watchdog = QTimer()
    watchdog.timeout.connect(look)
    watchdog.start(0)
    view.on_scan(news(found=tuple(item.path for item in photos)))
    qtbot.waitUntil(lambda: view.model.total == 10_000 and not view._news)
    view.on_scan(news(stored=tuple(photos)))
    qtbot.waitUntil(lambda: not view._news)
    settled(qtbot, context)
    watchdog.stop()
    assert taken_in.total() == 20_000
    assert max(taken_in.values()) <= MOST_AT_ONCE
    assert [view.model.find(item.path) for item in photos] == [item_of(item) for item in photos]


def test_a_photo_can_be_enlarged_and_left_by_keyboard(qtbot: QtBot, context: Context) -> None:
    view = view_of(qtbot, context)
    view.grid.setFocus()
    view.grid.select_row(0)
    qtbot.keyClick(view.grid, Qt.Key.Key_Space)
    viewer = view._viewer
    assert viewer.isVisible()
    assert viewer.item == view.model.item(0)
    settled(qtbot, context)
    assert viewer._picture.has_image
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.item == view.model.item(2)
    qtbot.keyClick(viewer, Qt.Key.Key_End)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.item == view.model.item(4)
    qtbot.keyClick(viewer, Qt.Key.Key_Home)
    assert viewer.item == view.model.item(0)
    view.resize(800, 500)
    assert viewer.size() == view.size()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()
    assert view.grid.hasFocus()
    assert view.grid.currentIndex().row() == 0
    settled(qtbot, context)


def test_a_photo_whose_file_is_gone_is_still_shown_small(
    qtbot: QtBot, make_context: ContextMaker, tmp_path: Path, family: Family
) -> None:
    context = make_context(family.library)
    view = view_of(qtbot, context)
    known = view.model.item(0).photo
    assert known is not None
    gone = replace(known, path=str(tmp_path / "gone.jpg"), missing=True)
    view.model.set_items([item_of(gone)])
    settled(qtbot, context)
    view.grid.enlarge.emit(view.model.item(0))
    settled(qtbot, context)
    assert view._viewer._picture.has_image
    assert "Only the small picture can be shown" in view._viewer._facts.text()


def test_find_similar_is_passed_on(qtbot: QtBot, context: Context) -> None:
    view = view_of(qtbot, context)
    view.grid.select_row(1)
    with qtbot.waitSignal(view.find_similar) as blocker:
        qtbot.keyClick(view.grid, Qt.Key.Key_F)
    assert blocker.args == [view.model.item(1).photo]


def test_everything_has_a_name_for_a_screen_reader(qtbot: QtBot, context: Context) -> None:
    view = view_of(qtbot, context)
    for control in (view.grid, view._filter, view._order, view._zoom._slider, view._viewer):
        assert control.accessibleName()
