"""The looking for faces: what is said before, while and after it."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from photosim.encoding.face_finder import INSTALL_LINE, faces_available
from photosim.gui.base.context import Context
from photosim.gui.people.view import PeopleView
from tests.gui.making import ContextMaker, settled

Show = Callable[[Context], PeopleView]


@pytest.fixture
def unseen(scanned: tuple[Path, Path], tmp_path: Path, make_context: ContextMaker) -> Context:
    """A library in which nobody has looked for faces."""
    shutil.copytree(scanned[1], tmp_path / "unseen")
    return make_context(tmp_path / "unseen")


def test_without_dlib_the_line_to_type_is_offered(
    show: Show, unseen: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dlib", None)
    assert (faces_available() or "").endswith(INSTALL_LINE)
    view = show(unseen)
    assert "needs one more part" in view.pane.text
    copy = next(button for button in view.pane.findChildren(QPushButton) if button.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == INSTALL_LINE


def test_the_packaged_program_offers_no_line_to_type(
    show: Show, unseen: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dlib", None)
    monkeypatch.setattr("photosim.gui.people.finding.can_add", lambda: False)
    view = show(unseen)
    assert "needs one more part" in view.pane.text
    assert not [button for button in view.pane.findChildren(QPushButton) if button.text() == "Copy"]


def test_an_empty_library_asks_for_photos(show: Show, empty_context: Context) -> None:
    assert "No photos yet" in show(empty_context).pane.text


def test_photos_without_faces_are_said_to_be_so_and_stopping_keeps_what_was_done(
    qtbot: QtBot, show: Show, unseen: Context
) -> None:
    pytest.importorskip("dlib", reason="finding faces needs dlib")
    view = show(unseen)
    assert "Who is in your photos?" in view.pane.text
    assert "4 pictures" in view.pane.text
    view.desk.find()
    view.desk.toggle_pause()
    assert "Paused" in view.pane.text
    view.desk.toggle_pause()
    view.desk.stop()
    qtbot.waitUntil(lambda: not view.desk.looking)
    settled(qtbot, unseen)
    assert "Stopped" in view.pane.text
    view.pane.find_button.click()
    qtbot.waitUntil(lambda: view.desk.summary is not None and not view.desk.summary.cancelled)
    settled(qtbot, unseen)
    assert "No faces in these photos" in view.pane.text
    assert not view.pane.find_button.isVisible()


def test_who_is_known_is_shown_while_there_are_pictures_left(
    qtbot: QtBot, view: PeopleView, crowd: Context
) -> None:
    assert not view.strip.isVisible()
    faces = crowd.workspace.library.people.faces()
    assert len(faces) == 7
    view.desk.trouble = "The disk is full."
    view.desk.read.emit()
    assert view.strip.said == "The disk is full."
    assert view.page is not view.pane


def test_a_closed_page_is_not_touched_by_late_answers(
    qtbot: QtBot, crowd: Context, failures: list[Exception]
) -> None:
    view = PeopleView(crowd)
    view.show()
    view.close()
    view.deleteLater()
    settled(qtbot, crowd)
    assert failures == []
