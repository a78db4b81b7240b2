"""What two photos are to each other."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import numpy as np

from photosim.domain.encoder import Encoder, Thresholds
from photosim.domain.photo import ContentId, Facts
from photosim.domain.similarity import Evidence, Relation
from photosim.similarity.belief import believed
from photosim.similarity.changes import changes
from photosim.similarity.space import apart_in_shot, apart_in_time, apart_on_earth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

MOMENT_SECONDS = 30.0
"""Photos taken within this time may show one moment."""

PLACE_METERS = 200.0
"""Photos whose positions differ by more never show one place."""

_QUARTER_HOUR = 900.0

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a camera's clock has no time zone
_FIRST, _SECOND = np.array([0]), np.array([1])


class Pictured(Protocol):
    """Whatever has a content, a preview and facts: a photo of the library, or a picture just read."""

    @property
    def content(self) -> ContentId:
        """Digest of the bytes."""

    @property
    def preview_digest(self) -> bytes:
        """Digest of the upright reduced pixels and the full size."""

    @property
    def facts(self) -> Facts:
        """What the picture tells of itself."""


def seconds_of(facts: Iterable[Facts]) -> NDArray[np.float64]:
    """When the pictures were taken, in seconds on the camera's own clock; NaN where unknown."""
    return np.array([moment_of(f.taken_at) if f.taken_at else np.nan for f in facts], np.float64)


def moment_of(time: datetime) -> float:
    """Seconds on the camera's own clock; a time zone, should there be one, says nothing of other clocks."""
    return (time.replace(tzinfo=None) - _EPOCH).total_seconds()


def shot_of(facts: Facts) -> float:
    """Tells shots apart (`apart_in_shot`): pictures of different shots are never one picture.

    Copies keep the second in which the shutter opened, or lose it; two shots of a burst look like
    copies, but seldom share it. Whole quarters of an hour are left out, as putting a camera's clock
    right for a time zone moves the time of a copy by some of them.

    Returns:
        Seconds, 0 <= s < 900, with a fraction where the camera noted one; NaN for a picture without a time.
    """
    return float(seconds_of([facts])[0]) % _QUARTER_HOUR


def positions_of(facts: Iterable[Facts]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes in degrees; NaN where unknown."""
    pairs = [(f.latitude, f.longitude) for f in facts]
    table = np.array([(np.nan, np.nan) if None in pair else pair for pair in pairs], np.float64).reshape(
        -1, 2
    )
    return table[:, 0], table[:, 1]


def may_be_copies(first: Pictured, second: Pictured) -> bool:
    """Whether nothing that is known of two pictures keeps them from being one (see `shot_of`)."""
    shots = np.array([shot_of(first.facts), shot_of(second.facts)])
    return not apart_in_shot(shots)(_FIRST, _SECOND)[0]


def relate(
    first: Pictured,
    second: Pictured,
    distance: float,
    thresholds: Thresholds,
    evidence: Evidence | None = None,
) -> Relation:
    """The closest relation that is known to hold.

    A pair with different times is never one picture (see `shot_of`), a pair where a time is missing
    never of one moment; a pair where a position is missing may be of one place by its looks alone.

    Args:
        first: a picture.
        second: another.
        distance: L2 between their codes, 0..2.
        thresholds: of the model the codes come from.
        evidence: what laying them on each other showed; it outweighs the distance. None: not done.
    """
    if first.content == second.content:
        return Relation.IDENTICAL_BYTES
    if first.preview_digest == second.preview_digest:
        return Relation.IDENTICAL_PIXELS
    same = distance <= thresholds.same_picture if evidence is None else evidence.same
    if same and may_be_copies(first, second):
        return Relation.SAME_PICTURE if evidence is None else changes(evidence)[0]
    if distance <= thresholds.similar:
        both = (first.facts, second.facts)
        if not apart_in_time(seconds_of(both), MOMENT_SECONDS)(_FIRST, _SECOND)[0]:
            return Relation.SAME_MOMENT
        if not apart_on_earth(*positions_of(both), PLACE_METERS)(_FIRST, _SECOND)[0]:
            return Relation.SAME_PLACE
    return Relation.UNRELATED


def judge(
    first: Pictured, second: Pictured, distance: float, encoder: Encoder, evidence: Evidence | None = None
) -> tuple[Relation, float]:
    """The relation of two pictures, and the probability (0..1) that they are the same picture.

    Args:
        first: a picture.
        second: another.
        distance: L2 between their codes, 0..2.
        encoder: the one the codes come from.
        evidence: see `relate`.
    """
    relation = relate(first, second, distance, encoder.thresholds, evidence)
    if relation is Relation.IDENTICAL_BYTES:
        return relation, 1.0
    likeness = encoder.likeness(distance)
    return relation, likeness if evidence is None else believed(likeness, same=evidence.same)


def closer(one: Relation, other: Relation) -> Relation:
    """The closer of two relations."""
    order = list(Relation)
    return min(one, other, key=order.index)
