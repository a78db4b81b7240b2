"""Where the files of a removal go: on their own volume, under their old relative path, never onto another."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from itertools import count
from typing import Final

from photosim.actions import sentences
from photosim.actions.files import Files, numbered
from photosim.actions.sentences import with_paths
from photosim.actions.territory import Territory
from photosim.actions.verify import RefusedError, Verified, reason_of
from photosim.domain.actions import SET_ASIDE_FOLDER, Act, FileProof, RefusalKind
from photosim.domain.journal import Step

PRIVATE: Final = 0o700
SHARED: Final = 0o777
WITHDRAWN: Final = "withdrawn"
"""Holds copies that were made for a move and are not needed any more."""
_MOST: Final = 1000


class Placing:
    """Chooses places for the files of one plan, and makes the folders that they need."""

    def __init__(self, files: Files, territory: Territory, act: Act, target: str | None, record: str) -> None:
        self._files = files
        self._territory = territory
        self._act = act
        self._target = target
        self._record = record
        self._apart: set[str] = set()

    def steps(self, verified: Verified) -> tuple[Step, ...]:
        """What is to happen to each file of a removal.

        Raises:
            RefusedError: there is no place for one of them.
        """
        removal = verified.removal
        try:
            if self._act is Act.MOVE:
                return tuple(self._moves(verified))
            if self._act is Act.TRASH:
                return tuple(self._trashed(file, verified) for file in verified.going)
            return tuple(self._set_aside(verified))
        except OSError as error:
            kind = RefusalKind.OCCUPIED if isinstance(error, FileExistsError) else RefusalKind.FORBIDDEN
            where = error.filename if isinstance(error.filename, str) else removal.victim.path
            raise RefusedError(
                kind,
                with_paths(
                    sentences.NO_PLACE, removal.victim.path, removal.keeper.path, where, reason_of(error)
                ),
            ) from error

    def set_apart(self, steps: tuple[Step, ...]) -> bool:
        """Take note that the system does not rename these to where they were to go.

        That happens between two mounts of one volume. From now on what lies in their folders is set aside
        right there, and moved by copying.

        Returns:
            Whether this was news, so that other places can be tried.
        """
        folders = {os.path.dirname(step.file.path) for step in steps}
        news = not folders <= self._apart
        self._apart |= folders
        return news

    def _set_aside(self, verified: Verified) -> Iterator[Step]:
        removal = verified.removal
        twins = {one.file.path: one.twin.path for one in removal.companions if one.twin is not None}
        kept_for = {removal.victim.path: removal.keeper.path, **twins}
        staying = {file.path: file for file in verified.staying}
        for file in verified.going:
            if not self._act.links:
                yield Step(file, self._aside(file))
                continue
            kept = staying[kept_for[file.path]]
            if self._act is Act.SYMLINK:
                yield Step(file, self._aside(file), link=kept.path, pointer=self._pointer(file, kept))
            elif kept.stamp.device == file.stamp.device:
                yield Step(file, self._aside(file), link=kept.path)
            else:
                words = with_paths(sentences.OTHER_VOLUME, removal.victim.path, removal.keeper.path)
                raise RefusedError(RefusalKind.FORBIDDEN, words)

    def _pointer(self, file: FileProof, kept: FileProof) -> str:
        """What a symbolic link must hold, so that it leads to what is kept.

        Within one folder of the library no links are passed on the way, so the way from folder to folder
        is right, and stays right when that folder is moved as a whole.
        """
        if self._territory.root_of(kept.path) == self._root(file):
            return os.path.relpath(kept.path, os.path.dirname(file.path))
        return kept.path

    def _trashed(self, file: FileProof, verified: Verified) -> Step:
        # Two names of one file on what look like two volumes (a drive that is shared with itself) differ in
        # all numbers. To set the one aside first shows whether the other is still there.
        apart = any(kept.stamp.device != file.stamp.device for kept in verified.staying)
        return Step(file, self._aside(file) if apart else None)

    def _moves(self, verified: Verified) -> Iterator[Step]:
        assert self._target is not None
        going = verified.going
        folders = [os.path.join(self._target, *self._relative(file)[:-1]) for file in going]
        self._check_elsewhere(verified, folders)
        names = self._free([os.path.basename(file.path) for file in going], folders)
        for file, folder, name in zip(going, folders, names, strict=True):
            place = os.path.join(folder, name)
            with self._files.parent(place) as opened:
                same_volume = opened.chain[-1][0] == file.stamp.device
            if same_volume and os.path.dirname(file.path) not in self._apart:
                yield Step(file, place)
            else:
                yield Step(file, self._aside(file), copy=place)

    def _check_elsewhere(self, verified: Verified, folders: list[str]) -> None:
        """A folder of the library may be moved to, but not what lies in its place there already."""
        removal = verified.removal
        for file, folder in zip(verified.going, folders, strict=True):
            with self._territory.parent(file.path) as opened:
                here = opened.chain[-1]
            try:
                with self._files.folder(folder) as opened:
                    there = opened.chain[-1]
            except FileNotFoundError:  # it is made when it is needed
                continue
            if here == there:
                words = with_paths(sentences.THERE_ALREADY, removal.victim.path, removal.keeper.path)
                raise RefusedError(RefusalKind.OCCUPIED, words)

    def _aside(self, file: FileProof) -> str:
        """A free place on the file's own volume, as far out as its folders can be written."""
        parts = self._relative(file)
        outermost = self._outermost(file, len(parts))
        base = os.path.join(self._root(file), *parts[:outermost])
        folder = os.path.join(base, SET_ASIDE_FOLDER, self._record, *parts[outermost:-1])
        (name,) = self._free([parts[-1]], [folder], private_below=base)
        return os.path.join(folder, name)

    def _outermost(self, file: FileProof, depth: int) -> int:
        """How many folders below its root the file's set-aside folder lies."""
        inmost = depth - 1
        if os.path.dirname(file.path) in self._apart:
            return inmost
        with self._territory.parent(file.path) as folder:
            volumes = [volume for volume, _ in folder.chain]
        first = inmost
        while first and volumes[first - 1] == volumes[inmost]:
            first -= 1
        parts = self._relative(file)
        for level in range(first, inmost):
            if self._may_hold(os.path.join(self._root(file), *parts[:level])):
                return level
        return inmost

    def _may_hold(self, base: str) -> bool:
        with self._files.folder(base) as folder:
            status = self._files.status(folder, SET_ASIDE_FOLDER)
        if status is None:
            return self._files.system.may_write(base)
        own = os.path.join(base, SET_ASIDE_FOLDER)
        return stat.S_ISDIR(status.st_mode) and self._files.system.may_write(own)

    def _free(self, names: list[str], folders: list[str], private_below: str | None = None) -> list[str]:
        """Names that are free in their folders, all with the same number if they need one."""
        for number in count(1):
            tried = names if number == 1 else numbered(names, number)
            if not any(
                self._is_taken(folder, name, private_below)
                for folder, name in zip(folders, tried, strict=True)
            ):
                return tried
            if number == _MOST:
                break
        raise FileExistsError(errno.EEXIST, "there are too many of that name", folders[0])

    def _is_taken(self, folder: str, name: str, base: str | None) -> bool:
        path = os.path.join(folder, name)
        # Step by step it could be moved there, but never be found there again.
        if len(os.fsencode(path)) > self._files.system.longest_path():
            raise OSError(errno.ENAMETOOLONG, "its path would be longer than the system allows", folder)
        mode = SHARED if base is None else PRIVATE
        with self._files.parent(path, base, make=mode) as opened:
            return self._files.status(opened, name) is not None

    def _root(self, file: FileProof) -> str:
        root = self._territory.root_of(file.path)
        assert root is not None, "a verified file lies in the library"
        return root

    def _relative(self, file: FileProof) -> list[str]:
        return os.path.relpath(file.path, self._root(file)).split(os.sep)
