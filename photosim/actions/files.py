"""Files and folders as the executor needs them: reached without detours, read whole, never replaced."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from blake3 import blake3

from photosim.actions.system import System, leads_elsewhere
from photosim.domain.files import FileStamp, stamp_of
from photosim.domain.photo import ContentId

_CHUNK: Final = 1 << 20
_LONGEST_NAME: Final = 255
_AS_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
# A pipe opened without O_NONBLOCK waits for a writer for ever.
_AS_FILE: Final = (
    os.O_RDONLY
    | _NO_LINK
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
AS_DRAFT: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
"""Flags for a file that is new or is not made."""
# What file systems answer that cannot sync a folder; then there is nothing to be done about it.
_NO_SYNC: Final = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)

Identity = tuple[int, int]
"""Numbers of a volume and of a file on it."""


class DetourError(OSError):
    """On the way to a file lies a link, or something that is no folder."""


class NoRegularFileError(OSError):
    """What has this name is a folder, a link, a device."""


class UnsteadyError(OSError):
    """A file changed while it was read."""


@dataclass(frozen=True, slots=True)
class Folder:
    """An open folder: names in it stay names in it, whatever becomes of its own path meanwhile.

    Attributes:
        path: by which it was reached.
        handle: of the system, None on systems without.
        chain: identities of the folders passed on the way, from where it began to the folder itself.
    """

    path: str
    handle: int | None
    chain: tuple[Identity, ...]

    def name(self, name: str) -> str:
        """What to call a name in this folder towards the system."""
        return name if self.handle is not None else os.path.join(self.path, name)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read to its end.

    Attributes:
        stamp: of the file, the same before and after.
        content: digest of its bytes.
    """

    stamp: FileStamp
    content: ContentId


