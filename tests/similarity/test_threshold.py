"""Simulated users answer; their line is found, and the estimates hold what they promise."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.domain.strictness import GENEROUS, STRICT
from photosim.similarity.threshold import ENOUGH_ANSWERS, Curves, Estimate, Label, next_question

Scores = NDArray[np.float64]
Chance = Callable[[Scores], Scores]


def step(line: float) -> Chance:
    """Knows exactly."""
    return lambda scores: (scores >= line).astype(np.float64)


def slips(line: float) -> Chance:
    """Takes one of twenty for the other."""
    return lambda scores: np.where(scores >= line, 0.95, 0.05)


def slope(line: float) -> Chance:
    """Is in two minds over a wide stretch."""
    return lambda scores: 1.0 / (1.0 + np.exp(-(scores - line) / 8.0))


def lumps(line: float) -> Chance:
    """Sees something in very similar pairs that the score does not: no curve of ours."""
    return lambda scores: np.where(scores >= line, np.where((scores > 80) & (scores < 95), 0.8, 0.97), 0.1)


@dataclass(frozen=True)
class Session:
    """How twenty questions went."""

    boundary: int
    truth: float
    estimate: Estimate | None
    asked: list[float]


def ask(chance: Chance, seed: int, questions: int = 20, pairs: int = 300) -> Session:
    random = np.random.default_rng(seed)
    alike = random.random(pairs) < random.uniform(0.3, 0.9)
    scores = np.where(alike, random.beta(3, 1, pairs) * 100, random.uniform(0, 100, pairs))
    same = random.random(pairs) < chance(scores)
    is_open = np.ones(pairs, np.bool_)
    labels: list[Label] = []
    asked = []
    for _ in range(questions):
        place = next_question(Curves(labels), scores, is_open)
        assert place is not None
        assert is_open[place]
        is_open[place] = False
        asked.append(float(scores[place]))
        labels.append(Label(float(scores[place]), bool(same[place])))
    curves = Curves(labels)
    called = scores >= curves.boundary()
    told = called & ~is_open
    estimate = curves.precision(scores[called & is_open], int(same[told].sum()), int((~same[told]).sum()))
    return Session(curves.boundary(), float(same[called].mean()) if called.any() else 1.0, estimate, asked)


@pytest.mark.parametrize(("user", "off"), [(step, 3), (slips, 6), (slope, 12)])
def test_twenty_questions_find_the_line(user: Callable[[float], Chance], off: int) -> None:
    lines = np.linspace(12, 88, 10)
    found = [ask(user(line), seed).boundary for seed, line in enumerate(lines)]
    assert np.median(np.abs(np.array(found) - lines)) <= off / 2
    assert np.quantile(np.abs(np.array(found) - lines), 0.8) <= off


def test_questions_that_are_chosen_do_better_than_any() -> None:
    lines = np.linspace(12, 88, 12)
    few = [abs(ask(step(line), seed, questions=10).boundary - line) for seed, line in enumerate(lines)]
    blind = []
    for seed, line in enumerate(lines):
        random = np.random.default_rng(seed)
        scores = random.uniform(0, 100, 10)
        blind.append(abs(Curves([Label(score, score >= line) for score in scores]).boundary() - line))
    assert np.mean(few) < np.mean(blind) / 2


def test_estimates_hold_the_truth_as_often_as_they_say() -> None:
    sessions = [
        ask(user(float(line)), seed)
        for user in (step, slips, slope, lumps)
        for seed, line in enumerate(np.linspace(10, 90, 14))
    ]
    estimates = [(session.truth, session.estimate) for session in sessions if session.estimate is not None]
    assert len(estimates) > 48
    held = [estimate.low - 1e-9 <= truth <= estimate.high + 1e-9 for truth, estimate in estimates]
    # 95 of 100 are promised; the draws are the same every time.
    assert np.mean(held) > 0.9
    # They say something, too, and lean to neither side by much.
    assert np.mean([estimate.high - estimate.low for _, estimate in estimates]) < 0.4
    assert abs(np.mean([estimate.value - truth for truth, estimate in estimates])) < 0.08


def test_more_answers_make_the_estimate_sharper() -> None:
    widths = []
    for questions in (4, 12, 40):
        found = [ask(slips(50.0), seed, questions).estimate for seed in range(6)]
        widths.append(np.mean([one.high - one.low for one in found if one is not None]))
        assert all(one is None or one.is_enough is (questions >= ENOUGH_ANSWERS) for one in found)
    assert widths == sorted(widths, reverse=True)
    assert widths[2] < widths[0] / 2


def test_questions_are_asked_at_the_border_and_now_and_then_elsewhere() -> None:
    session = ask(step(60.0), 3)
    near = [abs(score - 60.0) < 15 for score in session.asked[8:]]
    assert sum(near) >= 5
    assert max(session.asked) > 80


@pytest.mark.parametrize(("same", "end"), [(True, GENEROUS), (False, STRICT)])
def test_users_with_only_one_answer(same: bool, end: int) -> None:
    session = ask(lambda scores: np.full(len(scores), float(same)), 1)
    assert abs(session.boundary - end) < 12
    if same:
        assert session.estimate is not None
        assert session.estimate.low > 0.85
        assert session.estimate.high == 1.0


def test_before_the_first_answer_next_to_nothing_is_known() -> None:
    curves = Curves()
    assert np.all(np.diff(curves.chance()) > 0)
    assert 30 < curves.boundary() < 60
    estimate = curves.precision(np.full(50, 70.0))
    assert estimate is not None
    assert not estimate.is_enough
    assert estimate.high - estimate.low > 0.5


def test_answers_are_counted_as_they_are() -> None:
    curves = Curves([Label(90.0, True)] * 9 + [Label(90.0, False)])
    asked = curves.precision(np.zeros(0), right=9, wrong=1)
    assert asked == Estimate(0.9, 0.9, 0.9, 10)
    assert curves.precision(np.zeros(0)) is None
    more = curves.precision(np.full(10, 90.0), right=9, wrong=1)
    assert more is not None
    assert 0.45 <= more.low < more.value < more.high <= 0.95


def test_nothing_left_to_ask() -> None:
    scores = np.array([10.0, 60.0])
    assert next_question(Curves(), scores, np.zeros(2, np.bool_)) is None
    assert next_question(Curves(), scores, np.array([True, False])) == 0
    # An audit where nothing is called the same falls back on the border.
    labels = [Label(99.0, False)] * 3
    assert next_question(Curves(labels), scores, np.array([True, True])) in (0, 1)


def test_the_same_answers_give_the_same() -> None:
    assert ask(slips(40.0), 5) == ask(slips(40.0), 5)
