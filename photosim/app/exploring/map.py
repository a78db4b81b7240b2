"""The map of looks: every photo has a place, and what looks alike lies together."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.exploring.map_file import load_rows, save_rows
from photosim.domain.progress import CancelToken, Report
from photosim.similarity.projection import principal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId, Photo

_TSNE_FILE = "map-photos-tsne.npz"


class MapMethod(StrEnum):
    """How codes become places."""

    PCA = "pca"
    """The two directions in which the photos differ most; at once, but far apart only is really unlike."""
    TSNE = "tsne"
    """Neighbours lie together; takes its time and is kept."""


@dataclass(frozen=True, slots=True)
class LooksMap:
    """Where each picture lies.

    Attributes:
        method: how the places were found.
        contents: the pictures, in the order of the library's codes.
        photos: of each picture its file that comes first by path.
        places: (N, 2) float32, across and down; only distances mean something.
        files: all files of each picture of the library, by path.
    """

    method: MapMethod
    contents: Sequence[ContentId]
    photos: Sequence[Photo]
    places: NDArray[np.float32]
    files: Mapping[ContentId, Sequence[Photo]]


Growing = Callable[[LooksMap], None]
"""Gets the map on its way, only with those pictures that have a place already."""


def map_photos(
    workspace: Workspace,
    method: MapMethod,
    report: Report,
    cancel: CancelToken,
    growing: Growing = lambda _looks: None,
) -> LooksMap:
    """Lay out the photos of a library; a map by t-SNE is kept, and goes on from there when photos come.

    Args:
        workspace: the library.
        method: how.
        report: told how far it is.
        cancel: looked at between steps.
        growing: shown the map on its way, now and then; called in this thread.

    Raises:
        Cancelled: a stop was asked for; the map that was kept before is still kept.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
    """
    indexed = workspace.indexed()
    photos = [indexed.photos_by_content[content][0] for content in indexed.contents]

    def made(places: NDArray[np.float32]) -> LooksMap:
        there = ~np.isnan(places[:, 0])
        if there.all():
            return LooksMap(method, indexed.contents, photos, places, indexed.photos_by_content)
        rows = np.flatnonzero(there)
        contents, shown = [indexed.contents[row] for row in rows], [photos[row] for row in rows]
        return LooksMap(method, contents, shown, places[rows], indexed.photos_by_content)

    cancel.checkpoint()
    if method is MapMethod.PCA:
        return made(principal(indexed.code))
    kept = MapStore(workspace, _TSNE_FILE, workspace.encoder.model_id)
    return made(
        kept_layout(
            indexed.contents,
            indexed.code,
            kept,
            report,
            cancel,
            lambda seen: growing(made(seen)),
        )
    )


@dataclass(frozen=True, slots=True)
class MapStore:
    """Where the places of a map are kept between two starts.

    Attributes:
        workspace: in whose folder.
        name: of the file.
        about: what the codes come from; places of other codes are not used.
    """

    workspace: Workspace
    name: str
    about: str

    def load(self, keys: Sequence[bytes]) -> NDArray[np.float32]:
        """Places (N, 2) float32, NaN for what is not kept."""
        unknown = np.full(2, np.nan, np.float32)
        return load_rows(self._path, self.about, keys, unknown).astype(np.float32)

    def save(self, keys: Sequence[bytes], places: NDArray[np.float32]) -> None:
        """Keep places, unless the library is open for reading only."""
        if not self.workspace.library.read_only and len(keys):
            save_rows(self._path, self.about, keys, places)

    @property
    def _path(self) -> str:
        return os.path.join(self.workspace.library.folder, self.name)


def kept_layout(
    keys: Sequence[bytes],
    codes: NDArray[np.float32],
    kept: MapStore,
    report: Report,
    cancel: CancelToken,
    seen: Callable[[NDArray[np.float32]], None],
) -> NDArray[np.float32]:
    """The places of codes by t-SNE, from what is kept as far as it goes.

    Args:
        keys: name the rows, between two starts, too.
        codes: (N, D) float32 unit rows.
        kept: of earlier maps.
        report: told how far it is.
        cancel: looked at between steps.
        seen: shown the places (N, 2) on the way, NaN for those without one.

    Raises:
        Cancelled: a stop was asked for.
    """
    known = kept.load(keys)
    if not np.isnan(known).any():
        return known
    # SciPy's transforms take a moment to import: not before a map is to be laid out.
    from photosim.similarity.projection_layout import lay_out  # noqa: PLC0415

    seen(principal(codes) if np.isnan(known).all() else known)
    places = lay_out(codes, known, report, cancel, seen)
    kept.save(keys, places)
    return places
