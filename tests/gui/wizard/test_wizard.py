from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWizard
from pytestqt.qtbot import QtBot

from photosim.domain.files import Role
from photosim.gui.base.pages import Page
from photosim.gui.shell.main_window import MainWindow
from photosim.gui.wizard import ScanWizard
from photosim.gui.wizard.photo_strip import tiling
from photosim.gui.wizard.wizard import Step
from tests.gui.conftest import PATIENCE_MS, drop, mime_of, visible_box


def open_wizard(qtbot: QtBot, window: MainWindow, *folders: Path) -> ScanWizard:
    window.scan_folders(tuple(str(folder) for folder in folders))
    wizard = window.wizard
    assert wizard is not None
    assert wizard.isVisible()
    # What the library says of its folders and settings arrives a moment later.
    qtbot.waitUntil(lambda: not window.desk.context.jobs.active)
    return wizard


def run_scan(qtbot: QtBot, window: MainWindow, wizard: ScanWizard) -> None:
    wizard.next()
    wizard.next()
    assert wizard.currentId() == Step.PROGRESS
    qtbot.waitUntil(lambda: wizard.currentId() == Step.SUMMARY, timeout=PATIENCE_MS)


def test_from_folders_to_groups(qtbot: QtBot, window: MainWindow, sample_photos: Path) -> None:
    wizard = open_wizard(qtbot, window, sample_photos)
    assert wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    wizard.next()
    qtbot.waitUntil(lambda: wizard.look.estimate is not None and wizard.look.estimate.complete)
    assert wizard.look.count.text() == "5 photos"
    assert "to read" in wizard.look.words.text()
    wizard.next()
    qtbot.waitUntil(lambda: wizard.currentId() == Step.SUMMARY, timeout=PATIENCE_MS)
    assert wizard.summary.heading_text.startswith("Done in ")
    assert "5 photos are new." in wizard.summary.words
    assert "1 is an exact copy of another one." in wizard.summary.words
    assert wizard.progress.photos.number.text() == "5"
    assert wizard.progress.copies.number.text() == "1"
    assert not wizard.summary.problems.isVisible()
    wizard.summary.groups.click()
    assert not wizard.isVisible()
    assert window.page is Page.GROUPS


def test_nothing_is_read_again_and_the_wizard_knows_it(
    qtbot: QtBot, window: MainWindow, sample_photos: Path
) -> None:
    wizard = open_wizard(qtbot, window, sample_photos)
    wizard.folders.rows.rows[0].role.setCurrentIndex(1)
    run_scan(qtbot, window, wizard)
    wizard.accept()
    again = open_wizard(qtbot, window)
    assert again is not wizard
    assert [(root.path, root.role) for root in again.folders.roots] == [(str(sample_photos), Role.PROTECTED)]
    again.next()
    qtbot.waitUntil(lambda: again.look.estimate is not None and again.look.estimate.complete)
    assert again.look.words.text() == "All of them are known already; nothing has to be read."
    again.next()
    qtbot.waitUntil(lambda: again.currentId() == Step.SUMMARY, timeout=PATIENCE_MS)
    assert "5 photos are as before." in again.summary.words


def test_what_is_left_out_is_counted_at_once_and_remembered(
    qtbot: QtBot, window: MainWindow, sample_photos: Path
) -> None:
    wizard = open_wizard(qtbot, window, sample_photos)
    wizard.next()
    wizard.look.exclude.setText("flower*; *small*")
    qtbot.waitUntil(lambda: wizard.look.count.text() == "2 photos")
    wizard.next()
    qtbot.waitUntil(lambda: wizard.currentId() == Step.SUMMARY, timeout=PATIENCE_MS)
    assert "2 photos are new." in wizard.summary.words
    wizard.accept()
    again = open_wizard(qtbot, window)
    assert again.look.exclude.text() == "flower*; *small*"


def test_counting_can_be_stopped_and_taken_up_again(
    qtbot: QtBot, window: MainWindow, sample_photos: Path
) -> None:
    wizard = open_wizard(qtbot, window, sample_photos)
    wizard.next()
    wizard.look.stop.click()
    qtbot.waitUntil(lambda: wizard.look.stop.text() == "Count again")
    wizard.look.stop.click()
    qtbot.waitUntil(lambda: wizard.look.count.text() == "5 photos")


