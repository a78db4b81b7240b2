"""Answers about likeness: neighbours, relations, groups."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from photosim.domain.files import Role
from photosim.domain.photo import Photo

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
