"""The keyboard reaches all that one can act on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from photosim.gui.base.pages import Page
from photosim.gui.shell.main_window import MainWindow


def stops(window: QWidget) -> set[QWidget]:
    """What the Tab key has to reach: of buttons that exclude one another, only the chosen one."""
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.window() is window
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and (not isinstance(widget, QAbstractButton) or widget.group() is None or widget.isChecked())
    }


def walked(qtbot: QtBot, window: QWidget, key: Qt.Key) -> set[QWidget]:
    """What the key goes to until it comes back to where it was."""
    found: set[QWidget] = set()
    while (here := QApplication.focusWidget()) is not None and here not in found:
        found.add(here)
        qtbot.keyClick(
            here,
            key,
            Qt.KeyboardModifier.ShiftModifier
            if key == Qt.Key.Key_Backtab
            else Qt.KeyboardModifier.NoModifier,
        )
    return found


def test_tab_reaches_everything_on_every_page(qtbot: QtBot, filled_window: MainWindow) -> None:
    window = filled_window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.desk.context is not None
    jobs = window.desk.context.jobs
    missed = []
    for page in Page:
        window.go(page)
        qtbot.waitUntil(lambda: not jobs.active)
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            window.stack.currentWidget().setFocus()
            lost = stops(window) - walked(qtbot, window, key)
            missed += [f"{page} by {key.name}: {widget.accessibleName() or widget!r}" for widget in lost]
    assert not missed, "\n".join(missed)


def test_tab_comes_to_the_page_of_the_rail_that_is_shown(qtbot: QtBot, filled_window: MainWindow) -> None:
    window = filled_window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go(Page.PROBLEMS)
    reached = walked(qtbot, window, Qt.Key.Key_Tab)
    assert [page for page in Page if window.rail.button(page) in reached] == [Page.PROBLEMS]