def test_a_folder_without_pictures_has_ways_on(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    empty = tmp_path / "Tax papers"
    empty.mkdir()
    (empty / "letter.txt").write_text("Dear Sir or Madam")
    wizard = open_wizard(qtbot, window, empty)
    wizard.next()
    qtbot.waitUntil(lambda: wizard.look.count.text() == "No pictures found")
    assert "“Tax papers”" in wizard.look.words.text()
    wizard.next()
    qtbot.waitUntil(lambda: wizard.currentId() == Step.SUMMARY, timeout=PATIENCE_MS)
    assert wizard.summary.heading_text == "No pictures in “Tax papers”"
    shown = [button.text() for button in (wizard.summary.again, wizard.summary.demo, wizard.summary.problems)]
    assert shown == ["Choose other folders", "Try the demo", "See what was left out"]
    wizard.summary.again.click()
    assert wizard.currentId() == Step.FOLDERS


def test_folders_are_dropped_once_each_and_files_stand_for_their_folder(
    qtbot: QtBot, window: MainWindow, sample_photos: Path, tmp_path: Path
) -> None:
    wizard = open_wizard(qtbot, window)
    assert not wizard.folders.isComplete()
    assert drop(wizard, mime_of(sample_photos))
    qtbot.waitUntil(lambda: len(wizard.folders.roots) == 1)
    assert drop(wizard, mime_of(sample_photos / "china.jpg", tmp_path))
    qtbot.waitUntil(lambda: len(wizard.folders.roots) == 2)
    inner = wizard.folders.rows.rows[0]
    assert inner.state.text() == f"inside “{tmp_path.name}”"
    wizard.folders.rows.remove(wizard.folders.rows.rows[1])
    assert inner.state.text() == ""


def test_a_vanished_folder_is_named_and_the_others_can_be_scanned(
    qtbot: QtBot, window: MainWindow, sample_photos: Path, tmp_path: Path
) -> None:
    wizard = open_wizard(qtbot, window, tmp_path / "unplugged")
    assert wizard.folders.rows.rows[0].state.text() == "not there"
    assert not wizard.folders.isComplete()
    wizard.add_folders([str(sample_photos)])
    assert wizard.folders.isComplete()
    run_scan(qtbot, window, wizard)
    assert "5 photos are new." in wizard.summary.words
    assert "“unplugged” could not be opened" in wizard.summary.words
    wizard.summary.problems.click()
    assert window.page is Page.PROBLEMS
    qtbot.waitUntil(lambda: window.views is not None and window.views.problems.load().model.rowCount() == 1)


def test_the_scan_goes_on_in_the_background(qtbot: QtBot, window: MainWindow, many_photos: Path) -> None:
    wizard = open_wizard(qtbot, window, many_photos)
    wizard.next()
    wizard.next()
    scan = window.desk.scan
    assert scan is not None
    assert scan.job is not None
    scan.job.pause()
    wizard.reject()
    assert not wizard.isVisible()
    assert window.desk.scanning
    qtbot.waitUntil(window.status.panel.isVisible)
    window.status.show_details.click()
    assert window.wizard is wizard
    assert wizard.isVisible()
    wizard.add_folders([str(many_photos.parent)])
    box = visible_box(qtbot)
    assert "A scan is running" in box.text()
    box.accept()
    wizard.progress.pause.click()
    qtbot.waitUntil(lambda: wizard.currentId() == Step.SUMMARY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.status.panel.isVisible())


def test_pause_and_stop_keep_what_is_finished(qtbot: QtBot, window: MainWindow, many_photos: Path) -> None:
    wizard = open_wizard(qtbot, window, many_photos)
    wizard.next()
    wizard.next()
    scan = window.desk.scan
    assert scan is not None
    wizard.progress.pause.click()
    assert wizard.progress.pause.text() == "Continue"
    assert wizard.progress.words.text().startswith("Paused")
    wizard.progress.stop.click()
    qtbot.waitUntil(lambda: wizard.currentId() == Step.SUMMARY, timeout=PATIENCE_MS)
    assert wizard.summary.heading_text.startswith("Stopped after ")
    assert "The next scan goes on from here." in wizard.summary.words
    assert not window.desk.scanning


def test_a_scan_that_cannot_go_on_says_why(
    qtbot: QtBot, window: MainWindow, sample_photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from photosim.catalog.library import Library
    from photosim.domain.errors import LibraryError

    def full(*_arguments: object, **_named: object) -> None:
        raise LibraryError("The disk is full.")

    wizard = open_wizard(qtbot, window, sample_photos)
    monkeypatch.setattr(Library, "store", full)
    run_scan(qtbot, window, wizard)
    assert wizard.summary.heading_text == "The scan could not go on"
    assert "The disk is full." in wizard.summary.words


@pytest.fixture
def many_photos(tmp_path: Path, picture: Path) -> Path:
    """Enough photos for a scan to be interrupted."""
    from PIL import Image

    folder = tmp_path / "many"
    folder.mkdir()
    with Image.open(picture) as photo:
        for number in range(60):
            photo.crop((number, number, number + 500, number + 300)).save(folder / f"{number:03}.jpg")
    return folder


@pytest.mark.parametrize(("width", "height"), [(716, 240), (716, 110), (300, 500), (1600, 700), (60, 60)])
def test_the_strip_fills_its_width(width: int, height: int) -> None:
    columns, rows, side = tiling(width, height)
    assert columns * side + (columns - 1) * 8 <= width
    assert rows * side + (rows - 1) * 8 <= height
    if width > 200 and height > 200:
        assert width - (columns * side + (columns - 1) * 8) < columns
        assert height - rows * (side + 8) < side


def test_the_wizard_can_be_walked_with_the_keyboard(
    qtbot: QtBot, window: MainWindow, sample_photos: Path, key: Callable[..., None]
) -> None:
    from PySide6.QtCore import Qt

    wizard = open_wizard(qtbot, window, sample_photos)
    wizard.button(QWizard.WizardButton.NextButton).setFocus()
    key(wizard, Qt.Key.Key_Return)
    assert wizard.currentId() == Step.LOOK
    key(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


@pytest.fixture
def key(qtbot: QtBot) -> Callable[..., None]:
    return lambda widget, which: qtbot.keyClick(widget.focusWidget() or widget, which)
