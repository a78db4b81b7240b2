"""The symbolic links that photosim put in the place of files: what they lead to must not go."""

from __future__ import annotations

from collections import defaultdict

from photosim.actions.files import Files
from photosim.actions.moving import Mover
from photosim.actions.system import System
from photosim.domain.actions import Act
from photosim.domain.journal import Journal, LineState, Step


class Pointers:
    """Finds the links that lead to a file, among those that the journal knows."""

    def __init__(self, journal: Journal, *, system: System | None = None) -> None:
        """Read what was replaced by links and not put back.

        Args:
            journal: remembers what was done.
            system: the operating system; tests give one that fails.

        Raises:
            LibraryError: the journal cannot be read.
        """
        self._mover = Mover(Files(system or System()))
        self._steps: defaultdict[str, list[Step]] = defaultdict(list)
        for record in journal.records():
            if record.act is not Act.SYMLINK:
                continue
            for line in journal.lines(record.id):
                # What was emptied into the trash, or is in between, has its link still.
                if line.state in (LineState.DONE, LineState.EMPTYING, LineState.EMPTIED):
                    for step in line.steps:
                        if step.link is not None:
                            self._steps[step.link].append(step)

    def to(self, path: str) -> str | None:
        """A link that stands where photosim put it and leads to this path; None where there is none.

        One that cannot be looked at (its drive is not there) counts as standing.
        """
        for step in self._steps.get(path, ()):
            try:
                stands = self._mover.holds_link(step)
            except OSError:
                stands = True
            if stands:
                return step.file.path
        return None
