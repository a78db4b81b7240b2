"""A whole review by keyboard alone: fifty groups of real files, a restart, the removal, and its undo."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from photosim.app.workspace import open_workspace
from photosim.gui.base.pages import Page
from photosim.gui.cleanup.dialog import CleanupDialog
from photosim.gui.groups.review import Standing
from photosim.gui.groups.view import GroupsView
from photosim.gui.shell.main_window import MainWindow
from tests.gui.conftest import close
from tests.helpers.scanning import fill

GROUPS = 50


def picture(number: int) -> Image.Image:
    """One of many pictures that have nothing to do with each other."""
    random = np.random.default_rng(number)
    ground = Image.fromarray(random.integers(0, 256, (12, 16, 3), np.uint8))
    image = ground.resize((320, 240), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y, width, height = (int(value) for value in random.integers(0, 240, 4))
        color = tuple(int(value) for value in random.integers(0, 256, 3))
        draw.ellipse((x, y, x + width // 4, y + height // 4), fill=color)
    return image


@pytest.fixture(scope="module")
def reviewed_library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Fifty pictures, each with one or two copies, a third of them with a smaller version as well."""
    place = tmp_path_factory.mktemp("review")
    photos = place / "photos"
    for folder in ("camera", "phone", "backup"):
        (photos / folder).mkdir(parents=True)
    for number in range(GROUPS):
        name = f"IMG_{number:04}.jpg"
        image = picture(number)
        image.save(photos / "camera" / name, quality=92)
        shutil.copy(photos / "camera" / name, photos / "backup" / name)
        if number % 4 == 0:
            shutil.copy(photos / "camera" / name, photos / "backup" / f"copy of {name}")
        if number % 3 == 0:
            image.resize((240, 180)).save(photos / "phone" / f"small {name}", quality=80)
    with open_workspace(str(place / "library")) as workspace:
        fill(workspace, photos)
    return photos, place / "library"


class Keyboard:
    """Presses keys wherever the keyboard is."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._window = window
        self.pressed = 0

    @property
    def at(self) -> QWidget:
        """The widget that has the keyboard."""
        top = QApplication.activeModalWidget() or self._window
        return top.focusWidget() or top

    def press(
        self,
        *keys: Qt.Key,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        for key in keys:
            self._qtbot.keyClick(self.at, key, held)
            self.pressed += 1

    def say(self, text: str) -> None:
        self._qtbot.keyClicks(self.at, text)
        self.pressed += len(text)

    def go_to(self, wanted: QWidget) -> None:
        """Press Tab until a widget has the keyboard."""
        for _ in range(60):
            if self.at is wanted:
                return
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"{wanted} cannot be reached by keyboard")


@pytest.fixture
def start(
    open_window: Callable[..., MainWindow], qtbot: QtBot, reviewed_library: tuple[Path, Path], tmp_path: Path
) -> Callable[[], tuple[MainWindow, GroupsView, Keyboard]]:
    """Opens the window on the library and goes to its groups by keyboard."""
    shutil.copytree(reviewed_library[1], tmp_path / "library")

    def make() -> tuple[MainWindow, GroupsView, Keyboard]:
        window = open_window()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        keyboard = Keyboard(qtbot, window)
        keyboard.press(Qt.Key.Key_4, held=Qt.KeyboardModifier.ControlModifier)
        assert window.page is Page.GROUPS
        assert window.views is not None
        view = window.views.groups.load()
        qtbot.waitUntil(lambda: view.review is not None and not view.busy)
        assert keyboard.at is view.group_list
        return window, view, keyboard

    return make


def digests(folder: Path) -> dict[str, str]:
    """What lies in a folder: bytes by name, without what was set aside."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and ".photosim-set-aside" not in path.parts
    }


def is_again(folder: Path, before: dict[str, str]) -> bool:
    """Whether a folder holds what it did, while photosim may still be taking away the folders it made."""
    try:
        return digests(folder) == before
    except FileNotFoundError:
        return False


