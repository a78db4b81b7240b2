"""What goes into the catalogue and what comes out of it, besides the domain's own types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from photosim.domain.files import FileStamp, Problem
from photosim.domain.photo import ContentId, ReadPhoto

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class FileState(StrEnum):
    """What the catalogue makes of a file that a scan came upon."""

    UNCHANGED = "unchanged"
    """Known, nothing to do: a photo with its code, or a listed problem that is still the same file."""
    MOVED = "moved"
    """Known under another path that no longer holds it; the catalogue has taken over the new path."""
    NEW = "new"
    """Never seen."""
    CHANGED = "changed"
    """Known path, other file."""
    STALE = "stale"
    """Unchanged for the user, yet to be read again: the code of this model is missing, or an earlier
    scan was not allowed to read it."""

    @property
    def needs_reading(self) -> bool:
        """Whether the file has to be read."""
        return self in (FileState.NEW, FileState.CHANGED, FileState.STALE)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A photo to be stored.

    Attributes:
        read: what was read.
        code: (D,) float32 of unit norm, or None when `has_code` told that the content has one.
        bits: (8,) uint8, None together with `code`.
    """

    read: ReadPhoto
    code: NDArray[np.float32] | None
    bits: NDArray[np.uint8] | None


@dataclass(frozen=True, slots=True)
class StampedProblem:
    """A problem to be stored.

    Attributes:
        problem: what is wrong.
        stamp: of the file, so that it is not read again while it stays the same; None for folders and
            for files that could not be looked at.
    """

    problem: Problem
    stamp: FileStamp | None = None


@dataclass(frozen=True, slots=True)
class CodeTable:
    """All codes of one model, row i for `contents[i]`.

    Attributes:
        contents: the contents that at least one photo of the library has.
        code: (N, D) float32, rows of unit L2 norm; (0, 0) when there is none.
        bits: (N, 8) uint8.
    """

    contents: list[ContentId]
    code: NDArray[np.float32]
    bits: NDArray[np.uint8]
