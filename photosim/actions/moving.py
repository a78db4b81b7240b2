"""One step: a file goes to its place, and comes back from it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum, auto
from typing import Final

from photosim.actions.files import Files, Folder, NoRegularFileError, numbered
from photosim.actions.placing import PRIVATE, SHARED, WITHDRAWN
from photosim.domain.actions import SET_ASIDE_FOLDER, FileProof
from photosim.domain.files import stamp_of
from photosim.domain.journal import Step

Reach = Callable[[str], AbstractContextManager[Folder]]
"""Opens the folder of a path."""

_MOST: Final = 1000


class Found(Enum):
    """What lies under a name, compared with a file."""

    NOTHING = auto()
    ITSELF = auto()
    """The very file, unchanged as far as its stamp tells."""
    EQUAL = auto()
    """The same bytes in another file."""
    OTHER = auto()
    """Anything else."""

    @property
    def is_good(self) -> bool:
        """Whether the bytes are there."""
        return self in (Found.ITSELF, Found.EQUAL)


class MisplacedError(OSError):
    """After a step the disk does not have what it should."""


class Mover:
    """Takes steps and takes them back."""

    def __init__(self, files: Files, reach: Reach | None = None) -> None:
        """Take over the disk.

        Args:
            files: the disk.
            reach: opens the folders that files come from; None: by their paths, following links.
        """
        self._files = files
        self._reach = reach or files.parent

    def found(self, path: str, file: FileProof) -> Found:
        """What lies under a path, compared with a file that was once read.

        Raises:
            OSError: that cannot be told.
        """
        name = os.path.basename(path)
        try:
            with self._files.parent(path) as folder:
                status = self._files.status(folder, name)
                if status is None:
                    return Found.NOTHING
                if not stat.S_ISREG(status.st_mode) or status.st_size != file.stamp.size:
                    return Found.OTHER
                # Volumes are numbered anew when they are mounted; 0 is no number of a file.
                stamp = stamp_of(status)
                if stamp.inode == file.stamp.inode != 0 and stamp.agrees_with(file.stamp):
                    return Found.ITSELF
                equal = self._files.read(folder, name).content == file.content
                return Found.EQUAL if equal else Found.OTHER
        except (FileNotFoundError, NotADirectoryError):
            return Found.NOTHING
        except NoRegularFileError:
            return Found.OTHER

    def go(self, step: Step) -> None:
        """Bring a file to its place, with all that belongs to that, and look at what came of it.

        Raises:
            OSError: it was not done, in part or at all; `back` takes it back.
        """
        assert step.place is not None
        if step.copy is not None:
            self._write_draft(step.file, draft_of(step.copy))
        with self._reach(step.file.path) as source, self._files.parent(step.place) as target:
            self._files.rename(source, os.path.basename(step.file.path), target, os.path.basename(step.place))
        if not self.found(step.place, step.file).is_good:
            raise MisplacedError(errno.EIO, "another file had taken its place", step.file.path)
        if step.copy is not None:
            self._rename(draft_of(step.copy), step.copy)
            if not self.holds_copy(step):
                raise MisplacedError(errno.EIO, "the copy did not arrive", step.copy)
        if step.link is not None:
            self._link(step.link, step)

    def trash(self, step: Step) -> None:
        """Give a file to the system's trash, from its place if it has one.

        Raises:
            OSError: it is still there.
        """
        path = step.place or step.file.path
        try:
            self._files.system.trash(path)
        except OSError:
            if not self._is_gone(path):
                raise
        if not self._is_gone(path):
            raise MisplacedError(errno.EIO, "the trash did not take it", path)

    def back(self, step: Step) -> None:
        """Put the file to `step.back`, or else where it came from; nothing if it is not in its place.

        Raises:
            FileExistsError: where it should go something else lies.
            OSError: it lies where it lay.
        """
        if step.place is None or self.found(step.place, step.file) is Found.NOTHING:
            return
        if step.link is not None and step.back in (None, step.file.path):
            self._remove_link(step.link, step)
        origin = step.back or step.file.path
        self._rename(step.place, origin, SHARED)
        if self.found(origin, step.file) is Found.NOTHING:
            raise MisplacedError(errno.EIO, "it did not arrive", origin)
        self._clear(step.place)

    def forth(self, step: Step) -> None:
        """Take back what `back` did.

        Raises:
            OSError: it could not.
        """
        origin = step.back or step.file.path
        if step.place is not None and self.found(step.place, step.file) is Found.NOTHING:
            self._rename(origin, step.place, PRIVATE)
            if step.link is not None and origin == step.file.path:
                self._link(step.link, step)

    def withdraw(self, step: Step) -> str | None:
        """Set the copy aside that was made of a file which is back.

        One that was changed since stays where it is, and so does one that may be the last of its bytes.

        Returns:
            Where it lies now; None if there is none, or it stays.

        Raises:
            OSError: it lies where it lay.
        """
        if step.copy is None or not self.found(step.back or step.file.path, step.file).is_good:
            return None
        self._drop_draft(draft_of(step.copy))
        if not self.holds_copy(step):
            return None
        inside, name = os.path.split(step.copy)
        with self._files.folder(inside, (SET_ASIDE_FOLDER, WITHDRAWN), make=PRIVATE) as aside:
            tried = [name]
            for number in range(2, _MOST):
                if self._files.status(aside, tried[0]) is None:
                    break
                tried = numbered([name], number)
            with self._files.parent(step.copy) as folder:
                self._files.rename(folder, name, aside, tried[0])
            return os.path.join(aside.path, tried[0])

    def holds_copy(self, step: Step) -> bool:
        """Whether the copy that a step made of a file lies where it was made, with the file's bytes.

        Raises:
            OSError: that cannot be told.
        """
        return step.copy is not None and self.found(step.copy, step.file).is_good

    def holds_link(self, step: Step) -> bool:
        """Whether the link that a step made stands where it was made, and still leads where it did.

        Raises:
            OSError: that cannot be told.
        """
        if step.link is None:
            return False
        try:
            with self._files.parent(step.file.path) as folder:
                return self._is_link(folder, os.path.basename(step.file.path), step.link, step.pointer)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _rename(self, old: str, new: str, make: int | None = None) -> None:
        with self._files.parent(old) as source, self._files.parent(new, make=make) as target:
            self._files.rename(source, os.path.basename(old), target, os.path.basename(new))

    def _write_draft(self, file: FileProof, draft: str) -> None:
        self._drop_draft(draft)
        with self._reach(file.path) as source, self._files.parent(draft) as target:
            copied = self._files.copy(source, os.path.basename(file.path), target, os.path.basename(draft))
        if copied.content != file.content:
            raise MisplacedError(errno.EIO, "the copy is not what it should be", draft)

    def _drop_draft(self, draft: str) -> None:
        """Remove what an attempt left that was cut short; the name is photosim's own."""
        name = os.path.basename(draft)
        try:
            with self._files.parent(draft) as folder:
                if self._files.status(folder, name) is not None:
                    self._files.system.drop(folder.name(name), folder.handle)
        except (FileNotFoundError, NotADirectoryError):
            return

    def _link(self, kept: str, step: Step) -> None:
        name = os.path.basename(step.file.path)
        with self._reach(step.file.path) as folder:
            if step.pointer is not None:
                self._files.symlink(step.pointer, folder, name)
            else:
                with self._reach(kept) as beside:
                    self._files.link(beside, os.path.basename(kept), folder, name)
        if not self.holds_link(step):
            raise MisplacedError(errno.EIO, "the link does not lead where it should", step.file.path)

    def _is_link(self, folder: Folder, name: str, kept: str, pointer: str | None) -> bool:
        """Whether a name is the link that photosim made, and nothing is lost with it."""
        status = self._files.status(folder, name)
        if status is None:
            return False
        if pointer is not None:
            if not stat.S_ISLNK(status.st_mode):
                return False
            return self._files.system.read_link(folder.name(name), folder.handle) == pointer
        with self._files.parent(kept) as beside:
            other = self._files.status(beside, os.path.basename(kept))
        alike = other is not None and (status.st_dev, status.st_ino) == (other.st_dev, other.st_ino)
        return alike and stat.S_ISREG(status.st_mode) and status.st_nlink > 1

    def _remove_link(self, kept: str, step: Step) -> None:
        """Take our link out of the way.

        It is moved into the private folder before it is looked at for the last time: in the user's folder
        another file could take its name between the look and the removal.
        """
        assert step.place is not None
        name, hidden = os.path.basename(step.file.path), mark_of(step.file.path, "link")
        with self._files.parent(step.file.path) as folder, self._files.parent(step.place) as private:
            if self._is_link(private, hidden, kept, step.pointer):
                self._files.system.drop(private.name(hidden), private.handle)  # of an attempt cut short
            if self._files.status(folder, name) is None:
                return
            if not self._is_link(folder, name, kept, step.pointer):
                raise FileExistsError(errno.EEXIST, "something else lies there", step.file.path)
            self._files.rename(folder, name, private, hidden)
            if not self._is_link(private, hidden, kept, step.pointer):
                self._files.rename(private, hidden, folder, name)
                raise FileExistsError(errno.EEXIST, "something else lies there", step.file.path)
            self._files.system.drop(private.name(hidden), private.handle)

    def _clear(self, place: str) -> None:
        """Remove the folders that a place was in, as far as they are empty and photosim's own."""
        folder = os.path.dirname(place)
        while SET_ASIDE_FOLDER in folder.split(os.sep):
            try:
                self._files.system.drop_folder(folder)
            except OSError:  # something else lies in it
                return
            folder = os.path.dirname(folder)

    def _is_gone(self, path: str) -> bool:
        with self._files.parent(path) as folder:
            return self._files.status(folder, os.path.basename(path)) is None


def draft_of(copy: str) -> str:
    """The name under which a copy is written before it is verified."""
    return os.path.join(os.path.dirname(copy), mark_of(copy, "part"))


def mark_of(path: str, purpose: str) -> str:
    """A name of photosim's own for something made of a file; the same at every time."""
    mark = hashlib.blake2b(os.fsencode(path), digest_size=12).hexdigest()
    return f".photosim-{mark}.{purpose}"
