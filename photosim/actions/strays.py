"""What was set aside and no journal knows of: of a library that was lost, or of a journal that was damaged.

What is set aside keeps its old relative path, so that it can come home without any memory but the disk's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from photosim.actions.files import Files, numbered
from photosim.actions.placing import SHARED, WITHDRAWN
from photosim.actions.system import System
from photosim.actions.verify import reason_of
from photosim.domain.actions import SET_ASIDE_FOLDER
from photosim.domain.errors import FileError
from photosim.domain.files import Root
from photosim.domain.journal import Journal

_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Stray:
    """What one forgotten plan set aside below one folder.

    Attributes:
        base: the folder that the files came from.
        folder: where they lie.
        names: their paths below `folder`, and below `base` before.
        bytes: their size.
    """

    base: str
    folder: str
    names: tuple[str, ...]
    bytes: int


def find_strays(roots: Sequence[Root], journal: Journal) -> tuple[Stray, ...]:
    """Look for what was set aside right below the library's folders and is in no record of the journal.

    Raises:
        LibraryError: the journal cannot be read.
    """
    known = {WITHDRAWN, *(record.id for record in journal.records())}
    found: list[Stray] = []
    for root in roots:
        aside = os.path.join(root.path, SET_ASIDE_FOLDER)
        for name in _folders(aside):
            if name not in known:
                folder = os.path.join(aside, name)
                names = tuple(sorted(_files_below(folder)))
                size = sum(os.lstat(os.path.join(folder, one)).st_size for one in names)
                found += [Stray(root.path, folder, names, size)] if names else []
    return tuple(found)


def put_back(stray: Stray, *, system: System | None = None) -> tuple[str, ...]:
    """Bring files home; where something else lies in the old place, under another name beside it.

    Needs no journal: what was interrupted is still a stray, and is brought home the next time.

    Args:
        stray: what to bring home.
        system: the operating system; tests give one that fails.

    Returns:
        Where each file lies now, in the order of `stray.names`.

    Raises:
        FileError: the system did not do it; what is not home yet lies where it lay.
    """
    files = Files(system or System())
    return tuple(_home(files, stray, name) for name in stray.names)


def _home(files: Files, stray: Stray, name: str) -> str:
    place, origin = os.path.join(stray.folder, name), os.path.join(stray.base, name)
    folder, own = os.path.split(origin)
    try:
        with (
            files.parent(place, stray.folder) as source,
            files.parent(origin, stray.base, make=SHARED) as target,
        ):
            for number in range(1, _MOST):
                tried = own if number == 1 else numbered([own], number)[0]
                if files.status(target, tried) is None:
                    break
            files.rename(source, os.path.basename(place), target, tried)
    except OSError as error:
        raise FileError("put back", place, reason_of(error)) from error
    return os.path.join(folder, tried)


def _folders(path: str) -> list[str]:
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _files_below(folder: str) -> Iterator[str]:
    for inside, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(inside, name), folder)
