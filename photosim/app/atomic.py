"""Derived files are written whole or not at all."""

import contextlib
import os
import secrets

from photosim.domain.errors import FileError
from photosim.domain.files import display_path


def write_atomically(path: str, data: bytes) -> None:
    """Write a file of our own making; whoever reads `path` sees the old bytes or the new, never a part.

    Args:
        path: an existing file is replaced and keeps its permissions; a link is followed.
        data: all of the new content.

    Raises:
        FileError: the folder is missing, read-only or full; an existing file is as it was.
    """
    try:
        _replace(os.path.realpath(path), data)
    except OSError as error:
        raise FileError("write", display_path(path), error.strerror or str(error)) from error


def _replace(target: str, data: bytes) -> None:
    folder, name = os.path.split(target)
    if os.path.exists(target) and not os.path.isfile(target):
        raise OSError(f"there is something of this name that is not a file: {display_path(name)}")
    # In the same folder, as only there a rename is atomic; cut, as names have a largest length.
    beside = os.path.join(folder, f".photosim-{secrets.token_hex(8)}.part")
    # Not `tempfile`: its files are private to the user, these get the permissions of any new file.
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            os.chmod(beside, os.stat(target).st_mode & 0o777)
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
