import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from photosim.app.scanning.scan import scan
from photosim.app.workspace import open_workspace
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import Root, ScanSettings
from photosim.gui.base.intake import WEB_SENTENCE
from photosim.gui.base.pages import Page
from photosim.gui.base.preferences import Preferences, preferences_path
from photosim.gui.kit.theme import DARK, LIGHT
from photosim.gui.shell.about import AboutDialog
from photosim.gui.shell.main_window import MainWindow
from photosim.gui.shell.menus import Menus
from tests.gui.conftest import PATIENCE_MS, answer_box, drop, mime_of, visible_box

Open = Callable[..., MainWindow]


def start_long_scan(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """Start a scan and hold it."""
    window.scan_folders((str(folder),))
    wizard = window.wizard
    assert wizard is not None
    qtbot.waitUntil(lambda: bool(wizard.folders.roots))
    wizard.next()
    wizard.next()
    running = window.desk.scan
    assert running is not None
    assert running.job is not None
    running.job.pause()
    wizard.reject()


def test_the_keyboard_goes_to_every_page(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number, page in enumerate(list(Page)[:9], start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.page is page
        assert window.rail.button(page).isChecked()
        assert window.stack.currentWidget().isVisible()


def test_the_rail_can_be_walked_with_the_arrow_keys(qtbot: QtBot, window: MainWindow) -> None:
    first = window.rail.button(Page.START)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    focused = window.focusWidget()
    assert focused is window.rail.button(Page.PHOTOS)
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert window.page is Page.PHOTOS


def test_everything_one_can_act_on_has_a_name_for_screen_readers(
    qtbot: QtBot, filled_window: MainWindow, filled_photos: Path
) -> None:
    window = filled_window
    window.scan_folders((str(filled_photos),))
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    nameless = []
    for top in (window, window.wizard):
        assert top is not None
        for widget in top.findChildren(QWidget):
            internal = widget.objectName().startswith("qt_")
            parts = (QComboBox, QLineEdit, QAbstractItemView)
            inside = any(isinstance(outer, parts) for outer in ancestors(widget))
            if isinstance(widget, kinds) and not internal and not inside and not spoken_name(widget):
                nameless.append(f"{type(widget).__name__} in {path_of(widget)}")
    assert not nameless, "\n".join(nameless)


def ancestors(widget: QWidget) -> list[QWidget]:
    outer, found = widget.parentWidget(), []
    while outer is not None:
        found.append(outer)
        outer = outer.parentWidget()
    return found


def spoken_name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def path_of(widget: QWidget) -> str:
    return " < ".join(type(one).__name__ for one in [widget, *ancestors(widget)])


def test_a_dropped_folder_opens_the_wizard_with_it(
    qtbot: QtBot, window: MainWindow, sample_photos: Path
) -> None:
    assert drop(window, mime_of(sample_photos))
    qtbot.waitUntil(lambda: window.wizard is not None and bool(window.wizard.folders.roots))
    assert window.wizard is not None
    assert window.wizard.folders.roots[0].path == str(sample_photos)


def test_a_dragged_thing_is_answered_before_it_is_dropped(window: MainWindow, sample_photos: Path) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent

    mime = mime_of(sample_photos)
    enter = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, enter)
    assert window.overlay.isVisible()
    assert window.overlay.accessibleName() == "Drop to scan “photos”"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()


def test_a_dropped_picture_is_searched_for(
    qtbot: QtBot, filled_window: MainWindow, filled_photos: Path, picture: Path
) -> None:
    window = filled_window
    assert drop(window, mime_of(picture))
    qtbot.waitUntil(lambda: window.page is Page.SEARCH)
    assert window.views is not None
    qtbot.waitUntil(lambda: bool(window.views.sentence(Page.SEARCH)), timeout=PATIENCE_MS)


def test_picture_data_from_a_browser_is_searched_for(
    qtbot: QtBot, filled_window: MainWindow, filled_photos: Path, picture: Path
) -> None:
    window = filled_window
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/china.jpg")])
    mime.setData("image/jpeg", picture.read_bytes())
    assert drop(window, mime)
    qtbot.waitUntil(lambda: window.page is Page.SEARCH)
    assert window.views is not None
    qtbot.waitUntil(lambda: bool(window.views.sentence(Page.SEARCH)), timeout=PATIENCE_MS)


def test_an_address_is_not_fetched_and_the_user_is_told(qtbot: QtBot, window: MainWindow) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/china.jpg")])
    assert drop(window, mime)
    box = visible_box(qtbot)
    assert box.text() == WEB_SENTENCE
    box.accept()


def test_a_pasted_picture_is_searched_for(
    qtbot: QtBot, filled_window: MainWindow, filled_photos: Path, picture: Path
) -> None:
    window = filled_window
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.page is Page.SEARCH)
    assert window.views is not None
    qtbot.waitUntil(lambda: bool(window.views.sentence(Page.SEARCH)), timeout=PATIENCE_MS)


def test_folders_named_at_the_start_are_in_the_wizard(
    qtbot: QtBot, open_window: Open, sample_photos: Path
) -> None:
    window = open_window(sample_photos)
    assert window.wizard is not None
    assert window.wizard.isVisible()
    assert [root.path for root in window.wizard.folders.roots] == [str(sample_photos)]


def test_closing_during_a_scan_asks_and_the_answer_holds(
    qtbot: QtBot, window: MainWindow, sample_photos: Path
) -> None:
    start_long_scan(qtbot, window, sample_photos)
    said = answer_box(qtbot, "Keep scanning")
    assert not window.close()
    assert "What is finished is kept" in said[0]
    assert window.isVisible()
    assert window.desk.scanning
    answer_box(qtbot, "Stop and close")
    with qtbot.waitSignal(window.closed, timeout=PATIENCE_MS) as ended:
        assert window.close()
    assert ended.args == [True]
    assert not window.desk.scanning


def test_an_interrupted_scan_is_offered_again(
    qtbot: QtBot, open_window: Open, tmp_path: Path, sample_photos: Path
) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with open_workspace(str(tmp_path / "library")) as workspace:
        scan(workspace, [Root(str(sample_photos))], ScanSettings(), lambda _told: None, cancel)
        assert workspace.library.pending()
    window = open_window()
    window.desk.continue_scan()
    qtbot.waitUntil(lambda: window.desk.scan is not None)
    qtbot.waitUntil(lambda: not window.desk.scanning, timeout=PATIENCE_MS)
    assert window.desk.scan is not None
    assert window.desk.scan.outcome is not None
    summary = window.desk.scan.outcome.summary
    assert summary is not None
    assert summary.added + summary.unchanged == 5


def test_a_second_window_is_read_only_and_says_so(
    qtbot: QtBot, filled_photos: Path, open_window: Open
) -> None:
    first = open_window()
    second = open_window()
    assert second.banner.isVisible()
    assert "open in another photosim" in second.banner.words.text()
    assert not second.menus.scan.isEnabled()
    assert not second.start_page.drop_zone.scan.isEnabled()
    second.go(Page.PHOTOS)
    assert second.views is not None
    qtbot.waitUntil(lambda: second.views.photos.load().model.total == 5)
    second.scan_folders((str(filled_photos),))
    box = visible_box(qtbot)
    assert box.text().startswith("Nothing can be scanned here.")
    box.accept()
    assert second.wizard is None
    assert not first.banner.isVisible()


def test_a_library_that_cannot_be_opened_is_explained(
    qtbot: QtBot, open_window: Open, tmp_path: Path, sample_photos: Path
) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "catalog.sqlite").write_bytes(b"this is no database" * 100)
    window = open_window(library=damaged, wait=False)
    with qtbot.waitSignal(window.desk.failed, timeout=PATIENCE_MS):
        pass
    assert "catalog.sqlite" in window.start_page.subtitle.text()
    window.go(Page.GROUPS)
    assert window.page is Page.START
    window.scan_folders((str(sample_photos),))
    assert window.wizard is None
    with qtbot.waitSignal(window.desk.facts, timeout=PATIENCE_MS):
        window.open_library(str(tmp_path / "other"))
    assert window.start_page.drop_zone.scan.isEnabled()


