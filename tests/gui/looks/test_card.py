"""A memory card beside what is at home, in a dialog."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from photosim.app.exploring.pocket_file import read_pocket
from photosim.app.exploring.pocket_result import Standing
from photosim.gui.base.context import Context
from photosim.gui.looks.card import CardDialog, export_pocket
from tests.gui.conftest import visible_box
from tests.gui.making import Family


@pytest.fixture
def card(family: Family, tmp_path: Path) -> Path:
    """A copy, a copy saved again, a new picture, and a broken one."""
    folder = tmp_path / "card"
    folder.mkdir()
    shutil.copy(family.photos / "flower.jpg", folder / "a.jpg")
    with Image.open(family.photos / "china.jpg") as china:
        china.resize((500, 334)).save(folder / "b.webp", quality=60)
    Image.effect_noise((300, 200), 90).convert("RGB").save(folder / "c.png")
    (folder / "d.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    return folder


@pytest.fixture
def dialog(qtbot: QtBot, context: Context) -> Iterator[CardDialog]:
    made = CardDialog(context)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def close_box(qtbot: QtBot) -> str:
    box: QMessageBox = visible_box(qtbot)
    text = box.text()
    box.close()
    return text


def test_three_lists_of_a_card(
    qtbot: QtBot, dialog: CardDialog, card: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not dialog.question.go.isEnabled()
    dialog.question.folder.setText(str(card))
    qtbot.mouseClick(dialog.question.go, Qt.MouseButton.LeftButton)
    assert dialog.page is dialog.work_page
    qtbot.waitUntil(lambda: dialog.page is dialog.answer)
    answer = dialog.answer
    assert answer.standing is Standing.NEW
    assert [button.text() for button in answer.buttons.values()] == [
        "Not at home yet (1)",
        "Probably at home (1)",
        "At home (1)",
    ]
    assert [Path(item.path).name for item in answer.grid.photos.items] == ["c.png"]
    for standing, name in ((Standing.PROBABLY, "b.webp"), (Standing.AT_HOME, "a.jpg")):
        qtbot.mouseClick(answer.buttons[standing], Qt.MouseButton.LeftButton)
        assert [Path(item.path).name for item in answer.grid.photos.items] == [name]
    answer.copy.emit(Standing.NEW)
    assert QGuiApplication.clipboard().text() == str(card / "c.png")
    assert close_box(qtbot) == "1 path copied, one a line."
    table = tmp_path / "card.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(table), ""))
    answer.export.emit()
    assert close_box(qtbot).startswith("The table is written")
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [row["standing"] for row in csv.DictReader(file)] == ["new", "probably-at-home", "at-home"]
    answer.again.emit()
    assert dialog.page is dialog.question


def test_a_pocket_catalogue_is_written_and_compared_with(
    qtbot: QtBot,
    dialog: CardDialog,
    context: Context,
    family: Family,
    tmp_path: Path,
) -> None:
    file, window = tmp_path / "home.pocket", QWidget()
    qtbot.addWidget(window)
    export_pocket(context, window)
    asked = window.findChild(QFileDialog)
    assert isinstance(asked, QFileDialog)
    asked.fileSelected.emit(str(file))
    asked.close()
    assert close_box(qtbot).startswith("The pocket catalogue is written. 4 photos, ")
    assert len(read_pocket(str(file)).entries) == 4
    empty = tmp_path / "empty"
    empty.mkdir()
    shutil.copy(family.photos / "china.jpg", empty / "x.jpg")
    dialog.question.folder.setText(str(empty))
    dialog.question.by_pocket.setChecked(True)
    assert not dialog.question.go.isEnabled()
    dialog.question.pocket.setText(str(file))
    dialog.question.go.click()
    qtbot.waitUntil(lambda: dialog.page is dialog.answer)
    assert dialog.answer.buttons[Standing.AT_HOME].text() == "At home (1)"
    assert dialog.answer.grid.photos.rowCount() == 0


def test_what_cannot_be_compared_is_told_and_asked_again(
    qtbot: QtBot, dialog: CardDialog, tmp_path: Path
) -> None:
    dialog.question.folder.setText(str(tmp_path / "nowhere"))
    dialog.question.go.click()
    assert "nowhere" in close_box(qtbot)
    assert dialog.page is dialog.question
    (tmp_path / "foreign.pocket").write_bytes(b"something else")
    dialog.question.folder.setText(str(tmp_path))
    dialog.question.by_pocket.setChecked(True)
    dialog.question.pocket.setText(str(tmp_path / "foreign.pocket"))
    dialog.question.go.click()
    assert "it is no pocket catalogue of photosim" in close_box(qtbot)


def test_stopping_asks_again_and_closing_drops_the_work(
    qtbot: QtBot, dialog: CardDialog, card: Path, context: Context
) -> None:
    dialog.question.folder.setText(str(card))
    dialog.question.go.click()
    dialog.work_page.stop.click()
    qtbot.waitUntil(lambda: dialog.page is not dialog.work_page)
    dialog._ask()
    dialog.question.go.click()
    dialog.reject()
    qtbot.waitUntil(lambda: not context.jobs.active)
    assert dialog.page is dialog.work_page
