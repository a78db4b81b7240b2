"""Two photos of the library laid on each other exactly, and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from photosim.app.verification import Verifier
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Transform, content_pair, seen_from
from photosim.similarity.comparison import Difference, Spot, difference, refined, snapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import Photo

__all__ = ["SIDE", "Difference", "Spot", "align", "differ"]

SIDE = 1280
"""Longest side in pixels at which pictures are laid on each other and compared."""


def align(
    workspace: Workspace, first: Photo, second: Photo, rough: Transform | None, cancel: CancelToken
) -> Transform | None:
    """Lay the second photo on the first as exactly as can be.

    Args:
        workspace: the library.
        first: a photo that is there.
        second: another.
        rough: takes points of the first about to those of the second; None: look for it.
        cancel: looked at between the steps.

    Returns:
        It takes points of the first to the second; None where they cannot be laid on each other.

    Raises:
        Cancelled: a stop was asked for.
        FileError: one of them cannot be decoded.
        LibraryError: the catalogue cannot be read.
    """
    if rough is None:
        rough = _looked_for(workspace, first, second, cancel)
    if rough is None:
        return None
    better = refined(_pixels(workspace, first, cancel), _pixels(workspace, second, cancel), rough)
    sizes = [(photo.facts.width, photo.facts.height) for photo in (first, second)]
    return snapped(better or rough, sizes[0], sizes[1], SIDE)


def differ(
    workspace: Workspace, first: Photo, second: Photo, transform: Transform, cancel: CancelToken
) -> Difference:
    """Look where two photos differ that lie on each other.

    Args:
        workspace: the library.
        first: a photo that is there.
        second: another.
        transform: takes points of the first to the second, as `align` finds it.
        cancel: looked at between the steps.

    Raises:
        Cancelled: a stop was asked for.
        FileError: one of them cannot be decoded.
    """
    one, two = (_pixels(workspace, photo, cancel) for photo in (first, second))
    cancel.checkpoint()
    return difference(one, two, transform)


def _looked_for(workspace: Workspace, first: Photo, second: Photo, cancel: CancelToken) -> Transform | None:
    with Verifier(workspace.library) as verifier:
        pair = content_pair(first.content, second.content)
        found = seen_from(first.content, second.content, verifier.verify([pair], silent, cancel))
    return None if found is None else found.transform


def _pixels(workspace: Workspace, photo: Photo, cancel: CancelToken) -> NDArray[np.uint8]:
    raster = workspace.reader.render(photo.path, SIDE, cancel=cancel)
    return np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)
