"""The catalogue learns what became of files, from the journal and from the disk, without a scan."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from photosim.domain.actions import Act
from photosim.domain.files import FoundFile, stamp_of
from photosim.domain.photo import ContentId

if TYPE_CHECKING:
    from photosim.catalog.library import Library
    from photosim.domain.journal import Line, Step


def catch_up(library: Library, lines: Iterable[Line]) -> None:
    """Bring the catalogue up to date with what the disk has where these lines touched files.

    The journal says where to look, the disk what is there: so this may be repeated at any time.

    Raises:
        LibraryError: the catalogue cannot be written.
    """
    gone: list[str] = []
    there: dict[str, tuple[FoundFile, ContentId]] = {}
    for line in lines:
        for step in line.steps:
            for path in _places(line.act, step):
                found = _found(path)
                if found is None:
                    gone.append(path)
                elif (content := _content(found, line, step)) is not None:
                    there[path] = (found, content)
    if gone or there:
        library.note_moves([path for path in gone if path not in there], there.values())


def _places(act: Act, step: Step) -> Iterator[str]:
    """Where a file of the library may lie, or no longer lie. What is set aside lies outside of it."""
    yield step.file.path
    if act is Act.MOVE and step.place is not None:
        yield step.place
    if step.back is not None and step.back != step.file.path:
        yield step.back


def _found(path: str) -> FoundFile | None:
    """The regular file under a path; None when there is none. Scans pass over links, too."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FoundFile(path, stamp_of(status))


def _content(found: FoundFile, line: Line, step: Step) -> ContentId | None:
    """What a file holds as far as the journal can tell; None: the next scan has to read it."""
    if step.link is not None and _is_one_file(found.path, step.link):
        return line.removal.keeper.content
    known = step.file.stamp
    same = found.stamp.agrees_with(known)
    return step.file.content if same else None


def _is_one_file(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)
    except OSError:  # what was kept may have been taken away since
        return False
