"""Which pictures stand out, by made-up figures."""

import math
from dataclasses import asdict, replace

import numpy as np
import pytest

from photosim.domain.errors import Cancelled
from photosim.domain.odd import LIBRARY_KINDS, Measures, OddKind
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.similarity.outliers import (
    NEIGHBORS,
    THRESHOLDS,
    figures_of,
    library_threshold,
    mean_distances,
    odd_rows,
    scores_of,
    thresholds_of,
)

PHOTO = Measures(
    error=0.35, squared_error=0.01, fineness=0.5, softness=0.4, shadows=0.15, highlights=0.85, clipped=0.01,
    contrast=0.2, flat_end=0.0, plain=0.25, edges=0.08, palette=0.1, shading=0.65,
)  # fmt: skip
ODD = {
    OddKind.DAMAGED: replace(PHOTO, flat_end=0.4),
    OddKind.EMPTY: replace(PHOTO, contrast=0.005, edges=0.0, plain=1.0),
    OddKind.DARK: replace(PHOTO, highlights=0.1, shadows=0.0),
    OddKind.BRIGHT: replace(PHOTO, clipped=0.7, shadows=0.8),
    OddKind.BLURRED: replace(PHOTO, fineness=0.1, softness=0.7, edges=0.005, shading=0.9),
    OddKind.DOCUMENT: replace(PHOTO, palette=0.9, plain=0.7, edges=0.2, shading=0.3, softness=0.2),
    OddKind.UNUSUAL: replace(PHOTO, error=0.9),
}


def _library(*odd: Measures, distance: float = 1.0) -> tuple[dict[OddKind, np.ndarray], dict[OddKind, float]]:
    """Twenty normal photos and some more."""
    normal = [replace(PHOTO, error=0.3 + 0.005 * number) for number in range(20)]
    figures = figures_of([measures.packed() for measures in (*normal, *odd)])
    away = np.concatenate([1 + 0.005 * np.arange(20), np.full(len(odd), distance)])
    scores = scores_of(figures, away)
    return scores, thresholds_of(scores, 2.0)


def test_measures_are_packed_and_unpacked() -> None:
    back = asdict(Measures.unpacked(PHOTO.packed()))
    assert back == pytest.approx(asdict(PHOTO))
    with pytest.raises(ValueError, match="3 bytes"):
        Measures.unpacked(b"abc")


@pytest.mark.parametrize("kind", ODD)
def test_each_kind_finds_its_own_and_leaves_photos_alone(kind: OddKind) -> None:
    scores, thresholds = _library(ODD[kind], distance=1.3)
    assert odd_rows(scores, thresholds, kind).tolist() == [20]
    for other in THRESHOLDS:
        if other is not kind:
            assert odd_rows(scores, thresholds, other).size == 0, other


def test_the_seeds_rule_is_mean_and_k_deviations_of_the_error() -> None:
    scores, thresholds = _library(ODD[OddKind.UNUSUAL])
    error = scores[OddKind.REDRAWN]
    assert thresholds[OddKind.REDRAWN] == pytest.approx(error.mean() + 2 * error.std())
    assert odd_rows(scores, thresholds, OddKind.REDRAWN).tolist() == [20]
    assert thresholds_of(scores, 3.0)[OddKind.REDRAWN] > thresholds[OddKind.REDRAWN]
    assert thresholds_of(scores, 3.0)[OddKind.DARK] == THRESHOLDS[OddKind.DARK]


def test_a_lens_cap_is_dark_and_empty_and_not_also_blurred_or_damaged() -> None:
    cap = replace(ODD[OddKind.EMPTY], highlights=0.03, fineness=0.1, flat_end=0.5, error=0.9)
    scores, thresholds = _library(cap, distance=1.5)
    found = {kind for kind in OddKind if odd_rows(scores, thresholds, kind).size}
    assert found == {OddKind.DARK, OddKind.EMPTY, OddKind.REDRAWN}


def test_the_oddest_comes_first_and_a_moved_line_counts() -> None:
    scores, thresholds = _library(replace(PHOTO, highlights=0.2), replace(PHOTO, highlights=0.1))
    assert odd_rows(scores, thresholds, OddKind.DARK).tolist() == [21, 20]
    assert odd_rows(scores, {**thresholds, OddKind.DARK: 0.85}, OddKind.DARK).tolist() == [21]


def test_a_library_of_none_or_one_has_no_odd_ones() -> None:
    for count in (0, 1):
        scores = scores_of(figures_of([PHOTO.packed()] * count), np.zeros(count))
        thresholds = thresholds_of(scores, 2.0)
        for kind in OddKind:
            assert odd_rows(scores, thresholds, kind).size == 0
    assert math.isinf(library_threshold(np.zeros(0), 2.0))
    assert {OddKind.UNUSUAL, OddKind.REDRAWN} == LIBRARY_KINDS


def test_distances_are_means_over_the_nearest_others() -> None:
    codes = np.random.default_rng(5).normal(size=(40, 16)).astype(np.float32)
    codes /= np.linalg.norm(codes, axis=1, keepdims=True)
    told: list[Progress] = []
    found = mean_distances(codes, told.append, CancelToken())
    every = np.sort(np.linalg.norm(codes[:, None] - codes[None], axis=2), axis=1)
    np.testing.assert_allclose(found, every[:, 1 : NEIGHBORS + 1].mean(axis=1), atol=1e-3)
    assert (told[-1].done, told[-1].total) == (40, 40)


def test_distances_without_others_are_zero_and_can_be_stopped() -> None:
    one = np.eye(1, 8, dtype=np.float32)
    assert mean_distances(one, silent, CancelToken()).tolist() == [0.0]
    none = one[:0]
    assert mean_distances(none, silent, CancelToken()).size == 0
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        mean_distances(one, silent, cancel)
