"""The questions, answered by key on a real library."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from photosim.app.workspace import open_workspace
from photosim.domain.judgements import Verdict
from photosim.domain.strictness import NORMAL, STEPS
from photosim.gui.base.context import Context
from photosim.gui.tuning import questions as questions_module
from photosim.gui.tuning.choices import StrictnessChoices
from photosim.gui.tuning.dialog import TuningDialog
from photosim.gui.tuning.work import Standing
from photosim.similarity.threshold import Estimate
from tests.app.degrees import scan_degrees
from tests.gui.making import ContextMaker


@pytest.fixture(scope="session")
def degrees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a library of pictures with copies that are harder and harder to recognise."""
    base = tmp_path_factory.mktemp("degrees")
    with open_workspace(str(base / "library")) as workspace:
        scan_degrees(workspace, base / "photos")
    return base / "library"


@pytest.fixture
def context(make_context: ContextMaker, degrees: Path, tmp_path: Path) -> Context:
    shutil.copytree(degrees, tmp_path / "library")
    return make_context(tmp_path / "library")


@pytest.fixture
def dialogs() -> Iterator[list[TuningDialog]]:
    """Closes what a test opened."""
    opened: list[TuningDialog] = []
    yield opened
    for dialog in opened:
        if isValid(dialog):
            dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, dialogs: list[TuningDialog]) -> TuningDialog:
    """Shown, with its first question."""
    return shown(qtbot, context, dialogs)


def shown(qtbot: QtBot, context: Context, dialogs: list[TuningDialog]) -> TuningDialog:
    made = TuningDialog(context)
    dialogs.append(made)
    made.show()
    qtbot.waitUntil(lambda: made._standing is not None)
    return made


def press(qtbot: QtBot, dialog: TuningDialog, key: Qt.Key) -> None:
    """Press a key once a question waits, and wait until the answer is taken."""
    qtbot.waitUntil(lambda: dialog.questions.is_asking)
    before = dialog._standing
    qtbot.keyClick(dialog.questions, key)
    qtbot.waitUntil(lambda: dialog._standing is not before)


def question_pair(dialog: TuningDialog) -> object:
    assert dialog._standing is not None
    assert dialog._standing.question is not None
    return dialog._standing.question.pair


def test_it_is_answered_by_key_and_remembered(qtbot: QtBot, context: Context, dialog: TuningDialog) -> None:
    library = context.workspace.library
    first = question_pair(dialog)
    assert dialog.questions.count.text() == "0 of 20 answered"
    assert not dialog.questions.back.isEnabled()
    press(qtbot, dialog, Qt.Key.Key_Y)
    second = question_pair(dialog)
    press(qtbot, dialog, Qt.Key.Key_N)
    said = {judgement.pair: judgement for judgement in library.judgements()}
    assert said[first].verdict is Verdict.SAME
    assert said[second].verdict is Verdict.NOT_SAME
    assert all(judgement.asked for judgement in said.values())
    press(qtbot, dialog, Qt.Key.Key_S)
    assert len(library.judgements()) == 2
    assert dialog.questions.count.text() == "2 of 20 answered"
    assert dialog.questions.bar.value() == 2
    # The skip first, then the answer.
    press(qtbot, dialog, Qt.Key.Key_Backspace)
    press(qtbot, dialog, Qt.Key.Key_Backspace)
    assert question_pair(dialog) == second
    assert [judgement.pair for judgement in library.judgements()] == [first]
    qtbot.waitUntil(lambda: dialog.questions.is_asking)
    qtbot.keyClick(dialog.questions, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: library.judgements() == [])
    qtbot.waitUntil(lambda: dialog.questions.is_asking)
    assert not dialog.questions.back.isEnabled()


def test_both_photos_are_shown_large_with_their_names(qtbot: QtBot, dialog: TuningDialog) -> None:
    assert dialog._standing is not None
    question = dialog._standing.question
    assert question is not None
    for side, photo in zip(dialog.questions.pair.sides, (question.first, question.second), strict=True):
        assert side.picture.has_image
        assert photo.path.endswith(side.title.text())
        assert "270" in side.facts.text()
    first, second = dialog.questions.pair.sides
    assert abs(first.picture.width() - second.picture.width()) <= 1


def test_every_value_tells_what_it_would_do(qtbot: QtBot, dialog: TuningDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.choices.unknown)
    for value, name in STEPS.items():
        words = dialog.choices.words_of(value)
        assert words.startswith(name.capitalize())
        assert " groups, " in words
        # Nobody has answered anything.
        assert "right" not in words
    assert "now" in dialog.choices.words_of(NORMAL)
    assert "8 more answers" in dialog.hint.text()
    assert dialog.choices.value == NORMAL
    assert not dialog.use.isEnabled()


