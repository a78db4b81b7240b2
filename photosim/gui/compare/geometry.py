"""How pictures lie on each other, whatever the size they are drawn at. Knows no Qt.

A *scene* is the plane on which they all lie. Its unit is one pixel of the picture with the finest
pixels: where one unit is drawn as one device pixel, that picture is seen at 100 %. The first picture
lies upright at the origin; the others lie on it as their alignment tells. Points of pictures count from
the corner of the corner pixel, not from its middle.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from photosim.domain.photo import Photo
from photosim.domain.similarity import Evidence, Transform, inverted

Size = tuple[int, int]
"""Width and height in pixels."""

Point = tuple[float, float]

IDENTITY: Transform = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def center(self) -> Point:
        """The middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.right <= self.left or self.bottom <= self.top

    def within(self, other: Box) -> Box:
        """What both cover; empty where they do not meet."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def grown(self, by: float) -> Box:
        """Larger by as much on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def covers(self, other: Box) -> bool:
        """Whether the other lies in it."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """How one picture lies in a scene.

    Attributes:
        size: its full size in pixels.
        matrix: from its pixels to the scene.
        aligned: whether it was laid on the first picture, or merely brought to its size.
    """

    size: Size
    matrix: Transform
    aligned: bool

    @property
    def outline(self) -> Box:
        """The part of the scene that it takes."""
        return mapped(self.matrix, whole(self.size))

    @property
    def scale(self) -> float:
        """Units of the scene for one of its pixels."""
        return scale_of(self.matrix)

    def as_it_is(self, center: Point) -> Placed:
        """The same picture in the same size, but neither turned nor mirrored.

        Args:
            center: the point of the scene where it still lies on the others.
        """
        x, y = applied(inverted(self.matrix), center)
        scale = self.scale
        matrix = (scale, 0.0, center[0] - scale * x, 0.0, scale, center[1] - scale * y, 0.0, 0.0, 1.0)
        return Placed(self.size, matrix, self.aligned)


def known_transform(first: Photo, second: Photo, evidence: Evidence | None) -> Transform | None:
    """How the second photo lies on the first by what is known without a look; None: not known.

    Args:
        first: a photo.
        second: another.
        evidence: the first laid on the second, where that was done.
    """
    if evidence is not None:
        return evidence.transform
    same = first.content == second.content or first.preview_digest == second.preview_digest
    return IDENTITY if same else None


def placed(sizes: Sequence[Size], transforms: Sequence[Transform | None]) -> tuple[Placed, ...]:
    """Lay pictures into one scene.

    Args:
        sizes: of the pictures, the first one first.
        transforms: for each of the others, from points of the first picture to its own, both from 0 to 1
            across and down; None where they could not be laid on each other.

    Returns:
        One for each size, in their order.
    """
    first, *others = sizes
    lain = [Placed(first, IDENTITY, aligned=True)]
    for size, transform in zip(others, transforms, strict=True):
        if transform is None:
            lain.append(Placed(size, _contained(size, first), aligned=False))
        else:
            lain.append(Placed(size, _laid(size, first, transform), aligned=True))
    finest = min(picture.scale for picture in lain)
    unit = scaling(1.0 / finest)
    return tuple(Placed(p.size, times(unit, p.matrix), p.aligned) for p in lain)


def bounds(pictures: Sequence[Placed]) -> Box:
    """The part of the scene that all pictures take together."""
    return around([picture.outline for picture in pictures])


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that covers all, of which there is at least one."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def whole(size: Size) -> Box:
    """All of a picture."""
    return Box(0.0, 0.0, float(size[0]), float(size[1]))


def scaling(across: float, down: float | None = None) -> Transform:
    """The matrix that stretches, by the same each way when one factor is given."""
    return (across, 0.0, 0.0, 0.0, across if down is None else down, 0.0, 0.0, 0.0, 1.0)


def times(left: Transform, right: Transform) -> Transform:
    """The product of two matrices: first `right`, then `left`."""
    a, b, c, d, e, f, g, h, i = (
        sum(left[3 * row + step] * right[3 * step + column] for step in range(3))
        for row in range(3)
        for column in range(3)
    )
    return (a, b, c, d, e, f, g, h, i)


def applied(matrix: Transform, point: Point) -> Point:
    """Where a point comes to lie."""
    x, y = point
    depth = matrix[6] * x + matrix[7] * y + matrix[8]
    return (
        (matrix[0] * x + matrix[1] * y + matrix[2]) / depth,
        (matrix[3] * x + matrix[4] * y + matrix[5]) / depth,
    )


def mapped(matrix: Transform, box: Box) -> Box:
    """The upright rectangle around what a rectangle becomes."""
    corners = [applied(matrix, (x, y)) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(across), min(down), max(across), max(down))


def scale_of(matrix: Transform) -> float:
    """How many times longer lines become, on average over all directions."""
    return math.sqrt(abs(matrix[0] * matrix[4] - matrix[1] * matrix[3]))


def _laid(size: Size, first: Size, transform: Transform) -> Transform:
    shares = scaling(1.0 / size[0], 1.0 / size[1])
    return times(scaling(*first), times(inverted(transform), shares))


def _contained(size: Size, first: Size) -> Transform:
    """As large as fits into the first picture, in its middle."""
    scale = min(first[0] / size[0], first[1] / size[1])
    left, top = (first[0] - scale * size[0]) / 2, (first[1] - scale * size[1]) / 2
    return (scale, 0.0, left, 0.0, scale, top, 0.0, 0.0, 1.0)
