"""Files as the disk names them.

A path is a `str` as `os.fsdecode` gives it: bytes that are not UTF-8 are kept as surrogate
escapes, so every file can be opened again by the very name it has.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What photosim may propose for the photos below a folder."""

    NORMAL = "normal"
    PROTECTED = "protected"
    """Compared with, never proposed for removal."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that the user asked to scan, absolute."""

    path: str
    role: Role = Role.NORMAL


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What one `stat` tells: unchanged stamp, unchanged file.

    Attributes:
        size: bytes.
        mtime_ns: nanoseconds since the epoch.
        device: number of the volume.
        inode: number of the file on its volume; 0 where the system has none.
    """

    size: int
    mtime_ns: int
    device: int
    inode: int

    def agrees_with(self, other: FileStamp) -> bool:
        """Whether size and time are the same: nothing tells that the bytes are others."""
        return (self.size, self.mtime_ns) == (other.size, other.mtime_ns)


_LATEST_NS = (1 << 63) - 1


def stamp_of(status: os.stat_result) -> FileStamp:
    """The stamp of a file: whoever looks at one makes it here, so that all agree to the last bit.

    Broken clocks leave times that no database holds: all after the year 2262 count as one, as do all before
    1677.
    """
    mtime_ns = max(-_LATEST_NS, min(_LATEST_NS, status.st_mtime_ns))
    return FileStamp(status.st_size, mtime_ns, status.st_dev, status.st_ino)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that discovery came upon."""

    path: str
    stamp: FileStamp


class ProblemKind(StrEnum):
    """Why a file or folder did not become a photo."""

    UNREADABLE = "unreadable"
    """The system refused it, or it vanished."""
    NOT_AN_IMAGE = "not-an-image"
    """Named like a picture, but its content is none that photosim knows."""
    OTHER_FILE = "other-file"
    """Neither named like a picture nor one by content: listed for completeness, no cause for alarm."""
    DAMAGED = "damaged"
    """A picture that cannot be decoded, or that ended the process decoding it."""
    TOO_LARGE = "too-large"
    """More pixels or bytes than the limits allow."""
    TOO_SLOW = "too-slow"
    """Decoding took longer than the limit."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or folder that was left out, and why, in one plain sentence."""

    path: str
    kind: ProblemKind
    reason: str


CONTROL_SIGNS = (
    {code: 0x2400 + code for code in range(32)}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
)
"""What ends a line, commands a terminal or turns text around, and the sign that is shown in its place."""


def display_path(path: str) -> str:
    """The path for people, in one line: what cannot be shown in a line of text is a sign that can."""
    return plain_path(path).translate(CONTROL_SIGNS)


def plain_path(path: str) -> str:
    """The path for programs, as in JSON: exact, but that bytes that are no text become U+FFFD."""
    try:
        # Where Python takes the system's text for ASCII, every letter beyond it is such bytes.
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # half a character, as Windows allows in names
        return path.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
