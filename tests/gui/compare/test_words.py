"""What is said of differences."""

import numpy as np
import pytest

from photosim.app.finding.comparison import Difference, Spot
from photosim.gui.compare.words import difference_words, place_words, zoom_words


def difference(*spots: Spot, tone: float = 0.0, recoloured: bool = False, overlap: float = 1.0) -> Difference:
    share = sum(spot.share for spot in spots)
    mask, seen = np.zeros((2, 2), np.uint8), np.ones((2, 2), np.bool_)
    return Difference(mask, seen, overlap, share, spots, tone, recoloured)


def spot(left: float, top: float, right: float, bottom: float, share: float = 0.012) -> Spot:
    return Spot(left, top, right, bottom, share)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (spot(0.8, 0.8, 0.9, 0.9), "lower right"),
        (spot(0.05, 0.05, 0.1, 0.1), "upper left"),
        (spot(0.45, 0.45, 0.55, 0.55), "centre"),
        (spot(0.45, 0.05, 0.55, 0.1), "upper"),
        (spot(0.05, 0.1, 0.1, 0.95), "left"),
        (spot(0.05, 0.9, 0.95, 1.0), "bottom"),
        (spot(0.0, 0.0, 1.0, 0.05), "top"),
        (spot(0.0, 0.0, 1.0, 1.0), "all over"),
    ],
)
def test_places(where: Spot, words: str) -> None:
    assert place_words(where) == words


def test_sentences() -> None:
    assert difference_words(difference(spot(0.8, 0.8, 0.9, 0.9))) == (
        "Differs in 1.2 % of the area: lower right."
    )
    two = difference(spot(0.8, 0.8, 0.9, 0.9, 0.0004), spot(0.1, 0.1, 0.2, 0.2, 0.0003))
    assert difference_words(two) == "Differs in under 0.1 % of the area: lower right and upper left."
    many = [spot(x, y, x + 0.02, y + 0.02) for x in (0.1, 0.5) for y in (0.1, 0.5, 0.9)]
    assert difference_words(difference(*many)) == "Differs in 7.2 % of the area: in several places."
    assert difference_words(difference()) == "No difference beyond what saving again changes."
    assert difference_words(difference(spot(0, 0, 1, 1, 0.8))).startswith("Differs nearly everywhere")
    assert difference_words(difference(tone=12.0, recoloured=True)).endswith("It is brighter as a whole.")
    assert difference_words(difference(tone=-12.0, recoloured=True)).endswith("It is darker as a whole.")
    assert "colours or contrast" in difference_words(difference(recoloured=True))
    assert "no part in common" in difference_words(difference(overlap=0.0))


def test_zooms() -> None:
    assert zoom_words(1.0) == "100 %"
    assert zoom_words(0.0432) == "4.3 %"
