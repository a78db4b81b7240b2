"""All codes of a model as one matrix, in one read."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy as np

from photosim.catalog.failures import sensible
from photosim.catalog.records import CodeTable
from photosim.domain.photo import ContentId

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 10_000


@sensible()
def load_codes(connection: sqlite3.Connection, model_id: str) -> CodeTable:
    """The codes of every content that a photo of the library has."""
    # Three reads from front to back are several times faster than one that looks up every row.
    shown = {content for (content,) in connection.execute("SELECT DISTINCT content FROM shown")}
    digests = dict(connection.execute("SELECT id, digest FROM contents"))
    codes = connection.execute(
        "SELECT content, code, bits FROM codes WHERE model = (SELECT id FROM models WHERE name = ?)",
        (model_id,),
    )
    contents: list[ContentId] = []
    parts: list[NDArray[np.float32]] = []
    bits: list[bytes] = []
    # In blocks, so that beside the matrix there is never a second one.
    while block := codes.fetchmany(_BLOCK):
        rows = [row for row in block if row[0] in shown]
        contents += [ContentId(digests[row[0]]) for row in rows]
        bits += [row[2] for row in rows]
        if rows:
            halves = np.frombuffer(b"".join([row[1] for row in rows]), "<f2")
            parts.append(halves.astype(np.float32).reshape(len(rows), -1))
    if not parts:
        return CodeTable([], np.zeros((0, 0), np.float32), np.zeros((0, 8), np.uint8))
    code = _joined(parts)
    # Half precision moves the norms by up to 0.001; distances assume unit rows.
    code /= np.sqrt(np.einsum("ij,ij->i", code, code))[:, None]
    return CodeTable(contents, code, np.frombuffer(b"".join(bits), np.uint8).reshape(len(bits), 8))


def _joined(parts: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The parts below one another; each is let go of once it is copied."""
    whole = np.empty((sum(map(len, parts)), parts[0].shape[1]), np.float32)
    place = len(whole)
    while parts:
        part = parts.pop()
        place -= len(part)
        whole[place : place + len(part)] = part
    return whole
