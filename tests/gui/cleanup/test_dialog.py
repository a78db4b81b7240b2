"""The dialog that cleans up, on real photos: nothing happens before it was shown, all has a way back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from photosim.app.cleaning import cleanup
from photosim.app.cleaning.cleanup import history
from photosim.app.workspace import Workspace
from photosim.domain.actions import SET_ASIDE_FOLDER, Act, Plan, Result
from photosim.domain.marks import Mark
from photosim.domain.progress import CancelToken, Progress
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import JobState, ReportAny, Work
from photosim.gui.cleanup import work
from photosim.gui.cleanup.dialog import CleanupDialog
from tests.gui.cleanup.conftest import Place, groups_of
from tests.gui.conftest import answer_box, visible_box
from tests.gui.making import ContextMaker

OpenDialog = Callable[[Context], CleanupDialog]


def choose(dialog: CleanupDialog, act: Act) -> None:
    """What a click in the box does."""
    box = dialog.plan_page.choice.box
    box.choose(act)
    box.activated.emit(box.currentIndex())


def ended(qtbot: QtBot, dialog: CleanupDialog) -> None:
    qtbot.waitUntil(lambda: dialog.page is dialog.result_page)


def test_the_plan_is_told_before_anything_is_done(
    opened: Context, place: Place, open_dialog: OpenDialog
) -> None:
    before = place.seen()
    page = open_dialog(opened).plan_page
    assert page.figures.text == ("226 kB in all, 2 would go, 1 kept for them, 1 left alone")
    assert page.go.text() == "Set 2 photos aside"
    assert page.go.isEnabled()
    assert page.notice.text() == "Chosen: 2 identical to one that stays."
    assert page.tabs.tabText(0) == "Goes (2)"
    assert "flower.mov" in page.refused.toPlainText()
    cell = page.model.index(0, 0)
    assert cell.data().startswith("china")
    assert "photos" in cell.data()
    assert cell.data(Qt.ItemDataRole.ToolTipRole)
    assert "undo" in page.choice.way.text()
    assert place.seen() == before


def test_what_was_decided_goes_alone_unless_more_is_wished(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog
) -> None:
    (place.photos / "copies" / "flower.mov").unlink()
    place.mark(opened, {"flower.jpg": Mark.KEEP, "copies/flower.jpg": Mark.REMOVE})
    page = open_dialog(opened).plan_page
    assert page.go.text() == "Set 1 photo aside"
    assert page.notice.text() == "Chosen: 1 by your decisions."
    assert page.undecided.isVisible()
    assert page.undecided.text() == "Also 2 identical photos that you did not review"
    page.undecided.click()
    qtbot.waitUntil(lambda: page.go.text() == "Set 3 photos aside")
    assert page.notice.text() == "Chosen: 2 identical to one that stays, 1 by your decisions."
    page.undecided.click()
    qtbot.waitUntil(lambda: page.go.text() == "Set 1 photo aside")


def test_a_rehearsal_verifies_everything_and_touches_nothing(
    qtbot: QtBot,
    opened: Context,
    place: Place,
    open_dialog: OpenDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = place.seen()
    dialog = open_dialog(opened)
    page = dialog.plan_page
    qtbot.mouseClick(page.rehearsal, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.result is not None)
    assert dialog.page is page
    assert "2 photos, 226 kB, passed every check. Nothing was touched." in page.notice.text()
    assert {page.model.index(row, 4).data() for row in range(2)} == {"passed"}
    for name in ("r.csv", "r.html"):
        path = str(tmp_path / name)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, path=path: (path, ""))
        qtbot.mouseClick(page.saving, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda path=path: path in page.notice.text())  # type: ignore[misc]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    assert [row["state"] for row in rows] == ["ready", "ready", "refused"]
    assert "a rehearsal" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert place.seen() == before


def test_apply_and_one_click_back(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog
) -> None:
    before, groups = place.seen(), len(groups_of(opened)[0].members)
    dialog = open_dialog(opened)
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(dialog.plan_page.go, Qt.MouseButton.LeftButton)
    ended(qtbot, dialog)
    assert dialog.result_page.title.text() == "2 photos, 226 kB, were set aside."
    assert not dialog.result_page.problems.isVisible()
    assert set(before) - set(place.seen()) == {"copies/china.jpg", "copies/china again.jpg"}
    # Without a scan the groups are smaller.
    assert len(groups_of(opened)[0].members) == groups - 2
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(dialog.result_page.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "back" in dialog.result_page.title.text())
    assert dialog.result_page.title.text() == "2 photos are back as they were."
    assert not dialog.result_page.undo_button.isVisible()
    assert place.seen() == before
    assert len(groups_of(opened)[0].members) == groups


def test_what_was_decided_in_the_review_is_the_plan(
    opened: Context, place: Place, open_dialog: OpenDialog
) -> None:
    place.mark(
        opened,
        {
            "china.jpg": Mark.KEEP,
            "copies/china.jpg": Mark.KEEP,
            "copies/china again.jpg": Mark.REMOVE,
            "copies/china-small.jpg": Mark.REMOVE,
            "flower.jpg": Mark.KEEP,
        },
    )
    page = open_dialog(opened).plan_page
    assert page.plan is not None
    names = sorted(Path(one.victim.path).name for one in page.plan.removals)
    assert names == ["china again.jpg", "china-small.jpg"]
    assert "2 by your decisions" in page.notice.text()
    assert "1 group waits: only a part of its photos is decided." in page.notice.text()


def test_what_does_not_pass_is_told_and_the_rest_goes_on(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog(opened)
    (place.photos / "copies" / "china.jpg").write_bytes(b"edited since")
    dialog.plan_page.go.click()
    ended(qtbot, dialog)
    assert dialog.result_page.title.text() == "1 photo, 113 kB, was set aside. 1 photo was left alone."
    told = dialog.result_page.problems.toPlainText()
    assert str(place.photos / "copies" / "china.jpg") in told
    assert str(place.photos / "china.jpg") in told
    assert dialog.result_page.problems.isVisible()
    assert (place.photos / "copies" / "china.jpg").read_bytes() == b"edited since"


def test_a_move_needs_a_folder(
    qtbot: QtBot,
    opened: Context,
    place: Place,
    open_dialog: OpenDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, target = place.seen(), tmp_path / "elsewhere"
    target.mkdir()
    dialog = open_dialog(opened)
    page = dialog.plan_page
    choose(dialog, Act.MOVE)
    assert page.notice.text() == "Choose the folder to move to."
    assert not page.go.isEnabled()
    assert not page.rehearsal.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(target))
    page.choice.choose.click()
    qtbot.waitUntil(lambda: dialog.page is page and page.go.isEnabled())
    assert page.go.text() == "Move 2 photos"
    page.go.click()
    ended(qtbot, dialog)
    assert {path.name for path in target.rglob("*.jpg")} == {"china.jpg", "china again.jpg"}
    dialog.result_page.undo_button.click()
    qtbot.waitUntil(lambda: "back" in dialog.result_page.title.text())
    assert place.seen() == before


def test_links_are_made_of_identical_bytes(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog(opened)
    choose(dialog, Act.HARD_LINK)
    qtbot.waitUntil(lambda: dialog.page is dialog.plan_page)
    dialog.plan_page.go.click()
    ended(qtbot, dialog)
    assert "replaced by hard links" in dialog.result_page.title.text()
    assert (place.photos / "copies" / "china.jpg").samefile(place.photos / "china.jpg")


def test_the_trash_is_asked_about(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog
) -> None:
    before = place.seen()
    dialog = open_dialog(opened)
    choose(dialog, Act.TRASH)
    qtbot.waitUntil(lambda: dialog.page is dialog.plan_page)
    assert dialog.plan_page.go.text() == "Put 2 photos into the trash"
    said = answer_box(qtbot, "Cancel")
    dialog.plan_page.go.click()
    assert "cannot undo" in said[0]
    assert dialog.page is dialog.plan_page
    assert place.seen() == before
    assert history(opened.workspace) == []


def test_stopping_is_safe_and_closing_waits(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pausing_after_the_first(workspace: Workspace, plan: Plan) -> Work[Result]:
        def run(report: ReportAny, cancel: CancelToken) -> Result:
            def pause_and_report(progress: object) -> None:
                # First the pause: the report is what makes the window look.
                if isinstance(progress, Progress) and progress.done == 1:
                    cancel.pause()
                report(progress)

            return cleanup.apply(workspace, plan, pause_and_report, cancel)

        return run

    monkeypatch.setattr(work, "applying", pausing_after_the_first)
    before = place.seen()
    dialog = open_dialog(opened)
    dialog.plan_page.go.click()
    page = dialog.work_page
    qtbot.waitUntil(lambda: page.words.text().startswith("Paused at"))
    assert page.pause.text() == "Continue"
    assert JobState.PAUSED in [job.state for job in opened.jobs.active if not job.quiet]
    dialog.reject()
    assert dialog.isVisible()
    assert page.words.text().startswith("Stopping")
    assert not page.pause.isEnabled()
    assert not page.stop.isEnabled()
    ended(qtbot, dialog)
    (record,) = history(opened.workspace)
    assert record.finished
    assert len(before) - len(place.seen()) == record.done == 1
    dialog.reject()
    assert not dialog.isVisible()


def test_stopping_before_anything_was_done_leads_back_to_the_plan(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never_begun(_workspace: Workspace, _plan: Plan) -> Work[Result]:
        def run(_report: ReportAny, cancel: CancelToken) -> Result:
            cancel.pause()
            cancel.checkpoint()
            raise AssertionError

        return run

    monkeypatch.setattr(work, "applying", never_begun)
    before = place.seen()
    dialog = open_dialog(opened)
    dialog.plan_page.go.click()
    assert dialog.page is dialog.work_page
    dialog.work_page.stop.click()
    qtbot.waitUntil(lambda: dialog.page is dialog.plan_page)
    assert dialog.plan_page.go.isEnabled()
    assert place.seen() == before
    assert history(opened.workspace) == []


def test_closing_while_a_plan_is_made_drops_it(qtbot: QtBot, opened: Context) -> None:
    dialog = CleanupDialog(opened, groups_of(opened))
    dialog.show()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    qtbot.waitUntil(lambda: not opened.jobs.active)


def test_a_library_for_reading_only_can_be_rehearsed(
    qtbot: QtBot, opened: Context, place: Place, make_context: ContextMaker, open_dialog: OpenDialog
) -> None:
    assert not opened.workspace.library.read_only
    second = make_context(place.library)
    page = open_dialog(second).plan_page
    assert not page.go.isEnabled()
    assert "another photosim" in page.go.toolTip()
    assert "another photosim" in page.notice.text()
    page.rehearsal.click()
    qtbot.waitUntil(lambda: page.result is not None)
    assert "passed every check" in page.notice.text()


def test_a_failure_is_told_and_leads_back_to_the_plan(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog, tmp_path: Path
) -> None:
    target = tmp_path / "vanishing"
    target.mkdir()
    dialog = open_dialog(opened)
    choose(dialog, Act.MOVE)
    dialog.plan_page.choice.choose_target(str(target))
    qtbot.waitUntil(lambda: dialog.page is dialog.plan_page and dialog.plan_page.go.isEnabled())
    target.rmdir()
    before = place.seen()
    dialog.plan_page.go.click()
    box = visible_box(qtbot)
    assert "Nothing was touched" in box.text()
    assert str(target) in box.text()
    box.close()
    assert dialog.page is dialog.plan_page
    assert place.seen() == before


def test_it_is_usable_without_a_mouse_and_by_ear(
    qtbot: QtBot, opened: Context, place: Place, open_dialog: OpenDialog
) -> None:
    before = place.seen()
    dialog = open_dialog(opened)
    page = dialog.plan_page
    qtbot.keyClick(page.choice.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.result is not None)
    assert place.seen() == before
    for widget in (page.table, page.refused, page.choice.box, page.notice, page.figures, page.choice.way):
        assert widget.accessibleName()
    page.go.setFocus()
    qtbot.keyClick(page.go, Qt.Key.Key_Space)
    ended(qtbot, dialog)
    assert (place.photos / SET_ASIDE_FOLDER).is_dir()


def test_enter_rehearses_wherever_the_keyboard_was_while_the_plan_was_made(
    qtbot: QtBot, opened: Context, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog(opened)
    page = dialog.plan_page
    for button in (dialog.work_page.pause, dialog.work_page.stop):
        choose(dialog, Act.TRASH if page.choice.act is Act.SET_ASIDE else Act.SET_ASIDE)
        assert dialog.page is dialog.work_page
        button.setFocus()
        qtbot.waitUntil(lambda: dialog.page is page)
        assert page.result is None
        qtbot.keyClick(page.choice.box, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.result is not None)


@pytest.mark.parametrize("column", range(5))
def test_the_table_is_a_good_model_and_sorts(
    qtmodeltester: object, opened: Context, open_dialog: OpenDialog, column: int
) -> None:
    page = open_dialog(opened).plan_page
    qtmodeltester.check(page.model)  # type: ignore[attr-defined]
    index = page.model.index(0, 0)
    page.table.setCurrentIndex(index)
    chosen = page.model.thing(0)
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        page.table.sortByColumn(column, order)
        assert page.model.thing(page.table.currentIndex().row()) is chosen
