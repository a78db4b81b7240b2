"""How pictures were saved, for those that were read before photosim asked for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from photosim.catalog.paths import decoded, stamp_from
from photosim.catalog.roots import bump_generation
from photosim.domain.files import FoundFile
from photosim.domain.photo import ContentId, Saving

_UNKNOWN = (
    "SELECT c.digest, min(f.path), f.size, f.mtime_ns, f.device, f.inode "
    "FROM contents c JOIN shown f ON f.content = c.id AND f.status = 0 "
    "WHERE c.software IS NULL GROUP BY c.id ORDER BY 2"
)


def load_untold(connection: sqlite3.Connection) -> dict[ContentId, FoundFile]:
    """A file of each content of which it is not known how it was saved, by path."""
    return {
        ContentId(digest): FoundFile(decoded(path), stamp_from(*stamp))
        for digest, path, *stamp in connection.execute(_UNKNOWN)
    }


def save_told(connection: sqlite3.Connection, told: Mapping[ContentId, Saving]) -> None:
    """Write down how contents were saved."""
    connection.executemany(
        "UPDATE contents SET jpeg_quality = ?, software = ? WHERE digest = ?",
        [(saving.jpeg_quality, saving.software, content) for content, saving in told.items()],
    )
    if told:
        bump_generation(connection)
