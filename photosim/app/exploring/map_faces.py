"""The map of faces: every face has a place, and faces of one person lie together."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.exploring.map import MapMethod, MapStore, kept_layout
from photosim.app.people.everyone import face_table
from photosim.app.people.models import present_method
from photosim.domain.people import Face, PersonId
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken, Report
from photosim.similarity.projection import principal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace

_TSNE_FILE = "map-faces-tsne.npz"
_BOX = struct.Struct("<4d")


@dataclass(frozen=True, slots=True)
class FacesMap:
    """Where each face lies.

    Attributes:
        method: how the places were found.
        faces: by id; those of people who are left out of lists are not among them.
        places: (N, 2) float32, across and down; only distances mean something.
        names: of the people who have one.
        paths: of each picture a file, the first by path.
    """

    method: MapMethod
    faces: Sequence[Face]
    places: NDArray[np.float32]
    names: dict[PersonId, str]
    paths: dict[ContentId, str]


FacesGrowing = Callable[[FacesMap], None]
"""Gets the map on its way, only with those faces that have a place already."""


def map_faces(
    workspace: Workspace,
    method: MapMethod,
    report: Report,
    cancel: CancelToken,
    growing: FacesGrowing = lambda _faces: None,
) -> FacesMap:
    """Lay out the faces of a library, as `map_photos` does its photos.

    Args:
        workspace: the library.
        method: how.
        report: told how far it is.
        cancel: looked at between steps.
        growing: shown the map on its way, now and then; called in this thread.

    Raises:
        Cancelled: a stop was asked for; the map that was kept before is still kept.
        LibraryError: the catalogue cannot be read.
        ModelError: the models of faces are missing.
    """
    table = face_table(workspace)
    people = workspace.library.people.people()
    hidden = {row.id for row in people if row.hidden}
    names = {row.id: row.name for row in people if row.name is not None}
    paths = {photo.content: photo.path for photo in reversed(workspace.photos())}
    rows = [row for row, face in enumerate(table.faces) if face.person not in hidden]
    faces = [table.faces[row] for row in rows]

    def made(places: NDArray[np.float32]) -> FacesMap:
        there = ~np.isnan(places[:, 0])
        shown = faces if there.all() else [faces[row] for row in np.flatnonzero(there)]
        return FacesMap(method, shown, places[there], names, paths)

    cancel.checkpoint()
    codes = _directions(table.embedding[rows])
    if method is MapMethod.PCA or not faces:
        return made(principal(codes))
    return made(
        kept_layout(
            [_key(face) for face in faces],
            codes,
            MapStore(workspace, _TSNE_FILE, present_method()),
            report,
            cancel,
            lambda seen: growing(made(seen)),
        )
    )


def _directions(embedding: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit rows, as the search for neighbours wants them; the lengths of embeddings hardly differ."""
    norms = np.linalg.norm(embedding, axis=1, keepdims=True)
    return np.asarray(embedding / np.maximum(norms, np.finfo(np.float32).tiny), np.float32)


def _key(face: Face) -> bytes:
    """Names a face between two starts: where somebody looks again, faces get other ids."""
    box = face.box
    return face.content + _BOX.pack(box.x, box.y, box.width, box.height)
