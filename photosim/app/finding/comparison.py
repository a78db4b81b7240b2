"""Two photos of the library laid on each other exactly, and where they differ."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.finding.verification import Verifier
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Transform, content_pair, seen_from
from photosim.similarity.comparison import Difference, Spot, difference, refined, snapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import Photo

__all__ = ["SIDE", "Comparer", "Difference", "Spot"]

SIDE = 1280
"""Longest side in pixels at which pictures are laid on each other and compared."""


_MOST_PICTURES = 6


class Comparer:
    """Lays photos of one library on each other; keeps the pictures that it decoded last.

    Safe to use from several threads.

    Args:
        workspace: the library.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pictures: OrderedDict[str, NDArray[np.uint8]] = OrderedDict()
        self._lock = threading.Lock()

    def align(
        self, first: Photo, second: Photo, rough: Transform | None, cancel: CancelToken
    ) -> Transform | None:
        """Lay the second photo on the first as exactly as can be.

        Args:
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
            rough = self._looked_for(first, second, cancel)
        if rough is None:
            return None
        one, two = (self._pixels(photo, cancel) for photo in (first, second))
        cancel.checkpoint()
        sizes = [(photo.facts.width, photo.facts.height) for photo in (first, second)]
        return snapped(refined(one, two, rough) or rough, sizes[0], sizes[1], SIDE)

    def differ(self, first: Photo, second: Photo, transform: Transform, cancel: CancelToken) -> Difference:
        """Look where two photos differ that lie on each other.

        Args:
            first: a photo that is there.
            second: another.
            transform: takes points of the first to the second, as `align` finds it.
            cancel: looked at between the steps.

        Raises:
            Cancelled: a stop was asked for.
            FileError: one of them cannot be decoded.
        """
        one, two = (self._pixels(photo, cancel) for photo in (first, second))
        cancel.checkpoint()
        return difference(one, two, transform)

    def _looked_for(self, first: Photo, second: Photo, cancel: CancelToken) -> Transform | None:
        with Verifier(self._workspace.library) as verifier:
            pair = content_pair(first.content, second.content)
            found = seen_from(first.content, second.content, verifier.verify([pair], silent, cancel))
        return None if found is None else found.transform

    def _pixels(self, photo: Photo, cancel: CancelToken) -> NDArray[np.uint8]:
        with self._lock:
            known = self._pictures.get(photo.path)
            if known is not None:
                self._pictures.move_to_end(photo.path)
                return known
        raster = self._workspace.reader.render(photo.path, SIDE, cancel=cancel)
        picture = np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)
        with self._lock:
            self._pictures[photo.path] = picture
            while len(self._pictures) > _MOST_PICTURES:
                self._pictures.popitem(last=False)
        return picture
