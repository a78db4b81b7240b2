"""The editor of the keeper rules, on real photos: by mouse, by keys, with its preview."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from photosim.app.tuning.rules import read_rules
from photosim.domain.rules import COPIES, SHOTS, RuleName, RuleSet
from photosim.domain.similarity import Relation
from photosim.gui.base.context import Context
from photosim.gui.rules.dialog import RulesDialog
from photosim.gui.rules.order import box_of
from tests.gui.making import ContextMaker, Family

OpenDialog = Callable[..., RulesDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Iterator[OpenDialog]:
    """Opens the editor and waits until it has its rules and its first preview."""
    opened: list[RulesDialog] = []

    def start(context: Context, *, ready: bool = True) -> RulesDialog:
        dialog = RulesDialog(context)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        opened.append(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.isEnabled)
        if ready:
            previewed(qtbot, dialog)
        return dialog

    yield start
    for dialog in opened:
        dialog.reject()
        dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dialog(context: Context, open_dialog: OpenDialog) -> Iterator[RulesDialog]:
    yield open_dialog(context)
    context.workspace.library.save_rules(None)


def previewed(qtbot: QtBot, dialog: RulesDialog) -> None:
    qtbot.waitUntil(lambda: dialog.preview.changes is not None)


def names(dialog: RulesDialog) -> list[RuleName]:
    return [use.name for use in dialog.order.uses]


def button(dialog: RulesDialog, words: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == words)


def choose(dialog: RulesDialog, rule: RuleName) -> None:
    dialog.order.setCurrentRow(names(dialog).index(rule))


def test_the_rules_are_listed_and_explained(dialog: RulesDialog) -> None:
    assert dialog.order.uses == COPIES
    assert dialog.order.count() == len(RuleName)
    first = dialog.order.item(0)
    assert first is not None
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "1, In a protected folder"
    for row in range(dialog.order.count()):
        dialog.order.setCurrentRow(row)
        assert dialog.parameters.findChildren(type(dialog.notice))[0].text()
    assert dialog.preview.title.text() == "With these rules the same photo is kept in all of 2 groups."
    assert dialog.save_button.isEnabled()


def test_keys_move_and_switch_rules(qtbot: QtBot, dialog: RulesDialog) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    dialog.order.setCurrentRow(1)
    qtbot.keyClick(dialog.order, Qt.Key.Key_Up, alt)
    assert names(dialog)[:2] == [RuleName.FOLDER, RuleName.PROTECTED]
    assert dialog.order.currentRow() == 0
    qtbot.keyClick(dialog.order, Qt.Key.Key_Up, alt)
    qtbot.keyClick(dialog.order, Qt.Key.Key_Down, alt)
    qtbot.keyClick(dialog.order, Qt.Key.Key_Down, alt)
    assert names(dialog)[:3] == [RuleName.PROTECTED, RuleName.FIRST_HAND, RuleName.FOLDER]
    qtbot.keyClick(dialog.order, Qt.Key.Key_Space)
    assert not dialog.rules.copies[2].on
    item = dialog.order.item(2)
    assert item is not None
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "In a preferred folder, not asked"
    qtbot.keyClick(dialog.order, Qt.Key.Key_Down)
    assert dialog.order.currentRow() == 3
    assert dialog.rules.shots == SHOTS


def test_a_click_on_the_box_switches_and_one_on_the_title_does_not(qtbot: QtBot, dialog: RulesDialog) -> None:
    order = dialog.order
    item = order.item(2)
    assert item is not None
    row = order.visualItemRect(item)
    qtbot.mouseClick(order.viewport(), Qt.MouseButton.LeftButton, pos=box_of(row).center())
    assert [use.on for use in order.uses].index(False) == 2
    qtbot.mouseClick(order.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert sum(not use.on for use in order.uses) == 1


def test_what_is_dropped_elsewhere_is_asked_there(dialog: RulesDialog) -> None:
    """What Qt does with a drop: the row is put in anew, and the old one taken out."""
    order = dialog.order
    order.insertItem(0, order.takeItem(5))
    order._read()
    assert names(dialog)[0] is COPIES[5].name
    assert dialog.rules.copies == order.uses


def test_the_buttons_beside_the_list_move_too(dialog: RulesDialog) -> None:
    dialog.order.setCurrentRow(0)
    buttons = {one.accessibleName(): one for one in dialog.findChildren(QToolButton)}
    buttons["Ask this rule later"].click()
    assert names(dialog)[1] is RuleName.PROTECTED
    buttons["Ask this rule earlier"].click()
    assert names(dialog)[0] is RuleName.PROTECTED


def test_the_preview_follows_and_shows_why(qtbot: QtBot, dialog: RulesDialog) -> None:
    choose(dialog, RuleName.PLAIN_NAME)
    dialog.parameters.names.setPlainText("flower\n\n flower ")
    assert dialog.rules.copy_names == ("flower",)
    dialog.order.move(-20)
    previewed(qtbot, dialog)
    assert dialog.preview.title.text() == "With these rules 1 of 2 keepers changes."
    (example,) = dialog.preview.examples
    assert os.path.basename(example.change.keeper.path) == "flower-copy.jpg"
    assert example.accessibleName() == "flower-copy.jpg instead of flower.jpg"
    assert example.change.reasons[0] == "not named like a copy, as “flower.jpg” is"
    dialog.order.toggle()
    previewed(qtbot, dialog)
    assert dialog.preview.examples == []
    assert "Move a rule" in dialog.preview.words.text()


def test_different_shots_have_an_order_of_their_own(qtbot: QtBot, dialog: RulesDialog) -> None:
    dialog.show_order(Relation.SAME_MOMENT)
    assert dialog.order.uses == SHOTS
    previewed(qtbot, dialog)
    assert dialog.preview.title.text() == "With these rules the same photo is kept in all of 1 group."
    dialog.order.setCurrentRow(0)
    dialog.order.toggle()
    assert not dialog.rules.shots[0].on
    assert dialog.rules.copies == COPIES
    button_of = {one.text(): one for one in dialog.findChildren(QToolButton)}
    button_of["Copies of one picture"].click()
    assert dialog.order.uses == COPIES


def test_preferred_folders(qtbot: QtBot, dialog: RulesDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = dialog.parameters.folders
    assert not folders.isVisible()
    choose(dialog, RuleName.FOLDER)
    assert folders.isVisible()
    wanted = iter(["/b", "/a", "/a", ""])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(wanted))
    for _ in range(4):
        folders.add_button.click()
    assert dialog.rules.folders == ("/b", "/a")
    buttons = {one.accessibleName(): one for one in folders.findChildren(QToolButton)}
    buttons["Prefer this folder more"].click()
    buttons["Prefer this folder more"].click()
    assert dialog.rules.folders == ("/a", "/b")
    buttons["Prefer this folder less"].click()
    buttons["Prefer this folder less"].click()
    assert dialog.rules.folders == ("/b", "/a")
    buttons["Take this folder off the list"].click()
    assert dialog.rules.folders == ("/b",)


def test_saving_keeps_the_rules_and_tells(qtbot: QtBot, context: Context, dialog: RulesDialog) -> None:
    dialog.order.setCurrentRow(0)
    dialog.order.toggle()
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.save_button.click()
    assert told.args == [dialog.rules]
    assert context.workspace.library.rules() == dialog.rules != RuleSet()
    qtbot.waitUntil(dialog.isHidden)


def test_what_photosim_comes_with_is_not_written_down(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    context.workspace.library.save_rules(RuleSet(folders=("/a",)))
    dialog = open_dialog(context)
    assert dialog.rules.folders == ("/a",)
    button(dialog, "Start over").click()
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()
    assert context.workspace.library.rules() == RuleSet()


def test_closing_changes_nothing(context: Context, dialog: RulesDialog) -> None:
    dialog.order.setCurrentRow(0)
    dialog.order.toggle()
    button(dialog, "Cancel").click()
    assert context.workspace.library.rules() == RuleSet()


def test_out_and_in(
    qtbot: QtBot, dialog: RulesDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "rules.json")
    dialog.order.setCurrentRow(0)
    dialog.order.toggle()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (path, ""))
    button(dialog, "Export…").click()
    qtbot.waitUntil(lambda: path in dialog.notice.text())
    assert read_rules(path) == dialog.rules
    exported = dialog.rules
    button(dialog, "Start over").click()
    assert dialog.rules == RuleSet()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (path, ""))
    button(dialog, "Import…").click()
    qtbot.waitUntil(lambda: dialog.rules == exported)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: ("", ""))
    button(dialog, "Import…").click()
    assert dialog.rules == exported


def test_rules_that_cannot_be_read_are_told_of(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    with context.workspace.library._catalog.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO settings (name, value) VALUES ('keeper-rules', ?)",
            (json.dumps({"version": 99}),),
        )
    try:
        dialog = open_dialog(context, ready=False)
        assert "newer photosim" in dialog.notice.text()
        assert dialog.rules == RuleSet()
        previewed(qtbot, dialog)
        assert "the same photo is kept" in dialog.preview.title.text()
    finally:
        context.workspace.library.save_rules(None)


def test_a_reader_cannot_save(
    qtbot: QtBot, family: Family, context: Context, make_context: ContextMaker, open_dialog: OpenDialog
) -> None:
    second = make_context(family.library)
    dialog = open_dialog(second)
    assert not dialog.save_button.isEnabled()
    assert dialog.notice.text() == second.workspace.library.read_only_reason != ""


def test_an_empty_library(qtbot: QtBot, empty_context: Context, open_dialog: OpenDialog) -> None:
    dialog = open_dialog(empty_context)
    assert dialog.preview.title.text() == "There are no groups to try the rules on."


def test_closing_early_waits_for_nothing(qtbot: QtBot, context: Context, open_dialog: OpenDialog) -> None:
    dialog = open_dialog(context, ready=False)
    dialog.reject()
    qtbot.waitUntil(lambda: not context.jobs.active)
