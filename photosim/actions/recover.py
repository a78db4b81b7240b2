"""After an interruption: what the journal says and what the disk has are brought together."""

from __future__ import annotations

from dataclasses import dataclass

from photosim.domain.actions import Ground
from photosim.domain.journal import Journal, Line


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


def recover(journal: Journal, ground: Ground) -> tuple[Finding, ...]:
    """Settle every open line: finished ones are closed, half-done ones are put back.

    To be called when a library is opened for writing, before anything else is done with files.

    Raises:
        LibraryError: the journal cannot be read or written.
    """
    raise NotImplementedError
