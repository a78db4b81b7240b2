"""What was found by laying pictures on each other, so that no pair is looked at twice."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Collection, Mapping
from typing import Any, cast

from photosim.catalog.database import select_among
from photosim.domain.photo import ContentId
from photosim.domain.similarity import ContentPair, Evidence, Palette, Transform

_FIGURES = (
    "same",
    "overlap_first",
    "overlap_second",
    "agreement",
    "inliers",
    "turn",
    "mirrored",
    "scale",
    "transform",
    "residual",
    "changed",
    "tone",
    "tint",
    "palette_first",
    "palette_second",
    "framed_first",
    "framed_second",
)
_COLUMNS = ", ".join(_FIGURES)
_FOUND = f"SELECT first, second, {_COLUMNS} FROM evidence WHERE method = ? AND first IN (*)"  # noqa: S608 - no values
_SAVE = (
    f"INSERT OR REPLACE INTO evidence (first, second, method, {_COLUMNS}) "  # noqa: S608 - no values
    f"VALUES (?, ?, ?{', ?' * len(_FIGURES)})"
)
_TRANSFORM = struct.Struct("<9d")


def load_evidence(
    connection: sqlite3.Connection, pairs: Collection[ContentPair], method: int
) -> dict[ContentPair, Evidence]:
    """What this method found of those pairs that it looked at."""
    numbers = _numbers(connection, pairs)
    digests = {number: content for content, number in numbers.items()}
    wanted = set(pairs)
    firsts = sorted({numbers[first] for first, _ in wanted if first in numbers})
    found = {}
    for first, second, *figures in select_among(connection, _FOUND, firsts, (method,)):
        pair = (digests[first], digests.get(second, ContentId(b"")))
        if pair in wanted:
            found[pair] = _read(dict(zip(_FIGURES, figures, strict=True)))
    return found


def save_evidence(
    connection: sqlite3.Connection, evidence: Mapping[ContentPair, Evidence], method: int
) -> None:
    """Write down what was found; pairs with a content that the catalogue does not know are left out."""
    numbers = _numbers(connection, evidence)
    connection.executemany(
        _SAVE,
        [
            (numbers[first], numbers[second], method, *_written(found))
            for (first, second), found in evidence.items()
            if first in numbers and second in numbers
        ],
    )


def _read(figures: dict[str, Any]) -> Evidence:
    for flag in ("same", "mirrored", "framed_first", "framed_second"):
        figures[flag] = bool(figures[flag])
    for side in ("palette_first", "palette_second"):
        figures[side] = Palette(figures[side])
    if figures["transform"] is not None:
        figures["transform"] = cast("Transform", _TRANSFORM.unpack(figures["transform"]))
    return Evidence(**figures)


def _written(found: Evidence) -> list[object]:
    figures = {name: getattr(found, name) for name in _FIGURES}
    if found.transform is not None:
        figures["transform"] = _TRANSFORM.pack(*found.transform)
    return list(figures.values())


def _numbers(connection: sqlite3.Connection, pairs: Collection[ContentPair]) -> dict[ContentId, int]:
    contents = sorted({content for pair in pairs for content in pair})
    query = "SELECT digest, id FROM contents WHERE digest IN (*)"
    return {ContentId(digest): number for digest, number in select_among(connection, query, contents)}
