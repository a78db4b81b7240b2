"""The card with keys fits on the page that it covers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from photosim.gui.kit.key_overlay import KeyOverlay

ROWS = [(letter, f"Does what “{letter}” has always done here") for letter in "ABCDEFGHIJKLMNOPQRST"]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    return page


def places(overlay: KeyOverlay) -> set[int]:
    """Where columns of keys begin."""
    return {label.x() for label in overlay.findChildren(QLabel) if label.text() in dict(ROWS)}


def test_two_columns_where_there_is_room(qtbot: QtBot, page: QWidget) -> None:
    page.resize(1200, 700)
    overlay = KeyOverlay("Keys", ROWS, page)
    overlay.open()
    qtbot.waitUntil(lambda: len(places(overlay)) == 2)


def test_one_column_that_can_be_scrolled_where_there_is_none(qtbot: QtBot, page: QWidget) -> None:
    page.resize(420, 300)
    overlay = KeyOverlay("Keys", ROWS, page)
    overlay.open()
    scroll = overlay.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    assert len(places(overlay)) == 1
    assert scroll.width() <= page.width()
    assert isinstance(scroll.widget(), QFrame)
    qtbot.keyClick(overlay, Qt.Key.Key_Down)
    assert scroll.verticalScrollBar().value() > 0
    assert overlay.isVisible()
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()
