"""What was found by laying pictures on each other, so that no pair is looked at twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

from photosim.catalog.database import select_among
from photosim.domain.photo import ContentId
from photosim.domain.similarity import ContentPair, Evidence

_FOUND = (
    "SELECT first, second, same, overlap_first, overlap_second, agreement, inliers, turn, mirrored, scale "
    "FROM evidence WHERE method = ? AND first IN (*)"
)
_SAVE = (
    "INSERT OR REPLACE INTO evidence (first, second, method, same, overlap_first, overlap_second, agreement, "
    "inliers, turn, mirrored, scale) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def load_evidence(
    connection: sqlite3.Connection, pairs: Collection[ContentPair], method: int
) -> dict[ContentPair, Evidence]:
    """What this method found of those pairs that it looked at."""
    numbers = _numbers(connection, pairs)
    digests = {number: content for content, number in numbers.items()}
    wanted = set(pairs)
    firsts = sorted({numbers[first] for first, _ in wanted if first in numbers})
    found = {}
    for first, second, same, *figures in select_among(connection, _FOUND, firsts, (method,)):
        pair = (digests[first], digests.get(second, ContentId(b"")))
        if pair in wanted:
            overlap_first, overlap_second, agreement, inliers, turn, mirrored, scale = figures
            found[pair] = Evidence(
                bool(same), overlap_first, overlap_second, agreement, inliers, turn, bool(mirrored), scale
            )
    return found


def save_evidence(
    connection: sqlite3.Connection, evidence: Mapping[ContentPair, Evidence], method: int
) -> None:
    """Write down what was found; pairs with a content that the catalogue does not know are left out."""
    numbers = _numbers(connection, evidence)
    connection.executemany(
        _SAVE,
        [
            (
                numbers[first],
                numbers[second],
                method,
                found.same,
                found.overlap_first,
                found.overlap_second,
                found.agreement,
                found.inliers,
                found.turn,
                found.mirrored,
                found.scale,
            )
            for (first, second), found in evidence.items()
            if first in numbers and second in numbers
        ],
    )


def _numbers(connection: sqlite3.Connection, pairs: Collection[ContentPair]) -> dict[ContentId, int]:
    contents = sorted({content for pair in pairs for content in pair})
    query = "SELECT digest, id FROM contents WHERE digest IN (*)"
    return {ContentId(digest): number for digest, number in select_among(connection, query, contents)}
