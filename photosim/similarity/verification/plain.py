"""Pictures with too little in them to be laid on each other point by point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.similarity import Transform
from photosim.similarity.verification.features import SQUARE, Features

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_POINTS = 40
"""A picture with fewer points counts as plain."""

LEAST_CORRELATION = 0.98
"""What the squares of two plain pictures must reach to be the same."""

# Skies, mist and darkness are alike everywhere; what is left without their gradient must be something.
_LEAST_LEVELS = 4.0

# Grey levels of the squashed picture: what there must be, and by how much copies may differ in the mean.
_LEAST_SPREAD = 1.5
_MOST_OFF, _MOST_OFF_SHARE = 0.6, 0.15
_MOST_STRETCHED = 0.02


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two squashed pictures correlate in the best of the eight turns and mirrorings.

    Attributes:
        correlation: -1..1; 0 where one of them is flat.
        turn: 0, 90, 180 or 270 degrees clockwise, from the first picture to the second.
        mirrored: whether the second is mirrored left to right before.
    """

    correlation: float
    turn: float
    mirrored: bool

    @property
    def transform(self) -> Transform:
        """From points of the first picture to those of the second; both run from 0 to 1 each way."""
        a, b, x, c, d, y = _TURNS[self.turn]
        return (
            (-a, -b, 1.0 - x, c, d, y, 0.0, 0.0, 1.0) if self.mirrored else (a, b, x, c, d, y, 0.0, 0.0, 1.0)
        )


# Clockwise, y downwards.
_TURNS = {
    0.0: (1.0, 0.0, 0.0, 0.0, 1.0, 0.0),
    90.0: (0.0, -1.0, 1.0, 1.0, 0.0, 0.0),
    180.0: (-1.0, 0.0, 1.0, 0.0, -1.0, 1.0),
    270.0: (0.0, 1.0, 0.0, -1.0, 0.0, 1.0),
}


def equal(first: Features, second: Features) -> Likeness | None:
    """How two pictures lie on each other that are equal but for compression; None where they are not.

    Of a mist or a wall nothing but its gradient can be compared. It is the same picture only where it is
    so everywhere, to less than a grey level; two shots differ more by their exposure alone. What
    is of one colour shows nothing.
    """
    one = first.square.astype(np.float64)
    bound = min(_MOST_OFF, _MOST_OFF_SHARE * float(one.std()))
    if one.std() < _LEAST_SPREAD or second.square.std() < _LEAST_SPREAD:
        return None
    height, width = first.grey.shape
    for mirrored, other in ((False, second.square), (True, second.square[:, ::-1])):
        for quarters in range(4):
            upright = (height / width) if quarters % 2 == 0 else (width / height)
            if abs(upright * second.grey.shape[1] / second.grey.shape[0] - 1.0) > _MOST_STRETCHED:
                continue
            off = np.rot90(one, -quarters) - other
            if np.sqrt(np.square(off).mean()) <= bound:
                return Likeness(1.0, 90.0 * quarters, mirrored)
    return None


def is_plain(picture: Features) -> bool:
    """Whether points cannot tell much of it."""
    return len(picture.points) < LEAST_POINTS


def correlate(first: Features, second: Features) -> Likeness:
    """Compare two whole pictures, smooth gradients apart."""
    one = _without_gradient(first.square)
    two = _without_gradient(second.square)
    if min(one.std(), two.std()) < _LEAST_LEVELS:
        return Likeness(0.0, 0.0, mirrored=False)
    found = [
        # numpy turns counterclockwise.
        Likeness(_correlation(np.rot90(one, -quarters), other), 90.0 * quarters, mirrored)
        for mirrored, other in ((False, two), (True, two[:, ::-1]))
        for quarters in range(4)
    ]
    return max(found, key=lambda likeness: likeness.correlation)


def _without_gradient(square: NDArray[np.float32]) -> NDArray[np.float64]:
    basis = _gradients()
    levels = square.astype(np.float64).ravel()
    return (levels - basis @ (basis.T @ levels)).reshape(square.shape)


@cache
def _gradients() -> NDArray[np.float64]:
    """(SQUARE * SQUARE, 6) orthonormal planes and bowls."""
    line = np.linspace(-1.0, 1.0, SQUARE)
    y, x = (axis.ravel() for axis in np.meshgrid(line, line, indexing="ij"))
    return np.linalg.qr(np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)).Q


def _correlation(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    return float((one * two).mean() / (one.std() * two.std()))
