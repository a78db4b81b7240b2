"""Files that the user names: read within bounds; written whole or not at all, and never over a photo."""

import contextlib
import os
import secrets
import stat

from photosim.domain.errors import FileError
from photosim.domain.files import display_path
from photosim.domain.words import size_words
from photosim.imaging.refusal import Refusal
from photosim.imaging.sniff import HEAD_BYTES, identify

_DATABASE = b"SQLite format 3\0"


def read_named(action: str, path: str, most: int) -> bytes:
    """Read a file that the user named.

    Args:
        action: what is done, as in "Could not <action> “path”".
        path: of the file.
        most: bytes that a good one never exceeds.

    Raises:
        FileError: there is none, it is a folder, a pipe or a device, it has more bytes, or the system
            refused it.
    """
    try:
        # Asked before opening: a pipe would wait for a writer, and a device never end.
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise FileError(action, path, "it is not a file.")
        if status.st_size > most:
            raise FileError(
                action, path, f"it has {size_words(status.st_size)}, far more than such a file has."
            )
        with open(path, "rb") as file:
            return file.read(most)
    except OSError as error:
        raise FileError(action, path, error.strerror or "the system refused it") from error


def check_target(path: str, *, drawn: bool = False) -> None:
    """Make sure that a file may be written under this name, before the work that it is to hold.

    Args:
        path: absolute; a file that is there will be replaced.
        drawn: whether a picture is to be written, which may replace another.

    Raises:
        FileError: there is something that no derived file may replace: a folder, a picture, a database.
    """
    try:
        _check_replaceable(os.path.realpath(path), drawn=drawn)
    except OSError as error:
        raise FileError("write", path, error.strerror or str(error)) from error


def write_atomically(path: str, data: bytes) -> None:
    """Write a file of our own making; whoever reads `path` sees the old bytes or the new, never a part.

    Args:
        path: an existing file is replaced and keeps its permissions; a link is followed.
        data: all of the new content.

    Raises:
        FileError: the folder is missing, read-only or full, or a picture of the user has this name; an
            existing file is as it was.
    """
    target = os.path.realpath(path)
    try:
        _check_replaceable(target, drawn=_is_picture(data[:HEAD_BYTES], path))
        _replace(target, data)
    except OSError as error:
        raise FileError("write", display_path(path), error.strerror or str(error)) from error


def _replace(target: str, data: bytes) -> None:
    folder = os.path.dirname(target)
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


def _check_replaceable(target: str, *, drawn: bool) -> None:
    if not os.path.exists(target):
        return
    if not os.path.isfile(target):
        name = display_path(os.path.basename(target))
        raise OSError(f"there is something of this name that is not a file: {name}")
    with open(target, "rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(_DATABASE):
        raise OSError("there is a database of this name, and nothing is written over it: choose another name")
    if not drawn and _is_picture(head, target):
        raise OSError("there is a picture of this name, and nothing is written over it: choose another name")


def _is_picture(head: bytes, path: str) -> bool:
    try:
        identify(head, path)
    except Refusal:
        return False
    return True
