"""Everything that works on the library as a whole is reached from the menus, by keyboard and by mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from photosim.gui.base.pages import Page
from photosim.gui.cleanup.dialog import CleanupDialog
from photosim.gui.shell.main_window import MainWindow
from photosim.gui.shell.tools import TOOL_WORDS, Tool


def entry(window: MainWindow, text: str) -> QAction:
    return next(action for action in window.menus.actions if action.text().replace("&", "") == text)


def opened(qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    return dialog


def leave(qtbot: QtBot, dialog: QDialog) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.parametrize("tool", list(Tool))
def test_every_tool_opens_its_dialog_and_escape_leaves_it(
    qtbot: QtBot, filled_window: MainWindow, tool: Tool
) -> None:
    entry(filled_window, TOOL_WORDS[tool].replace("&", "")).trigger()
    dialog = opened(qtbot)
    assert dialog.windowTitle()
    assert filled_window.views is not None
    context = filled_window.desk.context
    assert context is not None
    qtbot.waitUntil(lambda: not context.jobs.active)
    leave(qtbot, dialog)


def test_the_removal_is_asked_for_from_any_page(qtbot: QtBot, filled_window: MainWindow) -> None:
    filled_window.go(Page.PHOTOS)
    entry(filled_window, "Remove what was chosen…").trigger()
    assert filled_window.page is Page.GROUPS
    dialog = opened(qtbot)
    assert isinstance(dialog, CleanupDialog)
    qtbot.waitUntil(lambda: dialog.page is dialog.plan_page)
    leave(qtbot, dialog)


def test_the_history_is_a_page(qtbot: QtBot, filled_window: MainWindow) -> None:
    entry(filled_window, "History and undo").trigger()
    assert filled_window.page is Page.HISTORY


def test_what_a_dialog_changes_every_page_looks_at_again(
    qtbot: QtBot, filled_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = filled_window.views
    assert views is not None
    refreshed: list[str] = []

    def noting(page: Page) -> Callable[[], None]:
        return lambda: refreshed.append(page)

    for page, view in views.widgets.items():
        monkeypatch.setattr(view, "refresh", noting(page))
    with qtbot.waitSignal(filled_window.desk.facts):
        views.tools.changed.emit()
    assert {Page.PHOTOS, Page.SEARCH, Page.GROUPS, Page.HISTORY} <= set(refreshed)
