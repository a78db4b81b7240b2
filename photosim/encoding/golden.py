"""A known input and its known answer: proof that a model computes on this machine what it should."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from photosim.domain.errors import ModelError

if TYPE_CHECKING:
    from photosim.encoding.autoencoder import Autoencoder

TRIANGLES = "triangles-1"


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """The outcome of a self-check.

    Attributes:
        passed: whether the answer is the known one.
        deviation: largest difference from the known answer.
        tolerance: largest difference allowed.
        provider: what computed it.
        model_id: which model.
    """

    passed: bool
    deviation: float
    tolerance: float
    provider: str
    model_id: str


def golden_input(pattern: str, size: int) -> NDArray[np.uint8]:
    """Make the golden input, uint8 (1, size, size, 3).

    `triangles-1`: channel c at row y, column x is t or 511 - t, whichever is smaller, with
    t = (((2 + c) * x + (3 - c) * y) * 512 // size + 96 * c) mod 512. Whole numbers only, so that every
    machine makes the same input.

    Raises:
        ModelError: the pattern is unknown.
    """
    if pattern != TRIANGLES:
        raise ModelError(f"The model's card asks for the unknown golden pattern “{pattern}”")
    y, x, c = np.indices((size, size, 3), dtype=np.int64)
    phase = (((2 + c) * x + (3 - c) * y) * 512 // size + 96 * c) % 512
    picture: NDArray[np.uint8] = np.minimum(phase, 511 - phase).astype(np.uint8)
    return picture[None]


def self_check(model: "Autoencoder") -> SelfCheck:
    """Encode the golden input and compare it with the card.

    Raises:
        ModelError: the card asks for an unknown input.
    """
    golden = model.card.golden
    code = model.encode(golden_input(golden.pattern, model.card.input.size)).code[0]
    expected = np.asarray(golden.code, np.float32)
    deviation = float(np.abs(code[: len(expected)] - expected).max())
    return SelfCheck(
        passed=deviation <= golden.tolerance,
        deviation=deviation,
        tolerance=golden.tolerance,
        provider=model.provider,
        model_id=model.model_id,
    )
