"""Wheel, double click, clicks on heads and small pictures; facts of photos in several folders."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photosim.domain.files import Role
from photosim.gui.base.context import Context
from photosim.gui.compare.canvas import Frame
from photosim.gui.compare.facts import weighed
from photosim.gui.compare.levels import base_cut
from photosim.gui.compare.strip import Strip
from photosim.gui.compare.view import CompareView
from photosim.gui.photos.facts import Standing
from tests.gui.compare.relatives import group_of, photo_of


def test_the_wheel_zooms_at_the_pointer(qtbot: QtBot, view: CompareView, relatives_context: Context) -> None:
    view.show_group(group_of(relatives_context, "original", "half"))
    pane = view.stage.panes[0]
    before, place = view.stage.zoom, QPointF(60, 80)
    wheel = QWheelEvent(
        place,
        pane.mapToGlobal(place),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane, wheel)
    assert view.stage.zoom == pytest.approx(before * 1.25**2)
    assert view.stage.center[0] < 800


def test_a_double_click_is_full_size_and_back(
    qtbot: QtBot, view: CompareView, relatives_context: Context
) -> None:
    view.show_group(group_of(relatives_context, "original", "half"))
    pane, fitted = view.stage.panes[0], view.stage.zoom
    qtbot.mouseDClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    assert view.stage.zoom == 1
    qtbot.mouseDClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    assert view.stage.zoom == pytest.approx(fitted)
    qtbot.mouseClick(pane, Qt.MouseButton.RightButton, pos=QPoint(100, 200))


def test_a_click_on_a_head_or_a_small_picture_goes_there(
    qtbot: QtBot, view: CompareView, relatives_context: Context
) -> None:
    names = ("original", "crop", "turned", "mirrored", "half", "stamped", "again")
    group = group_of(relatives_context, *names)
    view.show_group(group)
    third = next(frame for frame in view.findChildren(Frame) if frame.head.number == 3)
    qtbot.mouseClick(third, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    assert view.current == group.members[2].photo
    strip = view.findChild(Strip)
    assert strip.isVisible()
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5 * 82 + 40, 30))
    assert view.current == group.members[5].photo
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.stage.settled and relatives_context.thumbnails.idle)
    assert not strip.grab().toImage().isNull()
    assert "Photo 6, stamped.jpg, saved again, remove, current" in strip.accessibleDescription()
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 2, 30))
    assert view.current == group.members[5].photo


def test_folders_are_told_by_where_they_part(relatives_context: Context) -> None:
    photo = photo_of(relatives_context, "original")
    one = replace(photo, path="/home/me/pictures/2023/May/a.jpg", role=Role.PROTECTED)
    other = replace(photo, path="/home/me/pictures/backup/a.jpg", facts=replace(photo.facts, format="PNG"))
    rows = {row.label: row for row in weighed([one, other])}
    assert [value.replace("\\", "/") for value in rows["Folder"].values] == [
        "…/pictures/2023/May",
        "…/pictures/backup",
    ]
    assert rows["Folder"].standings == (Standing.BETTER, Standing.WORSE)
    assert rows["Removal"].values == ("protected", "allowed")
    assert rows["Format"].standings == (Standing.WORSE, Standing.BETTER)
    assert not rows["File size"].differs


def test_a_huge_picture_is_never_decoded_whole_for_nothing() -> None:
    assert base_cut((60_000, 40_000), 1e-6).share > 0