class Files:
    """What can be done with files; all methods raise OSError."""

    def __init__(self, system: System) -> None:
        self.system = system

    @contextmanager
    def folder(self, base: str, parts: Sequence[str] = (), *, make: int | None = None) -> Iterator[Folder]:
        """The folder `parts` below `base`; links are followed up to `base` and not beyond.

        Args:
            base: a folder that is there.
            parts: names of folders, each in the one before.
            make: permissions of folders to be made where they are missing; None: make none.

        Raises:
            DetourError: one of the parts is a link or no folder.
        """
        if not self.system.has_handles:
            yield self._walked(base, parts, make)
            return
        handle = self.system.open(base, _AS_FOLDER)
        try:
            chain = [_identity(self.system.status_of(handle))]
            path = base
            for part in parts:
                outer, handle = handle, self._entered(part, handle, path, make)
                self.system.close(outer)
                path = os.path.join(path, part)
                chain.append(_identity(self.system.status_of(handle)))
            yield Folder(path, handle, tuple(chain))
        finally:
            self.system.close(handle)

    @contextmanager
    def parent(self, path: str, base: str | None = None, *, make: int | None = None) -> Iterator[Folder]:
        """The folder that a path is in.

        Args:
            path: absolute.
            base: no link is followed below it; None: links are followed.
            make: permissions of folders to be made where they are missing; None: make none.
        """
        inside = os.path.dirname(path)
        if base is None:
            base = self._nearest(inside) if make is not None else inside
        rest = os.path.relpath(inside, base)
        with self.folder(base, () if rest == os.curdir else rest.split(os.sep), make=make) as folder:
            yield folder

    def status(self, folder: Folder, name: str) -> os.stat_result | None:
        """What is known of a name in a folder, links not followed; None if there is no such name."""
        try:
            return self.system.status(folder.name(name), folder.handle)
        except FileNotFoundError:
            return None

    def read(self, folder: Folder, name: str) -> Reading:
        """Read a file to its end.

        Raises:
            FileNotFoundError: there is none.
            NoRegularFileError: it is no regular file.
            UnsteadyError: it changed meanwhile.
        """
        # Asked before opening: to open a device may already do something.
        _demand_regular(self.system.status(folder.name(name), folder.handle), name)
        handle = self.system.open(folder.name(name), _AS_FILE, folder.handle)
        try:
            before = self.system.status_of(handle)
            _demand_regular(before, name)
            digest = blake3()
            while chunk := self.system.read(handle, _CHUNK):
                digest.update(chunk)
            after = self.system.status_of(handle)
        finally:
            self.system.close(handle)
        if stamp_of(before) != stamp_of(after):
            raise UnsteadyError(errno.EBUSY, "it is being changed", name)
        return Reading(stamp_of(after), ContentId(digest.digest()))

    def rename(self, old: Folder, old_name: str, new: Folder, new_name: str) -> None:
        """Give a file another name, for good; FileExistsError if it is taken."""
        self.system.rename(old.name(old_name), new.name(new_name), old.handle, new.handle)
        # The new name first: a power cut in between must not leave the file without any.
        self.sync(new)
        self.sync(old)

    def link(self, old: Folder, old_name: str, new: Folder, new_name: str) -> None:
        """Give a file a second name; FileExistsError if it is taken."""
        self.system.link(old.name(old_name), new.name(new_name), old.handle, new.handle)
        self.sync(new)

    def symlink(self, target: str, folder: Folder, name: str) -> None:
        """Make a pointer to a path; FileExistsError if its name is taken."""
        self.system.symlink(target, folder.name(name), folder.handle)
        self.sync(folder)

    def copy(self, old: Folder, old_name: str, new: Folder, draft: str) -> Reading:
        """Write the bytes of a file into a new one, and read that back from its beginning.

        Args:
            old: folder of the source.
            old_name: of the source.
            new: folder of the copy.
            draft: name of the copy, free; what was written stays there when something fails.

        Returns:
            What the copy holds.
        """
        source = self.system.open(old.name(old_name), _AS_FILE, old.handle)
        try:
            target = self.system.open(new.name(draft), AS_DRAFT, new.handle)
            try:
                while chunk := self.system.read(source, _CHUNK):
                    while chunk:
                        chunk = chunk[self.system.write(target, chunk) :]
                self.system.sync(target)
            finally:
                self.system.close(target)
        finally:
            self.system.close(source)
        self.system.take_over_status(os.path.join(old.path, old_name), os.path.join(new.path, draft))
        return self.read(new, draft)

    def drop_note(self, folder: Folder, name: str) -> None:
        """Remove a note that was written for a file which did not come; the trash would show it for ever."""
        with suppress(OSError):
            self.system.drop(folder.name(name), folder.handle)

    def clear(self, folder: str) -> None:
        """Remove a folder of photosim's own, those in it and the one around it, as far as they are empty.

        Args:
            folder: absolute; where something lies in it, it stays, and so does what leads there.
        """
        inside = [place for place, _, _ in os.walk(folder, topdown=False)]
        for place in (*inside, os.path.dirname(folder)):
            with suppress(OSError):
                self.system.drop_folder(place)

    def sync(self, folder: Folder) -> None:
        """Bring the names of a folder to the disk."""
        if folder.handle is None:
            return
        try:
            self.system.sync(folder.handle)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise

    def _entered(self, part: str, outer: int, path: str, make: int | None) -> int:
        if make is not None:
            self._made(part, make, outer)
        try:
            return self.system.open(part, _AS_FOLDER | _NO_LINK, outer)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR):
                where = os.path.join(path, part)
                raise DetourError(errno.ENOTDIR, "a link, or no folder", where) from error
            raise

    def _made(self, part: str, mode: int, outer: int) -> None:
        try:
            self.system.make_folder(part, mode, outer)
        except FileExistsError:
            return
        self.sync(Folder("", outer, ()))

    def _walked(self, base: str, parts: Sequence[str], make: int | None) -> Folder:
        """The same by paths, where the system cannot hold a folder open."""
        path = base
        chain = [_identity(self.system.status(base, follow=True))]
        for part in parts:
            path = os.path.join(path, part)
            status = self._status_or_made(path, make)
            if leads_elsewhere(status) or not stat.S_ISDIR(status.st_mode):
                raise DetourError(errno.ENOTDIR, "a link, or no folder", path)
            chain.append(_identity(status))
        return Folder(path, None, tuple(chain))

    def _status_or_made(self, path: str, make: int | None) -> os.stat_result:
        if make is not None:
            with suppress(FileExistsError):
                self.system.make_folder(path, make)
        return self.system.status(path)

    def _nearest(self, path: str) -> str:
        """The innermost folder on the way to a path that is there."""
        while True:
            try:
                self.system.status(path)
            except (FileNotFoundError, NotADirectoryError):
                if os.path.dirname(path) == path:  # a drive of Windows that is not there
                    raise
                path = os.path.dirname(path)
            else:
                return path


def numbered(names: Sequence[str], number: int) -> list[str]:
    """Names for second files of these names, no longer than names may be: "a (2).jpg".

    Names that belong together go on belonging together: "a.jpg" and "a.jpg.xmp" become "a (2).jpg" and
    "a (2).jpg.xmp".
    """
    stem = os.path.splitext(min(names, key=len))[0]
    if not all(name.startswith(stem) for name in names):
        return [one for name in names for one in numbered([name], number)]
    rests = [f" ({number}){name[len(stem) :]}" for name in names]
    while stem and any(len(os.fsencode(stem + rest)) > _LONGEST_NAME for rest in rests):
        stem = stem[:-1]
    return [stem + rest for rest in rests]


def _identity(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino


def _demand_regular(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NoRegularFileError(errno.EINVAL, "it is no regular file", name)
