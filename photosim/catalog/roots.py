"""The folders of the library, the settings of its scans, and which root a file belongs to."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence

from photosim.catalog.failures import sensible
from photosim.catalog.paths import below, decoded, encoded, normal_root
from photosim.domain.files import ProblemKind, Role, Root
from photosim.domain.scanning import DecodeLimits, ScanSettings

_SCAN_SETTINGS = "scan"


def bump_generation(connection: sqlite3.Connection) -> None:
    """Note that photos or codes changed."""
    connection.execute("UPDATE state SET generation = generation + 1")


@sensible()
def load_roots(connection: sqlite3.Connection) -> list[Root]:
    """All roots, by path."""
    rows = connection.execute("SELECT path, role FROM roots ORDER BY path")
    return [Root(decoded(path), Role(role)) for path, role in rows]


def load_pending(connection: sqlite3.Connection) -> list[Root]:
    """Roots with a scan that was begun and has not come to its end."""
    rows = connection.execute("SELECT path, role FROM roots WHERE begun > completed ORDER BY path")
    return [Root(decoded(path), Role(role)) for path, role in rows]


def add_roots(connection: sqlite3.Connection, roots: Iterable[Root], *, keep_roles: bool = False) -> None:
    """Add roots; a known one takes the role given here, unless `keep_roles`."""
    before = load_roots(connection)
    for root in roots:
        path = encoded(normal_root(root.path))
        connection.execute("INSERT OR IGNORE INTO roots (path, role) VALUES (?, ?)", (path, root.role.value))
        if not keep_roles:
            connection.execute("UPDATE roots SET role = ? WHERE path = ?", (root.role.value, path))
    after = load_roots(connection)
    if [root.path for root in after] != [root.path for root in before]:
        _reassign(connection)
    if after != before:
        bump_generation(connection)


def remove_root(connection: sqlite3.Connection, path: str) -> None:
    """Take a root out; its files belong to an outer root from now on, or to none."""
    name = encoded(normal_root(path))
    connection.execute(
        "UPDATE files SET root = NULL WHERE root = (SELECT id FROM roots WHERE path = ?)", (name,)
    )
    connection.execute("DELETE FROM roots WHERE path = ?", (name,))
    _reassign(connection)
    bump_generation(connection)


def _reassign(connection: sqlite3.Connection) -> None:
    # Outer roots first, so that the innermost has the last word.
    for number, path in connection.execute("SELECT id, path FROM roots ORDER BY length(path)").fetchall():
        start, end = below(path)
        connection.execute(
            "UPDATE files SET root = ? WHERE path = ? OR (path >= ? AND path < ?)", (number, path, start, end)
        )


class RootFinder:
    """Tells the innermost root of a path; remembers folders, so that neighbours cost nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._roots: dict[bytes, tuple[int, Role]] = {
            path: (number, Role(role))
            for number, path, role in connection.execute("SELECT id, path, role FROM roots")
        }
        self._folders: dict[bytes, tuple[int, Role] | None] = {}

    def find(self, path: bytes) -> tuple[int | None, Role]:
        """Number and role of the innermost root that is `path` or holds it; (None, NORMAL) without one."""
        root = self._roots.get(path) or self._of_folder(os.path.dirname(path))
        return root if root is not None else (None, Role.NORMAL)

    def _of_folder(self, folder: bytes) -> tuple[int, Role] | None:
        if folder not in self._folders:
            parent = os.path.dirname(folder)
            root = self._roots.get(folder)
            if root is None and parent != folder:
                root = self._of_folder(parent)
            self._folders[folder] = root
        return self._folders[folder]


def load_settings(connection: sqlite3.Connection) -> ScanSettings:
    """The saved settings, or the defaults."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (_SCAN_SETTINGS,)).fetchone()
    if row is None:
        return ScanSettings()
    saved = json.loads(row[0])
    return ScanSettings(
        exclude=tuple(saved["exclude"]),
        include_hidden=saved["include_hidden"],
        limits=DecodeLimits(**saved["limits"]),
    )


def save_settings(connection: sqlite3.Connection, settings: ScanSettings) -> None:
    """Save the settings; files that an earlier limit kept out get another chance when the limits change."""
    limits = settings.limits
    changed = load_settings(connection).limits != limits
    value = json.dumps(
        {
            "exclude": list(settings.exclude),
            "include_hidden": settings.include_hidden,
            "limits": {name: getattr(limits, name) for name in DecodeLimits.__slots__},
        }
    )
    connection.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (_SCAN_SETTINGS, value))
    if changed:
        connection.execute(
            "UPDATE problems SET size = NULL WHERE kind IN (?, ?)",
            (ProblemKind.TOO_LARGE.value, ProblemKind.TOO_SLOW.value),
        )


def outermost(roots: Sequence[Root]) -> list[bytes]:
    """The paths of the roots that lie in no other of them, each once."""
    kept: list[bytes] = []
    for path in sorted({encoded(normal_root(root.path)) for root in roots}, key=len):
        if not any(start <= path < end for start, end in map(below, kept)):
            kept.append(path)
    return kept
