"""The distance's guess and the verdict make one probability."""

import pytest

from photosim.similarity.belief import believed


@pytest.mark.parametrize("likeness", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_a_verdict_moves_the_belief_its_way(likeness: float) -> None:
    accepted, refused = believed(likeness, same=True), believed(likeness, same=False)
    assert 0 < refused < accepted < 1
    assert accepted > min(likeness, 0.99)
    assert refused < max(likeness, 0.01)


def test_a_verified_pair_is_not_told_as_a_toss_up() -> None:
    assert believed(0.0, same=True) > 0.75
    assert believed(0.54, same=True) > 0.99


def test_more_likeness_is_more_belief() -> None:
    steps = [believed(number / 20, same=True) for number in range(21)]
    assert steps == sorted(steps)
