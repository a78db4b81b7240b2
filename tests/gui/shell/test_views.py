"""The pages of an open library are made when they are seen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from photosim.gui.base.pages import Page
from photosim.gui.base.view import View
from photosim.gui.photos.view import PhotosView
from photosim.gui.shell.main_window import MainWindow


def made(window: MainWindow) -> dict[Page, View]:
    """The pages that exist."""
    assert window.views is not None
    return {page: lazy.loaded for page, lazy in window.views.widgets.items() if lazy.loaded is not None}


def test_opening_a_library_makes_no_page(filled_window: MainWindow) -> None:
    assert made(filled_window) == {}


def test_each_page_is_made_once_when_it_is_gone_to(filled_window: MainWindow) -> None:
    for number, page in enumerate(list(Page)[1:], 1):
        filled_window.go(page)
        assert len(made(filled_window)) == number
    before = made(filled_window)
    filled_window.go(Page.PHOTOS)
    assert made(filled_window) == before


def test_a_page_that_is_not_seen_is_read_anew_when_it_is(qtbot: QtBot, filled_window: MainWindow) -> None:
    views = filled_window.views
    assert views is not None
    filled_window.go(Page.PHOTOS)
    photos = made(filled_window)[Page.PHOTOS]
    assert isinstance(photos, PhotosView)
    qtbot.waitUntil(lambda: photos.model.total > 0)
    filled_window.go(Page.START)
    photos.model.set_items([])
    with qtbot.waitSignal(filled_window.desk.facts):
        views.tools.changed.emit()
    assert photos.model.total == 0
    filled_window.go(Page.PHOTOS)
    qtbot.waitUntil(lambda: photos.model.total > 0)
