"""What was set aside and no journal cares for: of a library that was lost, of another one, of a moved folder.

What is set aside keeps its old relative path, so that it can come home without any memory but the disk's.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from photosim.actions.files import Files, numbered
from photosim.actions.placing import SHARED, WITHDRAWN
from photosim.actions.sentences import quoted
from photosim.actions.system import System
from photosim.actions.verify import reason_of
from photosim.domain.actions import SET_ASIDE_FOLDER
from photosim.domain.errors import Cancelled
from photosim.domain.files import display_path
from photosim.domain.journal import Journal, LineState
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report

_STAGE: Final = "Putting back"
_MOST: Final = 1000
_OWN: Final = ".photosim-"
"""Drafts and links of an act that was cut short begin so; they are nobody's files."""


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


@dataclass(frozen=True, slots=True)
class Homecoming:
    """What became of one file that was to be put back.

    Attributes:
        place: where it lay.
        path: where it lies now; None: it still lies where it lay.
        words: one sentence; "" where it is back under its old name.
    """

    place: str
    path: str | None
    words: str = ""


def find_strays(bases: Iterable[str], journal: Journal) -> tuple[Stray, ...]:
    """Look for what was set aside right below these folders and cannot be undone by the journal.

    Copies that an undone move left behind are no strays.

    Args:
        bases: folders that may hold what was set aside.
        journal: cares for what it can undo, and for what is in hand.

    Raises:
        LibraryError: the journal cannot be read.
    """
    records = {record.id for record in journal.records()}
    found: list[Stray] = []
    for base in sorted(set(bases)):
        aside = os.path.join(base, SET_ASIDE_FOLDER)
        for name in _folders(aside):
            if name == WITHDRAWN:
                continue
            cared = _cared_for(journal, name) if name in records else frozenset()
            folder = os.path.join(aside, name)
            sizes = {path: size for path, size in _files_below(folder) if path not in cared}
            names = tuple(sorted(os.path.relpath(path, folder) for path in sizes))
            found += [Stray(base, folder, names, sum(sizes.values()))] if names else []
    return tuple(found)


def put_back(
    strays: Sequence[Stray], report: Report, cancel: CancelToken, *, system: System | None = None
) -> tuple[Homecoming, ...]:
    """Bring files home; where something else lies in the old place, under another name beside it.

    Needs no journal: what was interrupted is still a stray, and is brought home the next time.

    Args:
        strays: what to bring home.
        report: told after each file.
        cancel: looked at between files.
        system: the operating system; tests give one that fails.

    Returns:
        What became of each file that was tried; fewer than there are when the user stopped.
    """
    files = Files(system or System())
    units = [(stray, unit) for stray in strays for unit in _units(stray.names)]
    wanted = sum(len(stray.names) for stray in strays)
    told: list[Homecoming] = []
    meter = RateMeter()
    for stray, unit in units:
        report(Progress(_STAGE, len(told), wanted, meter.update(len(told)), display_path(unit[0])))
        try:
            cancel.checkpoint()
        except Cancelled:
            break
        told += _homecoming(files, stray, unit)
    for stray in strays:
        files.clear(stray.folder)
    report(Progress(_STAGE, len(told), wanted, meter.update(len(told))))
    return tuple(told)


def _units(names: Sequence[str]) -> list[list[str]]:
    """Names of one folder that begin alike: what belongs together gets the same second name if need be."""
    units: dict[tuple[str, str], list[str]] = {}
    for name in names:
        folder, own = os.path.split(name)
        units.setdefault((folder, own.partition(".")[0]), []).append(name)
    return list(units.values())


def _cared_for(journal: Journal, record: str) -> frozenset[str]:
    """Places of files that an undo, an emptying or the next start looks after."""
    return frozenset(
        step.place
        for line in journal.lines(record)
        if line.state.is_open or line.state in (LineState.DONE, LineState.EMPTIED)
        for step in line.steps
        if step.place is not None
    )


def _homecoming(files: Files, stray: Stray, unit: Sequence[str]) -> list[Homecoming]:
    told: list[Homecoming] = []
    try:
        homes = _homes(files, stray, unit)
    except OSError as error:
        return [_failed(os.path.join(stray.folder, name), error) for name in unit]
    for name, home in zip(unit, homes, strict=True):
        place, origin = os.path.join(stray.folder, name), os.path.join(stray.base, name)
        try:
            with (
                files.parent(place, stray.folder) as source,
                files.parent(origin, stray.base, make=SHARED) as target,
            ):
                files.rename(source, os.path.basename(name), target, home)
        except OSError as error:
            told.append(_failed(place, error))
            continue
        path = os.path.join(os.path.dirname(origin), home)
        words = f"The place of {quoted(origin)} is taken, so it came back as {quoted(path)}."
        told.append(Homecoming(place, path, "" if path == origin else words))
    return told


def _homes(files: Files, stray: Stray, unit: Sequence[str]) -> list[str]:
    """Free names in the old folder, all with the same number if they need one."""
    names = [os.path.basename(name) for name in unit]
    with files.parent(os.path.join(stray.base, unit[0]), stray.base, make=SHARED) as target:
        for number in range(1, _MOST):
            tried = names if number == 1 else numbered(names, number)
            if all(files.status(target, name) is None for name in tried):
                return tried
    raise FileExistsError(errno.EEXIST, "there are too many files of that name")


def _failed(place: str, error: OSError) -> Homecoming:
    return Homecoming(place, None, f"{quoted(place)} could not be put back ({reason_of(error)}).")


def _folders(path: str) -> list[str]:
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _files_below(folder: str) -> Iterator[tuple[str, int]]:
    for inside, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(inside, name)
            if not name.startswith(_OWN):
                with suppress(FileNotFoundError):
                    yield path, os.lstat(path).st_size
