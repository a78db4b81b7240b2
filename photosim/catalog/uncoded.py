"""Which photos have no code of a model, because another one encoded them."""

from __future__ import annotations

import sqlite3

from photosim.catalog.failures import sensible
from photosim.domain.photo import ContentId

_UNCODED = (
    "SELECT digest FROM contents WHERE id IN (SELECT content FROM shown) AND id NOT IN "
    "(SELECT content FROM codes WHERE model = (SELECT id FROM models WHERE name = ?))"
)


@sensible()
def load_uncoded(connection: sqlite3.Connection, model_id: str) -> set[ContentId]:
    """The contents of photos of the library that have no code of this model."""
    others = connection.execute("SELECT EXISTS (SELECT 1 FROM models WHERE name <> ?)", (model_id,))
    # A scan stores no photo without its code: where no other model was ever at work, there is nothing to ask.
    if not others.fetchone()[0]:
        return set()
    return {ContentId(digest) for (digest,) in connection.execute(_UNCODED, (model_id,))}
