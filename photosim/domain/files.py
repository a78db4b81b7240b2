"""Files as the disk names them.

A path is a `str` as `os.fsdecode` gives it: bytes that are not UTF-8 are kept as surrogate
escapes, so every file can be opened again by the very name it has.
"""

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


def display_path(path: str) -> str:
    """The path for people and JSON: bytes that are not UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
