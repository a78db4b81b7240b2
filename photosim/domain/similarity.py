"""Answers about likeness: neighbours, relations, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from photosim.domain.files import Role
from photosim.domain.photo import ContentId, Photo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Relation(StrEnum):
    """What two photos are to each other, closest first."""

    IDENTICAL_BYTES = "identical-bytes"
    IDENTICAL_PIXELS = "identical-pixels"
    SAME_PICTURE = "same-picture"
    SAME_MOMENT = "same-moment"
    SAME_PLACE = "same-place"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Neighbors:
    """The k nearest codes of each of Q queries, nearest first.

    Attributes:
        distances: (Q, k) float32, L2 between unit codes, 0..2.
        rows: (Q, k) int64, row numbers in the indexed matrix.
    """

    distances: NDArray[np.float32]
    rows: NDArray[np.int64]


class NeighborIndex(Protocol):
    """Finds nearest codes."""

    @property
    def size(self) -> int:
        """How many codes are indexed."""

    def query(self, codes: NDArray[np.float32], k: int) -> Neighbors:
        """The `min(k, size)` nearest codes of each row of `codes`, (Q, D) float32 unit rows."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What laying one picture on another showed.

    Attributes:
        same: whether they are the same picture: one lies whole in the other and agrees with it there.
        overlap_first: share of the first picture that the second shows too, 0..1.
        overlap_second: share of the second picture that the first shows too, 0..1.
        agreement: how far they agree where both are, -1..1; brightness and colour left aside.
        inliers: points of both that lie on each other, 0 where they could not be laid on each other
            or have too few points.
        turn: degrees clockwise, 0 <= turn < 360, from the first picture to the second.
        mirrored: whether the second is mirrored left to right before it is compared.
        scale: pixels of the second for one of the first, at the size of thumbnails; 0 where they
            could not be laid on each other.
    """

    same: bool
    overlap_first: float
    overlap_second: float
    agreement: float
    inliers: int
    turn: float
    mirrored: bool
    scale: float

    def reversed(self) -> Evidence:
        """The same, seen from the second picture."""
        return replace(
            self,
            overlap_first=self.overlap_second,
            overlap_second=self.overlap_first,
            # A turn behind a mirror is undone by the same turn.
            turn=self.turn if self.mirrored else -self.turn % 360.0,
            scale=1.0 / self.scale if self.scale else 0.0,
        )


ContentPair = tuple[ContentId, ContentId]
"""Two different contents, the smaller digest first."""


def content_pair(one: ContentId, other: ContentId) -> ContentPair:
    """The pair of two contents, whichever is named first."""
    return (one, other) if one < other else (other, one)


def seen_from(
    first: ContentId, second: ContentId, evidence: Mapping[ContentPair, Evidence]
) -> Evidence | None:
    """What was found of two contents, as seen from the first; None where they were not looked at."""
    found = evidence.get(content_pair(first, second))
    return found if found is None or first < second else found.reversed()


@dataclass(frozen=True, slots=True)
class Match:
    """A photo found for a query.

    Attributes:
        photo: what was found.
        distance: L2 between the codes, 0..2.
        probability: that it is the same picture, 0..1.
        relation: what it most likely is to the query.
    """

    photo: Photo
    distance: float
    probability: float
    relation: Relation


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos that lie close together; `first.path < second.path`."""

    first: Photo
    second: Photo
    distance: float
    probability: float
    relation: Relation


@dataclass(frozen=True, slots=True)
class Member:
    """One photo of a group, seen from the group's keeper.

    Attributes:
        photo: the member.
        relation: to the keeper; the keeper itself has IDENTICAL_BYTES.
        distance: to the keeper, 0 for the keeper.
        probability: that it is the same picture as the keeper.
        overlap: share of the keeper's picture that it shows, 0..1, or None where it was not measured.
    """

    photo: Photo
    relation: Relation
    distance: float
    probability: float
    overlap: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Photos that belong together.

    Attributes:
        id: stable name, made from the contents of its members.
        relation: what holds the group together.
        members: the keeper first, then by distance and path.
        reasons: why the keeper is proposed, in words, weightiest first.
    """

    id: str
    relation: Relation
    members: tuple[Member, ...]
    reasons: tuple[str, ...]

    @property
    def keeper(self) -> Photo:
        """The photo proposed to be kept."""
        return self.members[0].photo

    @property
    def reclaimable_bytes(self) -> int:
        """Bytes that go free when only the keeper and protected photos stay; missing files free nothing."""
        return sum(
            m.photo.stamp.size
            for m in self.members[1:]
            if m.photo.role is not Role.PROTECTED and not m.photo.missing
        )
