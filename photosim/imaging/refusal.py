"""How the inside of this room says that a file will not become a photo."""

from photosim.domain.errors import FileError
from photosim.domain.files import Problem, ProblemKind


class Refusal(Exception):  # noqa: N818 - an answer about a file, turned into a Problem or a FileError at the door
    """A file cannot become a photo.

    Attributes:
        kind: why, for programs.
        reason: why, in one plain sentence.
    """

    def __init__(self, kind: ProblemKind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason

    def __reduce__(self) -> tuple[type["Refusal"], tuple[ProblemKind, str]]:
        return Refusal, (self.kind, self.reason)

    def as_problem(self, path: str) -> Problem:
        """The entry for the list of problems."""
        return Problem(path, self.kind, self.reason)

    def as_error(self, path: str) -> FileError:
        """The failure of one wish of the user."""
        return FileError("read", path, self.reason)


def system_refusal(error: OSError) -> Refusal:
    """What the operating system said, in words for people."""
    if isinstance(error, PermissionError):
        reason = "photosim is not allowed to open it."
    elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
        reason = "It is not there any more."
    else:
        reason = f"The system could not read it ({error.strerror or 'no reason given'})."
    return Refusal(ProblemKind.UNREADABLE, reason)
