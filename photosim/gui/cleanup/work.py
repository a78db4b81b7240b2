"""What the dialog and the history do in the background; each is a job's work, run in a worker thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from photosim.app.cleaning import cleanup
from photosim.app.cleaning.decisions import decisions_of
from photosim.app.cleaning.planning import make_plan, waiting
from photosim.app.cleaning.strays import bring_home, strays_of
from photosim.app.reporting.rehearsal import write_rehearsal
from photosim.app.reporting.rehearsal_table import write_table

if TYPE_CHECKING:
    from photosim.actions.strays import Homecoming, Stray
    from photosim.actions.undo import UndoResult
    from photosim.app.workspace import Workspace
    from photosim.domain.actions import Act, Plan, Result
    from photosim.domain.journal import Line, PlanRecord
    from photosim.domain.progress import CancelToken
    from photosim.domain.similarity import Group
    from photosim.gui.base.jobs import ReportAny, Work


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan with what there is to know beside it.

    Attributes:
        plan: what would be done.
        waiting: groups that wait because they are half decided.
        undecided: photos of groups that nobody reviewed, which could go for being identical to one that
            stays; 0 where nothing else was decided either.
    """

    plan: Plan
    waiting: int
    undecided: int


def planning(
    workspace: Workspace,
    groups: Sequence[Group],
    act: Act,
    target: str | None,
    *,
    with_undecided: bool = False,
) -> Work[Proposal]:
    """Makes the plan: of what was decided, or, where nothing was, of what is identical."""

    def work(report: ReportAny, cancel: CancelToken) -> Proposal:
        marks = workspace.library.marks()
        plan = make_plan(workspace, groups, report, cancel, act=act, target=target, marks=marks)
        decided = decisions_of(groups, marks)
        undecided = 0
        if any(decision.remove for decision in decided.values()):
            undecided = sum(not removal.decided for removal in plan.removals)
        if undecided and not with_undecided:
            reviewed = [group for group in groups if group.id in decided]
            plan = make_plan(workspace, reviewed, report, cancel, act=act, target=target, marks=marks)
        return Proposal(plan, waiting(groups, marks), undecided)

    return work


def rehearsing(workspace: Workspace, plan: Plan) -> Work[Result]:
    """Makes every check and touches nothing."""
    return partial(cleanup.rehearse, workspace, plan)


def applying(workspace: Workspace, plan: Plan) -> Work[Result]:
    """Carries the plan out."""
    return partial(cleanup.apply, workspace, plan)


def undoing(workspace: Workspace, record: str) -> Work[UndoResult]:
    """Puts back what a plan took away."""
    return partial(cleanup.undo, workspace, record)


def emptying(workspace: Workspace, record: str) -> Work[Result]:
    """Gives what a plan set aside to the system's trash."""
    return partial(cleanup.empty, workspace, record)


def writing(workspace: Workspace, plan: Plan, result: Result | None, path: str) -> Work[str]:
    """Writes a rehearsal, as a table where the name says so; the answer is the path."""

    def work(_report: ReportAny, _cancel: CancelToken) -> str:
        if path.lower().endswith(".csv"):
            write_table(plan, result, path)
        else:
            write_rehearsal(workspace, plan, result, path)
        return path

    return work


def reading(workspace: Workspace) -> Work[list[PlanRecord]]:
    """Reads the history."""

    def work(_report: ReportAny, _cancel: CancelToken) -> list[PlanRecord]:
        return cleanup.history(workspace)

    return work


def finding_strays(workspace: Workspace) -> Work[tuple[Stray, ...]]:
    """Looks for what lies set aside and cannot be undone from the history."""

    def work(_report: ReportAny, _cancel: CancelToken) -> tuple[Stray, ...]:
        return strays_of(workspace)

    return work


def bringing_home(workspace: Workspace, strays: Sequence[Stray]) -> Work[tuple[Homecoming, ...]]:
    """Puts strays back where they came from."""
    return partial(bring_home, workspace, strays)


def reading_lines(workspace: Workspace, record: str) -> Work[list[Line]]:
    """Reads what was done to single files."""

    def work(_report: ReportAny, _cancel: CancelToken) -> list[Line]:
        return cleanup.lines(workspace, record)

    return work
