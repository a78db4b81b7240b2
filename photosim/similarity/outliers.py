"""How odd each picture is, in several ways, and which of them stand out.

The reconstruction error of an autoencoder alone fires on fine texture and sleeps on blur: kinds that can be
measured have scores of their own, with thresholds fitted by `scripts/benchmark/odd.py`; what is merely unlike
the rest of the library is found from the error and from the distance to the nearest codes together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.odd import LIBRARY_KINDS, Measures, OddKind
from photosim.domain.progress import CancelToken, Report
from photosim.similarity.index_graph import nearest_others

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

NEIGHBORS = 5
"""The distance to so many nearest codes tells how alone a picture is."""

THRESHOLDS = {
    OddKind.DAMAGED: 0.06,
    OddKind.EMPTY: 0.335,
    OddKind.DARK: 0.622,
    OddKind.BRIGHT: 0.164,
    OddKind.BLURRED: 0.78,
    OddKind.DOCUMENT: 0.753,
}
"""Scores above which a picture is called so; of the other kinds the library itself tells."""

# What explains a kind away: a page is bright, and nobody wonders that a black picture shows no detail.
_EXPLAINED_BY = {
    OddKind.DAMAGED: (OddKind.EMPTY, OddKind.DARK, OddKind.DOCUMENT),
    OddKind.BRIGHT: (OddKind.DOCUMENT,),
    OddKind.BLURRED: (OddKind.EMPTY, OddKind.DARK, OddKind.DOCUMENT),
    OddKind.UNUSUAL: tuple(THRESHOLDS),
}

_EMPTY_LEVELS = 10 / 255


@dataclass(frozen=True, slots=True)
class PageLook:
    """A logistic regression that tells pages and screens from photos; see `scripts/benchmark/odd.py`."""

    texture: float = 8.19
    palette: float = 10.98
    shading: float = -3.76
    softness: float = -2.85
    clipped: float = -2.68
    constant: float = 9.55


_COLUMNS = {field.name: column for column, field in enumerate(fields(Measures))}


def figures_of(packed: list[bytes]) -> NDArray[np.float32]:
    """Figures as `Measures.packed` gives them, as float32 (N, F)."""
    return np.frombuffer(b"".join(packed), "<f4").reshape(len(packed), len(_COLUMNS))


def page_features(figures: NDArray[np.float32]) -> NDArray[np.float64]:
    """What `PageLook` weighs, float64 (N, 5), in the order of its attributes."""
    plain, edges = _column(figures, "plain"), _column(figures, "edges")
    texture = np.log10(plain * edges + 1e-3)
    rest = [_column(figures, name) for name in ("palette", "shading", "softness", "clipped")]
    return np.stack([texture, *rest], axis=1)


def scores_of(figures: NDArray[np.float32], distance: Scores) -> dict[OddKind, Scores]:
    """How odd pictures are in every way; larger is odder.

    Args:
        figures: float32 (N, F), see `figures_of`.
        distance: float64 (N,), mean distance to the nearest codes, see `mean_distances`.

    Returns:
        float64 (N,) for each kind: shares or levels within 0..1, but standard deviations from the library's
        mean for `UNUSUAL`, and 1 - SSIM for `REDRAWN`.
    """
    error = _column(figures, "error")
    look = PageLook()
    weights = [look.texture, look.palette, look.shading, look.softness, look.clipped]
    page = page_features(figures) @ np.array(weights) + look.constant
    return {
        OddKind.DAMAGED: _column(figures, "flat_end"),
        OddKind.EMPTY: np.exp(-_column(figures, "contrast") / _EMPTY_LEVELS),
        OddKind.DARK: 1 - _column(figures, "highlights"),
        OddKind.BRIGHT: np.sqrt(_column(figures, "clipped") * _column(figures, "shadows")),
        OddKind.BLURRED: np.clip(1 - _column(figures, "fineness"), 0, 1),
        OddKind.DOCUMENT: 1 / (1 + np.exp(-np.clip(page, -50, 50))),
        OddKind.UNUSUAL: (_standard(error) + _standard(distance)) / 2,
        OddKind.REDRAWN: error,
    }


def library_threshold(scores: Scores, k: float) -> float:
    """The seed's rule: mean + k standard deviations of the library's own scores; infinite without any."""
    return float(scores.mean() + k * scores.std()) if len(scores) else float("inf")


def thresholds_of(scores: Mapping[OddKind, Scores], k: float) -> dict[OddKind, float]:
    """The threshold of each kind.

    Args:
        scores: see `scores_of`.
        k: standard deviations above the mean, for the kinds that the library itself tells.
    """
    return {
        kind: library_threshold(scores[kind], k) if kind in LIBRARY_KINDS else THRESHOLDS[kind]
        for kind in OddKind
    }


def odd_rows(
    scores: Mapping[OddKind, Scores], thresholds: Mapping[OddKind, float], kind: OddKind
) -> NDArray[np.int64]:
    """The rows that are odd in one way and not in another way that explains it, oddest first.

    Args:
        scores: see `scores_of`.
        thresholds: see `thresholds_of`; the user may have moved some.
        kind: the way.
    """
    odd = scores[kind] > thresholds[kind]
    for reason in _EXPLAINED_BY.get(kind, ()):
        odd &= scores[reason] <= thresholds[reason]
    rows = np.flatnonzero(odd)
    return rows[np.argsort(-scores[kind][rows], kind="stable")]


def mean_distances(codes: NDArray[np.float32], report: Report, cancel: CancelToken) -> Scores:
    """Mean distance of each code to its `NEIGHBORS` nearest others, or to as many as there are.

    Args:
        codes: (N, D) float32 unit rows.
        report: told now and then.
        cancel: looked at several times a second.

    Returns:
        float64 (N,), 0..2; 0 where there are no others.

    Raises:
        Cancelled: a stop was asked for.
    """
    distance = nearest_others(codes, NEIGHBORS, "Comparing photos", report, cancel).distances
    means: Scores = distance.sum(axis=1, dtype=np.float64) / max(distance.shape[1], 1)
    return means


def _column(figures: NDArray[np.float32], name: str) -> Scores:
    return figures[:, _COLUMNS[name]].astype(np.float64)


def _standard(values: Scores) -> Scores:
    """Standard deviations from the mean; all zero where nothing differs."""
    spread = values.std() if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
