"""Plain borders round a picture: white margins, black bars, passe-partouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Lines = NDArray[np.int16]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, 0..1 of the whole picture."""

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)

# Grey levels: what compression leaves of one colour near an edge, and what begins clearly beside it.
_PLAIN = 16.0
_STEP = 24.0
_MOSTLY, _AT_LEAST = 0.7, 0.35
_MOST_LAYERS = 4
_SHORTEST = 8
_LEAST = 0.3


def content_box(rgb: NDArray[np.uint8]) -> Box:
    """What is left of a picture without plain borders, in layers of other colours too.

    A border lies on opposite sides, in one colour, and ends at a straight line all along: a blank sky
    does not. What is nearly all border has none.

    Args:
        rgb: (H, W, 3) uint8.
    """
    height, width = rgb.shape[:2]
    top, bottom, left, right = 0, height, 0, width
    for _ in range(_MOST_LAYERS):
        inner = rgb[top:bottom, left:right].astype(np.int16)
        above, below = _bars(inner)
        before, after = _bars(inner.transpose(1, 0, 2))
        if not above and not before:
            break
        top, bottom, left, right = top + above, bottom - below, left + before, right - after
        if bottom - top < _LEAST * height or right - left < _LEAST * width:
            return WHOLE
    return (left / width, top / height, right / width, bottom / height)


def _bars(picture: Lines) -> tuple[int, int]:
    """How many lines the bars at both ends have; (0, 0) where they are not a pair."""
    if len(picture) < _SHORTEST:
        return (0, 0)
    first, last = (np.median(picture[end], axis=0) for end in (0, -1))
    if np.abs(first - last).max() >= _PLAIN:
        return (0, 0)
    bars = (_bar(picture, first), _bar(picture[::-1], last))
    return bars if min(bars) and sum(bars) < len(picture) else (0, 0)


def _bar(picture: Lines, colour: NDArray[np.float64]) -> int:
    """Lines of one colour from the start, that end at a step; 0 where there is no such bar."""
    if not _plain(_off(picture[:1], colour))[0]:
        return 0
    off = _off(picture, colour)
    plain = _plain(off)
    # One line with a trace of the edge does not end it.
    plain[:-1] |= plain[1:]
    if plain.all():
        return 0
    lines = int(np.argmin(plain))
    # The first lines may hold a little of both.
    beyond = off[lines : lines + 5].max(0)
    return lines if np.mean(beyond > _STEP) > _AT_LEAST else 0


def _off(picture: Lines, colour: NDArray[np.float64]) -> Lines:
    off: Lines = np.abs(picture - colour.astype(np.int16)).max(2)
    return off


def _plain(off: Lines) -> NDArray[np.bool_]:
    return np.asarray((off < _PLAIN).mean(1) >= _MOSTLY)
