"""Thumbnails come for what is asked, newest first, and land on their own photo or nowhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photosim.domain.errors import LibraryError
from photosim.domain.photo import ContentId
from photosim.gui.base.jobs import Jobs
from photosim.gui.base.thumbnails import PictureSource, ThumbnailLoader
from photosim.gui.kit.dialogs import CrashDialog
from tests.gui.making import Gate, PaintedSource, color_of, content_of, painted


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.shutdown(timeout=60)


def loader_of(source: PictureSource, jobs: Jobs, **options: int) -> ThumbnailLoader:
    return ThumbnailLoader(source, jobs, **options)


def wait_idle(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    qtbot.waitUntil(lambda: loader.idle)


def wait_taken(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    """Wait until the wishes have their places in the queue."""
    qtbot.waitUntil(lambda: not loader._fresh)


def color(pixmap: object) -> QColor:
    image: QImage = pixmap.toImage()  # type: ignore[attr-defined]
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_a_picture_is_missing_first_and_announced_when_it_comes(qtbot: QtBot, jobs: Jobs) -> None:
    loader = loader_of(PaintedSource(), jobs)
    with qtbot.waitSignal(loader.ready) as blocker:
        assert loader.request("/a.jpg", content_of(7)) is None
    assert blocker.args == [content_of(7)]
    pixmap = loader.request("/a.jpg", content_of(7))
    assert pixmap is not None
    assert color(pixmap) == color_of(content_of(7))


def test_a_picture_is_reduced_to_the_wanted_side_and_never_enlarged(qtbot: QtBot, jobs: Jobs) -> None:
    loader = loader_of(PaintedSource(), jobs)
    for side, width in ((32, 32), (200, 64)):
        loader.request("/a.jpg", content_of(1), side)
        wait_idle(qtbot, loader)
        pixmap = loader.request("/a.jpg", content_of(1), side)
        assert pixmap is not None
        assert (pixmap.width(), pixmap.height()) == (width, width * 3 // 4)


def test_another_size_stands_in_until_the_wanted_one_comes(qtbot: QtBot, jobs: Jobs) -> None:
    source = Gate()
    loader = loader_of(source, jobs)
    source.open.set()
    loader.request("/a.jpg", content_of(1), 32)
    wait_idle(qtbot, loader)
    source.open.clear()
    stand_in = loader.request("/a.jpg", content_of(1), 48)
    assert stand_in is not None
    assert stand_in.width() == 32
    source.open.set()
    wait_idle(qtbot, loader)
    assert loader.request("/a.jpg", content_of(1), 48).width() == 48  # type: ignore[union-attr]


def test_the_picture_of_the_path_stands_in_for_that_of_the_content(qtbot: QtBot, jobs: Jobs) -> None:
    source = Gate()
    loader = loader_of(source, jobs)
    loader.request("/a.jpg", None)
    wait_idle(qtbot, loader)
    stand_in = loader.request("/a.jpg", content_of(3))
    assert stand_in is not None
    assert color(stand_in) == QColor("gray")
    source.open.set()
    wait_idle(qtbot, loader)
    assert color(loader.request("/a.jpg", content_of(3))) == color_of(content_of(3))


def test_the_newest_wish_goes_first_and_the_topmost_of_a_repaint(qtbot: QtBot, jobs: Jobs) -> None:
    source = Gate()
    loader = loader_of(source, jobs, workers=1)
    loader.request("/first.jpg", content_of(0))
    qtbot.waitUntil(source.entered.is_set)
    for number in range(1, 20):
        loader.request(f"/{number}.jpg", content_of(number))
    wait_taken(qtbot, loader)
    for number in (100, 101):
        loader.request(f"/{number}.jpg", content_of(number))
    wait_taken(qtbot, loader)
    source.open.set()
    wait_idle(qtbot, loader)
    expected = [0, 100, 101, *range(1, 20)]
    assert source.asked == [content_of(number) for number in expected]


def test_what_was_scrolled_away_is_not_loaded(qtbot: QtBot, jobs: Jobs) -> None:
    source = Gate()
    loader = loader_of(source, jobs, workers=1)
    grid, other = object(), object()
    loader.request("/0.jpg", content_of(0), asker=grid)
    qtbot.waitUntil(source.entered.is_set)
    for number in range(1, 10):
        loader.request(f"/{number}.jpg", content_of(number), asker=grid)
    loader.request("/20.jpg", content_of(20), asker=other)
    wait_taken(qtbot, loader)
    loader.keep_waiting(grid, {content_of(9)})
    source.open.set()
    wait_idle(qtbot, loader)
    assert set(source.asked) == {content_of(0), content_of(9), content_of(20)}


def test_the_cache_is_bounded_by_bytes_and_forgets_the_longest_unused(qtbot: QtBot, jobs: Jobs) -> None:
    each = 64 * 48 * 4
    loader = loader_of(PaintedSource(), jobs, cache_bytes=3 * each)
    for number in range(3):
        loader.request(f"/{number}.jpg", content_of(number))
        wait_idle(qtbot, loader)
    loader.request("/0.jpg", content_of(0))
    loader.request("/3.jpg", content_of(3))
    wait_idle(qtbot, loader)
    assert loader.cached_bytes == 3 * each
    assert loader.request("/0.jpg", content_of(0)) is not None
    assert loader.request("/1.jpg", content_of(1)) is None
    wait_idle(qtbot, loader)


class Broken(PaintedSource):
    """Gives what is no picture, or nothing, or fails in the user's way."""

    def stored(self, content: ContentId) -> bytes | None:
        self.asked.append(content)
        if content == content_of(1):
            return b"not a picture"
        if content == content_of(2):
            raise LibraryError("The thumbnails cannot be read.")
        return None

    def first_paint(self, path: str) -> bytes | None:
        return None


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_picture_that_cannot_be_had_is_tried_once_and_told(qtbot: QtBot, jobs: Jobs, number: int) -> None:
    source = Broken()
    loader = loader_of(source, jobs)
    with qtbot.waitSignal(loader.ready):
        assert loader.request("/a.jpg", content_of(number)) is None
    assert loader.is_broken("/a.jpg", content_of(number))
    assert loader.request("/a.jpg", content_of(number)) is None
    wait_idle(qtbot, loader)
    assert len(source.asked) == 1
    loader.retry_broken()
    loader.request("/a.jpg", content_of(number))
    wait_idle(qtbot, loader)
    assert len(source.asked) == 2


