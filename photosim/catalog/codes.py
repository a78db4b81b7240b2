"""All codes of a model as one matrix, in one read."""

from __future__ import annotations

import sqlite3

import numpy as np

from photosim.catalog.records import CodeTable
from photosim.domain.photo import ContentId


def load_codes(connection: sqlite3.Connection, model_id: str) -> CodeTable:
    """The codes of every content that a photo of the library has."""
    rows = connection.execute(
        "SELECT c.digest, k.code, k.bits FROM codes k JOIN contents c ON c.id = k.content "
        "WHERE k.model = (SELECT id FROM models WHERE name = ?) "
        "AND EXISTS (SELECT 1 FROM shown WHERE shown.content = k.content)",
        (model_id,),
    ).fetchall()
    if not rows:
        return CodeTable([], np.zeros((0, 0), np.float32), np.zeros((0, 8), np.uint8))
    halves = np.frombuffer(b"".join(row[1] for row in rows), "<f2").reshape(len(rows), -1)
    code = halves.astype(np.float32)
    # Half precision moves the norms by up to 0.001; distances assume unit rows.
    code /= np.linalg.norm(code, axis=1, keepdims=True)
    bits = np.frombuffer(b"".join(row[2] for row in rows), np.uint8).reshape(len(rows), 8)
    return CodeTable([ContentId(row[0]) for row in rows], code, bits)
