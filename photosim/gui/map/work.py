"""The map as jobs: what the worker threads do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from photosim.app.exploring.map import LooksMap, MapMethod, map_photos
from photosim.app.exploring.map_colours import map_colours
from photosim.app.exploring.map_faces import FacesMap, map_faces
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken
from photosim.gui.base.jobs import ReportAny

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Growth:
    """A map on its way.

    Attributes:
        looks: as far as it is.
    """

    looks: LooksMap | FacesMap


class Run(Protocol):
    """Lays a map out; reports `Progress` and `Growth`."""

    def __call__(
        self, workspace: Workspace, method: MapMethod, report: ReportAny, cancel: CancelToken, /
    ) -> LooksMap | FacesMap:
        """The map.

        Raises:
            PhotosimError: the library or a model cannot be used.
            Cancelled: a stop was asked for.
        """


def run_map(workspace: Workspace, method: MapMethod, report: ReportAny, cancel: CancelToken) -> LooksMap:
    """Lay out the map; reports `Progress` and `Growth`.

    Raises:
        PhotosimError: the library or the model cannot be used.
        Cancelled: a stop was asked for.
    """
    return map_photos(workspace, method, report, cancel, lambda looks: report(Growth(looks)))


def run_faces(workspace: Workspace, method: MapMethod, report: ReportAny, cancel: CancelToken) -> FacesMap:
    """Lay out the map of faces; reports `Progress` and `Growth`.

    Raises:
        PhotosimError: the library or the models of faces cannot be used.
        Cancelled: a stop was asked for.
    """
    return map_faces(workspace, method, report, cancel, lambda faces: report(Growth(faces)))


@dataclass(frozen=True, slots=True)
class Tints:
    """The mean colours of pictures.

    Attributes:
        contents: the pictures.
        colours: (N, 3) uint8.
    """

    contents: Sequence[ContentId]
    colours: NDArray[np.uint8]

    def of(self, contents: Sequence[ContentId]) -> NDArray[np.uint8] | None:
        """The colours of these pictures; None where some are not known."""
        if contents is self.contents:
            return self.colours
        rows = {content: row for row, content in enumerate(self.contents)}
        found = [rows.get(content, -1) for content in contents]
        return self.colours[found] if found and min(found) >= 0 else None


def run_colours(
    workspace: Workspace, contents: Sequence[ContentId], report: ReportAny, cancel: CancelToken
) -> Tints:
    """Look at the colours of the pictures.

    Raises:
        PhotosimError: the thumbnails cannot be read.
        Cancelled: a stop was asked for.
    """
    return Tints(contents, map_colours(workspace, contents, report, cancel))
