"""One value from generous to strict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photosim.domain.encoder import Thresholds
from photosim.domain.similarity import Evidence
from photosim.domain.strictness import GENEROUS, NORMAL, STEPS, STRICT, strictness_words
from photosim.similarity.strictness import at, strictest, widest_distance
from photosim.similarity.verification import extract, verify
from photosim.similarity.verification.verify import (
    LEAST_AGREEMENT,
    LEAST_CALM_AGREEMENT,
    LEAST_CONTAINED,
    MOST_CHANGED,
)
from tests.helpers.photos import sample_paths

SHARE = st.floats(0.0, 1.0)
EVIDENCE = st.builds(
    Evidence,
    same=st.booleans(),
    overlap_first=SHARE,
    overlap_second=SHARE,
    agreement=st.floats(-1.0, 1.0),
    inliers=st.integers(0, 500),
    turn=st.just(0.0),
    mirrored=st.booleans(),
    scale=st.sampled_from([0.0, 0.5, 2.0]),
    changed=SHARE,
)
VALUE = st.integers(GENEROUS, STRICT)


def seen(agreement: float, larger: float = 1.0, changed: float = 0.0, *, same: bool = True) -> Evidence:
    return Evidence(same, larger, 0.5, agreement, 40, 0.0, False, 1.0, changed=changed)


@given(EVIDENCE)
def test_in_the_middle_the_verdict_stays(evidence: Evidence) -> None:
    assert at(NORMAL, evidence) is evidence


@given(EVIDENCE, VALUE, VALUE)
def test_what_is_the_same_stays_so_when_it_gets_more_generous(
    evidence: Evidence, one: int, other: int
) -> None:
    if at(max(one, other), evidence).same and evidence.scale:
        assert at(min(one, other), evidence).same


@given(EVIDENCE, VALUE)
def test_the_strictest_value_is_where_it_turns(evidence: Evidence, value: int) -> None:
    reached = strictest(evidence)
    if value != NORMAL or evidence.scale:
        assert at(value, evidence).same is (reached is not None and value <= reached)
    assert (reached is None) or GENEROUS <= reached <= STRICT


@given(EVIDENCE, VALUE)
def test_only_the_verdict_changes_and_either_side_sees_the_same(evidence: Evidence, value: int) -> None:
    other = at(value, evidence)
    assert (other.agreement, other.overlap_first, other.scale) == (
        evidence.agreement,
        evidence.overlap_first,
        evidence.scale,
    )
    assert at(value, evidence.reversed()).same is other.same


def middle(one: float, other: float) -> float:
    return (one + other) / 2


def test_it_moves_both_ways() -> None:
    assert strictest(seen(0.99)) == STRICT
    assert strictest(seen(0.94, larger=0.99, changed=0.1)) == STRICT
    assert strictest(seen(middle(LEAST_CALM_AGREEMENT, 0.94))) == pytest.approx(75)
    assert strictest(seen(0.99, larger=0.87)) == pytest.approx(75)
    assert strictest(seen(0.99, changed=middle(0.1, MOST_CHANGED))) == pytest.approx(75)
    # As well contained as can be, yet it hardly agrees.
    assert strictest(seen(LEAST_CALM_AGREEMENT)) == NORMAL
    # Whatever the verification calls the same is so in the middle, and what it does not call so is not.
    assert strictest(seen(0.3)) == NORMAL
    short = strictest(seen(0.99, same=False))
    assert short is not None
    assert 49 < short < NORMAL
    assert strictest(seen(middle(0.4, LEAST_AGREEMENT), same=False)) == pytest.approx(25)
    assert strictest(seen(0.99, larger=middle(0.8, LEAST_CONTAINED), same=False)) == pytest.approx(25)
    assert strictest(seen(0.99, changed=middle(0.6, MOST_CHANGED), same=False)) == pytest.approx(25)
    assert strictest(seen(0.39, same=False)) is None
    assert strictest(seen(0.9, larger=0.79, same=False)) is None
    assert strictest(seen(0.9, changed=0.61, same=False)) is None


def test_what_cannot_be_laid_on_each_other_is_never_the_same() -> None:
    nothing = Evidence(False, 0.0, 0.0, 0.0, 0, 0.0, False, 0.0)
    assert strictest(nothing) is None
    assert not at(GENEROUS, nothing).same


def test_a_generous_library_looks_further() -> None:
    thresholds = Thresholds(same_picture=0.6, similar=0.9)
    assert widest_distance(NORMAL, thresholds) == widest_distance(STRICT, thresholds) == 0.9
    assert widest_distance(25, thresholds) == pytest.approx(0.975)
    assert widest_distance(GENEROUS, thresholds) == pytest.approx(1.05)


@pytest.mark.parametrize("value", [-1, 101])
def test_there_is_nothing_beyond_the_ends(value: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        at(value, seen(0.9))
    with pytest.raises(ValueError, match="between 0 and 100"):
        widest_distance(value, Thresholds(0.6, 0.9))


def test_real_pictures_at_the_ends() -> None:
    from PIL import Image

    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    whole = extract(np.asarray(china.resize((320, 214))))
    grainy = np.asarray(china.resize((320, 214))).astype(np.float32)
    grainy = np.clip(grainy + np.random.default_rng(1).normal(0, 40, grainy.shape), 0, 255).astype(np.uint8)
    copy, noisy = extract(np.asarray(china.resize((240, 160)))), extract(grainy)
    other = extract(np.asarray(flower.resize((320, 214))))
    assert at(STRICT, verify(whole, copy)).same
    assert not at(STRICT, verify(whole, noisy)).same
    assert at(GENEROUS, verify(whole, noisy)).same
    assert not at(GENEROUS, verify(whole, other)).same


def test_values_have_words() -> None:
    assert [strictness_words(step) for step in STEPS] == list(STEPS.values())
    assert strictness_words(60) == "normal to strict (60)"
    assert strictness_words(3) == "very generous to generous (3)"