class Faulty(PaintedSource):
    """Has a bug."""

    def stored(self, content: ContentId) -> bytes | None:
        raise KeyError(content)


def test_a_bug_is_shown_once_and_the_cells_stay_usable(
    qtbot: QtBot, jobs: Jobs, qapp: QApplication, noise_guard: object
) -> None:
    noise_guard.expect("loading thumbnails failed")  # type: ignore[attr-defined]
    loader = loader_of(Faulty(), jobs)
    for number in range(30):
        loader.request(f"/{number}.jpg", content_of(number))
    wait_idle(qtbot, loader)
    dialogs = [widget for widget in qapp.topLevelWidgets() if isinstance(widget, CrashDialog)]
    assert len(dialogs) == 1
    assert loader.is_broken("/29.jpg", content_of(29))
    dialogs[0].close()


def test_a_changed_file_is_read_again(qtbot: QtBot, jobs: Jobs) -> None:
    source = PaintedSource()
    loader = loader_of(source, jobs)
    loader.request("/a.jpg", None)
    wait_idle(qtbot, loader)
    loader.forget("/a.jpg")
    assert loader.cached_bytes == 0
    assert loader.request("/a.jpg", None) is None
    wait_idle(qtbot, loader)
    assert source.asked == ["/a.jpg", "/a.jpg"]


def test_after_closing_nothing_is_loaded_and_nothing_is_told(qtbot: QtBot, jobs: Jobs) -> None:
    source = Gate()
    loader = loader_of(source, jobs)
    told: list[object] = []
    loader.ready.connect(told.append)
    loader.request("/0.jpg", content_of(0))
    qtbot.waitUntil(source.entered.is_set)
    loader.request("/1.jpg", content_of(1))
    loader.close()
    source.open.set()
    assert jobs.shutdown(timeout=60)
    assert loader.request("/2.jpg", content_of(2)) is None
    qtbot.wait(20)
    assert told == []
    assert loader.idle


def test_reading_happens_in_workers_and_pixmaps_in_the_gui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    threads: list[threading.Thread] = []

    class Watching(PaintedSource):
        def stored(self, content: ContentId) -> bytes | None:
            threads.append(threading.current_thread())
            return painted(QColor("red"))

    loader = loader_of(Watching(), jobs)
    arrived: list[threading.Thread] = []
    loader.ready.connect(lambda _key: arrived.append(threading.current_thread()))
    loader.request("/a.jpg", content_of(1))
    wait_idle(qtbot, loader)
    assert threading.main_thread() not in threads
    assert arrived == [threading.main_thread()]
