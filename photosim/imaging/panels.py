"""Pictures inside a picture: the tiles of a collage, the photo on a screenshot, what lies inside a frame.

Their sides are straight steps of colour that run along the whole side, which photos themselves hardly ever
have. Steps are looked for between all rows and all columns; of the few longest lines every rectangle is
tried that four of them could enclose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.imaging.upright import Region

MOST = 8
"""So many panels are returned at most: a collage of two by two has four tiles and four halves."""

_STEP = 14
"""Grey levels between neighbours in the strongest channel that count as a step: above the noise of JPEG."""
_PLAIN, _FAINT = 1, 3
"""Beside rows that differ by at most the first, a step counts as so many times as high."""
_CLOSED = 0.88
"""Share of each side that has to be a step; chosen on pictures that no figure is reported of."""
_LINES = 12
_SUPPORT = 0.2
_LEAST_SIDE = 0.15
_LEAST_AREA = 0.06
_MOST_AREA = 0.93
_MUCH_THE_SAME = 0.7


class _Lines(NamedTuple):
    """The straight lines of one direction, those of the picture's own sides among them.

    Attributes:
        place: (n,) int64, before which row or column each of them lies, rising.
        steps: (n, L + 1) int32, along each of them the number of steps so far.
    """

    place: NDArray[np.int64]
    steps: NDArray[np.int32]


class _Spans(NamedTuple):
    """All pairs of lines of one direction, as numbers of the first and the last."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]


def panels(pixels: NDArray[np.uint8]) -> list[Region]:
    """Find the pictures inside a picture.

    Args:
        pixels: (H, W, 3) RGB; a few hundred pixels a side are enough.

    Returns:
        At most `MOST` rectangles in pixels, those first that are not made of others; of most photos none.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < 16:
        return []
    rows, columns = _lines(pixels), _lines(pixels.transpose(1, 0, 2))
    down, across = _spans(rows), _spans(columns)
    tall = rows.place[down.last] - rows.place[down.first]
    wide = columns.place[across.last] - columns.place[across.first]
    along_rows = _share(rows, columns.place, across)
    along_columns = _share(columns, rows.place, down)
    closed = np.minimum(
        np.minimum(along_rows[down.first], along_rows[down.last]),
        np.minimum(along_columns[across.first], along_columns[across.last]).T,
    )
    area = tall[:, None] * wide / (height * width)
    found = (closed >= _CLOSED) & (area >= _LEAST_AREA) & (area <= _MOST_AREA)
    found &= (tall >= _LEAST_SIDE * height)[:, None] & (wide >= _LEAST_SIDE * width)
    parted = _crossed(rows, down, along_rows) | _crossed(columns, across, along_columns).T
    high, broad = np.nonzero(found)
    order = np.lexsort((-closed[high, broad] * np.sqrt(area[high, broad]), parted[high, broad]))
    boxes = (
        (
            int(columns.place[across.first[j]]),
            int(rows.place[down.first[i]]),
            int(wide[j]),
            int(tall[i]),
        )
        for i, j in zip(high[order].tolist(), broad[order].tolist(), strict=True)
    )
    out: list[Region] = []
    for box in boxes:
        if all(_overlap(box, other) <= _MUCH_THE_SAME for other in out):
            out.append(box)
            if len(out) == MOST:
                break
    return out


def _lines(pixels: NDArray[np.uint8]) -> _Lines:
    """The longest lines between rows."""
    height, width = pixels.shape[:2]
    levels = pixels.astype(np.int16)
    strength = np.abs(np.diff(levels, axis=0)).max(2)
    # Shrinking smears a step over two rows.
    smeared = np.abs(levels[2:] - levels[:-2]).max(2) * 3 // 4
    strength[:-1] = np.maximum(strength[:-1], smeared)
    # Beside a plain ground a faint step is one, too: a pale sky on white paper.
    plain = np.pad(strength <= _PLAIN, ((3, 3), (0, 0)), constant_values=False)
    before, after = plain[1:-5] & plain[2:-4], plain[4:-2] & plain[5:-1]
    strength *= np.where(before | after, _FAINT, 1).astype(np.int16)
    framed = np.pad(strength, ((1, 1), (0, 0)))
    # A step is stronger than its neighbours: the rows of a rough texture have few of them, a line only them.
    sharp = (strength >= _STEP) & (strength >= framed[:-2]) & (strength >= framed[2:])
    support = sharp.sum(1)
    chosen: list[int] = []
    while len(chosen) < _LINES and support.max() >= _SUPPORT * width:
        best = int(support.argmax())
        chosen.append(best)
        support[max(0, best - 2) : best + 3] = 0
    wide = np.pad(sharp, ((1, 1), (0, 0)))
    near = wide[:-2] | sharp | wide[2:]
    side = np.ones((1, width), bool)
    steps = np.concatenate([side, near[sorted(chosen)], side])
    place = np.array([0, *(row + 1 for row in sorted(chosen)), height])
    return _Lines(place, np.pad(steps.cumsum(1, dtype=np.int32), ((0, 0), (1, 0))))


def _spans(lines: _Lines) -> _Spans:
    return _Spans(*np.triu_indices(len(lines.place), 1))


def _share(lines: _Lines, crossing: NDArray[np.int64], spans: _Spans) -> NDArray[np.float64]:
    """How much of each line is a step between two crossing ones, (lines, spans)."""
    begin, end = crossing[spans.first], crossing[spans.last]
    share: NDArray[np.float64] = (lines.steps[:, end] - lines.steps[:, begin]) / (end - begin)
    return share


def _crossed(lines: _Lines, spans: _Spans, share: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a further line runs all through a rectangle, (own spans, crossing spans)."""
    margin = _LEAST_SIDE * (lines.place[-1] - lines.place[0])
    inside = lines.place > (lines.place[spans.first] + margin)[:, None]
    inside &= lines.place < (lines.place[spans.last] - margin)[:, None]
    crossed: NDArray[np.bool_] = inside @ (share >= _CLOSED)
    return crossed


def _overlap(one: Region, other: Region) -> float:
    """Intersection over union."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    tall = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(0, wide) * max(0, tall)
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)
