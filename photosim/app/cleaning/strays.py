"""What was set aside and the history of this library does not know of."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from photosim.actions.strays import find_strays, put_back
from photosim.app.cleaning.cleanup import reading_journal
from photosim.domain.errors import FileError, LibraryReadOnlyError
from photosim.domain.files import FoundFile, display_path
from photosim.domain.progress import CancelToken
from photosim.domain.words import count_words, size_words
from photosim.imaging.digest import digest_file
from photosim.imaging.formats import format_by_suffix

if TYPE_CHECKING:
    from photosim.actions.strays import Homecoming, Stray
    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId
    from photosim.domain.progress import Report


def strays_of(workspace: Workspace) -> tuple[Stray, ...]:
    """What lies set aside beside photos of the library and cannot be undone from its history.

    Looked at are the library's folders and all between them and any photo that they ever held.

    Raises:
        LibraryError: the journal or the catalogue cannot be read.
    """
    with reading_journal(workspace) as journal:
        return find_strays(_bases(workspace), journal)


def bring_home(
    workspace: Workspace, strays: Sequence[Stray], report: Report, cancel: CancelToken
) -> tuple[Homecoming, ...]:
    """Put strays back where they came from; the library knows at once of those that it knew before.

    Args:
        workspace: the library.
        strays: from `strays_of`.
        report: told after each file.
        cancel: pauses or stops between two files.

    Raises:
        LibraryReadOnlyError: the library can only be looked at; nothing was touched.
        LibraryError: the catalogue cannot be written; the files are back.
    """
    library = workspace.library
    if library.read_only:
        raise LibraryReadOnlyError(library.read_only_reason)
    told = put_back(strays, report, cancel)
    library.note_moves((), list(_at_home(one.path for one in told if one.path is not None)))
    return told


def strays_words(strays: Sequence[Stray]) -> str:
    """What was found, in a sentence or two; "" for nothing."""
    if not strays:
        return ""
    number = sum(len(stray.names) for stray in strays)
    size = size_words(sum(stray.bytes for stray in strays))
    where = f"“{display_path(strays[0].folder)}”"
    if len(strays) > 1:
        where += f" and {count_words(len(strays) - 1, 'other folder')}"
    lie, them = ("lies", "it") if number == 1 else ("lie", "them")
    return (
        f"{count_words(number, 'file')}, {size}, {lie} set aside in {where}, and this history cannot undo "
        f"that: another library of photosim set {them} aside, one that was lost, or a folder was moved or "
        "renamed since."
    )


def homecoming_title(told: Sequence[Homecoming], wanted: int) -> str:
    """What became of files that were to be put back, in one line."""
    back = sum(one.path is not None for one in told)
    failed = len(told) - back
    parts = [f"{count_words(back, 'file is', 'files are')} back in {'its' if back == 1 else 'their'} place"]
    if failed:
        parts.append(f"{failed:,} could not be put back")
    if len(told) < wanted:
        parts.append(f"stopped before {count_words(wanted - len(told), 'more file')}")
    return "; ".join(parts)


def _at_home(paths: Iterable[str]) -> Iterator[tuple[FoundFile, ContentId]]:
    """Photos that are back, with what they hold; the next scan sees what cannot be read now."""
    for path in paths:
        if format_by_suffix(path) is not None:
            with suppress(FileError):
                stamp, content = digest_file(path, CancelToken())
                yield FoundFile(path, stamp), content


def _bases(workspace: Workspace) -> set[str]:
    bases: set[str] = set()
    roots = [root.path for root in workspace.library.roots()]
    inside = {os.path.dirname(photo.path) for photo in workspace.photos()}
    for root in roots:
        bases.update(_between(root, inside))
    return bases


def _between(root: str, folders: set[str]) -> Iterator[str]:
    """A folder of the library, and all between it and these."""
    yield root
    prefix = os.path.join(root, "")
    seen: set[str] = {root}
    for folder in folders:
        inner = folder
        while inner.startswith(prefix) and inner not in seen:
            seen.add(inner)
            yield inner
            inner = os.path.dirname(inner)
