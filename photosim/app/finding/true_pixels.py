"""How many pixels of picture the photos of a group have, beside one another."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.finding.descent_kept import Question
from photosim.domain.errors import FileError
from photosim.domain.files import stamp_of
from photosim.domain.similarity import ContentPair, Evidence, Transform, content_pair, seen_from
from photosim.similarity.enlarged import is_merely_enlarged
from photosim.similarity.keeper import CLEARLY_LARGER, Share
from photosim.similarity.traces import Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.domain.photo import ContentId, Photo
    from photosim.imaging.preview import Raster

Render = Callable[[str, int, tuple[int, int, int, int]], "Raster"]
"""Decodes a part of a photo: path, longest side, x, y, width and height; see `DecodePool.render`."""

_PART = 512
# Worth what the smaller one is, and less.
_A_HAIR = 0.999


class TruePixels:
    """Counts pixels of picture: frames are none, nor is what only enlarging made of fewer pixels.

    What is clearly larger than others, but stands in a frame or names no camera, is read again and looked at
    in full size (`similarity.enlarged`), from the largest on until one holds what it promises. A file that
    is gone, changed or cannot be read keeps its pixels. Nothing is read before the first question.
    """

    def __init__(
        self,
        photos: Sequence[Photo],
        share: Share,
        evidence: Mapping[ContentPair, Evidence],
        render: Render,
        known: dict[Question, bool] | None = None,
    ) -> None:
        """Be ready to count.

        Args:
            photos: of the group.
            share: how much of each is picture.
            evidence: how they lie on each other, as far as that is known.
            render: reads a photo again, in a process of its own: files are not to be trusted.
            known: answers of earlier work; new ones are added.
        """
        self._known = {} if known is None else known
        self._photos = photos
        self._share = share
        self._evidence = evidence
        self._render = render
        self._counted: dict[ContentId, float] | None = None

    def __call__(self, photo: Photo) -> float:
        """Of a photo of the group."""
        if self._counted is None:
            self._counted = self._count()
        return self._counted[photo.content]

    def _count(self) -> dict[ContentId, float]:
        of_content = {photo.content: photo for photo in self._photos if not photo.missing}
        counted = {photo.content: photo.facts.pixels * self._share(photo) for photo in self._photos}
        falling = sorted(of_content, key=lambda content: (-counted[content], content))
        for place, content in enumerate(falling):
            clearly_smaller = (
                other for other in falling[place + 1 :] if counted[other] * CLEARLY_LARGER < counted[content]
            )
            smaller = next(clearly_smaller, None)
            if smaller is None:
                break
            scale = math.sqrt(counted[content] / counted[smaller])
            if not self._is_enlarged(of_content[content], of_content[smaller], scale):
                break
            counted[content] = counted[smaller] * _A_HAIR
        return counted

    def _is_enlarged(self, photo: Photo, smaller: Photo, scale: float) -> bool:
        if photo.facts.camera and self._share(photo) == 1.0:
            return False
        question = Trace.ENLARGED, photo.content, smaller.content
        if question not in self._known:
            part = self._part(photo)
            # Of a file that cannot be read more may be known later.
            if part is None:
                return False
            self._known[question] = is_merely_enlarged(part, scale)
        return self._known[question]

    def _part(self, photo: Photo) -> NDArray[np.uint8] | None:
        try:
            if stamp_of(os.stat(photo.path)) != photo.stamp:
                return None
            raster = self._render(photo.path, _PART, self._middle(photo))
        except (OSError, FileError):
            return None
        return np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)

    def _middle(self, photo: Photo) -> tuple[int, int, int, int]:
        """The middle of what is picture: x, y, width and height in pixels."""
        width, height = photo.facts.width, photo.facts.height
        left, top, right, bottom = self._picture(photo)
        wide, high = (
            min(_PART, max(1, round(size))) for size in ((right - left) * width, (bottom - top) * height)
        )
        x, y = round((left + right) / 2 * width - wide / 2), round((top + bottom) / 2 * height - high / 2)
        return max(0, x), max(0, y), wide, high

    def _picture(self, photo: Photo) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the picture in its frame, 0..1."""
        if self._share(photo) == 1.0:
            return 0.0, 0.0, 1.0, 1.0
        ways = (self._way(other, photo) for other in self._photos if other.content != photo.content)
        return next((_inside(way) for way in ways if way is not None), (0.0, 0.0, 1.0, 1.0))

    def _way(self, other: Photo, photo: Photo) -> Transform | None:
        found = self._evidence.get(content_pair(other.content, photo.content))
        if found is None or not found.same:
            return None
        seen = seen_from(other.content, photo.content, self._evidence)
        return seen.transform if seen is not None and seen.framed_second else None


def _inside(way: Transform) -> tuple[float, float, float, float]:
    """The upright box around a whole picture that lies in another."""
    a, b, x, c, d, y, *_ = way
    across, down = sorted((x, x + a, x + b, x + a + b)), sorted((y, y + c, y + d, y + c + d))
    left, top, right, bottom = (
        min(1.0, max(0.0, value)) for value in (across[0], down[0], across[3], down[3])
    )
    return left, top, right, bottom
