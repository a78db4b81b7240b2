"""The codes of all looks at a picture that is searched for, and what is nearest to any of them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from photosim.imaging.query_views import query_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from photosim.domain.encoder import Encoder
    from photosim.domain.similarity import NeighborIndex
    from photosim.imaging.upright import Region


class Views(NamedTuple):
    """What is searched for.

    Attributes:
        code: (L, D) float32, unit rows; first that of the picture as it is.
        handicap: (L,) float32, what is added to the distances from each, 0 for the first.
        parts: rectangles of the thumbnail, in its pixels, that the last of the codes are of.
    """

    code: NDArray[np.float32]
    handicap: NDArray[np.float32]
    parts: Sequence[Region] = ()


def views_of(encoder: Encoder, code: NDArray[np.float32], thumbnail: bytes) -> Views:
    """Look at a picture in several ways.

    Args:
        encoder: makes the codes of the other looks.
        code: (D,) float32, the picture's own.
        thumbnail: a JPEG of it; without one (b"") the picture's own code has to do.
    """
    own = Views(code[None], np.zeros(1, np.float32))
    if not thumbnail:
        return own
    with Image.open(BytesIO(thumbnail), formats=("JPEG",)) as picture:
        looks = query_views(picture.convert("RGB"), encoder.input_spec)
    return Views(
        np.concatenate([own.code, encoder.encode(looks.pixels).code]),
        np.concatenate([own.handicap, looks.handicap]),
        looks.parts,
    )


def nearest_rows(index: NeighborIndex, views: Views, k: int) -> list[tuple[int, float]]:
    """The `k` rows of an index that are nearest to any of the views, as far as there are so many.

    Returns:
        Rows and distances (L2 between unit codes, the handicap added), nearest first.

    Raises:
        ValueError: `k` is below 1.
    """
    found = index.query(views.code, k)
    distances = (found.distances + views.handicap[:, None]).ravel()
    order = np.argsort(distances, kind="stable")
    rows, first = np.unique(found.rows.ravel()[order], return_index=True)
    nearest = np.argsort(first)[:k]
    return list(zip(rows[nearest].tolist(), distances[order][first[nearest]].tolist(), strict=True))
