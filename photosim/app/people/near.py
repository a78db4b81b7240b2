"""Faces that are like a face: of the library, or of any picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.app.people.everyone import face_table
from photosim.domain.errors import PhotosimError
from photosim.domain.people import EMBEDDING_DIMS, Face, NearFace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace


def nearest_faces(workspace: Workspace, to: Face | NDArray[np.float32], k: int) -> list[NearFace]:
    """The `k` faces of the library that are most like a face, nearest first, equal distances by id.

    Args:
        workspace: where to search.
        to: a face of the library, which is not among its nearest, or an embedding (128,) of any other.
        k: how many, >= 1.

    Raises:
        LibraryError: the catalogue cannot be read.
        PhotosimError: the face is not in the library any more.
        ValueError: `k` is below 1, or the embedding has another shape.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    table = face_table(workspace)
    own = to.id if isinstance(to, Face) else None
    if isinstance(to, Face):
        row = next((row for row, face in enumerate(table.faces) if face.id == to.id), None)
        if row is None:
            raise PhotosimError("This face is not in the library any more.")
        asked = table.embedding[row]
    else:
        asked = to
    if asked.shape != (EMBEDDING_DIMS,):
        raise ValueError(f"an embedding has the shape ({EMBEDDING_DIMS},), not {asked.shape}")
    distances = np.linalg.norm(table.embedding - asked, axis=1)
    near = [
        NearFace(table.faces[row], float(distances[row]))
        for row in distances.argsort(kind="stable")[: k + 1].tolist()
        if table.faces[row].id != own
    ]
    return near[:k]