def decide(keyboard: Keyboard, view: GroupsView, number: int) -> None:
    """Decide the current group, each in another of the ways there are, and accept that."""
    group = view.detail.group
    review = view.review
    assert group is not None
    assert review is not None
    match number % 6:
        case 1:
            keyboard.press(Qt.Key.Key_2)
            assert review.choice(group).keeper == group.members[1].photo.path
        case 2:
            keyboard.press(Qt.Key.Key_O)
            assert len(review.going(group)) == len(group.members) - 1
        case 3:
            keyboard.press(Qt.Key.Key_K)
            assert review.going(group) == []
        case 4:
            before = review.choice(group).remove
            keyboard.press(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space)
            assert review.choice(group).remove == before ^ {group.members[1].photo.path}
        case 5:
            keyboard.press(Qt.Key.Key_O, Qt.Key.Key_U)
            assert review.standing(group) is Standing.OPEN
    keyboard.press(Qt.Key.Key_Return)
    assert review.standing(group) is Standing.REVIEWED


@pytest.mark.timeout(600)
def test_fifty_groups_are_reviewed_removed_and_brought_back_without_a_mouse(
    start: Callable[[], tuple[MainWindow, GroupsView, Keyboard]],
    qtbot: QtBot,
    reviewed_library: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    photos, _ = reviewed_library
    before = digests(photos)
    first, view, keyboard = start()
    assert view.review is not None
    total = view.review.tally.total
    assert total >= GROUPS

    keyboard.say("?")
    assert view.help.isVisible()
    keyboard.press(Qt.Key.Key_Escape)
    assert keyboard.at is view.group_list

    # Laid over each other: another view of the two, 100 %, and back without a decision.
    keyboard.press(Qt.Key.Key_C)
    qtbot.waitUntil(view.comparison.isVisible)
    keyboard.press(Qt.Key.Key_W, Qt.Key.Key_D, Qt.Key.Key_S, Qt.Key.Key_Z, Qt.Key.Key_Space, Qt.Key.Key_Space)
    keyboard.press(Qt.Key.Key_Escape)
    assert not view.comparison.isVisible()
    assert keyboard.at is view.group_list
    # What is said wrongly is taken back.
    groups, last = view.review.groups, view.review.last_step
    keyboard.press(Qt.Key.Key_N)
    assert view.review.last_step.startswith("not the same")
    keyboard.press(Qt.Key.Key_U)
    assert view.review.last_step == last
    assert {group.id: group.members for group in view.review.groups} == {
        group.id: group.members for group in groups
    }
    assert keyboard.at is view.group_list

    for number in range(20):
        decide(keyboard, view, number)
    assert view.review.tally.reviewed == 20
    # Five groups at once.
    keyboard.press(*[Qt.Key.Key_Down] * 4, held=Qt.KeyboardModifier.ShiftModifier)
    keyboard.press(Qt.Key.Key_Return)
    assert view.review.tally.reviewed == 25
    assert view.bar.counts.startswith(f"25 of {total} groups reviewed, ")
    decided = dict(view.review.marks)
    close(qtbot, first)

    second, view, keyboard = start()
    assert view.review is not None
    assert dict(view.review.marks) == decided
    assert view.bar.counts.startswith(f"25 of {total} groups reviewed, ")
    assert view.detail.group is not None
    assert view.review.standing(view.detail.group) is Standing.OPEN
    for number in range(25, total):
        decide(keyboard, view, number)
    assert view.review.tally.reviewed == total
    assert "All groups are reviewed" in view.message
    chosen = {photo.path for group in view.review.groups for photo in view.review.going(group)}
    assert view.review.tally.chosen == len(chosen) > 20
    assert digests(photos) == before

    keyboard.press(Qt.Key.Key_Space)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CleanupDialog)
    qtbot.waitUntil(lambda: dialog.page is dialog.plan_page and dialog.plan_page.plan is not None)
    assert {removal.victim.path for removal in dialog.plan_page.plan.removals} == chosen  # type: ignore[union-attr]
    keyboard.go_to(dialog.plan_page.go)
    keyboard.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.page is dialog.result_page)
    after = digests(photos)
    assert set(before) - set(after) == {Path(path).relative_to(photos).as_posix() for path in chosen}
    assert set(after.values()) <= set(before.values())
    # Of identical files one has always stayed.
    for name in set(before) - set(after):
        assert name.startswith("phone/") or before[name] in after.values()

    keyboard.go_to(dialog.result_page.undo_button)
    keyboard.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: is_again(photos, before))
    qtbot.waitUntil(lambda: dialog.page is dialog.result_page)
    keyboard.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    qtbot.waitUntil(lambda: not view.busy and view.review is not None and view.review.tally.total == total)
    assert keyboard.pressed < 6 * total
    close(qtbot, second)
