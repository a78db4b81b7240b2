"""What the rest of photosim knows of an encoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class InputSpec:
    """How pixels are brought to an encoder: RGB, upright, squashed to a square.

    Attributes:
        size: side of the square in pixels.
        resample: name of the resampling filter, a member of `PIL.Image.Resampling` ("BILINEAR").
    """

    size: int
    resample: str


@dataclass(frozen=True, slots=True)
class Codes:
    """A batch of embeddings, row i for picture i.

    Attributes:
        code: (N, D) float32, rows of unit L2 norm.
        bits: (N, 8) uint8, 64 bits packed, most significant first; the first 16 name the bucket.
    """

    code: NDArray[np.float32]
    bits: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Drawings:
    """A batch of pictures drawn again from what the autoencoder kept of them, row i for picture i.

    Attributes:
        pixels: (N, S, S, 3) uint8 RGB.
        error: (N,) float32, see `Encoder.reconstruction_error`.
    """

    pixels: NDArray[np.uint8]
    error: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Distances (L2 between unit codes, 0..2) that separate the relations, from the model's card.

    Attributes:
        same_picture: below it a pair is taken for the same picture.
        similar: below it a pair is worth showing as similar (same moment, same place).
    """

    same_picture: float
    similar: float


class Encoder(Protocol):
    """Pictures in, codes out."""

    @property
    def model_id(self) -> str:
        """Names the weights: codes of different ids are never compared."""

    @property
    def input_spec(self) -> InputSpec:
        """How the pictures must be prepared."""

    @property
    def thresholds(self) -> Thresholds:
        """The distances that separate the relations."""

    def encode(self, batch: NDArray[np.uint8]) -> Codes:
        """Encode (N, S, S, 3) uint8 RGB."""

    def reconstruction_error(self, batch: NDArray[np.uint8]) -> NDArray[np.float32]:
        """How badly the decoder redraws each picture, (N,) float32 >= 0."""

    def redraw(self, batch: NDArray[np.uint8]) -> Drawings:
        """Draw (N, S, S, 3) uint8 RGB again, and measure the error, at the price of one."""

    def likeness(self, distance: float) -> float:
        """Probability (0..1) that two pictures at this distance are the same picture."""
