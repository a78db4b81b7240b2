"""When pictures were taken, or what stands for it where nobody noted the time.

The camera's own note counts most, then a time in the name of a file, as phones give it. Where there is
neither, files of one series (`DSC_0041.JPG`, `DSC_0042.JPG`) stand in the order of their numbers, each series
on a line of its own; how far apart their shots were is unknown, so it takes close numbers, and files that
were last written at about one time. Dates of files alone tell nothing: copying a folder writes
thousands within seconds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.photo import Photo
from photosim.similarity.relation import moment_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.similarity.space import Apart, Rows

SECONDS_PER_NUMBER = 10.0
"""How far the numbers of a series lie apart on its line."""

_DATE = r"((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3])[-_.:]?([0-5]\d)[-_.:]?([0-5]\d)"
_IN_NAME = re.compile(rf"(?<!\d){_DATE}(?:[-_. T]|\sat\s)*{_TIME}(?:\d{{3}})?(?!\d)")
_NUMBERED = re.compile(r"^(.*?)(\d{1,8})$")

# Beyond all dates; the lines of the series follow each other from there on.
_SERIES_START, _SERIES_LENGTH = 1e12, 2e9


class Timeline:
    """Where pictures lie in time, in seconds, for comparing them only.

    Attributes:
        seconds: (N,) float64, NaN for pictures of which nothing is known.
    """

    def __init__(self, pictures: Sequence[Sequence[Photo]]) -> None:
        """Order pictures.

        Args:
            pictures: the files of each.
        """
        known = [_earliest(photos) for photos in pictures]
        numbers = [
            None if time is not None else _number(photos)
            for time, photos in zip(known, pictures, strict=True)
        ]
        names = sorted({number[0] for number in numbers if number is not None})
        start = {name: _SERIES_START + place * _SERIES_LENGTH for place, name in enumerate(names)}
        self.seconds = np.array(
            [
                time
                if time is not None
                else start[number[0]] + SECONDS_PER_NUMBER * number[1]
                if number
                else np.nan
                for time, number in zip(known, numbers, strict=True)
            ],
            np.float64,
        )
        self._written = np.array([number[2] if number else np.nan for number in numbers], np.float64)

    def apart_in_series(self, gap: float) -> Apart:
        """Keeps apart what goes by its number and was not written within `gap` seconds."""

        def apart(first: Rows, second: Rows) -> NDArray[np.bool_]:
            # A comparison with NaN is False: who has a time needs no file's date.
            return np.asarray(np.abs(self._written[first] - self._written[second]) > gap)

        return apart


def time_in_name(path: str) -> datetime | None:
    """The time that a name like `IMG_20190501_120301.jpg` or `2019-05-01 12.03.01.jpg` holds, or None."""
    found = _IN_NAME.search(os.path.basename(path))
    if found is None:
        return None
    try:
        return datetime(*(int(part) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _earliest(photos: Iterable[Photo]) -> float | None:
    """Copies of a picture are younger than it is."""
    noted = [photo.facts.taken_at for photo in photos if photo.facts.taken_at is not None]
    named = [time for photo in photos if (time := time_in_name(photo.path)) is not None]
    return min(map(moment_of, noted or named), default=None)


def _number(photos: Iterable[Photo]) -> tuple[tuple[str, str, str], int, float] | None:
    """Series, number and time of writing of the first file that has a number."""
    for photo in photos:
        folder, name = os.path.split(photo.path)
        stem, suffix = os.path.splitext(name)
        found = _NUMBERED.match(stem)
        if found is not None:
            series = (folder, found[1].lower(), suffix.lower())
            return series, int(found[2]), photo.stamp.mtime_ns / 1e9
    return None
