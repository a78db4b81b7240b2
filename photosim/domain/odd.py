"""Photos that stand out: in which way, how far, and by which figures."""

from __future__ import annotations

import struct
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Self

from photosim.domain.photo import Photo


class OddKind(StrEnum):
    """In which way a photo is odd, in the order in which they are shown."""

    DAMAGED = "damaged"
    EMPTY = "nearly-empty"
    DARK = "too-dark"
    BRIGHT = "too-bright"
    BLURRED = "blurred"
    DOCUMENT = "document"
    UNUSUAL = "unusual"
    REDRAWN = "badly-redrawn"


NAMED_KINDS = tuple(kind for kind in OddKind if kind is not OddKind.REDRAWN)
"""What is looked for when nobody asks for a kind: the plain reconstruction error also fires on grass."""

LIBRARY_KINDS = frozenset({OddKind.UNUSUAL, OddKind.REDRAWN})
"""Kinds whose threshold is drawn on the library's own scores: mean + k standard deviations."""

DEFAULT_K = 2.0
"""Standard deviations above the mean."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of one picture, on its thumbnail. Shares and levels of grey lie within 0..1.

    All but the errors and `flat_end` leave a flat end out, so that a half-decoded photo is judged by the
    half that is there.

    Attributes:
        error: 1 - SSIM of the autoencoder's drawing, 0..2.
        squared_error: mean squared error of that drawing.
        fineness: finest detail relative to coarser, in the direction that has less; low is blurred.
        softness: how much of the detail survives another blur (Crete et al. 2007); high is blurred.
        shadows: level that a twentieth of the picture lies below.
        highlights: level that a twentieth of the picture lies above.
        clipped: share of the picture that is white.
        contrast: standard deviation of the levels within a lively tile (the liveliest tenth begins there).
        flat_end: share of the picture that is a plain band of colour at one end only.
        plain: share of points that do not differ from their neighbours.
        edges: share of points that differ much from a neighbour.
        palette: share of the picture in its four commonest colours.
        shading: share of middling differences among those that are any.
    """

    error: float
    squared_error: float
    fineness: float
    softness: float
    shadows: float
    highlights: float
    clipped: float
    contrast: float
    flat_end: float
    plain: float
    edges: float
    palette: float
    shading: float

    def packed(self) -> bytes:
        """All of them as little-endian float32, in the order of the attributes."""
        return _FIGURES.pack(*astuple(self))

    @classmethod
    def unpacked(cls, figures: bytes) -> Self:
        """The way back from `packed`.

        Raises:
            ValueError: these are no figures of this kind.
        """
        if len(figures) != _FIGURES.size:
            raise ValueError(f"{len(figures)} bytes are not {_FIGURES.size}")
        return cls(*_FIGURES.unpack(figures))


_FIGURES = struct.Struct("<13f")


@dataclass(frozen=True, slots=True)
class OddPhoto:
    """A photo that stands out.

    Attributes:
        photo: one file of the content, the first by path.
        kind: in which way.
        score: how far; larger is odder. The scale is that of the kind.
        threshold: what the score is above.
        words: why, a sentence for people.
    """

    photo: Photo
    kind: OddKind
    score: float
    threshold: float
    words: str
