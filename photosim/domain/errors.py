"""The two kinds of failure: the user's (told in one sentence) and everything else (a bug)."""

from photosim.domain.files import display_path


class PhotosimError(Exception):
    """Something the user can understand and act on; `str(error)` is one plain sentence.

    Whatever is not a `PhotosimError` is a bug of ours and is shown as such.
    """


class FileError(PhotosimError):
    """An action on one file failed; the sentence names the action, the path and the reason."""

    def __init__(self, action: str, path: str, reason: str) -> None:
        super().__init__(f"Could not {action} “{display_path(path)}”: {reason}")
        self.action = action
        self.path = path
        self.reason = reason


class LibraryError(PhotosimError):
    """The library folder or one of its databases cannot be used."""


class LibraryReadOnlyError(LibraryError):
    """A change was asked of a library that was opened for reading only."""


class ModelError(PhotosimError):
    """The encoder's files are missing, damaged or do not fit their card."""


class SafetyError(PhotosimError):
    """Refused, because files of the user could come to harm."""


class Cancelled(Exception):  # noqa: N818 - the user's wish, not an error
    """The user stopped the work; whatever was finished before is kept."""
