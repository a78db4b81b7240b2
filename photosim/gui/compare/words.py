"""What the compare view says. Knows no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photosim.domain.words import enumerated, percent_words

if TYPE_CHECKING:
    from photosim.app.finding.comparison import Difference, Spot

_MOST_PLACES = 3
_EVERYWHERE = 0.5
_WIDE = 0.55
_BRIGHTER = 4.0
_ROWS = ("upper", "", "lower")
_COLUMNS = ("left", "", "right")


def difference_words(difference: Difference) -> str:
    """Where two pictures differ, in a sentence or two."""
    if not difference.overlap:
        return "They have no part in common that could be compared."
    sentences = [_spots_words(difference)]
    if difference.recoloured:
        sentences.append(_look_words(difference.tone))
    return " ".join(sentences)


def place_words(spot: Spot) -> str:
    """Where a spot lies: "upper left", "centre", "bottom", "all over"."""
    wide, high = spot.right - spot.left > _WIDE, spot.bottom - spot.top > _WIDE
    if wide and high:
        return "all over"
    column = "" if wide else _COLUMNS[_third((spot.left + spot.right) / 2)]
    row = "" if high else _ROWS[_third((spot.top + spot.bottom) / 2)]
    if wide and row:
        return "top" if row == "upper" else "bottom"
    return " ".join(part for part in (row, column) if part) or "centre"


def zoom_words(zoom: float) -> str:
    """A zoom in percent."""
    return f"{zoom * 100:.0f} %" if zoom >= 0.0995 else f"{zoom * 100:.1f} %"


def _spots_words(difference: Difference) -> str:
    if not difference.spots:
        return "No difference beyond what saving again changes."
    if difference.share > _EVERYWHERE:
        return f"Differs nearly everywhere: {percent_words(difference.share)} of the area."
    places = list(dict.fromkeys(place_words(spot) for spot in difference.spots))
    where = enumerated(places[:_MOST_PLACES]) if len(places) <= _MOST_PLACES else "in several places"
    share = "under 0.1 %" if difference.share < 0.001 else f"{difference.share * 100:.1f} %"
    return f"Differs in {share} of the area: {where}."


def _look_words(tone: float) -> str:
    if abs(tone) < _BRIGHTER:
        return "Its colours or contrast are others as a whole."
    return f"It is {'brighter' if tone > 0 else 'darker'} as a whole."


def _third(share: float) -> int:
    return min(2, max(0, int(share * 3)))
