"""Discovery: every file below the chosen folders that may be a photo, each once."""

import fnmatch
import os
import re
import stat
from collections.abc import Iterator, Sequence

from photosim.domain.files import FoundFile, Problem, Root, stamp_of
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.imaging.refusal import system_refusal

# Folders in which systems and programs keep what the user threw away or never made.
_NEVER = frozenset(
    (
        ".trash", ".trashes", "$recycle.bin", "recycler", "recycled", "#recycle", "@recycle", ".dtrash",
        "system volume information", "lost+found", "@eadir", "#snapshot", ".snapshot", ".thumbnails",
        ".photosim-set-aside", "__macosx", ".spotlight-v100", ".fseventsd", ".temporaryitems",
        ".documentrevisions-v100", ".stversions",
    )
)  # fmt: skip
_NEVER_PREFIX = ".trash-"


def root_is_present(root: Root) -> bool:
    """Whether a chosen folder is there and can be listed now."""
    try:
        with os.scandir(root.path):
            return True
    except OSError:
        return False


def walk(roots: Sequence[Root], settings: ScanSettings, cancel: CancelToken) -> Iterator[FoundFile | Problem]:
    """Find the files below the roots.

    Folders and files come in the order of their names, the files of a folder before its subfolders.
    Symbolic links are not followed, except for a root that is one; a folder that is reached twice (a root
    inside another, or chosen twice) is visited once. What lies in a root itself is never held against
    the exclusions: the user chose it.

    Args:
        roots: the chosen folders.
        settings: what to leave out.
        cancel: looked at for every file.

    Yields:
        Every regular file that is not excluded, whatever its name; a problem for every folder that
        cannot be listed.

    Raises:
        Cancelled: a stop was asked for.
    """
    excluded = _Exclusions(settings)
    visited: set[tuple[int, int] | str] = set()
    for root in roots:
        pending = [os.path.abspath(root.path)]
        while pending:
            folder = pending.pop()
            cancel.checkpoint()
            try:
                identity = _identity(folder)
                if identity in visited:
                    continue
                visited.add(identity)
                with os.scandir(folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                refusal = system_refusal(error)
                yield refusal.as_problem(folder)
                continue
            folders = []
            for entry in found:
                cancel.checkpoint()
                if excluded(entry):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    continue
                item = _file(entry)
                if item is not None:
                    yield item
            pending.extend(reversed(folders))


class _Exclusions:
    """Decides on an entry of a folder."""

    def __init__(self, settings: ScanSettings) -> None:
        self._hidden_too = settings.include_hidden
        patterns = [fnmatch.translate(os.path.normcase(pattern).lower()) for pattern in settings.exclude]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def __call__(self, entry: os.DirEntry[str]) -> bool:
        name = entry.name.lower()
        if name in _NEVER or name.startswith(_NEVER_PREFIX):
            return True
        if not self._hidden_too and (name.startswith(".") or _has_hidden_mark(entry)):
            return True
        if self._pattern is None:
            return False
        return bool(self._pattern.match(name) or self._pattern.match(entry.path.lower()))


def _has_hidden_mark(entry: os.DirEntry[str]) -> bool:
    if os.name != "nt":
        return False
    try:
        marks = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(marks & stat.FILE_ATTRIBUTE_HIDDEN)


def _identity(folder: str) -> tuple[int, int] | str:
    """What tells one folder from another, by whatever path it was reached."""
    status = os.stat(folder)
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(folder)


def _file(entry: os.DirEntry[str]) -> FoundFile | Problem | None:
    try:
        if not entry.is_file(follow_symlinks=False):
            return None
        # Windows keeps number and times of a file in its folder only roughly.
        status = os.lstat(entry.path) if os.name == "nt" else entry.stat(follow_symlinks=False)
    except OSError as error:
        return system_refusal(error).as_problem(entry.path)
    return FoundFile(entry.path, stamp_of(status))