def test_a_folder_can_be_taken_out_of_the_library(
    qtbot: QtBot, filled_window: MainWindow, filled_photos: Path
) -> None:
    window = filled_window
    before = sorted(os.listdir(filled_photos))
    answer_box(qtbot, "Take it out")
    with qtbot.waitSignal(window.desk.changed, timeout=PATIENCE_MS):
        window.start_page.forget_wanted.emit(str(filled_photos))
    assert window.views is not None
    qtbot.waitUntil(lambda: window.views.photos.load().model.total == 0)
    assert sorted(os.listdir(filled_photos)) == before


def test_a_vanished_folder_keeps_its_photos_and_is_named(
    qtbot: QtBot, filled_photos: Path, open_window: Open
) -> None:
    elsewhere = filled_photos.with_name("elsewhere")
    filled_photos.rename(elsewhere)
    try:
        window = open_window()
        assert window.start_page.subtitle.text() == "5 photos in 1 folder"
        window.scan_folders()
        wizard = window.wizard
        assert wizard is not None
        qtbot.waitUntil(lambda: bool(wizard.folders.rows.rows))
        assert wizard.folders.rows.rows[0].state.text() == "not there"
    finally:
        elsewhere.rename(filled_photos)


def test_the_demo_ends_at_its_groups(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.desk.demo_ready, timeout=PATIENCE_MS):
        window.start_page.demo_wanted.emit()
    assert window.page is Page.GROUPS
    assert window.windowTitle() == "Demo - photosim"
    assert window.desk.folder.startswith(window.desk.home)
    assert window.views is not None
    qtbot.waitUntil(lambda: bool(window.views.sentence(Page.GROUPS)), timeout=PATIENCE_MS)
    # The user's own library is one click away.
    assert window.start_page.recent_card.isVisibleTo(window.start_page)


