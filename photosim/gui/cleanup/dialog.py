"""The dialog that makes a plan, shows it, carries it out, and takes it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedLayout, QWidget

from photosim.actions.undo import UndoResult
from photosim.app.cleaning.words import problem_words, result_title, undo_title
from photosim.domain.actions import Act, OutcomeState, Result
from photosim.domain.similarity import Group
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, Work
from photosim.gui.cleanup import questions, work
from photosim.gui.cleanup.places import place_of, show_place
from photosim.gui.cleanup.plan_page import PlanPage
from photosim.gui.cleanup.result_page import ResultPage
from photosim.gui.cleanup.work_page import WorkPage
from photosim.gui.kit.dialogs import show_failure

T = TypeVar("T")

_LARGEST = QSize(1480, 940)
_SHARE = 0.88
_NOTHING_TOUCHED = "Nothing is touched by this; stop it at any time."
_STOP_KEEPS = "Stopping is safe at any time: what is done stays done, is in the history, and can be undone."

_WORKING = {
    Act.SET_ASIDE: "Setting photos aside",
    Act.TRASH: "Putting photos into the trash",
    Act.MOVE: "Moving photos",
    Act.HARD_LINK: "Replacing photos by hard links",
    Act.SYMLINK: "Replacing photos by symbolic links",
}

_NOW = {
    Act.SET_ASIDE: "They are out of the library and still on their drive. To free the space, put them into "
    "the system's trash from the history; until then one click brings them back.",
    Act.TRASH: "They are in the trash of the system, from where the system can bring them back.",
    Act.MOVE: "They lie in the folder you chose; one click moves them back. On a drive that they were copied "
    "from, the space becomes free when you put what was set aside there into the trash, from the history.",
    Act.HARD_LINK: "The space becomes free when you put what was set aside into the trash, from the history.",
    Act.SYMLINK: "The space becomes free when you put what was set aside into the trash, from the history.",
}


class CleanupDialog(QDialog):
    """Everything from the plan to its undo; deletes itself when it is closed.

    Args:
        context: the open library.
        groups: of the same picture, the file to keep first.
        parent: Qt's owner.
    """

    changed = Signal()
    """Files were touched: groups, photos and marks are others now."""

    def __init__(self, context: Context, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Clean up")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._context = context
        self._groups = tuple(groups)
        self._job: Job | None = None
        self._acting = False
        self._result: Result | None = None
        library = context.workspace.library
        self.plan_page = PlanPage(context.thumbnails, library.roots())
        self.plan_page.forbid(library.read_only_reason)
        self.work_page = WorkPage(context.jobs)
        self.result_page = ResultPage()
        self._stack = QStackedLayout(self)
        for page in (self.plan_page, self.work_page, self.result_page):
            self._stack.addWidget(page)
        self._connect()
        self.resize((self.screen().availableSize() * _SHARE).boundedTo(_LARGEST))
        self._make_plan()

    @property
    def page(self) -> QWidget | None:
        """What is shown now: `plan_page`, `work_page` or `result_page`."""
        return self._stack.currentWidget()

    def reject(self) -> None:
        """Close; work on files is asked to stop first, and the dialog stays until it has."""
        if self._job is not None and self._acting:
            self._job.cancel()
            return
        if self._job is not None:
            self._job.drop()
            self._job = None
        super().reject()

    def _connect(self) -> None:
        page = self.plan_page
        page.choice.changed.connect(self._make_plan)
        page.undecided.clicked.connect(lambda _checked=False: self._make_plan())
        page.rehearse.connect(self._rehearse)
        page.save.connect(self._save)
        page.apply.connect(self._apply)
        page.cancel.connect(self.reject)
        self.result_page.undo.connect(self._undo)
        self.result_page.show_place.connect(self._show_place)
        self.result_page.close_wish.connect(self.accept)

    def _start(
        self, name: str, what: Work[T], done: Callable[[T], None], promise: str, *, acting: bool
    ) -> None:
        """Run a job, with its progress on the work page; afterwards `done`, or back to the plan."""
        self._acting = acting

        def finished(answer: T) -> None:
            self._ended()
            done(answer)

        def failed(error: Exception) -> None:
            self._back()
            show_failure(error)

        self._job = self._context.jobs.start(name, what, done=finished, failed=failed, cancelled=self._back)
        self.work_page.follow(self._job, promise)
        self._stack.setCurrentWidget(self.work_page)

    def _ended(self) -> None:
        self._job = None
        if self._acting:
            self._acting = False
            self.changed.emit()

    def _back(self) -> None:
        self._ended()
        self._stack.setCurrentWidget(self.result_page if self._result is not None else self.plan_page)

    def _make_plan(self) -> None:
        choice = self.plan_page.choice
        if not choice.complete:
            self._show_plan(None)
            return
        making = work.planning(
            self._context.workspace,
            self._groups,
            choice.act,
            choice.target,
            with_undecided=self.plan_page.undecided.isChecked(),
        )
        self._start("Making the plan", making, self._show_plan, _NOTHING_TOUCHED, acting=False)

    def _show_plan(self, proposal: work.Proposal | None) -> None:
        self.plan_page.show_plan(proposal)
        self._stack.setCurrentWidget(self.plan_page)

    def _rehearse(self) -> None:
        plan = self.plan_page.plan
        if plan is not None:
            what = work.rehearsing(self._context.workspace, plan)
            self._start("Rehearsing", what, self._rehearsed, _NOTHING_TOUCHED, acting=False)

    def _rehearsed(self, result: Result) -> None:
        self.plan_page.show_result(result)
        self._stack.setCurrentWidget(self.plan_page)

    def _save(self) -> None:
        plan = self.plan_page.plan
        path, _ = QFileDialog.getSaveFileName(
            self, "Save what would be done", "rehearsal.html", "Page with pictures (*.html);;Table (*.csv)"
        )
        if plan is not None and path:
            what = work.writing(self._context.workspace, plan, self.plan_page.result, path)
            self._start("Writing the rehearsal", what, self._saved, _NOTHING_TOUCHED, acting=False)

    def _saved(self, path: str) -> None:
        self._stack.setCurrentWidget(self.plan_page)
        self.plan_page.tell_saved(path)

    def _apply(self) -> None:
        plan = self.plan_page.plan
        if plan is None or (plan.act is Act.TRASH and not questions.to_the_trash(self, plan)):
            return
        what = work.applying(self._context.workspace, plan)
        self._start(_WORKING[plan.act], what, self._applied, _STOP_KEEPS, acting=True)

    def _applied(self, result: Result) -> None:
        self._result = result
        plan = self.plan_page.plan
        assert plan is not None
        done, problems = result.counted(OutcomeState.DONE), problem_words(result)
        self.result_page.show_end(
            " ".join([f"{result_title(result, plan.act)}.", *_left_alone(len(problems))]),
            _NOW[plan.act] if done else "",
            problems,
            can_undo=done > 0 and plan.act is not Act.TRASH,
            has_place=done > 0 and plan.act is not Act.TRASH,
        )
        self._stack.setCurrentWidget(self.result_page)

    def _undo(self) -> None:
        if self._result is not None:
            what = work.undoing(self._context.workspace, self._result.record)
            self._start("Putting photos back", what, self._undone, _STOP_KEEPS, acting=True)

    def _undone(self, result: UndoResult) -> None:
        told = [outcome.words for outcome in result.outcomes if outcome.words]
        self.result_page.show_end(
            f"{undo_title(result)}.", "", told, can_undo=result.left > 0, has_place=False
        )
        self._stack.setCurrentWidget(self.result_page)

    def _show_place(self) -> None:
        if self._result is None:
            return
        what = work.reading_lines(self._context.workspace, self._result.record)
        self._context.jobs.start(
            "Looking for the folder", what, done=lambda lines: show_place(place_of(lines)), quiet=True
        )


def _left_alone(photos: int) -> list[str]:
    return [f"{count_words(photos, 'photo was', 'photos were')} left alone."] if photos else []
