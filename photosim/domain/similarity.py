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
    """What two photos are to each other, closest first.

    Of several changes to one picture the weightiest, which comes last here, is the relation; the evidence
    tells of all.
    """

    IDENTICAL_BYTES = "identical-bytes"
    IDENTICAL_PIXELS = "identical-pixels"
    REENCODED = "re-encoded"
    """Saved again, perhaps in another size or shape."""
    TURNED = "turned"
    """Turned or mirrored."""
    CROPPED = "cropped"
    EDITED = "edited"
    """Other colours or brightness, or something drawn over it."""
    FRAMED = "framed"
    """In a frame, between bars, in a screenshot or a collage."""
    SAME_PICTURE = "same-picture"
    """What holds a group together; also a pair that its codes alone, or the user, call the same."""
    SAME_MOMENT = "same-moment"
    SAME_PLACE = "same-place"
    UNRELATED = "unrelated"

    @property
    def is_same_picture(self) -> bool:
        """Whether both show one and the same picture, in whatever shape."""
        return self not in (Relation.SAME_MOMENT, Relation.SAME_PLACE, Relation.UNRELATED)

    @property
    def is_identical(self) -> bool:
        """Whether the pixels are the same, and perhaps all bytes."""
        return self in (Relation.IDENTICAL_BYTES, Relation.IDENTICAL_PIXELS)


class Palette(StrEnum):
    """The colours of a picture."""

    COLOURS = "colours"
    GREY = "grey"
    TINTED = "tinted"
    """Shades of one colour, as in sepia."""


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


Transform = tuple[float, float, float, float, float, float, float, float, float]
"""A 3 x 3 matrix, row by row, for points (x, y, 1) that run from 0 to 1 across and down a whole picture: it
holds at any size."""


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
        transform: takes points of the first picture to those of the second, turns and mirroring included;
            None where they could not be laid on each other.
        residual: mean difference in grey levels, 0..255, where both are, brightness, contrast and what
            compression does left aside.
        changed: share of what both show that looks different, 0..1: drawn over, or moved.
        tone: mean change of brightness, in grey levels, 0..255.
        tint: mean change of colour, 0..255, in the plane of colours (Cr, Cb).
        palette_first: colours of the first picture where both are.
        palette_second: colours of the second picture where both are.
        framed_first: whether what the second lacks of the first is no part of the scene: a frame, bars,
            a page, other pictures.
        framed_second: likewise of the second.
    """

    same: bool
    overlap_first: float
    overlap_second: float
    agreement: float
    inliers: int
    turn: float
    mirrored: bool
    scale: float
    transform: Transform | None = None
    residual: float = 0.0
    changed: float = 0.0
    tone: float = 0.0
    tint: float = 0.0
    palette_first: Palette = Palette.COLOURS
    palette_second: Palette = Palette.COLOURS
    framed_first: bool = False
    framed_second: bool = False

    def reversed(self) -> Evidence:
        """The same, seen from the second picture."""
        return replace(
            self,
            overlap_first=self.overlap_second,
            overlap_second=self.overlap_first,
            # A turn behind a mirror is undone by the same turn.
            turn=self.turn if self.mirrored else -self.turn % 360.0,
            scale=1.0 / self.scale if self.scale else 0.0,
            transform=inverted(self.transform) if self.transform else None,
            palette_first=self.palette_second,
            palette_second=self.palette_first,
            framed_first=self.framed_second,
            framed_second=self.framed_first,
        )


def inverted(transform: Transform) -> Transform:
    """The way back, of a transform that does not squeeze the picture to a line.

    Raises:
        ZeroDivisionError: it does.
    """
    a, b, c, d, e, f, g, h, i = transform
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    adjugate = (
        e * i - f * h, c * h - b * i, b * f - c * e,
        f * g - d * i, a * i - c * g, c * d - a * f,
        d * h - e * g, b * g - a * h, a * e - b * d,
    )  # fmt: skip
    one, two, three, four, five, six, seven, eight, nine = (value / determinant for value in adjugate)
    return (one, two, three, four, five, six, seven, eight, nine)


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
        evidence: the query laid on the photo, or None where that was not done.
        words: what the photo is to the query, for people.
    """

    photo: Photo
    distance: float
    probability: float
    relation: Relation
    evidence: Evidence | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos that lie close together; `first.path < second.path`.

    Attributes:
        first: a photo.
        second: another.
        distance: L2 between the codes, 0..2.
        probability: that they are the same picture, 0..1.
        relation: what they most likely are to each other.
        evidence: the first laid on the second, or None where that was not done.
        words: what the second is to the first, for people.
    """

    first: Photo
    second: Photo
    distance: float
    probability: float
    relation: Relation
    evidence: Evidence | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One photo of a group, seen from the group's keeper.

    Attributes:
        photo: the member.
        relation: to the keeper; the keeper itself has IDENTICAL_BYTES.
        distance: to the keeper, 0 for the keeper.
        probability: that it is the same picture as the keeper.
        overlap: share of the keeper's picture that it shows, 0..1, or None where it was not measured.
        evidence: the keeper laid on it, or None where that was not done (identical pixels need no look).
        words: what it is to the keeper, one sentence for people; "" for the keeper.
    """

    photo: Photo
    relation: Relation
    distance: float
    probability: float
    overlap: float | None = None
    evidence: Evidence | None = None
    words: str = ""


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
