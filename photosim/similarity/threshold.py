"""Where a user draws the line, learned from a few answers.

Every pair has a score: the strictest value of the scale at which it is called the same. How likely the user
calls a pair the same rises with its score along an S-shaped curve, as in the psychometric functions of
perception; where it rises, how steeply, and how often the user answers otherwise at either end is not known.
All of that is kept as weights over a grid of curves (Bayes' rule), and the next question is the one that is
expected to tell most about them: L. L. Kontsevich, C. W. Tyler, "Bayesian adaptive estimation of
psychometric slope and threshold", Vision Research 39 (1999). As whatever is not known stays in the weights,
an estimate comes with its doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.strictness import GENEROUS, STRICT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

ENOUGH_ANSWERS = 8
"""With fewer, an estimate is hardly more than what was assumed before."""

CERTAINTY = 0.95
"""Chance that the truth lies within the ends of an estimate."""

# Users follow none of the curves exactly: with answers at full weight, estimates would be too sure of
# themselves (measured on simulated users whose mistakes lie in lumps).
_TRUST = 0.8
_AUDIT_EVERY = 4
_DRAWS = 4000

_CENTERS = np.arange(-25.0, 125.1, 2.5)
_WIDTHS = np.geomspace(1.0, 25.0, 9)
_LAPSES = np.array([0.0, 0.02, 0.08, 0.25])
# What is assumed before the first answer: next to nothing of the line, and that few answers are slips.
_CENTER_BELIEF = np.exp(-0.5 * ((_CENTERS - 45.0) / 35.0) ** 2)
_LAPSE_BELIEF = np.array([0.5, 0.25, 0.15, 0.1])


@dataclass(frozen=True, slots=True)
class Label:
    """An answer.

    Attributes:
        score: of the pair, 0..100.
        same: whether the user calls it the same.
    """

    score: float
    same: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share that is not known exactly.

    Attributes:
        value: what is to be expected, 0..1.
        low: 0..1, the lower end of the shortest range that holds the truth with a chance of `CERTAINTY`.
        high: the upper end.
        answers: how many answers it stands on.
    """

    value: float
    low: float
    high: float
    answers: int

    @property
    def is_enough(self) -> bool:
        """Whether the answers are enough to speak of it."""
        return self.answers >= ENOUGH_ANSWERS


class Curves:
    """What is known of the user's line after some answers."""

    def __init__(self, labels: Sequence[Label] = ()) -> None:
        self._grid = _grid()
        weight = np.log(self._grid.belief)
        for label in labels:
            chance = self._grid.chances[int(_bins(np.array(label.score)))]
            weight += _TRUST * np.log(chance if label.same else 1.0 - chance)
        weight = np.exp(weight - weight.max())
        self._weight: Scores = weight / weight.sum()
        self._chance: Scores = self._grid.chances @ self._weight
        self.answers = len(labels)

    def chance(self) -> Scores:
        """How likely the user calls a pair the same, for each whole score from 0 to 100, (101,) 0..1."""
        return self._chance

    def boundary(self) -> int:
        """The strictness from which on a pair is rather the same than not, 0..100."""
        likely = np.flatnonzero(self._chance >= 0.5)
        return int(likely[0]) if len(likely) else STRICT

    def worth(self) -> Scores:
        """How much an answer at each whole score is expected to tell, (101,) nats."""
        return np.asarray(_entropy(self._chance) - self._grid.entropies @ self._weight)

    def precision(self, scores: Scores, right: int = 0, wrong: int = 0) -> Estimate | None:
        """Of pairs that a setting calls the same, the share that the user would call so.

        Args:
            scores: (N,) of those that the user was not asked about.
            right: how many of them the user called the same.
            wrong: how many of them the user called different.

        Returns:
            The estimate, or None where there are no pairs.
        """
        total = len(scores) + right + wrong
        if not total:
            return None
        count = np.bincount(_bins(scores), minlength=STRICT + 1).astype(np.float64)
        # One curve is true, but which? And by the true one every pair is thrown like a coin.
        random = np.random.default_rng(0)
        chances = self._grid.chances[:, random.choice(len(self._weight), _DRAWS, p=self._weight)]
        spread = np.sqrt(count @ (chances * (1.0 - chances))) * random.standard_normal(_DRAWS)
        unasked = np.clip(np.rint(count @ chances + spread), 0.0, len(scores))
        low, high = _shortest((right + unasked) / total)
        value = (right + float(self._chance @ count)) / total
        return Estimate(value, min(low, value), max(high, value), self.answers)


def next_question(curves: Curves, scores: Scores, is_open: NDArray[np.bool_]) -> int | None:
    """Which pair to ask about.

    Mostly the one whose answer is expected to tell most; every fourth is any of those that the boundary
    calls the same, so that mistakes far from it are not overlooked.

    Args:
        curves: what is known so far.
        scores: (N,) of all pairs, in an order that has nothing to do with the pictures.
        is_open: (N,) those that can be asked.

    Returns:
        The number of the pair, or None when nothing is left to ask.
    """
    places = np.flatnonzero(is_open)
    if not len(places):
        return None
    if curves.answers % _AUDIT_EVERY == _AUDIT_EVERY - 1:
        called_same = places[scores[places] >= curves.boundary()]
        if len(called_same):
            return int(called_same[0])
    worth = curves.worth()[_bins(scores[places])]
    return int(places[np.argmax(worth)])


def _bins(scores: Scores) -> NDArray[np.intp]:
    return np.clip(scores, GENEROUS, STRICT).astype(np.intp)


def _shortest(draws: Scores) -> tuple[float, float]:
    """The ends of the shortest range with the wanted part of the draws; near 0 or 1 it reaches the end."""
    ordered = np.sort(draws)
    held = int(np.ceil(CERTAINTY * len(ordered)))
    lengths = ordered[held - 1 :] - ordered[: len(ordered) - held + 1]
    # Of equally short ranges the last: shares near 1 are the usual case.
    start = len(lengths) - 1 - int(np.argmin(lengths[::-1]))
    return float(ordered[start]), float(ordered[start + held - 1])


def _entropy(chance: Scores) -> Scores:
    inside = np.clip(chance, 1e-12, 1.0 - 1e-12)
    return np.asarray(-inside * np.log(inside) - (1.0 - inside) * np.log(1.0 - inside))


@dataclass(frozen=True, slots=True)
class _Grid:
    """All curves.

    Attributes:
        chances: (101, G), of every curve its value at each whole score.
        entropies: (101, G), of an answer there.
        belief: (G,), before the first answer.
    """

    chances: Scores
    entropies: Scores
    belief: Scores


@cache
def _grid() -> _Grid:
    center, width, low, high = (
        axis.ravel() for axis in np.meshgrid(_CENTERS, _WIDTHS, _LAPSES, _LAPSES, indexing="ij")
    )
    score = np.arange(STRICT + 1, dtype=np.float64)[:, None]
    rising = 1.0 / (1.0 + np.exp(-np.clip((score - center) / width, -40.0, 40.0)))
    # Nobody is infallible, or one slip would outweigh everything.
    chances = np.clip(low + (1.0 - low - high) * rising, 0.001, 0.999)
    belief = np.einsum("i,j,k,l->ijkl", _CENTER_BELIEF, np.ones(len(_WIDTHS)), _LAPSE_BELIEF, _LAPSE_BELIEF)
    return _Grid(chances, _entropy(chances), belief.ravel() / belief.sum())
