"""Photos by content, in an order that no scan can change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.photo import ContentId, Photo
from photosim.similarity.units import alike_units

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PhotoTable:
    """The contents of a library; content i has the number i everywhere here.

    Attributes:
        contents: digests, ascending.
        photos: the files of each content, by path; one or more.
        rows: the row of each content in `codes`, or None while it has no code.
        codes: (N, D) float32, rows of unit L2 norm.
    """

    contents: list[ContentId]
    photos: list[list[Photo]]
    rows: list[int | None]
    codes: NDArray[np.float32]

    def files_of(self, numbers: Iterable[int]) -> list[Photo]:
        """All files of these contents."""
        return [photo for number in numbers for photo in self.photos[number]]

    def units(self) -> list[list[int]]:
        """The contents, those together that show exactly the same (see `alike_units`)."""
        previews = [photos[0].preview_digest for photos in self.photos]
        return alike_units(previews, self.rows, self.codes)

    def distances(self, origin: int, numbers: Sequence[int]) -> list[float]:
        """From one content to others, L2 0..2; 0 where one has no code, as then only looks join them."""
        start = self.rows[origin]
        rows = [self.rows[number] for number in numbers]
        if start is None:
            return [0.0] * len(rows)
        code = self.codes[start].astype(np.float64)
        coded = self.codes[[start if row is None else row for row in rows]].astype(np.float64)
        distances: list[float] = np.sqrt(np.square(coded - code).sum(1)).tolist()
        return distances


def tabulate(
    photos: Iterable[Photo], contents: Sequence[ContentId], codes: NDArray[np.float32]
) -> PhotoTable:
    """Make the table of a library.

    Args:
        photos: its files; those of contents without a code take part too.
        contents: what has a code.
        codes: (N, D) float32, row i for `contents[i]`.
    """
    by_content: dict[ContentId, list[Photo]] = {}
    for photo in sorted(photos, key=lambda photo: photo.path):
        by_content.setdefault(photo.content, []).append(photo)
    row_of = {content: row for row, content in enumerate(contents)}
    ordered = sorted(by_content)
    return PhotoTable(
        contents=ordered,
        photos=[by_content[content] for content in ordered],
        rows=[row_of.get(content) for content in ordered],
        codes=codes,
    )
