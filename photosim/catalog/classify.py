"""Tells which files of a scan are known already, and follows those that were renamed or moved."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from photosim.catalog.database import select_among
from photosim.catalog.paths import StampColumns, decoded, encoded, stamp_columns
from photosim.catalog.records import FileState
from photosim.catalog.roots import RootFinder, bump_generation
from photosim.domain.files import FoundFile, ProblemKind, stamp_of
from photosim.domain.photo import ContentId

_KNOWN = (
    "SELECT f.id, f.path, f.size, f.mtime_ns, f.device, f.inode, f.status, k.content IS NOT NULL "
    "FROM files f LEFT JOIN codes k ON k.model = ? AND k.content = f.content "
)
_KNOWN_BY_PATH = _KNOWN + "WHERE f.path IN (*)"
_KNOWN_BY_INODE = _KNOWN + "WHERE f.inode IN (*) ORDER BY f.path"


@dataclass(frozen=True, slots=True)
class _Known:
    """A row of `files`."""

    number: int
    path: bytes
    stamp: StampColumns
    status: int
    has_code: bool


@dataclass(slots=True)
class _Outcome:
    """What a batch changes in the catalogue."""

    touched: list[_Known] = field(default_factory=list)
    restamped: list[tuple[_Known, StampColumns]] = field(default_factory=list)
    moved: list[tuple[_Known, bytes, StampColumns]] = field(default_factory=list)
    displaced: list[_Known] = field(default_factory=list)
    listed: list[bytes] = field(default_factory=list)


def classify(
    connection: sqlite3.Connection, scan: int, files: Sequence[FoundFile], model_id: str
) -> list[FileState]:
    """The state of each file; notes in the catalogue that the scan saw them, and takes over new paths.

    Args:
        connection: inside a writing transaction.
        scan: number of the scan.
        files: what the scan came upon, each path once.
        model_id: the model whose codes count.
    """
    found = [(encoded(file.path), stamp_columns(file.stamp)) for file in files]
    matcher = _Matcher(connection, found, model_id)
    states = [matcher.state(path, stamp) for path, stamp in found]
    _apply(connection, scan, matcher.outcome)
    return states


def contents_at(connection: sqlite3.Connection, files: Sequence[FoundFile]) -> dict[str, ContentId]:
    """What the known ones of these files hold, by path, without those that are listed as a problem."""
    query = (
        "SELECT f.path, c.digest FROM files f JOIN contents c ON c.id = f.content "
        "WHERE f.path NOT IN (SELECT path FROM problems) AND f.path IN (*)"
    )
    rows = select_among(connection, query, [encoded(file.path) for file in files])
    return {decoded(path): ContentId(digest) for path, digest in rows}


class _Matcher:
    """One batch of found files held against the catalogue as it was before the batch."""

    def __init__(
        self, connection: sqlite3.Connection, found: Sequence[tuple[bytes, StampColumns]], model_id: str
    ) -> None:
        self.outcome = _Outcome()
        self._connection = connection
        row = connection.execute("SELECT id FROM models WHERE name = ?", (model_id,)).fetchone()
        self._model = row[0] if row is not None else None
        paths = [path for path, _ in found]
        self._by_path = {known.path: known for known in self._load(_KNOWN_BY_PATH, paths)}
        self._listed = self._load_listed(paths)
        self._trusted = self._volumes_with_lasting_inodes(found)
        strangers = [stamp[3] for path, stamp in found if stamp[3] and not self._is_same_file(path, stamp)]
        self._by_stamp: dict[StampColumns, list[_Known]] = {}
        for known in self._load(_KNOWN_BY_INODE, strangers):
            self._by_stamp.setdefault(known.stamp, []).append(known)
        self._claimed: set[int] = set()

    def state(self, path: bytes, stamp: StampColumns) -> FileState:
        """The state of one file; collects in `outcome` what follows from it."""
        known = self._by_path.get(path)
        if known is not None and not self._replaced(known, stamp):
            self._saw(known, stamp)
            problem = self._problem_state(path, stamp)
            return problem or (FileState.UNCHANGED if known.has_code else FileState.STALE)
        problem = self._problem_state(path, stamp)
        if problem is not None:
            return problem
        source = self._moved_from(path, stamp)
        if source is not None:
            self._claimed.add(source.number)
            self.outcome.moved.append((source, path, stamp))
            if known is not None:
                self.outcome.displaced.append(known)
            return FileState.MOVED if source.has_code else FileState.STALE
        return FileState.CHANGED if known is not None or path in self._listed else FileState.NEW

    def _saw(self, known: _Known, stamp: StampColumns) -> None:
        if known.stamp == stamp:
            self.outcome.touched.append(known)
        else:
            self.outcome.restamped.append((known, stamp))

    def _problem_state(self, path: bytes, stamp: StampColumns) -> FileState | None:
        listed = self._listed.get(path)
        if listed is None:
            return None
        kind, size, mtime_ns = listed
        if (size, mtime_ns) != stamp[:2]:
            return None
        self.outcome.listed.append(path)
        # Permissions change without leaving a trace in the stamp.
        return FileState.STALE if kind == ProblemKind.UNREADABLE else FileState.UNCHANGED

    def _is_same_file(self, path: bytes, stamp: StampColumns) -> bool:
        known = self._by_path.get(path)
        return known is not None and known.stamp == stamp

    def _replaced(self, known: _Known, stamp: StampColumns) -> bool:
        if known.stamp[:2] != stamp[:2]:
            return True
        if known.stamp[3] == stamp[3] or not known.stamp[3] or not stamp[3]:
            return False
        # Same name, size and time, other inode: on a volume whose inodes last, or when the inode is that of
        # another known file, something was put in this file's place.
        return stamp[2] in self._trusted or bool(self._by_stamp.get(stamp))

    def _volumes_with_lasting_inodes(self, found: Sequence[tuple[bytes, StampColumns]]) -> set[int]:
        # FAT, exFAT and some network volumes number their files anew at every mount; there nearly every inode
        # differs from the last scan's, on others nearly none.
        same: Counter[int] = Counter()
        other: Counter[int] = Counter()
        for path, stamp in found:
            known = self._by_path.get(path)
            if known is not None and known.stamp[:2] == stamp[:2] and known.stamp[3] and stamp[3]:
                (same if known.stamp[3] == stamp[3] else other)[stamp[2]] += 1
        return {volume for volume, count in same.items() if count > other[volume]}

    def _moved_from(self, path: bytes, stamp: StampColumns) -> _Known | None:
        for known in self._by_stamp.get(stamp, ()):
            if known.number not in self._claimed and known.path != path and _left(known, path):
                return known
        return None

    def _load(self, query: str, values: Sequence[object]) -> Iterator[_Known]:
        rows = select_among(self._connection, query, values, (self._model,))
        for number, path, size, mtime_ns, device, inode, status, has_code in rows:
            yield _Known(number, path, (size, mtime_ns, device, inode), status, bool(has_code))

    def _load_listed(self, paths: Sequence[object]) -> dict[bytes, tuple[str, int | None, int | None]]:
        query = "SELECT path, kind, size, mtime_ns FROM problems WHERE path IN (*)"
        rows = select_among(self._connection, query, paths)
        return {path: (kind, size, mtime_ns) for path, kind, size, mtime_ns in rows}


def _left(known: _Known, new_path: bytes) -> bool:
    """Whether the file of the row lies no longer under the row's path."""
    try:
        status = os.lstat(known.path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        # Nobody knows; then it is read, and nothing is lost.
        return False
    if stamp_columns(stamp_of(status)) != known.stamp:
        return True
    return _spelled_alike(known.path, new_path) and not _is_listed(known.path)


def _spelled_alike(one: bytes, other: bytes) -> bool:
    return _folded(one) == _folded(other)


def _folded(path: bytes) -> str:
    return unicodedata.normalize("NFC", decoded(path)).casefold()


def _is_listed(path: bytes) -> bool:
    # Where letter case or Unicode form does not count, a renamed file still answers to its old name; only
    # the folder's listing tells the name it has now.
    return os.path.basename(path) in os.listdir(os.path.dirname(path))


def _apply(connection: sqlite3.Connection, scan: int, outcome: _Outcome) -> None:
    seen = [*outcome.touched, *(known for known, _ in outcome.restamped)]
    back = [(known.number,) for known in seen if known.status]
    # Apart from one another, because a column that is written, even unchanged, has its indexes rewritten.
    connection.executemany("UPDATE files SET seen = ? WHERE id = ?", [(scan, known.number) for known in seen])
    connection.executemany("UPDATE files SET status = 0 WHERE id = ?", back)
    connection.executemany(
        "UPDATE files SET device = ?, inode = ? WHERE id = ?",
        [(*stamp[2:], known.number) for known, stamp in outcome.restamped],
    )
    connection.executemany(
        "UPDATE problems SET seen = ? WHERE path = ?", [(scan, path) for path in outcome.listed]
    )
    _take_over(connection, scan, outcome)
    if outcome.moved or back:
        bump_generation(connection)


def _take_over(connection: sqlite3.Connection, scan: int, outcome: _Outcome) -> None:
    if not outcome.moved:
        return
    moving = {known.number for known, _, _ in outcome.moved}
    connection.executemany(
        "DELETE FROM files WHERE id = ?",
        [(known.number,) for known in outcome.displaced if known.number not in moving],
    )
    # In two steps, because within a batch a file may take the path that another one leaves.
    connection.executemany(
        "UPDATE files SET path = CAST(X'00' || id AS BLOB) WHERE id = ?", [(number,) for number in moving]
    )
    finder = RootFinder(connection)
    for known, path, stamp in outcome.moved:
        connection.execute(
            "UPDATE files SET path = ?, root = ?, seen = ?, status = 0, device = ?, inode = ? WHERE id = ?",
            (path, finder.find(path)[0], scan, stamp[2], stamp[3], known.number),
        )
        connection.execute("DELETE FROM problems WHERE path = ?", (path,))
