"""A plan is carried out: verified, written down, done, looked at, and closed, removal by removal."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import datetime
from typing import Final

from photosim.actions import sentences
from photosim.actions.files import Files
from photosim.actions.moving import Mover
from photosim.actions.placing import Placing
from photosim.actions.room import check_room
from photosim.actions.sentences import with_paths
from photosim.actions.system import System
from photosim.actions.territory import Territory
from photosim.actions.verify import Checks, RefusedError, Verified, reason_of
from photosim.domain.actions import Act, Ground, Outcome, OutcomeState, Plan, Removal, Result
from photosim.domain.errors import Cancelled
from photosim.domain.files import display_path
from photosim.domain.journal import Journal, LineState, Step
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report

_STAGES: Final = {
    Act.SET_ASIDE: "Setting aside",
    Act.TRASH: "Moving to the trash",
    Act.MOVE: "Moving",
    Act.HARD_LINK: "Replacing by hard links",
    Act.SYMLINK: "Replacing by links",
}
_REHEARSING: Final = "Rehearsing"


def execute(
    plan: Plan,
    journal: Journal,
    ground: Ground,
    report: Report,
    cancel: CancelToken,
    *,
    now: datetime,
    system: System | None = None,
) -> Result:
    """Carry out a plan; what cannot be done safely is refused, and the rest goes on.

    Args:
        plan: what to do; nothing it says of files is believed.
        journal: remembers what is done.
        ground: what the library knows by itself.
        report: told after each removal.
        cancel: looked at between removals.
        now: with time zone.
        system: the operating system; tests give one that fails.

    Raises:
        SafetyError: the plan as a whole cannot be carried out (no room in the target, for example);
            nothing was touched.
        LibraryError: the journal cannot be written. The plan has ended there; what was in hand is
            settled by `recover` at the next start.
    """
    files = Files(system or System())
    territory = Territory(files, ground.roots, plan.protected)
    check_room(plan, files, territory)
    record = journal.begin(plan, now.isoformat(timespec="seconds"))
    checks = Checks(files, territory, ground, plan)
    executor = _Executor(
        plan.act,
        record,
        journal,
        checks,
        Placing(files, territory, plan.act, plan.target, record),
        Mover(files, territory.parent),
    )
    outcomes = each(plan.removals, executor.carry_out, _STAGES[plan.act], report, cancel)
    journal.end(record)
    return result_of(record, outcomes, len(plan.removals))


def rehearse(
    plan: Plan,
    ground: Ground,
    report: Report,
    cancel: CancelToken,
    *,
    system: System | None = None,
) -> Result:
    """Make all checks of `execute` and touch nothing.

    Raises:
        SafetyError: the plan as a whole could not be carried out.
    """
    files = Files(system or System())
    territory = Territory(files, ground.roots, plan.protected)
    check_room(plan, files, territory)
    checks = Checks(files, territory, ground, plan)

    def rehearsed(removal: Removal) -> Outcome:
        try:
            verified = checks.verify(removal)
        except RefusedError as refusal:
            return Outcome(removal, OutcomeState.REFUSED, refusal.kind, refusal.words)
        checks.rely_on(verified.staying)
        return Outcome(removal, OutcomeState.READY)

    outcomes = each(plan.removals, rehearsed, _REHEARSING, report, cancel)
    return result_of("", outcomes, len(plan.removals))


def each(
    removals: tuple[Removal, ...],
    work: Callable[[Removal], Outcome],
    stage: str,
    report: Report,
    cancel: CancelToken,
) -> list[Outcome]:
    """Do one after the other, until the user stops."""
    outcomes: list[Outcome] = []
    meter = RateMeter()
    for done, removal in enumerate(removals):
        name = display_path(removal.victim.path)
        report(Progress(stage, done, len(removals), meter.update(done), name))
        try:
            cancel.checkpoint()
        except Cancelled:
            return outcomes
        outcomes.append(work(removal))
    report(Progress(stage, len(removals), len(removals), meter.update(len(removals))))
    return outcomes


def result_of(record: str, outcomes: list[Outcome], wanted: int) -> Result:
    """What became of so many removals; fewer outcomes mean that the user stopped."""
    left = wanted - len(outcomes)
    return Result(record, tuple(outcomes), left, cancelled=left > 0)


class _Executor:
    """Carries out the removals of one plan."""

    def __init__(
        self, act: Act, record: str, journal: Journal, checks: Checks, placing: Placing, mover: Mover
    ) -> None:
        self._act = act
        self._record = record
        self._journal = journal
        self._checks = checks
        self._placing = placing
        self._mover = mover

    def carry_out(self, removal: Removal) -> Outcome:
        """Verify a removal and do it, or say why not."""
        try:
            verified = self._checks.verify(removal)
            steps = self._placing.steps(verified)
        except RefusedError as refusal:
            outcome = Outcome(removal, OutcomeState.REFUSED, refusal.kind, refusal.words)
            self._journal.note(self._record, outcome)
            return outcome
        line = self._journal.open_line(self._record, removal, steps)
        try:
            self._checks.check_still(removal, (*verified.going, *verified.staying))
            self._go(verified, steps)
        except RefusedError as refusal:
            return self._refused(line, verified, steps, refusal)
        except OSError as error:
            if error.errno == errno.EXDEV and self._is_back(steps) and self._placing.set_apart(steps):
                self._journal.mark(line, LineState.NOT_DONE)
                return self.carry_out(removal)
            return self._failed(line, removal, steps, error)
        self._checks.rely_on(verified.staying)
        if self._act is Act.TRASH:
            return self._trashed(line, verified, steps)
        self._journal.mark(line, LineState.DONE)
        return Outcome(removal, OutcomeState.DONE)

    def _go(self, verified: Verified, steps: tuple[Step, ...]) -> None:
        for step in steps:
            if step.place is not None:
                self._mover.go(step)
        # Had victim and keeper been one file after all, the keeper would be gone now.
        self._checks.check_still(verified.removal, verified.staying)

    def _trashed(self, line: int, verified: Verified, steps: tuple[Step, ...]) -> Outcome:
        removal = verified.removal
        for done, step in enumerate(steps):
            try:
                self._mover.trash(step)
            except OSError as error:
                if not done:
                    return self._failed(line, removal, steps, error)
                # What is in the trash cannot be taken out again: the rest goes back to where it was.
                rest = steps[done:]
                words = sentences.in_part(
                    removal,
                    [gone.file.path for gone in steps[:done]],
                    [step.file.path for step in rest],
                    reason_of(error),
                )
                if self._is_back(rest):
                    self._journal.mark(line, LineState.FAILED, words)
                return Outcome(removal, OutcomeState.FAILED, words=words)
        self._journal.mark(line, LineState.EMPTIED)
        return Outcome(removal, OutcomeState.DONE)

    def _refused(
        self, line: int, verified: Verified, steps: tuple[Step, ...], refusal: RefusedError
    ) -> Outcome:
        removal = verified.removal
        if not self._is_back(steps):
            return self._stuck(removal, steps, refusal.words)
        self._journal.mark(line, LineState.REFUSED, refusal.words)
        return Outcome(removal, OutcomeState.REFUSED, refusal.kind, refusal.words)

    def _failed(self, line: int, removal: Removal, steps: tuple[Step, ...], error: OSError) -> Outcome:
        victim, keeper = removal.victim.path, removal.keeper.path
        words = with_paths(sentences.NOT_MOVED, victim, keeper, reason=reason_of(error))
        if not self._is_back(steps):
            return self._stuck(removal, steps, words)
        self._journal.mark(line, LineState.FAILED, words)
        return Outcome(removal, OutcomeState.FAILED, words=words)

    def _stuck(self, removal: Removal, steps: tuple[Step, ...], words: str) -> Outcome:
        """What could not be put back stays an open line, and is tried again at the next start."""
        places = [step.place for step in steps if step.place is not None]
        return Outcome(removal, OutcomeState.FAILED, words=sentences.stuck(words, places))

    def _is_back(self, steps: tuple[Step, ...]) -> bool:
        """Put everything back, the last first; False if something could not be."""
        back = True
        for step in reversed(steps):
            try:
                self._mover.back(step)
                self._mover.withdraw(step)
            except OSError:
                back = False
        return back
