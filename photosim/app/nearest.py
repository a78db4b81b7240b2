"""The index over a library's codes: kept, brought up to date, saved beside the library."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.atomic import write_atomically
from photosim.domain.errors import FileError
from photosim.similarity.approximate import EXACT_TO, ApproximateIndex
from photosim.similarity.approximate_saved import index_bytes, index_from
from photosim.similarity.exact import ExactIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from photosim.domain.photo import ContentId
    from photosim.domain.similarity import NeighborIndex

FILE_NAME = "nearest.cache"

# Written again only when it has grown by this share: to add a few photos costs the work for a few.
_WORTH_SAVING = 0.05

_log = logging.getLogger(__name__)


class KeptIndex:
    """Gives the index over a library's codes; one thread at a time may use it.

    Up to `exact_to` codes it is exact. Beyond that an approximate one is built once, extended when photos
    come, and saved: the file may be deleted at any time, and is never trusted where it does not fit.
    """

    def __init__(self, folder: str, *, read_only: bool, exact_to: int = EXACT_TO) -> None:
        """Nothing is read yet.

        Args:
            folder: of the library.
            read_only: never write the file.
            exact_to: see above.
        """
        self._path = os.path.join(folder, FILE_NAME)
        self._read_only = read_only
        self._exact_to = exact_to
        self._last: tuple[str, ApproximateIndex] | None = None
        self._saved_size = 0

    def over(self, codes: NDArray[np.float32], contents: Sequence[ContentId], model_id: str) -> NeighborIndex:
        """The index over the codes, (N, D) float32 of unit L2 norm, of N contents by the model."""
        if len(codes) <= self._exact_to:
            self._last = None
            return ExactIndex(codes)
        keys = _keys(contents)
        index = self._known(codes, keys, model_id) or ApproximateIndex.build(codes, keys)
        self._last = (model_id, index)
        if abs(len(index.keys) - self._saved_size) > _WORTH_SAVING * self._saved_size:
            self._save(index, model_id)
        return index

    def _known(
        self, codes: NDArray[np.float32], keys: NDArray[np.uint64], model_id: str
    ) -> ApproximateIndex | None:
        if self._last is not None and self._last[0] == model_id:
            return self._last[1].updated(codes, keys)
        try:
            with open(self._path, "rb") as file:
                data = file.read()
        except OSError:
            return None
        index = index_from(data, model_id, codes, keys)
        self._saved_size = len(index.keys) if index is not None else 0
        return index

    def _save(self, index: ApproximateIndex, model_id: str) -> None:
        if self._read_only:
            return
        try:
            write_atomically(self._path, index_bytes(index, model_id))
        except FileError as error:
            # It will be built again; nothing is lost but time.
            _log.warning("the index was not saved: %s", error)
        else:
            self._saved_size = len(index.keys)


def _keys(contents: Sequence[ContentId]) -> NDArray[np.uint64]:
    # The first eight bytes of a digest: were two alike, only one of them would be found by the lists.
    return np.frombuffer(b"".join([content[:8] for content in contents]), "<u8").astype(np.uint64)