def test_light_and_dark_are_remembered(qtbot: QtBot, open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    menus = window.findChild(Menus)
    assert menus is not None
    menus.theme_wanted.emit("dark")
    assert window.theme.colors is DARK
    window.close()
    again = open_window()
    assert again.theme.colors is DARK
    again.menus.theme_wanted.emit("light")
    assert again.theme.colors is LIGHT


def test_place_and_page_are_remembered(qtbot: QtBot, filled_photos: Path, open_window: Open) -> None:
    first = open_window()
    first.resize(800, 700)
    first.go(Page.PROBLEMS)
    assert first.close()
    second = open_window()
    assert (second.width(), second.height()) == (800, 700)
    assert second.page is Page.PROBLEMS


def test_shortcuts_and_versions_are_told(qtbot: QtBot, window: MainWindow) -> None:
    window.menus.shortcuts_wanted.emit()
    window.menus.about_wanted.emit()
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    about = next(dialog for dialog in dialogs if isinstance(dialog, AboutDialog))
    qtbot.waitUntil(lambda: "runs on" in about.encoder.text(), timeout=PATIENCE_MS)
    assert "CPUExecutionProvider" in about.encoder.text()
    about.copy()
    copied = QGuiApplication.clipboard().text()
    assert "PySide" in copied or "Qt" in copied
    assert "MIT" in copied
    for dialog in dialogs:
        dialog.reject()


def test_preferences_lie_in_the_named_library_or_in_the_platforms_folder(tmp_path: Path) -> None:
    assert preferences_path(str(tmp_path)) == str(tmp_path / "window.ini")
    assert "photosim" in preferences_path(None)
    assert not preferences_path(None).startswith(str(tmp_path))


def test_preferences_survive_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    file.write_text(
        "[window]\ntheme=purple\npage=7\n[libraries]\nrecent=not json\n[scan]\nphotos_per_second=x\n"
    )
    preferences = Preferences(str(file))
    assert preferences.theme == "system"
    assert preferences.recent_libraries == ()
    assert preferences.photos_per_second is None


def test_recent_libraries_are_few_and_the_latest_comes_first(tmp_path: Path) -> None:
    preferences = Preferences(str(tmp_path / "window.ini"))
    for number in range(12):
        preferences.remember_library(f"/library/{number}")
    preferences.remember_library("/library/9")
    assert preferences.recent_libraries[:3] == ("/library/9", "/library/11", "/library/10")
    assert len(preferences.recent_libraries) == 8
    preferences.forget_library("/library/9")
    assert "/library/9" not in preferences.recent_libraries


@pytest.mark.parametrize("name", ["file", "edit", "view", "help"])
def test_every_menu_has_actions(window: MainWindow, name: str) -> None:
    menu = next(
        action.menu()
        for action in window.menuBar().actions()
        if action.text().replace("&", "").lower() == name
    )
    assert menu.actions()


def test_an_empty_clipboard_is_said_to_be_empty(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("only words")
    window.menus.paste_wanted.emit()
    assert window.status.message.text() == "There is no picture on the clipboard"


def test_a_recent_library_that_is_gone_is_forgotten_and_never_made_anew(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    window.menus.library_wanted.emit(str(gone))
    box = visible_box(qtbot)
    assert box.text() == f"There is no library in “{gone}” now (an unplugged drive?)."
    box.accept()
    assert not gone.exists()
