"""The nearest of a search laid on the picture one by one, as the app does it."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from photosim.imaging import thumbnail
from photosim.similarity.verification import Features, extract, verify

# About 140 kB each.
_MOST_FEATURES = 8192


def first_after_looking(
    thumbnails: Sequence[bytes], queries: NDArray[np.int64], nearest: NDArray[np.int64]
) -> NDArray[np.int64]:
    """What comes first: of each query the nearest that is the same picture, the nearest where none is.

    Args:
        thumbnails: JPEGs of all pictures.
        queries: int64 (Q,), their numbers.
        nearest: int64 (Q, K), numbers of what lies nearest to each, nearest first.

    Returns:
        int64 (Q,), numbers of pictures.
    """
    features = lru_cache(_MOST_FEATURES)(lambda number: _features(thumbnails[number]))

    def first(query: int, candidates: Sequence[int]) -> int:
        own = _features(thumbnails[query])
        same = (other for other in candidates if verify(own, features(other)).same)
        return next(same, candidates[0])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.fromiter(pool.map(first, queries.tolist(), nearest.tolist()), np.int64, len(queries))


def _features(jpeg: bytes) -> Features:
    return extract(thumbnail.decode(jpeg))
