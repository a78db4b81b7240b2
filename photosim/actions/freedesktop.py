"""The trash of Linux and its relatives, after the specification of freedesktop.org.

The library that serves the other systems copies and unlinks here where it cannot rename, replaces what came
into the trash in the same moment, and refuses photos that are write-protected. This renames, or does nothing.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final
from urllib.parse import quote

from photosim.actions.files import AS_DRAFT, Files, Folder

_PRIVATE: Final = 0o700
_LONGEST_NAME: Final = 255
_NOTE: Final = ".trashinfo"
_MOUNTS: Final = "/proc/self/mountinfo"
_ESCAPE: Final = re.compile(rb"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class _Trash:
    """A place for what is thrown away.

    Attributes:
        base: a folder that is trusted; links are followed up to it and not beyond.
        parts: names of folders from there to the trash.
        origins: folder that the paths in its notes start from; None: they are absolute.
    """

    base: str
    parts: tuple[str, ...]
    origins: str | None


def put(path: str, files: Files) -> None:
    """Rename a file into the trash of its volume, with a note of where it came from.

    Args:
        path: absolute.
        files: the disk.

    Raises:
        OSError: there is no trash that it can be renamed into; it lies where it lay.
    """
    name = os.path.basename(path)
    refusal = OSError(errno.ENOTSUP, "there is no trash on this drive", path)
    with files.parent(path) as source:
        for trash in _trashes(path, source.chain[-1][0]):
            try:
                with _opened(trash, files) as (kept, notes):
                    _put(files, source, name, kept, notes, _note(path, trash))
                    return
            except OSError as error:
                refusal = error
                # Only where it still is can another trash be tried.
                if files.status(source, name) is None:
                    raise
    raise refusal


def _trashes(path: str, volume: int) -> Iterator[_Trash]:
    """The places that the specification names for a file, best first."""
    data = os.environ.get("XDG_DATA_HOME", "")
    home = data if os.path.isabs(data) else os.path.expanduser("~/.local/share")
    with suppress(OSError):
        base = _nearest(home)
        if os.stat(base).st_dev == volume:
            rest = os.path.relpath(home, base)
            yield _Trash(base, (*(() if rest == os.curdir else rest.split(os.sep)), "Trash"), None)
    top, user = mount_point(os.path.dirname(path)), str(os.getuid())
    with suppress(OSError):
        shared = os.lstat(os.path.join(top, ".Trash"))
        if stat.S_ISDIR(shared.st_mode) and shared.st_mode & stat.S_ISVTX:
            yield _Trash(top, (".Trash", user), top)
    yield _Trash(top, (f".Trash-{user}",), top)


def mount_point(folder: str) -> str:
    """The folder in which the file system that holds a folder is mounted, bind mounts included."""
    real = os.fsencode(os.path.realpath(folder))
    try:
        with open(_MOUNTS, "rb") as table:
            points = [_ESCAPE.sub(lambda found: bytes([int(found[1], 8)]), line.split()[4]) for line in table]
    except OSError:  # a system without that table
        inner = os.path.realpath(folder)
        while not os.path.ismount(inner):
            inner = os.path.dirname(inner)
        return inner
    holding = [point for point in points if real == point or real.startswith(point.rstrip(b"/") + b"/")]
    return os.fsdecode(max(holding, key=len, default=b"/"))


@contextmanager
def _opened(trash: _Trash, files: Files) -> Iterator[tuple[Folder, Folder]]:
    with (
        files.folder(trash.base, (*trash.parts, "files"), make=_PRIVATE) as kept,
        files.folder(trash.base, (*trash.parts, "info"), make=_PRIVATE) as notes,
    ):
        yield kept, notes


def _put(files: Files, source: Folder, name: str, kept: Folder, notes: Folder, note: bytes) -> None:
    for own in _names(name):
        # The note comes first and takes the name, as the specification wants it.
        if files.status(kept, own) is not None or not _noted(files, notes, own + _NOTE, note):
            continue
        try:
            files.rename(source, name, kept, own)
        except OSError as error:
            if files.status(kept, own) is None or isinstance(error, FileExistsError):
                files.drop_note(notes, own + _NOTE)
            if isinstance(error, FileExistsError):
                continue
            raise
        return


def _noted(files: Files, notes: Folder, name: str, note: bytes) -> bool:
    """Write a note; False if there is one of that name."""
    try:
        handle = files.system.open(notes.name(name), AS_DRAFT, notes.handle)
    except FileExistsError:
        return False
    try:
        while note:
            note = note[files.system.write(handle, note) :]
        files.system.sync(handle)
    except OSError:
        files.drop_note(notes, name)
        raise
    finally:
        files.system.close(handle)
    return True


def _note(path: str, trash: _Trash) -> bytes:
    real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    origin = path if trash.origins is None else os.path.relpath(real, trash.origins)
    when = datetime.now().astimezone().strftime("%Y-%m-%dT%H:%M:%S")
    return f"[Trash Info]\nPath={quote(os.fsencode(origin))}\nDeletionDate={when}\n".encode("ascii")


def _names(name: str) -> Iterator[str]:
    """Names for a file in the trash, short enough that its note has room for its suffix."""
    stem, suffix = os.path.splitext(name)
    for number in count(1):
        tail = suffix if number == 1 else f" ({number}){suffix}"
        while stem and len(os.fsencode(stem + tail + _NOTE)) > _LONGEST_NAME:
            stem = stem[:-1]
        yield stem + tail


def _nearest(path: str) -> str:
    """The innermost folder on the way to a path that is there."""
    while not os.path.isdir(path):
        path = os.path.dirname(path)
    return path
