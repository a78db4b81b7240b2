"""The history: every plan with its files, and the ways back, after a restart as well."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from photosim.app.cleaning.cleanup import apply
from photosim.app.cleaning.planning import make_plan
from photosim.app.cleaning.strays import bring_home
from photosim.app.workspace import open_workspace
from photosim.catalog.journal import JOURNAL_NAME, SqliteJournal
from photosim.domain.actions import SET_ASIDE_FOLDER
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.journal import Step
from photosim.domain.progress import CancelToken, silent
from photosim.gui.base.context import Context
from photosim.gui.cleanup.history import HistoryView
from tests.gui.cleanup.conftest import Place, groups_of
from tests.gui.conftest import answer_box, visible_box
from tests.gui.making import ContextMaker

OpenHistory = Callable[[Context], HistoryView]


@pytest.fixture
def cleaned(place: Place) -> Place:
    """The place after two copies were set aside, by a photosim that has ended since."""
    with open_workspace(str(place.library)) as workspace:
        context = Context(workspace, None, None, None)  # type: ignore[arg-type]
        plan = make_plan(workspace, groups_of(context), silent, CancelToken())
        assert len(apply(workspace, plan, silent, CancelToken()).outcomes) == 2
    return place


def shown(qtbot: QtBot, view: HistoryView) -> None:
    qtbot.waitUntil(lambda: view.pane.model.rowCount() > 0)


def test_nothing_was_done_yet(opened: Context, open_history: OpenHistory) -> None:
    view = open_history(opened)
    assert view.empty.isVisible()
    assert not view.notice.isVisible()
    assert view.record is None


def test_an_earlier_plan_is_undone_after_a_restart(
    qtbot: QtBot, cleaned: Place, make_context: ContextMaker, open_history: OpenHistory
) -> None:
    context = make_context(cleaned.library)
    view = open_history(context)
    shown(qtbot, view)
    assert view.pane.title.text() == "2 photos set aside"
    assert {view.pane.model.index(row, 1).data() for row in range(2)} == {"Set aside"}
    gone = cleaned.seen()
    said = answer_box(qtbot, "Cancel")
    view.pane.undo_button.click()
    assert "bytes, times and permissions" in said[0]
    assert cleaned.seen() == gone
    answer_box(qtbot, "Put back")
    with qtbot.waitSignal(view.changed), qtbot.waitSignal(view.status) as told:
        view.pane.undo_button.click()
    assert told.args == ["2 photos are back as they were."]
    assert set(cleaned.seen()) - set(gone) == {"copies/china.jpg", "copies/china again.jpg"}
    assert (cleaned.photos / "copies" / "china.jpg").stat().st_mtime_ns == 1_500_000_000_123_456_789
    qtbot.waitUntil(lambda: view.pane.title.text() == "2 photos set aside, all undone")
    assert not view.pane.undo_button.isEnabled()
    assert not view.pane.empty_button.isEnabled()


def test_the_set_aside_folder_is_shown(
    qtbot: QtBot,
    cleaned: Place,
    make_context: ContextMaker,
    open_history: OpenHistory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = open_history(make_context(cleaned.library))
    shown(qtbot, view)
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    view.pane.place.click()
    assert SET_ASIDE_FOLDER in opened[0].toLocalFile()
    assert os.path.isdir(opened[0].toLocalFile())


def test_emptying_is_a_second_step_with_its_own_question(
    qtbot: QtBot, cleaned: Place, make_context: ContextMaker, open_history: OpenHistory
) -> None:
    view = open_history(make_context(cleaned.library))
    shown(qtbot, view)
    aside = cleaned.photos / SET_ASIDE_FOLDER
    said = answer_box(qtbot, "Cancel")
    view.pane.empty_button.click()
    assert "verified once more" in said[0]
    assert list(aside.rglob("*.jpg"))
    answer_box(qtbot, "Put into the trash")
    with qtbot.waitSignal(view.changed), qtbot.waitSignal(view.status) as told:
        view.pane.empty_button.click()
    assert told.args == ["2 photos, 226 kB, were put into the system's trash."]
    assert not list(aside.rglob("*.jpg"))
    qtbot.waitUntil(lambda: "in the trash" in view.pane.title.text())


def test_a_vanished_drive_is_told_and_nothing_is_lost(
    qtbot: QtBot, cleaned: Place, make_context: ContextMaker, open_history: OpenHistory, tmp_path: Path
) -> None:
    view = open_history(make_context(cleaned.library))
    shown(qtbot, view)
    unplugged = tmp_path / "unplugged"
    shutil.move(cleaned.photos, unplugged)
    view.pane.place.click()
    box = visible_box(qtbot)
    assert "unplugged drive" in box.text()
    box.close()
    answer_box(qtbot, "Put back")
    with qtbot.waitSignal(view.changed):
        view.pane.undo_button.click()
    box = visible_box(qtbot)
    assert "china.jpg" in box.text()
    box.close()
    shutil.move(unplugged, cleaned.photos)
    qtbot.waitUntil(view.pane.undo_button.isEnabled)
    answer_box(qtbot, "Put back")
    with qtbot.waitSignal(view.status) as told:
        view.pane.undo_button.click()
    assert told.args == ["2 photos are back as they were."]


def test_a_library_for_reading_only_shows_its_history(
    qtbot: QtBot, cleaned: Place, make_context: ContextMaker, open_history: OpenHistory
) -> None:
    first, second = make_context(cleaned.library), make_context(cleaned.library)
    assert not first.workspace.library.read_only
    view = open_history(second)
    shown(qtbot, view)
    for button in (view.pane.undo_button, view.pane.empty_button):
        assert not button.isEnabled()
        assert "another photosim" in button.toolTip()
    assert view.pane.place.isEnabled()


def test_interrupted_work_is_told(
    qtbot: QtBot, place: Place, make_context: ContextMaker, open_history: OpenHistory
) -> None:
    before = place.seen()
    with open_workspace(str(place.library)) as workspace:
        context = Context(workspace, None, None, None)  # type: ignore[arg-type]
        plan = make_plan(workspace, groups_of(context), silent, CancelToken())
    # What a process leaves that is killed between the line and the act.
    with SqliteJournal.open(str(place.library)) as journal:
        record = journal.begin(plan, datetime.now().astimezone().isoformat())
        removal = plan.removals[0]
        aside = place.photos / SET_ASIDE_FOLDER / record / os.path.basename(removal.victim.path)
        journal.open_line(record, removal, [Step(removal.victim, str(aside))])
    view = open_history(make_context(place.library))
    assert view.notice.isVisible()
    assert removal.victim.path in view.notice_words.text()
    assert "interrupted" in view.notice_words.text()
    assert place.seen() == before


def test_what_no_history_can_undo_is_told_and_put_back(
    qtbot: QtBot, cleaned: Place, make_context: ContextMaker, open_history: OpenHistory
) -> None:
    gone = cleaned.seen()
    (cleaned.library / JOURNAL_NAME).unlink()
    context = make_context(cleaned.library)
    view = open_history(context)
    qtbot.waitUntil(view.strays.isVisible)
    assert view.empty.isVisible()
    assert "2 files, 226 kB, lie set aside in" in view.strays.words.text()
    for widget in (view.strays.words, view.strays.back, view.strays.place):
        assert widget.accessibleName()
    said = answer_box(qtbot, "Cancel")
    view.strays.back.click()
    assert "Put back 2 files?" in said[0]
    assert cleaned.seen() == gone
    answer_box(qtbot, "Put back")
    with qtbot.waitSignal(view.changed), qtbot.waitSignal(view.status) as told:
        view.strays.back.click()
    assert told.args == ["2 files are back in their place."]
    assert set(cleaned.seen()) - set(gone) == {"copies/china.jpg", "copies/china again.jpg"}
    qtbot.waitUntil(lambda: not view.strays.isVisible())
    known = {os.path.basename(photo.path) for photo in context.workspace.photos() if not photo.missing}
    assert "china again.jpg" in known


def test_strays_are_only_shown_where_nothing_may_be_changed(
    qtbot: QtBot,
    cleaned: Place,
    make_context: ContextMaker,
    open_history: OpenHistory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (cleaned.library / JOURNAL_NAME).unlink()
    first, second = make_context(cleaned.library), make_context(cleaned.library)
    assert not first.workspace.library.read_only
    view = open_history(second)
    qtbot.waitUntil(view.strays.isVisible)
    assert not view.strays.back.isEnabled()
    assert "another photosim" in view.strays.back.toolTip()
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    view.strays.place.click()
    assert SET_ASIDE_FOLDER in opened[0].toLocalFile()
    with pytest.raises(LibraryReadOnlyError):
        bring_home(second.workspace, view.strays.strays, silent, CancelToken())


def test_every_part_has_a_name(
    qtbot: QtBot, cleaned: Place, make_context: ContextMaker, open_history: OpenHistory
) -> None:
    view = open_history(make_context(cleaned.library))
    shown(qtbot, view)
    for widget in (view.table, view.pane.table, view.notice_words, view.pane.told):
        assert widget.accessibleName()
    assert all(button.text() for button in view.findChildren(QPushButton))
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    assert view.record is not None
