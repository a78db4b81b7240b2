"""Libraries written down as codes and facts."""

# ruff: noqa: DTZ001 - a camera's clock has no time zone

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photosim.domain.encoder import Thresholds
from photosim.domain.files import FileStamp, Role
from photosim.domain.photo import ContentId, Facts, Photo
from photosim.domain.similarity import ContentPair, Evidence
from photosim.similarity.table import PhotoTable, tabulate

NOON = datetime(2023, 5, 14, 12)


class Halving:
    """An encoder as far as a judgement needs one."""

    thresholds = Thresholds(same_picture=0.3, similar=0.6)

    def likeness(self, distance: float) -> float:
        return max(0.0, 1 - distance / 2)


class Looking:
    """Finds two contents to be the same picture where their codes lie within a bound.

    The closer they lie, the better they agree.
    """

    def __init__(self, table: PhotoTable, bound: float) -> None:
        self.asked: list[ContentPair] = []
        preview_codes = {
            photos[0].preview_digest: table.codes[row]
            for photos, row in zip(table.photos, table.rows, strict=True)
            if row is not None
        }
        self._codes = {
            photos[0].content: preview_codes.get(photos[0].preview_digest) for photos in table.photos
        }
        self._bound = bound

    def __call__(self, pairs: Iterable[ContentPair]) -> dict[ContentPair, Evidence]:
        asked = list(pairs)
        self.asked += asked
        return {pair: self._seen(*pair) for pair in asked}

    def _seen(self, one: ContentId, two: ContentId) -> Evidence:
        first, second = self._codes[one], self._codes[two]
        assert first is not None
        assert second is not None
        distance = float(np.linalg.norm(first - second))
        return evidence(same=distance <= self._bound, agreement=1.0 - distance / 2.0)


def evidence(**found: Any) -> Evidence:
    known = {"same": True, "overlap_first": 1.0, "overlap_second": 1.0, "agreement": 0.9, "inliers": 50}
    return Evidence(**{**known, "turn": 0.0, "mirrored": False, "scale": 1.0, **found})


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def photo(path: str, content: str, *, preview: str = "", size: int = 100, **facts: Any) -> Photo:
    return Photo(
        path=path,
        stamp=FileStamp(size, 0, 1, 1),
        role=Role.NORMAL,
        missing=False,
        content=ContentId(content.encode()),
        preview_digest=(preview or content).encode(),
        facts=Facts(**{"format": "JPEG", "width": 400, "height": 300, **facts}),
    )


def code(angle: float, axis: int = 1) -> NDArray[np.float32]:
    """Codes of one axis lie `2 sin(difference / 2)` apart, of two axes at least as far as from 0."""
    row = np.zeros(12)
    row[0], row[axis] = np.cos(angle), np.sin(angle)
    return row.astype(np.float32)


def table_of(photos: list[Photo], codes: dict[str, NDArray[np.float32]]) -> PhotoTable:
    """`codes` by content."""
    matrix = np.stack(list(codes.values())) if codes else np.empty((0, 12), np.float32)
    return tabulate(photos, [ContentId(name.encode()) for name in codes], matrix)
