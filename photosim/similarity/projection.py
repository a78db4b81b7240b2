"""Codes of many numbers become places on a map: what looks alike lies together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEED = 0


def principal(codes: NDArray[np.float32]) -> NDArray[np.float32]:
    """The two directions in which the codes differ most; at once, and the same whenever it is asked.

    Args:
        codes: (N, D) float32; N may be 0.

    Returns:
        (N, 2) float32 around 0; next to nothing where the codes do not differ.
    """
    count = len(codes)
    places = np.zeros((count, 2), np.float32)
    if count < 2:
        return places
    # scikit-learn takes a second to import: not before there is something to lay out.
    from sklearn.decomposition import PCA  # noqa: PLC0415

    kept = min(2, count, codes.shape[1])
    with np.errstate(invalid="ignore", divide="ignore"):
        # Codes that are all the same have no variance to tell the share of.
        found = PCA(kept, svd_solver="auto", random_state=_SEED).fit_transform(codes)
    places[:, :kept] = found
    return places
