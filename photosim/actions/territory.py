"""Where photosim may act: below the library's folders, without detours, and never in protected ones."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from photosim.actions.files import Files, Folder, Identity
from photosim.domain.actions import SET_ASIDE_FOLDER
from photosim.domain.files import Role, Root


class Territory:
    """The library's folders, as they are on the disk."""

    def __init__(self, files: Files, roots: Sequence[Root], protected: Sequence[str] = ()) -> None:
        """Look at the folders.

        Args:
            files: the disk.
            roots: the library's folders with their roles.
            protected: further files and folders that must not be touched.
        """
        self._files = files
        self._roots = sorted({os.path.abspath(root.path) for root in roots}, key=len, reverse=True)
        guarded = [root.path for root in roots if root.role is Role.PROTECTED]
        self._guarded = [os.path.abspath(path) for path in (*guarded, *protected)]
        self._guarded_places = {place for path in self._guarded for place in self._identities([path])}
        self._above: dict[str, frozenset[Identity]] = {}

    def root_of(self, path: str) -> str | None:
        """The innermost folder of the library that a path lies in; None if there is none.

        A path that is not absolute, that has a detour in its spelling (`..`, doubled separators), or that
        leads through what was set aside, lies in none.
        """
        if not os.path.isabs(path) or os.path.normpath(path) != path or lies_aside(path):
            return None
        return next((root for root in self._roots if _inside(path, root)), None)

    @contextmanager
    def parent(self, path: str) -> Iterator[Folder]:
        """The folder of a file of the library, reached without following links below the library's folder.

        Raises:
            ValueError: the path does not lie in the library.
            OSError: the folder cannot be reached so.
        """
        root = self.root_of(path)
        if root is None:
            raise ValueError(f"{path} does not lie in the library")
        with self._files.parent(path, root) as folder:
            yield folder

    def is_protected(self, path: str, folder: Folder) -> bool:
        """Whether a file must not be touched; told by names, and by what the folders are on the disk.

        Args:
            path: of the file.
            folder: its folder, from `parent`.
        """
        named = os.path.normcase(path)
        if any(named == os.path.normcase(place) or _inside(path, place) for place in self._guarded):
            return True
        places = {*folder.chain, *self._above_root(self.root_of(path) or folder.path)}
        # A file system without such numbers gives zeros.
        return any(place in self._guarded_places for place in places if place[1])

    def _above_root(self, root: str) -> frozenset[Identity]:
        """What the folders are that a folder of the library lies in."""
        known = self._above.get(root)
        if known is None:
            real = os.path.realpath(root)
            outer = [real]
            while os.path.dirname(outer[-1]) != outer[-1]:
                outer.append(os.path.dirname(outer[-1]))
            known = self._above[root] = frozenset(self._identities(outer))
        return known

    def _identities(self, paths: Sequence[str]) -> Iterator[Identity]:
        for path in paths:
            try:
                status = self._files.system.status(path, follow=True)
            except OSError:
                continue  # what is not there now holds nothing now
            yield status.st_dev, status.st_ino


def lies_aside(path: str) -> bool:
    """Whether a path leads through a folder of what was set aside."""
    return SET_ASIDE_FOLDER in (part.casefold() for part in path.split(os.sep))


def _inside(path: str, folder: str) -> bool:
    named, outer = os.path.normcase(path), os.path.normcase(folder)
    return named.startswith(outer if outer.endswith(os.sep) else outer + os.sep)
