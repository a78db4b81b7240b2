"""The self-check in the window, on real photos."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from photosim.app.tuning import selfcheck
from photosim.app.tuning.selfcheck import SelfCheck
from photosim.app.tuning.selfcheck_edits import TRIAL_EDITS
from photosim.gui.base.context import Context
from photosim.gui.rules.selfcheck import SelfCheckDialog
from tests.gui.conftest import visible_box


@pytest.fixture
def dialog(context: Context) -> Iterator[SelfCheckDialog]:
    yield from _opened(context)


@pytest.fixture
def empty_dialog(empty_context: Context) -> Iterator[SelfCheckDialog]:
    yield from _opened(empty_context)


def _opened(context: Context) -> Iterator[SelfCheckDialog]:
    dialog = SelfCheckDialog(context)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.show()
    yield dialog
    dialog.reject()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_it_checks_and_tells(qtbot: QtBot, dialog: SelfCheckDialog) -> None:
    assert dialog.found.isHidden()
    assert dialog.photos.chosen == selfcheck.DEFAULT_PHOTOS
    dialog.photos.offer([(1, "1 photo")])
    dialog.start_button.click()
    assert dialog.start_button.text() == "Stop"
    assert not dialog.photos.isEnabled()
    qtbot.waitUntil(lambda: dialog.check is not None)
    assert dialog.check is not None
    assert dialog.found.text().endswith("edited copies of 1 photo were found (100 %).")
    assert dialog.mistaken.property("kind") == "good"
    assert dialog.findings.rowCount() == len(TRIAL_EDITS)
    item = dialog.findings.item(0, 0)
    assert item is not None
    assert item.text() == TRIAL_EDITS[0].words
    assert dialog.start_button.text() == "Check again"
    assert dialog.bar.isHidden()
    dialog.findings.setCurrentCell(1, 0)
    assert dialog.detail.text() == "Compressed strongly: every copy was found."


def test_what_was_missed_is_named(qtbot: QtBot, dialog: SelfCheckDialog) -> None:
    """Shown as a check would hand it over: the pictures that are missed depend on the model."""
    missed = tuple(f"/photos/{number}.jpg" for number in range(10))
    result = selfcheck.EditResult(TRIAL_EDITS[0], 10, 0, {}, missed)
    found = selfcheck.EditResult(TRIAL_EDITS[1], 0, 0, {}, ())
    photos = tuple(f"/photos/{number}.jpg" for number in range(10))
    dialog._on_done(
        SelfCheck(photos, tuple("/abcde"), (result, found), ((photos[0], photos[1]),), (), 50, 3.0)
    )
    dialog.findings.setCurrentCell(0, 0)
    assert dialog.detail.text().endswith("“6.jpg”, “7.jpg” and 2 more.")
    assert dialog.mistaken.property("kind") == "warning"
    assert "1 pair of your own photos" in dialog.mistaken.text()
    assert dialog.mistaken.text().endswith("“/”, “a”, “b”, ….")
    dialog.grab()


def test_it_can_be_stopped(qtbot: QtBot, dialog: SelfCheckDialog) -> None:
    dialog.start()
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.words.text() == "Stopped; the copies are removed.")
    assert dialog.check is None
    assert dialog.start_button.text() == "Start"
    assert dialog.photos.isEnabled()


def test_closing_stops_it(qtbot: QtBot, context: Context, dialog: SelfCheckDialog) -> None:
    dialog.start()
    dialog.reject()
    qtbot.waitUntil(lambda: not context.jobs.active)
    assert dialog.check is None


def test_an_empty_library_is_said(qtbot: QtBot, empty_dialog: SelfCheckDialog) -> None:
    empty_dialog.start()
    box = visible_box(qtbot)
    assert "no photo to try" in box.text()
    box.accept()
    assert empty_dialog.start_button.text() == "Start"
