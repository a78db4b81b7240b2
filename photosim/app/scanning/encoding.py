"""Photos get their codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from photosim.catalog.records import Recorded

if TYPE_CHECKING:
    from photosim.domain.encoder import Encoder
    from photosim.domain.photo import ReadPhoto


def encoded(encoder: Encoder, photos: Sequence[ReadPhoto]) -> list[Recorded]:
    """The photos with their codes, in the same order; depends on nothing but its arguments.

    Raises:
        ModelError: the model's file is missing or damaged.
    """
    if not photos:
        return []
    codes = encoder.encode(np.stack([photo.model_input for photo in photos]))
    return [Recorded(photo, codes.code[row], codes.bits[row]) for row, photo in enumerate(photos)]
