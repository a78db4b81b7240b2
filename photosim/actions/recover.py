"""After an interruption: what the journal says and what the disk has are brought together."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from photosim.actions import sentences
from photosim.actions.files import Files
from photosim.actions.moving import Found, Mover
from photosim.actions.sentences import quoted
from photosim.actions.system import System
from photosim.actions.territory import Territory
from photosim.actions.undo import Undoer, UndoState
from photosim.actions.verify import Checks, RefusedError, reason_of
from photosim.domain.actions import Act, Ground
from photosim.domain.journal import Journal, Line, LineState, Step


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a removal whose end was not known.

    Attributes:
        line: as it stands now.
        words: what was found and done, in one sentence for people.
        settled: whether disk and journal agree now; False: it is looked at again at the next start.
    """

    line: Line
    words: str
    settled: bool


def recover(journal: Journal, ground: Ground, *, system: System | None = None) -> tuple[Finding, ...]:
    """Settle every open line: finished ones are closed, half-done ones are put back.

    To be called when a library is opened for writing, before anything else is done with files.

    Args:
        journal: remembers what was begun.
        ground: what the library knows by itself.
        system: the operating system; tests give one that fails.

    Raises:
        LibraryError: the journal cannot be read or written.
    """
    recovery = _Recovery(journal, ground, Files(system or System()))
    return tuple(recovery.settle(line) for line in journal.open_lines())


class _Recovery:
    def __init__(self, journal: Journal, ground: Ground, files: Files) -> None:
        self._journal = journal
        self._ground = ground
        self._files = files
        self._mover = Mover(files)
        self._undoer = Undoer(journal, files, self._mover)

    def settle(self, line: Line) -> Finding:
        """Find out how a line ended, or take it back."""
        victim = quoted(line.removal.victim.path)
        if not all(self._is_reachable(step) for step in line.steps):
            words = f"Whether {victim} is in its place cannot be told now: connect its drive and start again."
            return Finding(line, words, settled=False)
        try:
            match line.state:
                case LineState.UNDOING:
                    return self._undoing(line)
                case LineState.EMPTYING:
                    return self._emptying(line)
                case _ if line.act is Act.TRASH:
                    return self._trashing(line)
                case _:
                    return self._begun(line)
        except OSError as error:
            words = f"What became of {victim} cannot be told now ({reason_of(error)}); start again."
            return Finding(line, words, settled=False)

    def _begun(self, line: Line) -> Finding:
        victim, keeper = quoted(line.removal.victim.path), quoted(line.removal.keeper.path)
        why = "photosim was interrupted"
        if all(self._is_complete(step) for step in line.steps):
            refusal = self._against_keeper(line)
            if refusal is None:
                words = f"{victim} has gone as planned and {keeper} is kept; photosim was interrupted then."
                return self._settled(line, LineState.DONE, "", words)
            why = f"what should stay could not be verified ({refusal})"
        outcome = self._undoer.undo(line)
        for step in line.steps:
            self._mover.withdraw(step)
        if outcome.state is UndoState.FAILED:
            return Finding(line, outcome.words, settled=False)
        if outcome.state is UndoState.NOT_FOUND:
            words = f"Photosim was interrupted. {outcome.words}"
            return self._settled(line, LineState.FAILED, words, words)
        place = (
            outcome.words if outcome.state is UndoState.BESIDE else f"{victim} is in its place, as before."
        )
        words = f"{place} It did not go: {why}."
        return self._settled(line, LineState.NOT_DONE, words, words)

    def _trashing(self, line: Line) -> Finding:
        away, home = self._undoer.sorted_out(line.steps)
        if away:
            outcome = self._undoer.undo(line)
            if outcome.state is UndoState.FAILED:
                return Finding(line, outcome.words, settled=False)
        gone = [step.file.path for step in line.steps if step not in away and step not in home]
        left = [step.file.path for step in (*away, *home)]
        victim = quoted(line.removal.victim.path)
        if not gone:
            words = f"{victim} is in its place, as before. It did not go: photosim was interrupted."
            return self._settled(line, LineState.NOT_DONE, words, words)
        if left:
            words = sentences.in_part(line.removal, gone, left, "photosim was interrupted")
            return self._settled(line, LineState.FAILED, words, words)
        words = f"{victim} went to the system's trash; photosim was interrupted then."
        return self._settled(line, LineState.EMPTIED, words, words)

    def _emptying(self, line: Line) -> Finding:
        left = [step for step in line.steps if self._is_away(step)]
        victim = quoted(line.removal.victim.path)
        if not left:
            words = f"{victim}, which had been set aside, went to the trash; photosim was interrupted then."
            return self._settled(line, LineState.EMPTIED, words, words)
        words = f"{victim} is still set aside: photosim was interrupted before all of it went to the trash."
        return self._settled(line, LineState.DONE, words if len(left) < len(line.steps) else "", words)

    def _undoing(self, line: Line) -> Finding:
        outcome = self._undoer.undo(line)
        victim = quoted(line.removal.victim.path)
        if outcome.state in (UndoState.BACK, UndoState.BESIDE, UndoState.BY_HAND):
            words = outcome.words or f"{victim} is back in its place: an interrupted undo is finished."
            return Finding(replace(line, state=LineState.UNDONE, words=outcome.words), words, settled=True)
        if outcome.state is UndoState.FAILED:
            return Finding(line, outcome.words, settled=False)
        return self._settled(line, LineState.DONE, outcome.words, outcome.words)

    def _settled(self, line: Line, state: LineState, noted: str, words: str) -> Finding:
        self._journal.mark(line.number, state, noted)
        return Finding(replace(line, state=state, words=noted), words, settled=True)

    def _is_complete(self, step: Step) -> bool:
        """Whether everything was done that the step says."""
        if step.place is None or not self._mover.found(step.place, step.file).is_good:
            return False
        if step.copy is not None and not self._mover.holds_copy(step):
            return False
        if step.link is not None:
            return self._mover.holds_link(step)
        return self._mover.found(step.file.path, step.file) is Found.NOTHING

    def _is_away(self, step: Step) -> bool:
        return step.place is not None and self._mover.found(step.place, step.file) is not Found.NOTHING

    def _is_reachable(self, step: Step) -> bool:
        """Whether the drive is there on which the file lies, in its old place or in its new one."""
        folders = [os.path.dirname(path) for path in (step.file.path, step.place) if path is not None]
        return any(self._is_there(folder) for folder in folders)

    def _is_there(self, folder: str) -> bool:
        try:
            self._files.system.status(folder, follow=True)
        except OSError:
            return False
        return True

    def _against_keeper(self, line: Line) -> str | None:
        """Why what should stay cannot be verified, or None if it was."""
        plan = self._journal.plan(line.record)
        territory = Territory(self._files, self._ground.roots, plan.protected)
        try:
            Checks(self._files, territory, self._ground, plan).check_staying(line.removal)
        except RefusedError as refusal:
            return refusal.words
        return None