def test_a_value_is_chosen_and_used(qtbot: QtBot, context: Context, dialog: TuningDialog) -> None:
    saved: list[object] = []
    dialog.saved.connect(saved.append)
    dialog.choices.choose(100)
    assert dialog.use.text() == "Use “very strict”"
    dialog.reset.click()
    assert dialog.choices.value == NORMAL
    assert not dialog.use.isEnabled()
    dialog.choices.choose(75)
    assert context.workspace.library.strictness() == NORMAL
    with qtbot.waitSignal(dialog.finished):
        dialog.use.click()
    assert saved == [75]
    assert context.workspace.library.strictness() == 75


def test_when_all_is_answered_it_says_so_and_the_answers_choose(
    qtbot: QtBot, context: Context, dialogs: list[TuningDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions_module, "ROUND", 3)
    dialog = shown(qtbot, context, dialogs)
    judged: list[bool] = []
    dialog.judged.connect(lambda: judged.append(True))
    for _ in range(3):
        press(qtbot, dialog, Qt.Key.Key_Y)
    # A round is over: one may stop, or go on.
    assert not dialog.questions.is_asking
    assert dialog.questions.message.text.startswith("That is enough to go by")
    assert dialog.questions.more.isVisibleTo(dialog)
    dialog.questions.more.click()
    assert dialog.questions.is_asking
    for _ in range(20):
        if dialog._standing is None or dialog._standing.question is None:
            break
        if not dialog.questions.is_asking:
            dialog.questions.more.click()
        press(qtbot, dialog, Qt.Key.Key_Y)
    assert dialog.questions.message.text.startswith("Nothing more to ask")
    assert not dialog.questions.is_asking
    # The last answer can be taken back from here, too.
    assert dialog.questions.back.isEnabled()
    # Groups are counted anew, as answers are judgements.
    qtbot.waitUntil(lambda: not dialog.choices.unknown)
    dialog.reject()
    assert judged == [True]
    assert len(context.workspace.library.judgements()) >= 6


def test_estimates_are_told_with_enough_answers(qtbot: QtBot) -> None:
    def standing(answers: int) -> Standing:
        estimate = Estimate(0.97, 0.91, 0.997, answers)
        return Standing(None, (None, None), answers, 50, 60, {50: estimate, 60: None}, ())

    choices = StrictnessChoices()
    qtbot.addWidget(choices)
    choices.show_standing(standing(7))
    assert "right" not in choices.words_of(50)
    assert "by your answers" in choices.words_of(60)
    choices.show_standing(standing(8))
    assert "about 97 % right by your 8 answers (91 % to over 99 %)" in choices.words_of(50)
    # What has no name has its place between those that have, as long as it is of interest.
    choices.choose(60)
    choices.show_standing(replace(standing(9), recommended=75))
    assert choices.value == 75
    with pytest.raises(KeyError):
        choices.words_of(60)
    assert "by your answers" in choices.words_of(75)


def test_a_card_is_chosen_wherever_it_is_clicked(qtbot: QtBot) -> None:
    choices = StrictnessChoices()
    qtbot.addWidget(choices)
    choices.show()
    chosen: list[object] = []
    choices.chosen.connect(chosen.append)
    card = choices._cards[25]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight() - QPoint(6, 6))
    assert chosen == [25]
    assert choices.value == 25


def test_a_library_that_can_only_be_looked_at(
    qtbot: QtBot, make_context: ContextMaker, degrees: Path, tmp_path: Path, dialogs: list[TuningDialog]
) -> None:
    shutil.copytree(degrees, tmp_path / "library")
    with open_workspace(str(tmp_path / "library")) as owner:
        context = make_context(tmp_path / "library")
        assert context.workspace.library.read_only
        dialog = shown(qtbot, context, dialogs)
        assert "Your answers are not kept." in dialog.notice.text()
        press(qtbot, dialog, Qt.Key.Key_N)
        dialog.choices.choose(100)
        assert not dialog.use.isEnabled()
        dialog.reject()
        assert owner.library.judgements() == []


def test_nothing_to_ask(qtbot: QtBot, empty_context: Context, dialogs: list[TuningDialog]) -> None:
    dialog = shown(qtbot, empty_context, dialogs)
    assert dialog.questions.message.text.startswith("There is nothing to ask")
    assert not dialog.questions.is_asking
    qtbot.waitUntil(lambda: not dialog.choices.unknown)
    assert "0 groups" in dialog.choices.words_of(NORMAL)


def test_closing_while_it_looks_leaves_nothing_behind(
    qtbot: QtBot, qapp: QApplication, context: Context, dialogs: list[TuningDialog]
) -> None:
    dialog = TuningDialog(context)
    dialogs.append(dialog)
    dialog.show()
    dialog.reject()
    qtbot.waitUntil(lambda: not context.jobs.active)
