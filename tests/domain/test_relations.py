"""What photos are to each other, as values."""

import pytest

from photosim.domain.similarity import Palette, Relation, inverted
from tests.similarity.library import evidence


def test_every_relation_says_whether_it_is_one_picture() -> None:
    different = {Relation.SAME_MOMENT, Relation.SAME_PLACE, Relation.UNRELATED}
    assert {relation for relation in Relation if not relation.is_same_picture} == different
    identical = {Relation.IDENTICAL_BYTES, Relation.IDENTICAL_PIXELS}
    assert {relation for relation in Relation if relation.is_identical} == identical


def test_the_way_back() -> None:
    there = (0.5, 0.1, 0.2, -0.3, 2.0, 0.4, 0.0, 0.0, 1.0)
    assert inverted(inverted(there)) == pytest.approx(there)
    assert inverted((1.0, 0.0, 0.25, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)) == pytest.approx(
        (1.0, 0.0, -0.25, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    )
    with pytest.raises(ZeroDivisionError):
        inverted((1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0))


def test_seen_from_the_other_side_first_and_second_change_places() -> None:
    found = evidence(
        overlap_first=0.4, transform=(2.0, 0.0, 0.5, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0), turn=90.0, scale=2.0,
        palette_first=Palette.GREY, framed_second=True, residual=1.5, changed=0.1,
    )  # fmt: skip
    back = found.reversed()
    assert (back.overlap_first, back.overlap_second) == (1.0, 0.4)
    assert (back.palette_first, back.palette_second) == (Palette.COLOURS, Palette.GREY)
    assert (back.framed_first, back.framed_second) == (True, False)
    assert (back.turn, back.scale, back.residual, back.changed) == (270.0, 0.5, 1.5, 0.1)
    assert back.transform == pytest.approx((0.5, 0.0, -0.25, 0.0, 0.5, 0.0, 0.0, 0.0, 1.0))
    assert back.reversed() == found
    assert evidence().reversed().transform is None
